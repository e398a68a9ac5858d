"""Graph's reports as a tenant answers them: 302 to another host, a byte-order mark, columns in their own order."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.vendors import microsoft_365
from tests.contract.peer import CANARY, HOSTILE, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random

    from connectors.contract.streams import Connector

PEOPLE = ("sato@town.example", "suzuki@town.example", *HOSTILE)
_HEAD = ("Report Refresh Date", "User Id", "User Principal Name", "Last Activity Date")
_TAIL = ("Is Deleted", "Deleted Date", "Assigned Products", "Report Period")
COLUMNS = {
    "getTeamsUserActivityUserDetail": (
        "teams",
        {
            "Team Chat Message Count": ("chat", "sent"),
            "Private Chat Message Count": ("chat", "sent"),
            "Meetings Attended Count": ("meetings", "joined"),
        },
    ),
    "getEmailActivityUserDetail": (
        "outlook",
        {
            "Send Count": ("mail", "sent"),
            "Read Count": ("mail", "viewed"),
            "Meeting Created Count": ("calendar", "created"),
            "Meeting Interacted Count": ("calendar", "edited"),
        },
    ),
}


def count(day: date, person: int, column: int) -> int:
    """What a person did on a day: never the same on two days, sometimes nothing."""
    return (day.toordinal() * 7 + person * 3 + column) % 11


class Peer(ServerPeer):
    """Four days of two reports; the last of them is not refreshed up to its own day."""

    kind = "microsoft_365"
    window = Window(date(2025, 4, 1), date(2025, 4, 5))
    new_field = "New  Count"
    has_tokens = True

    def __init__(self, folder: object) -> None:
        super().__init__(folder)  # type: ignore[arg-type]
        self.people = list(enumerate(PEOPLE))
        self.extra = False
        self.concealed = False
        self.refreshed_on = self.window.days[-2]

    def connector(self) -> Connector:
        settings = microsoft_365.Settings(
            name="m365",
            tenant_id="town.example",
            client_id="app",
            client_secret_file=SecretStr(f"secret-{CANARY}"),
            reports=("teams", "outlook"),
            endpoint=f"{self.server.url}/v1.0",
            authority=self.server.url,
        )
        return microsoft_365.connect(
            settings, retry_policy=RetryPolicy(tries=4, first_wait_seconds=0.05)
        )

    def truth(self) -> dict[str, Truth]:
        truths = {}
        for stream, counts in COLUMNS.values():
            rows = Counter(
                (day, who, tool, action, count(day, person, column))
                for day in self.window.days
                for person, who in enumerate(PEOPLE)
                for column, (tool, action) in enumerate(counts.values())
                if count(day, person, column)
            )
            columns = ("day_on", "account", "tool", "action", "uses")
            days = frozenset(self.window.days)
            partial = frozenset({self.window.days[-1]})
            truths[stream] = Truth(columns, rows, days, partial)
        return truths

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.people = list(enumerate(PEOPLE))
        self.extra = new_field
        if order:
            order.shuffle(self.people)

    def is_data(self, request: Request) -> bool:
        return not request.path.endswith("/token")

    def answer(self, request: Request) -> Answer:
        if request.path.endswith("/token"):
            return Answer(json.dumps({"access_token": "t0", "expires_in": 3599}).encode())
        if request.path.startswith("/download/"):
            assert "authorization" not in request.headers, "the token went to another host"
            _nothing, _download, report, day = request.path.split("/")
            return Answer(self._csv(report, date.fromisoformat(day)), content_type="text/csv")
        report, day = request.path.split("/")[-1].rstrip(")").split("(date=")
        elsewhere = self.server.url.replace("127.0.0.1", "localhost")
        return Answer(status=302, headers={"Location": f"{elsewhere}/download/{report}/{day}"})

    def _csv(self, report: str, day: date) -> bytes:
        _stream, counts = COLUMNS.get(report) or next(iter(COLUMNS.values()))
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        further = ("New  Count",) if self.extra else ()
        writer.writerow((*_HEAD, *further, *counts, *_TAIL))
        refreshed = min(day + timedelta(days=2), self.refreshed_on)
        for person, who in self.people:
            name = f"{person:032X}" if self.concealed else who
            counted = [count(day, person, column) for column in range(len(counts))]
            writer.writerow(
                (
                    refreshed,
                    "0",
                    name,
                    day,
                    *("9" for _ in further),
                    *counted,
                    "False",
                    "",
                    CANARY,
                    1,
                )
            )
        return "\ufeff".encode() + out.getvalue().encode()
