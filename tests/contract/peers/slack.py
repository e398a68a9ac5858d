"""Slack's Web API: two channels, one of them without the app, three a page, with joins and bots between."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from connectors.contract.streams import Window, day_of
from connectors.vendors import slack
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_PEOPLE = ("sato@x", *HOSTILE)


class Peer(ServerPeer):
    kind = "slack"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    new_field = "newField"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.messages: list[dict[str, Any]] = []
        self.refuses: dict[str, Any] | None = None

    def connector(self) -> Connector:
        settings = slack.Settings(
            name="slack",
            endpoint=self.server.url,
            token_file=SecretStr(f"xoxb-{CANARY.encode().hex()}"),
        )
        return slack.connect(settings)

    def _facts(self) -> list[tuple[datetime, int]]:
        start = datetime(2025, 4, 1, 0, 0, tzinfo=UTC)
        told = [(start + timedelta(hours=9) * n, n) for n in range(len(_PEOPLE))]
        midnight = datetime(2025, 4, 1, 15, 0, tzinfo=UTC)
        return [*told, (midnight, 0), (midnight - timedelta(milliseconds=1), 0)]

    def truth(self) -> dict[str, Truth]:
        rows = Counter((day_of(at), at, _PEOPLE[who]) for at, who in self._facts())
        columns = ("day_on", "occurred_at", "account")
        return {"messages": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.messages = []
        for n, (at, who) in enumerate(self._facts()):
            message = {"type": "message", "user": f"U{who}", "text": CANARY}
            self.messages.append(message | {"ts": f"{at.timestamp():.6f}"})
            joined = message | {"subtype": "channel_join", "ts": f"{at.timestamp():.3f}{n:03d}"}
            self.messages.append(joined)
        if new_field:
            self.messages[0]["newField"] = 1
        if order:
            order.shuffle(self.messages)

    def answer(self, request: Request) -> Answer:
        query = request.query
        if self.refuses:
            return Answer(json.dumps({"ok": False, **self.refuses}).encode())
        if request.path == "/users.list":
            key, found = "members", [
                {"id": f"U{n}", "name": CANARY, "profile": {"email": who}}
                for n, who in enumerate(_PEOPLE)
            ]  # fmt: skip
        elif request.path == "/conversations.list":
            key, found = (
                "channels",
                [{"id": "C1", "is_member": True}, {"id": "C2", "is_member": False}],
            )
        else:
            assert query["channel"] == "C1", "asked a channel that the app is not in"
            oldest, latest = float(query["oldest"]), float(query["latest"])
            key = "messages"
            found = [one for one in self.messages if oldest <= float(one["ts"]) <= latest]
        start = int(query.get("cursor", "0"))
        body: dict[str, Any] = {"ok": True, key: found[start : start + 3]}
        if start + 3 < len(found):
            body["response_metadata"] = {"next_cursor": str(start + 3)}
        return Answer(json.dumps(body).encode())
