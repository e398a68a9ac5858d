"""The Microsoft 365 connector: one report a date, and what its refresh date says about it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, cast

from connectors.answers import read_answer
from connectors.contract import Batch, Finding
from connectors.errors import SkipPart, SourceError, StopSource
from connectors.microsoft_365.names import check_names
from connectors.microsoft_365.reports import ACCOUNT, REFRESHED, REPORTS
from connectors.patience import Patience
from connectors.shapes import to_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.configuration import SourceSettings
    from connectors.contract import Stream, Window
    from connectors.microsoft_365.client import Client
    from connectors.microsoft_365.settings import Settings

_PERMISSION = (
    "give the application the permission Reports.Read.All (application, not delegated) in Entra ID,"
    " and let an administrator consent to it"
)


class Microsoft365:
    """One tenant as a source."""

    def __init__(self, settings: Settings, patience: Patience) -> None:
        """Keep the settings; nothing is asked yet."""
        self._settings = settings
        self._patience = patience

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that the settings ask for."""
        return tuple(REPORTS[name].stream for name in self._settings.reports)

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - the same for each stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for each date whose report there is; a broken one is left out and told last."""
        broken: list[SkipPart] = []
        for day in window.days:
            place = f"source {self.name}, report {stream.name}, {day}"
            try:
                yield self._batch(stream, day, place)
            except SkipPart as error:
                broken.append(error)
        if broken:
            raise broken[0]

    def _batch(self, stream: Stream, day: date, place: str) -> Batch:
        report = REPORTS[stream.name]
        body = self._client.report(report.builder, day, place=place)
        rows = list(read_answer(body, report.required, place=place))
        check_names((row[ACCOUNT] for row in rows), place)
        facts = [fact for row in rows for fact in _facts(stream, report.counts, row, day, place)]
        # A report refreshed before the day's end does not hold the whole day. One without a row does
        # not say when it was refreshed: a quiet day cannot be told from one that is not counted yet.
        refreshed = {_day(row[REFRESHED], place) for row in rows}
        is_whole = bool(refreshed) and min(refreshed) >= day
        return Batch(day, to_table(stream.shape, facts), is_partial=not is_whole)

    def check(self) -> Iterator[Finding]:
        """Ask each report for three days ago: secret, permission and concealed names in one go."""
        for stream in self.streams:
            place = f"source {self.name}, report {stream.name}"
            try:
                body = self._client.latest(REPORTS[stream.name].builder, place=place)
                rows = list(read_answer(body, REPORTS[stream.name].required, place=place))
                check_names((row[ACCOUNT] for row in rows), place)
            except SourceError as error:
                yield Finding(
                    is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step
                )
                if not isinstance(error, SkipPart):
                    # Secret, permission and names are the same for every report: told once.
                    return
            else:
                yield Finding(is_ok=True, thing=f"answers with {len(rows)} accounts", place=place)

    @cached_property
    def _client(self) -> Client:
        # Half a second and 40 MB: the library is imported with the first request.
        from connectors.microsoft_365.client import Client  # noqa: PLC0415 - idle sources cost nothing
        from connectors.microsoft_365.sign_in import fetch_token  # noqa: PLC0415 - as above

        mine = self._settings
        return Client(
            mine.endpoint,
            lambda: fetch_token(mine),
            self._patience,
            permission=_PERMISSION,
            quota_seconds=mine.quota_seconds,
        )


def _facts(
    stream: Stream,
    counts: object,
    row: dict[str, str],
    day: date,
    place: str,
) -> Iterator[dict[str, object]]:
    account = row[ACCOUNT].strip()
    for column, (tool, action) in cast("dict[str, tuple[str, str]]", counts).items():
        written = row[column].strip() or "0"
        if not written.isascii() or not written.isdigit():
            raise StopSource(
                f"column {column!r} holds no whole number",
                place=place,
                next_step="Microsoft has changed its format: look for a newer version of this program",
            )
        if int(written) and account:
            yield {
                "event": f"{stream.name}:{day}:{account}:{column}",
                "day_on": day,
                "account": account,
                "tool": tool,
                "action": action,
                "vendor_action": column,
                "uses": int(written),
            }


def _day(written: str, place: str) -> date:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        raise StopSource(
            f"column {REFRESHED!r} holds no date",
            place=place,
            next_step="Microsoft has changed its format: look for a newer version of this program",
        ) from None


def connect(settings: SourceSettings, *, patience: Patience | None = None) -> Microsoft365:
    """Build the connector; no request is made yet."""
    return Microsoft365(cast("Settings", settings), patience or Patience())
