"""The Microsoft 365 connector: one report per date; its refresh date says whether the day is complete."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, cast

from connectors.contract.errors import NotYet, SkipPart, SourceError, StopSource, StopStream
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding
from connectors.io.http.retry import RetryPolicy
from connectors.io.tables.responses import read_answer
from connectors.vendors.microsoft_365.names import check_names
from connectors.vendors.microsoft_365.refusals import NoReport, no_report
from connectors.vendors.microsoft_365.usage.people import refreshed_on, use_facts
from connectors.vendors.microsoft_365.usage.reports import ACCOUNT, REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Stream, Window
    from connectors.vendors.microsoft_365.client import Client
    from connectors.vendors.microsoft_365.settings import Settings
    from connectors.vendors.microsoft_365.usage.reports import UsageReport

_PERMISSION = Message(
    "give the application the permission Reports.Read.All (application, not delegated) in Entra ID, and let an administrator consent to it"
)
_ORDINARY_LAG_DAYS = 9
"""Maximum lag in days that needs no action: two according to the documentation, up to nine in users' reports."""
_REACH_DAYS = 27
_LOOKED_AT = 1024


class Microsoft365:
    """One tenant as a source."""

    def __init__(
        self, settings: Settings, retry_policy: RetryPolicy, now: Callable[[], datetime]
    ) -> None:
        """Keep the settings without any request."""
        self._settings = settings
        self._retry_policy = retry_policy
        self._now = now

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams named in the settings."""
        return tuple(REPORTS[name].stream for name in self._settings.reports)

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - the same for each stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for each date that has a report; broken or late reports are raised last."""
        broken: list[SkipPart] = []
        for day in window.days:
            place = f"source {self.name}, report {stream.name}, {day}"
            age = (self._now().astimezone(UTC).date() - day).days
            try:
                batch = self._batch(stream, day, place)
            except NoReport as error:
                broken.append(_not_yet(error) if age <= _ORDINARY_LAG_DAYS else error)
                continue
            except SkipPart as error:
                broken.append(error)
                continue
            if batch.rows.num_rows == 0 and not batch.is_proven:
                # Within the ordinary lag, a day without use looks like a day that is not counted yet.
                batch = replace(batch, is_partial=age <= _ORDINARY_LAG_DAYS)
            elif batch.is_partial and _ORDINARY_LAG_DAYS < age <= _REACH_DAYS:
                broken.append(_late(place))
            yield batch
        if broken:
            raise next((error for error in broken if not isinstance(error, NotYet)), broken[0])

    def _batch(self, stream: Stream, day: date, place: str) -> Batch:
        report = REPORTS[stream.name]
        rows = self._rows(self._client.report(report.builder, day, place=place), report, place)
        facts = list(use_facts(stream.name, report.counts, rows, day, place))
        # A report refreshed on or after its day is complete. A report without rows has no refresh date.
        refreshed = refreshed_on(rows, place)
        is_whole = refreshed is not None and refreshed >= day
        return Batch(
            day, to_table(stream.shape, facts), is_partial=not is_whole, is_proven=is_whole
        )

    def _rows(self, body: bytes, report: UsageReport, place: str) -> list[dict[str, str]]:
        if not body:
            raise no_report(Message("the answer is empty"), place)
        if b'"value"' in body[:_LOOKED_AT] and body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            raise StopStream(
                Message("JSON came instead of a table"),
                place=place,
                next_step=Message(
                    "look at `endpoint` in the settings: it ends in /v1.0, not in /beta"
                ),
            )
        rows = list(read_answer(body, report.required, place=place))
        check_names((row[ACCOUNT] for row in rows), place)
        return rows

    def check(self) -> Iterator[Finding]:
        """Request an old day of each report, which checks secret, permission and concealed names."""
        reported: set[str] = set()
        for stream in self.streams:
            place = f"source {self.name}, report {stream.name}"
            report = REPORTS[stream.name]
            try:
                rows = self._rows(self._client.latest(report.builder, place=place), report, place)
            except SourceError as error:
                if error.thing not in reported:
                    yield finding_of(error)
                reported.add(error.thing)
                if isinstance(error, StopSource) and not isinstance(error, StopStream):
                    # The error is the same for every report.
                    return
            else:
                yield Finding(
                    is_ok=True,
                    thing=Message("answers with {count} accounts", count=len(rows)),
                    place=place,
                )

    @cached_property
    def _client(self) -> Client:
        # Importing the library takes half a second and 40 MB, so it waits for the first request.
        from connectors.vendors.microsoft_365.client import Client  # noqa: PLC0415 - imported only when the source is used
        from connectors.vendors.microsoft_365.sign_in.application import fetch_token  # noqa: PLC0415 - as above

        mine = self._settings
        return Client(
            mine.endpoint,
            lambda: fetch_token(mine),
            self._retry_policy,
            permission=_PERMISSION,
            quota_seconds=mine.quota_seconds,
        )


def _not_yet(error: SkipPart) -> NotYet:
    return NotYet(
        Message("the report is not there yet"),
        place=error.place,
        next_step=Message(
            "reports lag by two days as a rule, by nine at times: it is asked for again each night"
        ),
    )


def _late(place: str) -> SkipPart:
    return SkipPart(
        Message(
            "the report has not been brought up to this day for more than {number} days",
            number=_ORDINARY_LAG_DAYS,
        ),
        place=place,
        next_step=Message(
            "look at the service health in the Microsoft 365 admin centre; the day is asked for again while it is in reach"
        ),
    )


def connect(
    settings: SourceSettings,
    *,
    retry_policy: RetryPolicy | None = None,
    now: Callable[[], datetime] | None = None,
) -> Microsoft365:
    """Build the connector without any request."""
    clock = now or (lambda: datetime.now(UTC))
    return Microsoft365(cast("Settings", settings), retry_policy or RetryPolicy(), clock)
