"""Universal Print's daily usage by user: Graph's JSON in pages, and what PowerShell saves of it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from connectors.contract.streams import Window
from connectors.io.http.retry import RetryPolicy
from connectors.vendors.microsoft_365 import universal_print
from tests.contract.peer import CANARY, HOSTILE, FilePeer, ServerPeer, Truth
from tests.loopback import Answer, Request

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from connectors.contract.streams import Connector

_WINDOW = Window(date(2025, 4, 1), date(2025, 4, 5))
_PEOPLE = ("sato@town.example", "suzuki@town.example", *HOSTILE)
_PAGE = 3
_TRUTH = ("day_on", "account", "jobs", "impressions", "sheets", "quality")


def records(days: tuple[date, ...]) -> list[dict[str, Any]]:
    """What the printers reported: each person and day once, some of them without a job."""
    told = []
    for day in days:
        for person, who in enumerate(_PEOPLE):
            jobs = (day.toordinal() * 5 + person * 3) % 4
            pages = jobs * (person + 3)
            told.append(
                {
                    "id": f"{CANARY}-{day}-{person}",
                    "userPrincipalName": who,
                    "usageDate": f"{day}T00:00:00.0000000Z",
                    "completedJobCount": jobs,
                    "completedBlackAndWhiteJobCount": jobs,
                    "completedColorJobCount": 0,
                    "incompleteJobCount": 1,
                    "pageCount": pages,
                    "blackAndWhitePageCount": pages,
                    "colorPageCount": 0,
                    "mediaSheetCount": -(-pages // 2),
                    "doubleSidedSheetCount": pages // 2,
                    "singleSidedSheetCount": pages % 2,
                }
            )
    return told


def _owed(days: tuple[date, ...], vouched: frozenset[date], partial: frozenset[date]) -> Truth:
    rows = Counter(
        (
            date.fromisoformat(one["usageDate"][:10]),
            one["userPrincipalName"],
            one["completedJobCount"],
            one["pageCount"],
            one["mediaSheetCount"],
            "measured",
        )
        for one in records(days)
        if one["completedJobCount"]
    )
    return Truth(_TRUTH, rows, vouched, partial)


class ApiPeer(ServerPeer):
    """Three days are told; the fourth is not counted yet. Each access token brings the next refresh token."""

    kind = "universal_print"
    way = "api"
    window = _WINDOW
    has_tokens = True

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.records = records(_WINDOW.days[:-1])
        self.extra = False
        self.turn = 0
        self.token_file = folder / "sign-in"
        self.token_file.touch(mode=0o600)
        self.token_file.write_text("refresh-0", encoding="ascii")

    def connector(self) -> Connector:
        settings = universal_print.Settings(
            name="uprint",
            tenant_id="town.example",
            client_id="app",
            token_file=self.token_file,
            endpoint=f"{self.server.url}/v1.0",
            authority=self.server.url,
        )
        retry_policy = RetryPolicy(tries=4, first_wait_seconds=0.05)
        return universal_print.connect(settings, retry_policy=retry_policy)

    def truth(self) -> dict[str, Truth]:
        days = _WINDOW.days
        return {"print_usage": _owed(days[:-1], frozenset(days), frozenset(days[-1:]))}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        self.records = records(_WINDOW.days[:-1])
        if order:
            order.shuffle(self.records)
        self.extra = new_field

    def is_data(self, request: Request) -> bool:
        return not request.path.endswith("/token")

    def answer(self, request: Request) -> Answer:
        if request.path.endswith("/token"):
            return self._grant(request)
        assert request.path.replace("//", "/") == "/v1.0/reports/dailyPrintUsageByUser"
        begin = int(request.query.get("$skiptoken", 0))
        body: dict[str, Any] = {"value": self.records[begin : begin + _PAGE]}
        if self.extra:
            body["value"] = [one | {self.new_field: 1} for one in body["value"]]
        if begin + _PAGE < len(self.records):
            here = f"{self.server.url}/v1.0/reports/dailyPrintUsageByUser"
            body["@odata.nextLink"] = f"{here}?$skiptoken={begin + _PAGE}"
        return Answer(json.dumps(body).encode())

    def _grant(self, request: Request) -> Answer:
        form = {name: value for name, (value,) in parse_qs(request.body.decode()).items()}
        # Entra lets a used refresh token live on for a while; the newest is the one to keep.
        if form.get("refresh_token") != f"refresh-{self.turn}":
            return Answer(b'{"error": "invalid_grant"}', 400)
        self.turn += 1
        told = {"access_token": f"t{self.turn}", "refresh_token": f"refresh-{self.turn}"}
        return Answer(json.dumps(told | {"expires_in": 3599}).encode())


class SavedPeer(FilePeer):
    """As `Get-MgReportDailyPrintUsageByUser -All | Export-Csv` writes it on a Japanese computer."""

    kind = "universal_print"
    way = "file"
    window = _WINDOW
    is_streamed = False

    @property
    def files(self) -> tuple[Path, ...]:
        return (self.folder / "usage.csv",)

    def connector(self) -> Connector:
        settings = universal_print.Settings(name="uprint", files=self.files)
        return universal_print.connect(settings)

    def truth(self) -> dict[str, Truth]:
        return {"print_usage": _owed(_WINDOW.days, frozenset(_WINDOW.days), frozenset())}

    def tell(self, *, order: random.Random | None = None, new_field: bool = False) -> None:
        told = records(_WINDOW.days)
        if order:
            order.shuffle(told)
        further = {self.new_field: "x"} if new_field else {}
        out = io.StringIO(newline="")
        names = [name[0].upper() + name[1:] for name in (*told[0], *further)]
        writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
        writer.writerow(names)
        for one in told:
            day = date.fromisoformat(one["usageDate"][:10])
            writer.writerow((one | {"usageDate": f"{day:%Y/%m/%d} 0:00:00"} | further).values())
        self.files[0].write_bytes(out.getvalue().encode("utf-8-sig"))

    def enlarge(self, size: int) -> None:
        raise NotImplementedError
