"""The demo town's work as Microsoft Graph's usage reports: one CSV per report and UTC day.

A report is a 302 to another address, begins with a byte-order mark, reaches back 28 days and lags by two: until
then it has an older refresh date and no activity.
"""

from __future__ import annotations

import csv
import io
import json
import re
import secrets
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from connectors.demo_town.for_vendors.contract import Answer, Host, VendorServer
from connectors.demo_town.simulate.names import TOWN_NAME
from connectors.demo_town.simulate.workdays import utc_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from connectors.demo_town.simulate.days import Day

TENANT = "kasumizawa.onmicrosoft.example"
SECRET = "microsoft-client-secret.txt"  # noqa: S105 - the name of a file
CLIENT_ID = "6d1f8c1e-52a4-4b7e-9a3f-0c5d2e7b9a10"
_REACH_DAYS = 28
_LAG_DAYS = 2
_PRODUCTS = "OFFICE 365 E3+POWER AUTOMATE FREE"
_REPORT = re.compile(r"^/v1\.0/+reports/(\w+)\(date=(\d{4}-\d\d-\d\d)\)$")
_DOWNLOAD = "/reports-download/"

_FILES = ("Viewed Or Edited File Count", "Synced File Count", "Shared Internally File Count",
          "Shared Externally File Count")  # fmt: skip
_HEAD = ("Report Refresh Date", "User Principal Name", "Is Deleted", "Deleted Date",
         "Last Activity Date")  # fmt: skip
_TAIL = ("Assigned Products", "Report Period")
COLUMNS = {
    "getTeamsUserActivityUserDetail": (
        "Report Refresh Date", "User Id", "User Principal Name", "Last Activity Date",
        "Is Deleted", "Deleted Date", "Assigned Products", "Team Chat Message Count",
        "Private Chat Message Count", "Call Count", "Meeting Count", "Meetings Organized Count",
        "Meetings Attended Count", "Has Other Action", "Urgent Messages", "Post Messages",
        "Tenant Display Name", "Shared Channel Tenant Display Names", "Reply Messages",
        "Is Licensed", "Report Period",
    ),
    "getOneDriveActivityUserDetail": (*_HEAD, *_FILES, *_TAIL),
    "getSharePointActivityUserDetail": (*_HEAD, *_FILES, "Visited Page Count", *_TAIL),
    "getEmailActivityUserDetail": (
        "Report Refresh Date", "User Principal Name", "Display Name", "Is Deleted", "Deleted Date",
        "Last Activity Date", "Send Count", "Receive Count", "Read Count", "Meeting Created Count",
        "Meeting Interacted Count", *_TAIL,
    ),
}  # fmt: skip
"""Report → its columns, in the order that a real tenant returns."""

RECORDED = frozenset(
    {"view", "edit", "create", "upload", "download", "message_posted", "create_event",
     "change_event", "change_event_guest_response"}
)  # fmt: skip
"""The verbs of the simulation that the reports count."""


