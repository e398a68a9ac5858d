"""A Zoom account on loopback that a test fills by hand: hosts, their meetings, who was in each, and what is refused."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.vendors import zoom
from tests.loopback import Answer, Loopback, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract.streams import Connector

WINDOW = Window(date(2026, 6, 8), date(2026, 6, 11))
NOW = datetime(2026, 6, 19, tzinfo=UTC)
NO_REPORT = Answer(b'{"code": 3001, "message": "canary"}', 404)


def at(time: str, day: int = 9) -> str:
    """Return an instant of June 2026 in UTC as Zoom writes it; nine o'clock in Tokyo is 00:00."""
    return f"2026-06-{day:02}T{time}:00Z"


def listed(uuid: str, start: str, end: str, **more: object) -> dict[str, Any]:
    """Return a meeting of a host's list."""
    times = {"start_time": start, "end_time": end}
    return {"uuid": uuid, "id": 85500000001, "participants_count": 2, **times, **more}


def person(email: str, start: str, end: str, **more: object) -> dict[str, Any]:
    """Return a connection of a participants report."""
    times = {"join_time": start, "leave_time": end}
    return {
        "user_id": "1",
        "name": "canary",
        "user_email": email,
        "status": "in_meeting",
        **times,
        **more,
    }


@dataclass
class Account:
    """What the account holds."""

    meetings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    people: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    """uuid or host → what is answered instead."""
    url: str = ""

    def hold(
        self, uuid: str, start: str, end: str, *people: dict[str, Any], **more: object
    ) -> None:
        """Let the host h1 hold a meeting; without people two of staff were in it."""
        self.meetings.setdefault("h1", []).append(listed(uuid, start, end, **more))
        two = [person(f"s{n}@town.example", start, end, internal_user=True) for n in range(2)]
        self.people[uuid] = list(people) or two

    def connector(self, now: datetime = NOW) -> Connector:
        """Return the real connector, pointed here."""
        settings = zoom.Settings(
            name="zoom",
            account_id="a",
            client_id="c",
            client_secret_file=SecretStr("s"),
            endpoint=f"{self.url}/v2",
            authority=self.url,
        )
        return zoom.connect(settings, now=lambda: now)

    def answer(self, request: Request) -> Answer:
        """Say what Zoom would."""
        if request.path == "/oauth/token":
            return _told(access_token="t", expires_in=3599)
        path = request.path.removeprefix("/v2/report/")
        if path == "users":
            return _page("users", [{"id": host} for host in self.meetings])
        kind, name = path.split("/")[:2]
        name = unquote(name)
        if name in self.answers:
            return self.answers[name]
        if kind == "users":
            return _page("meetings", self.meetings[name])
        return _page("participants", self.people[name])


def _page(key: str, found: list[dict[str, Any]]) -> Answer:
    return _told(**{key: found, "total_records": len(found), "next_page_token": ""})


def _told(**body: object) -> Answer:
    return Answer(json.dumps(body).encode())


@contextmanager
def account() -> Iterator[Account]:
    """Serve one, empty."""
    made = Account()
    with Loopback(made.answer) as server:
        made.url = server.url
        yield made
