"""The Google Workspace connector: slices of days in, batches by source-day out."""

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
from connectors.vendors.google_workspace.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from connectors.contract.streams import Stream, Window
    from connectors.vendors.google_workspace.client import Client
    from connectors.vendors.google_workspace.settings import Settings

_CHANGED = Message(
    "{vendor} has changed its format: look for a newer version of this program", vendor="Google"
)
_FEW = 0.5
"""Up to this share of records that cannot be read, the others are believed."""


class GoogleWorkspace:
    """One Google Workspace as a source."""

    def __init__(self, settings: Settings, patience: RetryPolicy) -> None:
        """Keep the settings; nothing is asked yet."""
        self._settings = settings
        self._patience = patience
        self._tallies: dict[str, Tally] = defaultdict(Tally)

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that the settings ask for."""
        reach = self._settings.reach_days
        return tuple(
            replace(REPORTS[name].stream, retention_days=reach) for name in self._settings.streams
        )

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - the same for each stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch a day of the window, once the whole sequence of pages has been read.

        Pages come newest first, so a sequence that breaks off has read no day to its end.

        Raises:
            Retry: the slice may work later; nothing of it was yielded.
            StopStream: this log is refused, or has another form.
            SkipPart, last: some records could not be read.
            StopSource: credentials, scope or privilege are missing.
        """
        tables = [stream.shape.arriving.empty_table()]
        tally = Tally()
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
            # Nothing proves an empty day: Google tells no total and no end. Records that cannot be read are not
            # nothing either: a day of which they are many is not whole.
            of_day = rows.filter(pc.equal(rows["day_on"], pa.scalar(day_on)))
            yield Batch(day_on, of_day, is_partial=tally.spoils(day_on, of_day.num_rows))
        if tally.odd:
            raise SkipPart(
                Message("{count} activities that cannot be read were left out", count=tally.odd),
                place=self._place(stream),
                next_step=_CHANGED,
            )

    def remarks(self) -> Iterator[Finding]:
        """Yield what of the records read so far was left out, as counts."""
        for stream in self.streams:
            yield from self._tallies[stream.name].findings(self._place(stream))

    def check(self) -> Iterator[Finding]:
        """Ask each stream for its newest page: credentials, delegation, scope, privilege and event names in one go."""
        for stream in self.streams:
            place = self._place(stream)
            tally = Tally()
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
        # The library costs half a second: it is imported with the first request.
        from connectors.vendors.google_workspace.client import Client  # noqa: PLC0415 - idle sources cost nothing

        return Client(self._settings, self._patience)


def connect(settings: Settings, *, patience: RetryPolicy | None = None) -> GoogleWorkspace:
    """Build the connector; no request is made yet."""
    return GoogleWorkspace(settings, patience or RetryPolicy())
