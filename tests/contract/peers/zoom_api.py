"""Zoom's report API: hosts, their meetings, two participants a page, UUIDs with slashes in the path."""

from __future__ import annotations

import base64
import json
import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pydantic import SecretStr

from connectors.contract.streams import Window, day_of
from connectors.vendors import zoom
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Connector

SECRET = f"secret-{CANARY}"
UUIDS = ("aDYlohsHRtCd4ii1uC2+hA==", "/ajXp112QmuoKj4854875==", "4444//AbCdEf012345Zz==")
_HOSTS = ("KDcuGIm1QgePTO8WbOqwIQ", "z8yCxRXJQkSUFxVUCUTxvQ")
_PAGE = 2


def refused(status: int, code: int, message: str) -> Answer:
    """A refusal as Zoom words it."""
    return Answer(json.dumps({"code": code, "message": message}).encode(), status)


class Peer(ServerPeer):
    kind = "zoom"
    way = "api"
    window = Window(date(2025, 4, 1), date(2025, 4, 4))
    has_tokens = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.seed: int | None = None
        self.extra = False
        self.unready: set[str] = set()

    def connector(self) -> Connector:
        settings = zoom.Settings(
            name="zoom",
            account_id="account",
            client_id="app",
            client_secret_file=SecretStr(SECRET),
            endpoint=f"{self.server.url}/v2",
            authority=self.server.url,
        )
        return zoom.connect(settings, now=lambda: datetime.combine(self.window.end, time(), UTC))

    def _facts(self) -> list[tuple[int, datetime, datetime, str]]:
        hour = timedelta(hours=1)
        start = datetime(2025, 4, 1, 0, 0, 5, tzinfo=UTC)
        told = [
            (n % 2, start + 9 * hour * n, start + (9 * n + 1) * hour, who)
            for n, who in enumerate(("sato@town.example", *HOSTILE))
        ]
        # A rejoin, a guest, and a night's meeting that began before the window and ends in it.
        told.append((0, start + 2 * hour, start + 3 * hour, "sato@town.example"))
        told.append((0, start, start + hour, ""))
        eve = datetime(2025, 3, 31, 14, 0, tzinfo=UTC)
        told.append((2, eve, eve + 2 * hour, "ito@town.example"))
        told.append((2, eve + hour, eve + 2 * hour, "ito@town.example"))
        return told

    def truth(self) -> dict[str, Truth]:
        rows = Counter(
            (day_of(joined), UUIDS[number], joined, left, who or None, not who)
            for number, joined, left, who in self._facts()
            if self.window.holds(day_of(joined))
        )
        columns = ("day_on", "meeting", "started_at", "ended_at", "account", "is_guest")
        return {"meetings": Truth(columns, rows, frozenset(self.window.days))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.seed, self.extra = order.randrange(2**32) if order else None, new_field

    def is_data(self, request: Request) -> bool:
        return request.path != "/oauth/token"

    def answer(self, request: Request) -> Answer:
        if request.path == "/oauth/token":
            basic = base64.b64encode(f"app:{SECRET}".encode()).decode()
            if request.headers.get("authorization") != f"Basic {basic}":
                return Answer(b'{"reason": "Invalid", "error": "invalid_client"}', 400)
            return Answer(json.dumps({"access_token": "t", "expires_in": 3599}).encode())
        path = request.path.removeprefix("/v2/report/")
        if path == "users":
            users = [{"id": host, "email": CANARY, "user_name": CANARY} for host in _HOSTS]
            return self._page(request, "users", users)
        if path.startswith("users/"):
            host = _HOSTS.index(path.split("/")[1])
            return self._page(request, "meetings", self._meetings(request, host))
        return self._report(request, path.split("/")[1])

    def _report(self, request: Request, written: str) -> Answer:
        once = unquote(written)
        if "/" in once:
            # Decoded before it is routed: a slash encoded once is one more part of the path.
            return refused(404, 2300, "This API endpoint is not recognized.")
        number = unquote(once)
        if number not in UUIDS or number in self.unready:
            return refused(404, 3001, f"Meeting {CANARY} is not available or ID is not valid")
        return self._page(request, "participants", self._participants(UUIDS.index(number)))

    def _meetings(self, request: Request, host: int) -> list[dict[str, Any]]:
        told = []
        for number in range(host, len(UUIDS), 2):
            mine = [fact for fact in self._facts() if fact[0] == number]
            start, end = min(fact[1] for fact in mine), max(fact[2] for fact in mine)
            begins_on = start.date().isoformat()
            if request.query["from"] <= begins_on <= request.query["to"]:
                told.append(
                    {"uuid": UUIDS[number], "id": 85512345678, "topic": CANARY,
                     "participants_count": len(mine), "start_time": _z(start), "end_time": _z(end)}
                )  # fmt: skip
        return told

    def _participants(self, number: int) -> list[dict[str, Any]]:
        told = [
            {"id": "", "user_id": str(16778240 + n), "name": CANARY, "user_email": who,
             "join_time": _z(joined), "leave_time": _z(left), "status": "in_meeting", "internal_user": bool(who)}
            for n, (meeting, joined, left, who) in enumerate(self._facts())
            if meeting == number
        ]  # fmt: skip
        told.append(told[0] | {"user_id": "1", "status": "in_waiting_room"})
        return told

    def _page(self, request: Request, key: str, records: list[dict[str, Any]]) -> Answer:
        told = [one | {self.new_field: 1} for one in records] if self.extra else list(records)
        if self.seed is not None:
            # One shuffle for all pages of an answer.
            random.Random(self.seed).shuffle(told)
        begin = int(request.query.get("next_page_token") or 0)
        following = str(begin + _PAGE) if begin + _PAGE < len(told) else ""
        body = {
            "page_size": 300,
            "total_records": len(told),
            "next_page_token": following,
            key: told[begin : begin + _PAGE],
        }
        return Answer(json.dumps(body).encode())


def _z(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