class Graph(VendorServer):
    """The town's tenant: its tokens, its reports and their download tickets."""

    def __init__(self, host: Host) -> None:
        """Create the secret; reports are counted at each request."""
        self.secret = secrets.token_urlsafe(30)
        self._town = host.town
        self._days = tuple(host.town.share_of("microsoft"))
        self._tokens: set[str] = set()
        self._tickets: dict[str, tuple[str, date]] = {}

    @property
    def files(self) -> Mapping[str, str]:
        """The client secret of the application."""
        return {SECRET: self.secret}

    def grant(self, path: str, form: str, login: str) -> Answer:
        """Answer a token request by client secret (client credentials)."""
        del login
        fields = {name: values[0] for name, values in parse_qs(form).items()}
        if path != f"/{TENANT}/oauth2/v2.0/token" or fields.get("client_id") != CLIENT_ID:
            return _refuse_token(400, "unauthorized_client", "AADSTS700016: Application not found.")
        if not secrets.compare_digest(fields.get("client_secret", ""), self.secret):
            return _refuse_token(401, "invalid_client", "AADSTS7000215: Invalid client secret.")
        token = secrets.token_urlsafe(64)
        self._tokens.add(token)
        body = {"token_type": "Bearer", "expires_in": 3599, "access_token": token}
        return Answer(200, json.dumps(body).encode(), {})

    def answers(self, path: str) -> bool:
        """Whether the path belongs to Graph."""
        return path.startswith(("/v1.0/", f"/{TENANT}/", _DOWNLOAD))

    def answer(self, path: str, query: Mapping[str, str], token: str) -> Answer:
        """Answer a report with a redirect to its CSV, and the redirect with the CSV."""
        del query
        if path.startswith(_DOWNLOAD):
            return self._download(path.removeprefix(_DOWNLOAD))
        if token not in self._tokens:
            return _refuse(401, "InvalidAuthenticationToken", "Access token is empty.")
        asked = _REPORT.match(unquote(path))
        if asked is None or asked[1] not in COLUMNS:
            return _refuse(404, "ResourceNotFound", "Resource not found for the segment.")
        day = date.fromisoformat(asked[2])
        age = (self._town.today - day).days
        if not 0 <= age <= _REACH_DAYS:
            words = f"Invalid date value specified: {day}. Only support data for the past 28 days."
            return _refuse(400, "InvalidArgument", words)
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = (asked[1], day)
        return Answer(302, b"", {"Location": f"{_DOWNLOAD}{ticket}"})

    def _download(self, ticket: str) -> Answer:
        if ticket not in self._tickets:
            return _refuse(404, "ResourceNotFound", "The download has expired.")
        # A ticket is valid for one download, because a real tenant's download address soon expires.
        report, day = self._tickets.pop(ticket)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, COLUMNS[report], restval="0", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(self._rows(report, day))
        return Answer(
            200, text.getvalue().encode("utf-8-sig"), {"Content-Type": "application/octet-stream"}
        )

    def _rows(self, report: str, day: date) -> Iterator[dict[str, object]]:
        refreshed = min(day, self._town.today - timedelta(days=_LAG_DAYS))
        counts = count_day(self._days, report, day) if refreshed == day else {}
        for number, person in enumerate(self._town.staff):
            if person.section_on(day) is None:
                continue
            counted = counts.get(person.staff_no, Counter())
            yield {
                "Report Refresh Date": refreshed,
                "User Id": f"00000000-0000-4000-8000-{number:012d}",
                "User Principal Name": person.address_on(day),
                "Display Name": person.name,
                "Last Activity Date": day if counted else "",
                "Is Deleted": "False",
                "Deleted Date": "",
                "Assigned Products": _PRODUCTS,
                "Has Other Action": "No",
                "Tenant Display Name": TOWN_NAME,
                "Shared Channel Tenant Display Names": "",
                "Is Licensed": "Yes",
                "Report Period": 1,
                **counted,
            }


def count_day(days: Sequence[Day], report: str, day: date) -> dict[str, Counter[str]]:
    """Count one UTC day: staff number → column → count. Every other file lies in SharePoint."""
    counts: dict[str, Counter[str]] = {}
    # A UTC day spans two days in Japan.
    for lived in (each for each in days if 0 <= (each.on - day).days <= 1):
        for act in lived.acts:
            column = _column(report, act.verb, act.thing)
            if column and utc_day(act.at_ms) == day:
                counts.setdefault(act.who, Counter())[column] += 1
        attended = {
            (call.who, call.meeting)
            for call in lived.calls
            if call.who and utc_day(call.joined_ms) == day
        }
        for who, _ in attended:
            counts.setdefault(who, Counter())["Meetings Attended Count"] += 1
    return counts


def _column(report: str, verb: str, thing: int) -> str | None:
    if verb == "message_posted":
        return ("Team Chat Message Count", "Private Chat Message Count")[thing % 2]
    if verb in {"view", "edit", "create", "upload", "download"}:
        lies_in = ("getSharePointActivityUserDetail", "getOneDriveActivityUserDetail")[thing % 2]
        return "Viewed Or Edited File Count" if lies_in == report else None
    if verb == "create_event":
        return "Meeting Created Count"
    return "Meeting Interacted Count" if verb.startswith("change_event") else None


def _refuse(status: int, code: str, message: str) -> Answer:
    return Answer(status, json.dumps({"error": {"code": code, "message": message}}).encode(), {})


def _refuse_token(status: int, error: str, words: str) -> Answer:
    return Answer(status, json.dumps({"error": error, "error_description": words}).encode(), {})
