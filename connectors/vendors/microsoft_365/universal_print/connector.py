"""Universal Print: each person's sheets per day, as the printers reported them, from Graph or a saved CSV.

The vendor counts by person and UTC day: one row sums a day's jobs. Days after the last one in the report are
not counted yet.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, Self, cast
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from connectors.contract import streams
from connectors.contract.configuration import SourceFiles, SourcePath, SourceSettings
from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.findings import try_out
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.shapes import PRINT_JOB
from connectors.contract.streams import Batch, Handling, Stream
from connectors.io.http.json_text import read_json
from connectors.io.http.paging import Pages
from connectors.io.http.retry import RetryPolicy
from connectors.io.http.web_pages import is_web_page
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles
from connectors.vendors.microsoft_365.names import check_names
from connectors.vendors.microsoft_365.universal_print.print_usage import (
    Usage,
    day_of_usage,
    print_facts,
    usage_of,
)
from connectors.vendors.microsoft_365.universal_print.saved_print_usage import read_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from connectors.contract.streams import Connector, Finding, Window
    from connectors.vendors.microsoft_365.client import Client

_PERMISSION = Message(
    "give the application the delegated permission Reports.Read.All in Entra ID, let an administrator consent to it, and let somebody with the role Reports Reader or Printer Administrator run: {command}",
    command="hirogari sign-in",
)
_STREAM = Stream(
    "print_usage",
    PRINT_JOB,
    (
        streams.Field("userPrincipalName", Handling.PSEUDONYMISE, "who"),
        streams.Field("usageDate", Handling.KEEP, "the day"),
        streams.Field("completedJobCount", Handling.KEEP, "jobs that came out"),
        streams.Field("pageCount", Handling.KEEP, "printed sides"),
        streams.Field("mediaSheetCount", Handling.KEEP, "sheets of paper"),
        streams.Field("id", Handling.DROP, "the row's number"),
        streams.Field("incompleteJobCount", Handling.DROP, "jobs that did not come out"),
        streams.Field("doubleSidedSheetCount", Handling.DROP, "sheets printed on both sides"),
        streams.Field("singleSidedSheetCount", Handling.DROP, "sheets printed on one side"),
        streams.Field("colorPageCount", Handling.DROP, "sides in colour"),
        streams.Field("blackAndWhitePageCount", Handling.DROP, "sides in black"),
    ),
    # As long as usage reports lag according to users.
    settle_days=10,
    slice_days=DAYS_AT_ONCE,
    # Microsoft adds fields without notice; they are not read.
    undeclared="drop",
)
# The quota of usage reports (14 requests in 10 minutes) does not apply to this report, which has many pages.
_PAUSE_SECONDS = 1.0
_NEWER = Message(
    "{vendor} has changed its format: look for a newer version of this program", vendor="Microsoft"
)


class Settings(SourceSettings):
    """`kind = "universal_print"`; the README beside this file shows both ways."""

    kind: Literal["universal_print"] = "universal_print"
    files: SourceFiles = ()
    """Files saved by PowerShell: `Get-MgReportDailyPrintUsageByUser -All | Export-Csv …`."""
    tenant_id: str | None = Field(default=None, pattern=r"^[A-Za-z0-9.-]+$")
    client_id: str | None = None
    token_file: SourcePath | None = None
    """The file in which `hirogari sign-in` stores the sign-in (mode 0600); each night renews it."""
    endpoint: str = "https://graph.microsoft.com/v1.0"
    authority: str = "https://login.microsoftonline.com"

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        by_api = (self.tenant_id, self.client_id, self.token_file)
        if self.files and any(by_api):
            raise ValueError(Message("give either files or the API's settings"))
        if not self.files and not all(by_api):
            raise ValueError(Message("give files, or tenant_id, client_id and token_file"))
        return self


class UniversalPrint:
    """One tenant's print usage as a source, through Graph."""

    def __init__(
        self, settings: Settings, retry_policy: RetryPolicy, now: Callable[[], datetime]
    ) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = (_STREAM,)
        self._settings = settings
        self._retry_policy = retry_policy
        self._now = now

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for every day from the report's first day on.

        Raises:
            Retry: Graph is busy or unreachable.
            SkipPart: raised last: rows without a readable day or count were left out.
            StopSource: nobody has signed in, the permission is missing, or names are concealed.
        """
        usages, unread = self._usage()
        today = self._now().astimezone(UTC).date()
        # A future day is an error in the report, and must not make the days before it look complete.
        days = [
            day for day in (*(one.day for one in usages), *filter(None, unread)) if day <= today
        ]
        rows = print_facts(usages)
        for day in window.days:
            if day in unread or (days and day < min(days)):
                continue
            mine = [row for row in rows if row["day_on"] == day]
            # Rows of other days do not prove this day, and days after the last one are not counted yet. A row
            # without a readable day may be of any day. If the report is empty, the ledger decides whether that
            # is usual.
            is_partial = None in unread or bool(days and day > max(days))
            yield Batch(day, to_table(stream.shape, mine), is_partial=is_partial)
        if unread:
            raise SkipPart(
                Message(
                    "{count} rows without a readable day or count were left out", count=len(unread)
                ),
                place=f"source {self.name}, print usage by user",
                next_step=_NEWER,
            )

    def _usage(self) -> tuple[list[Usage], list[date | None]]:
        """Return the rows, and for each unreadable row its day, or None if the day is unreadable too."""
        usages: list[Usage] = []
        unread: list[date | None] = []
        for one in self._rows():
            try:
                usages.append(usage_of(one))
            except (KeyError, TypeError, ValueError):
                unread.append(day_of_usage(one))
        if unread and not usages:
            raise _changed(
                Message("no row has a readable day and count"),
                f"source {self.name}, print usage by user",
            )
        return usages, unread

    def _rows(self) -> Iterator[object]:
        place = f"source {self.name}, print usage by user"
        sequence = Pages(place)
        address: str | None = None
        while True:
            body = self._client.print_usage(address, place=place)
            page = _read_page(body, place)
            named = [one for one in page["value"] if isinstance(one, dict)]
            check_names((str(one.get("userPrincipalName") or "") for one in named), place)
            yield from page["value"]
            address = page.get("@odata.nextLink")
            if not address:
                return
            sequence.turn(address, records=len(page["value"]), size=len(body))
            if _host_of(address) != _host_of(self._settings.endpoint):
                raise _changed(Message("a page at another host"), place)

    def check(self) -> Iterator[Finding]:
        """Read the report once, which checks sign-in, permission and concealed names."""
        yield from try_out(Message("the print usage answers"), f"source {self.name}", self._usage)

    @cached_property
    def _client(self) -> Client:
        # Importing the library takes half a second and 40 MB, so it waits for the first request.
        from connectors.vendors.microsoft_365.client import Client  # noqa: PLC0415 - imported only when the source is used
        from connectors.vendors.microsoft_365.sign_in.person import renew  # noqa: PLC0415 - as above

        mine = self._settings
        return Client(
            mine.endpoint,
            lambda: renew(mine),
            self._retry_policy,
            permission=_PERMISSION,
            quota_seconds=_PAUSE_SECONDS,
        )


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _read_page(body: bytes, place: str) -> dict[str, Any]:
    try:
        page = read_json(body)
    except ValueError:
        if is_web_page(body):
            raise StopSource(
                Message("a web page came instead of the report"),
                place=place,
                next_step=Message("look at `endpoint`, and whether a proxy stands in between"),
            ) from None
        raise SkipPart(
            Message("the answer is empty or not JSON"),
            place=place,
            next_step=Message("it is asked for again the next night; if it stays, ask Microsoft"),
        ) from None
    if not isinstance(page, dict) or not isinstance(page.get("value"), list):
        raise _changed(Message("no list of print usage"), place)
    return page


def _changed(thing: Message, place: str) -> StopSource:
    return StopSource(
        thing,
        place=place,
        next_step=_NEWER,
    )


def connect(
    settings: SourceSettings,
    *,
    retry_policy: RetryPolicy | None = None,
    now: Callable[[], datetime] | None = None,
) -> Connector:
    """Build the connector without reading a file or sending a request."""
    mine = cast("Settings", settings)
    if mine.files:
        return ExportedFiles(
            mine.name, (_STREAM,), mine.files, read_saved, mine.since, is_log=False, are_one=True
        )
    return UniversalPrint(mine, retry_policy or RetryPolicy(), now or (lambda: datetime.now(UTC)))


def sign_in(settings: SourceSettings, tell: Callable[[Message], None]) -> Path:
    """Let a person sign in with a code on a web page; return the file that stores the sign-in.

    Raises:
        StopSource: the application is unknown, nobody signed in in time, or the source reads files.
    """
    from connectors.vendors.microsoft_365.sign_in import person  # noqa: PLC0415 - imported only when the source is used

    return person.sign_in(cast("Settings", settings), tell)
