"""The Google Workspace connector: reads slices of days, and yields one batch per day."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract.errors import Retry, SkipPart, SourceError, StopStream
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message
from connectors.contract.streams import Batch, Finding
from connectors.io.http.retry import RetryPolicy
from connectors.vendors.google_workspace.parse import Oldest, read_page
from connectors.vendors.google_workspace.streams import REPORTS
from connectors.vendors.google_workspace.tally import RecordCounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from connectors.contract.streams import Stream, Window
    from connectors.vendors.google_workspace.api.client import Client
    from connectors.vendors.google_workspace.settings import Settings

_CHANGED = Message(
    "{vendor} has changed its format: look for a newer version of this program", vendor="Google"
)
_FEW = 0.5
"""Maximum share of unreadable records; beyond it the format has changed and the stream stops."""


class GoogleWorkspace:
    """One Google Workspace as a source."""

    def __init__(self, settings: Settings, retry_policy: RetryPolicy) -> None:
        """Keep the settings without any request."""
        self._settings = settings
        self._retry_policy = retry_policy
        self._tallies: dict[str, RecordCounts] = defaultdict(RecordCounts)

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams named in the settings."""
        reach = self._settings.reach_days
        return tuple(
            replace(REPORTS[name].stream, retention_days=reach) for name in self._settings.streams
        )

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - the same for each stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch per day of the window, after the whole sequence of pages has been read.

        Pages come newest first, so an interrupted sequence leaves every day incomplete.

        Raises:
            Retry: the slice may work later; nothing of it was yielded.
            StopStream: this log is refused, or has another form.
            SkipPart: raised last: some records could not be read.
            StopSource: credentials, scope or privilege are missing.
        """
        tables = [stream.shape.arriving.empty_table()]
        tally = RecordCounts()
        oldest = Oldest()
        with closing(self._client) as client:
            for page in client.pages(stream.name, window):
                tally.look_at_keys(stream, page, source=self.name)
                tables.append(read_page(REPORTS[stream.name], page, tally))
                oldest.note(page)
            if client.has_older(stream.name, window, oldest):
                raise Retry(
                    Message("the sequence of pages ended before its oldest event"),
                    place=self._place(stream),
                    next_step=Message("the slice starts again later"),
                )
        self._tallies[stream.name].add(tally)
        if tally.odd > tally.records * _FEW:
            raise StopStream(
                Message("most activities have another form than is known"),
                place=self._place(stream),
                next_step=_CHANGED,
            )
        rows = pa.concat_tables(tables).combine_chunks()
        for day_on in window.days:
            # No day is marked as proven: Google gives no total and no end mark. A day with many unreadable
            # records is partial.
            of_day = rows.filter(pc.equal(rows["day_on"], pa.scalar(day_on)))
            yield Batch(day_on, of_day, is_partial=tally.spoils(day_on, of_day.num_rows))
        if tally.odd:
            raise SkipPart(
                Message("{count} activities that cannot be read were left out", count=tally.odd),
                place=self._place(stream),
                next_step=_CHANGED,
            )

    def remarks(self) -> Iterator[Finding]:
        """Yield counts of the records left out so far, by reason."""
        for stream in self.streams:
            yield from self._tallies[stream.name].findings(self._place(stream))

    def check(self) -> Iterator[Finding]:
        """Request each stream's newest page, which checks credentials, delegation, scope, privilege and event names."""
        for stream in self.streams:
            place = self._place(stream)
            tally = RecordCounts()
            try:
                with closing(self._client) as client:
                    page = next(client.pages(stream.name))
                tally.look_at_keys(stream, page, source=self.name)
                read_page(REPORTS[stream.name], page, tally)
            except SourceError as error:
                yield finding_of(error)
            else:
                thing = (
                    Message("answers")
                    if page
                    else Message("answers; it holds no event of the last 180 days")
                )
                yield Finding(is_ok=True, thing=thing, place=place)
                yield from tally.findings(place)

    def _place(self, stream: Stream) -> str:
        return f"source {self.name}, stream {stream.name}"

    @cached_property
    def _client(self) -> Client:
        # Importing the library takes half a second, so it waits for the first request.
        from connectors.vendors.google_workspace.api.client import Client  # noqa: PLC0415 - imported only when the source is used

        return Client(self._settings, self._retry_policy)


def connect(settings: Settings, *, retry_policy: RetryPolicy | None = None) -> GoogleWorkspace:
    """Build the connector without any request."""
    return GoogleWorkspace(settings, retry_policy or RetryPolicy())
