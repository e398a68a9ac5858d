"""The demo town's meetings in Zoom's report API: hosts, their meetings, and who attended each.

Pages are small. A meeting's uuid may begin with a slash and must then be encoded twice. Some participants also
have a row for the waiting room. A meeting that one person attended alone has no report. The API reaches back
half a year.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, unquote

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.names import COMPANIES, DOMAIN, MEETINGS
from connectors.demo_town.simulate.workdays import day_of_ms, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from connectors.demo_town.simulate.meetings import Call

ACCOUNT_ID = "kAsumIZawaAccount0001A"
CLIENT_ID = "kasumiZawaReports01"
PREFIX = "/zoom"
SECRET = "zoom-client-secret.txt"  # noqa: S105 - the name of a file
ROOM = f"daikaigishitsu@{DOMAIN}"
"""The account of the meeting room, which is not on the roster."""
_REPORT = f"{PREFIX}/v2/report/"
_PAGE = 30
"""Records per page, fewer than requested."""
_WAITS_EVERY = 7


class _Meeting(NamedTuple):
    number: str
    host: str
    calls: Sequence[Call]

    @property
    def start_ms(self) -> int:
        return min(call.joined_ms for call in self.calls)


class ZoomApi(VendorServer):
    """The town's Zoom account."""

    def __init__(self, host: Host) -> None:
        """Create the secret; meetings are prepared at the first request."""
        self.secret = secrets.token_urlsafe(24)
        self._town = host.town
        self._tokens: set[str] = set()
        self._people = {person.staff_no: person for person in host.town.staff}

    @property
    def files(self) -> Mapping[str, str]:
        """The client secret of the app."""
        return {SECRET: self.secret}

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a token request for the account itself (server-to-server OAuth)."""
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        knows = login.removeprefix("Basic ").encode() == b64encode(
            f"{CLIENT_ID}:{self.secret}".encode()
        )
        if path != f"{PREFIX}/oauth/token" or not knows:
            return _answer(400, {"reason": "Invalid client_id or client_secret",
                                 "error": "invalid_client"})  # fmt: skip
        if (fields.get("grant_type"), fields.get("account_id")) != (
            "account_credentials",
            ACCOUNT_ID,
        ):
            return _answer(400, {"reason": "Bad Request", "error": "unsupported_grant_type"})
        token = secrets.token_urlsafe(48)
        self._tokens.add(token)
        return _answer(200, {"access_token": token, "token_type": "bearer", "expires_in": 3599,
                             "scope": "report:read:admin"})  # fmt: skip

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Zoom's API."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a report of hosts, of a host's meetings or of a meeting's participants."""
        if token not in self._tokens:
            return _answer(401, {"code": 124, "message": "Invalid access token."})
        parts = path.removeprefix(_REPORT).split("/")
        match parts:
            case ["users"]:
                return _page(query, "users", self._hosts)
            case ["users", host, "meetings"]:
                return _page(query, "meetings", self._held(unquote(host), query))
            case ["meetings", written, "participants"]:
                # The server decodes the path before routing, which leaves one of two encodings.
                meeting = self._meetings.get(unquote(unquote(written)))
                if meeting is not None and len(meeting.calls) > 1:
                    return _page(query, "participants", self._participants(meeting))
                return _answer(404, {"code": 3001, "message": "The meeting ID is not valid."})
        return _answer(404, {"code": 2300, "message": "This API endpoint is not recognized."})

    @cached_property
    def _meetings(self) -> dict[str, _Meeting]:
        calls: dict[int, list[Call]] = {}
        for day in self._town.share_of("zoom_api"):
            for call in day.calls:
                calls.setdefault(call.meeting, []).append(call)
        found = [
            _Meeting(_number(self._town.seed, number), of[0].organizer, of)
            for number, of in calls.items()
        ]
        # On the first day with a meeting, its host also tries one out alone.
        first = min(found, key=lambda one: one.start_ms, default=None)
        if first is not None:
            alone = first.calls[0]._replace(who=first.host)
            found.append(_Meeting(_number(self._town.seed, "alone"), first.host, [alone]))
        return {one.number: one for one in found}

    @cached_property
    def _hosts(self) -> list[dict[str, Any]]:
        hosts = sorted({one.host for one in self._meetings.values()})
        return [
            {"id": self._id(who), "user_name": self._people[who].name, "type": 2,
             "email": self._people[who].address_on(self._town.today)}
            for who in hosts
        ]  # fmt: skip

    def _held(self, host: str, query: Mapping[str, str]) -> list[dict[str, Any]]:
        today_ms = midnight_ms(self._town.today)
        return [
            {"uuid": one.number, "id": 81_000_000_000 + place, "type": 2,
             "topic": MEETINGS[place % len(MEETINGS)], "participants_count": len(one.calls),
             "start_time": _z(one.start_ms), "end_time": _z(max(call.left_ms for call in one.calls))}
            for place, one in enumerate(self._meetings.values())
            if self._id(one.host) == host
            and one.start_ms < today_ms
            and query.get("from", "") <= _z(one.start_ms)[:10] <= query.get("to", "")
        ]  # fmt: skip

    def _participants(self, meeting: _Meeting) -> list[dict[str, Any]]:
        rows = []
        for place, call in enumerate(meeting.calls):
            name, mail = COMPANIES[call.connection % len(COMPANIES)], ""
            if call.who is not None:
                person = self._people[call.who]
                name, mail = person.name, person.address_on(day_of_ms(call.joined_ms))
            elif not call.is_guest:
                name, mail = "大会議室", ROOM
            row = {"id": "", "user_id": str(16_778_240 + place), "name": name, "user_email": mail,
                   "join_time": _z(call.joined_ms), "leave_time": _z(call.left_ms),
                   "duration": (call.left_ms - call.joined_ms) // 1000,
                   "status": "in_meeting"}  # fmt: skip
            if (call.joined_ms // 1000) % _WAITS_EVERY == 0:
                rows.append(row | {"leave_time": _z(call.joined_ms), "status": "in_waiting_room"})
            rows.append(row)
        return rows

    def _id(self, who: str) -> str:
        return code(22, "zoom", self._town.seed, who)


def _number(seed: int, meeting: object) -> str:
    digest = blake2b(f"zoom/{seed}/{meeting}".encode(), digest_size=16).digest()
    # One in four uuids begins with a slash; in reality it is one in sixty-four.
    return b64encode(b"\xff" + digest[1:] if digest[0] % 4 == 0 else digest).decode()


def _page(query: Mapping[str, str], key: str, records: Sequence[dict[str, Any]]) -> Answer:
    begin = int(b64decode(query.get("next_page_token", "")) or 0)
    end = begin + _PAGE
    following = b64encode(str(end).encode()).decode() if end < len(records) else ""
    return _answer(200, {"page_size": int(query.get("page_size", "30")), "next_page_token": following,
                         "total_records": len(records), key: list(records[begin:end])})  # fmt: skip


def _answer(status: int, body: object) -> Answer:
    return Answer(status, json.dumps(body, ensure_ascii=False).encode(), {})


def _z(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms // 1000, UTC):%Y-%m-%dT%H:%M:%SZ}"
