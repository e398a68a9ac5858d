"""The demo town's paper as Universal Print reports it by person and day: in Graph, or in a CSV from PowerShell.

Days are UTC days, which begin at 9:00 in Japan; single jobs are not listed. Graph answers only for a person who
signed in; each access token comes with the next refresh token.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.for_vendors.shares import jobs_of
from connectors.demo_town.for_vendors.tables import write_table
from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.workdays import utc_day
from connectors.vendors.microsoft_365.demo.graph import CLIENT_ID, TENANT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob

PREFIX = "/universal-print"
SIGN_IN = "universal-print-sign-in"
_REPORT = f"{PREFIX}/v1.0/reports/dailyPrintUsageByUser"
_PAGE = 100


def write_usage(town: DemoTown, folder: Path) -> None:
    """Write `universal_print/usage.csv`, one row per person and day."""
    (folder / "universal_print").mkdir(exist_ok=True)
    usages = list(_usage(town, "universal_print"))
    columns = [name[0].upper() + name[1:] for name in usages[0]] if usages else ["Id"]
    rows = ((*one.values(),) for one in (_as_powershell(one) for one in usages))
    write_table(folder / "universal_print" / "usage.csv", columns, rows)


def _as_powershell(usages: dict[str, Any]) -> dict[str, Any]:
    return usages | {"usageDate": f"{usages['usageDate']:%Y/%m/%d} 0:00:00"}


def _usage(town: DemoTown, vendor: str) -> Iterator[dict[str, Any]]:
    """Yield one row per person and day with Graph's field names; the day is a date."""
    days: dict[tuple[date, str], list[SimulatedJob]] = defaultdict(list)
    for jobs in jobs_of(town, vendor).values():
        for job in jobs:
            days[utc_day(job.at_ms), job.who].append(job)
    people = {person.staff_no: person for person in town.staff}
    for (day, who), jobs in sorted(days.items()):
        double = sum(job.sheets for job in jobs if job.is_duplex)
        sheets = sum(job.sheets for job in jobs)
        yield {
            "id": code(36, "usage", day, who),
            "userPrincipalName": people[who].address_on(day),
            "usageDate": day,
            "completedJobCount": len(jobs),
            "incompleteJobCount": 0,
            "pageCount": sum(job.impressions for job in jobs),
            "mediaSheetCount": sheets,
            "doubleSidedSheetCount": double,
            "singleSidedSheetCount": sheets - double,
        }


class PrintUsage(VendorServer):
    """Graph's report of a town's print usage, for the person who signed in."""

    def __init__(self, host: Host) -> None:
        """Create the sign-in; usage is counted at each request."""
        self.sign_in = secrets.token_urlsafe(48)
        """The refresh token of the town's stored sign-in."""
        self._address = host.address
        """The address in the links to further pages."""
        self._town = host.town
        self._refresh = {self.sign_in}
        self._tokens: set[str] = set()

    @property
    def files(self) -> Mapping[str, str]:
        """The town's stored sign-in."""
        return {SIGN_IN: self.sign_in}

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a renewal of the sign-in (delegated permissions, so without a client secret)."""
        del login
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        knows = (
            path == f"{PREFIX}/{TENANT}/oauth2/v2.0/token"
            and fields.get("client_id") == CLIENT_ID
            and fields.get("grant_type") == "refresh_token"
            and fields.get("refresh_token") in self._refresh
        )
        if not knows:
            words = "AADSTS700082: The refresh token has expired due to inactivity."
            return _answer(400, {"error": "invalid_grant", "error_description": words})
        token, following = secrets.token_urlsafe(64), secrets.token_urlsafe(48)
        self._tokens.add(token)
        self._refresh.add(following)
        return _answer(200, {"token_type": "Bearer", "expires_in": 3599, "access_token": token,
                             "refresh_token": following})  # fmt: skip

    def answers(self, path: str) -> bool:
        """Whether the path belongs to this report."""
        return path.startswith(f"{PREFIX}/")

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer one page of the report."""
        if token not in self._tokens:
            return _refuse(401, "InvalidAuthenticationToken")
        # Microsoft's client may put two slashes before the report.
        if path.replace("//", "/") != _REPORT:
            return _refuse(404, "ResourceNotFound")
        usages = [
            one | {"usageDate": f"{one['usageDate']}T00:00:00.0000000Z"}
            for one in _usage(self._town, "universal_print_api")
        ]
        begin = int(query.get("$skiptoken", "0"))
        body: dict[str, Any] = {"value": usages[begin : begin + _PAGE]}
        if begin + _PAGE < len(usages):
            body["@odata.nextLink"] = f"{self._address}{_REPORT}?$skiptoken={begin + _PAGE}"
        return _answer(200, body)


def _refuse(status: int, word: str) -> Answer:
    return _answer(status, {"error": {"code": word, "message": "The request was refused."}})


def _answer(status: int, body: object) -> Answer:
    return Answer(status, json.dumps(body).encode(), {})
