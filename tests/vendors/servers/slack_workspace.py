"""A Slack workspace on loopback that a test fills by hand: members, channels, messages, and what it refuses."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.vendors import slack
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.vendors.slack import Slack

JUNE_1 = datetime(2026, 6, 1, 1, tzinfo=UTC)  # ten o'clock in Tokyo
WINDOW = Window(date(2026, 6, 1), date(2026, 6, 4))


def message(user: str = "U0", *, day: int = 0, second: int = 0, **more: object) -> dict[str, Any]:
    """Return a message as Slack tells it."""
    at = JUNE_1 + timedelta(days=day, seconds=second)
    return {"type": "message", "user": user, "text": "x", "ts": f"{at.timestamp():.6f}", **more}


def member(number: int, **more: object) -> dict[str, Any]:
    """Return a member with the account of the test's roster."""
    return {"id": f"U{number}", "profile": {"email": f"s{number}@town.example"}, **more}


@dataclass
class Workspace:
    """What the workspace holds; `refused` says which channels answer with an error."""

    members: list[dict[str, Any]] = field(default_factory=lambda: [member(n) for n in range(3)])
    channels: list[dict[str, Any]] = field(
        default_factory=lambda: [{"id": name, "is_member": True} for name in ("C1", "C2")]
    )
    messages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    """What further stands in each answer of messages."""
    url: str = ""

    def connector(self, **settings: object) -> Slack:
        """Return the real connector, pointed here, on a night of June 2026."""
        told = slack.Settings.model_validate(
            {"name": "slack", "token_file": SecretStr("xoxb-1"), "endpoint": self.url, **settings}
        )
        return slack.connect(told, now=lambda: JUNE_1 + timedelta(days=9))

    def archive(self, channel: str, **more: object) -> None:
        """Archive a channel: the app is put out of it."""
        for one in self.channels:
            if one["id"] == channel:
                one.update(is_member=False, is_archived=True, **more)

    def answer(self, request: Request) -> Answer:
        """Say what Slack would."""
        if request.path == "/users.list":
            return _told(members=self.members)
        if request.path == "/conversations.list":
            return _told(channels=self.channels)
        channel = request.query["channel"]
        if channel in self.refused:
            return Answer(json.dumps({"ok": False, "error": self.refused[channel]}).encode())
        first, last = float(request.query["oldest"]), float(request.query["latest"])
        found = [
            one
            for one in self.messages.get(channel, [])
            if not isinstance(one, dict)
            or not isinstance(one.get("ts"), str)
            or first <= float(one["ts"]) <= last
        ]
        return _told(messages=found, **self.more)


def _told(**body: object) -> Answer:
    return Answer(json.dumps({"ok": True, **body}).encode())


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Serve one, with two messages a day in each of two channels."""
    made = Workspace()
    for number, channel in enumerate(("C1", "C2")):
        made.messages[channel] = [
            message(f"U{who}", day=day, second=number * 100 + who)
            for day in range(3)
            for who in range(2)
        ]
    with Loopback(made.answer) as server:
        made.url = server.url
        yield made
