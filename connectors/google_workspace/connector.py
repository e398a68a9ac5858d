"""The Google Workspace connector: slices of days in, batches by source-day out."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract import Batch, Finding
from connectors.errors import Retry, SourceError
from connectors.google_workspace.reading import check_keys, read_page
from connectors.google_workspace.streams import REPORTS
from connectors.patience import Patience

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from connectors.contract import Stream, Window
    from connectors.google_workspace.client import Client
    from connectors.google_workspace.settings import Settings


class GoogleWorkspace:
    """One Google Workspace as a source."""

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
            StopStream: this log is refused, or holds a key that nobody declared.
            StopSource: credentials, scope or privilege are missing.
        """
        tables = [stream.shape.arriving.empty_table()]
        with closing(self._client) as client:
            oldest: list[datetime] = []
            for page, times in client.pages(stream.name, window):
                check_keys(stream, page, source=self.name)
                oldest = [min([*times, *oldest])] if times else oldest
                tables.append(read_page(REPORTS[stream.name], page, times))
            if oldest and client.has_older(stream.name, window, oldest[0]):
                raise Retry(
                    "the sequence of pages ended before its oldest event",
                    place=self._place(stream),
                    next_step="the slice starts again later",
                )
        rows = pa.concat_tables(tables).combine_chunks()
        for day_on in window.days:
            yield Batch(day_on, rows.filter(pc.equal(rows["day_on"], pa.scalar(day_on))))

    def check(self) -> Iterator[Finding]:
        """Ask each stream for one event: credentials, delegation, scope and privilege in one go."""
        for stream in self.streams:
            place = self._place(stream)
            try:
                with closing(self._client) as client:
                    events, _ = next(client.pages(stream.name, most=1))
            except SourceError as error:
                yield Finding(
                    is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step
                )
            else:
                thing = "answers" if events else "answers; it holds no event of the last 180 days"
                yield Finding(is_ok=True, thing=thing, place=place)

    def _place(self, stream: Stream) -> str:
        return f"source {self.name}, stream {stream.name}"

    @cached_property
    def _client(self) -> Client:
        # The library costs half a second: it is imported with the first request.
        from connectors.google_workspace.client import Client  # noqa: PLC0415 - idle sources cost nothing

        return Client(self._settings, self._patience)


def connect(settings: Settings, *, patience: Patience | None = None) -> GoogleWorkspace:
    """Build the connector; no request is made yet."""
    return GoogleWorkspace(settings, patience or Patience())
