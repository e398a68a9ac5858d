"""Print jobs in the form common to all print logs, and the calculation of sheets from printed sides.

A number of sheets that cannot be known is None, never a guess.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from connectors.contract.shapes import PRINT_JOB
from connectors.contract.streams import Batch, Field, Handling, Stream, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from connectors.contract.streams import Window

_MOST_HELD = 50_000
"""Maximum jobs held in memory, about 20 MB; a town hall prints fewer in a year."""

Quality = Literal["measured", "derived", "unknown"]


@dataclass(frozen=True, slots=True)
class Job:
    """One print job; `impressions` (printed sides) and `sheets` are totals over all copies; None where unknown."""

    event: str
    printed_at: datetime
    account: str | None
    printer: str
    impressions: int | None
    sheets: int | None
    copies: int | None
    quality: Quality


def sheets_of(impressions: int, copies: int | None, *, is_duplex: bool) -> int | None:
    """Return the sheets of paper used for printed sides, over all copies; None if unknown.

    One-sided: sheets = impressions. Two-sided, two sides per sheet, and each copy begins on a new sheet:
    sheets = copies × ceil((impressions / copies) / 2).
    """
    if not is_duplex:
        return impressions
    if not copies or impressions % copies:
        return None
    return copies * -(-(impressions // copies) // 2)


def print_stream(*fields: Field) -> Stream:
    """Return the only stream of a print log; its files are local, so a year is read at once."""
    return Stream(
        "print_job",
        PRINT_JOB,
        fields,
        slice_days=DAYS_AT_ONCE,
        undeclared="drop",
        # A job carries the log-on name of the person who sent it.
        has_logins=True,
    )


def name_field(name: str) -> Field:
    """Return the field of a job's name, which holds titles and people's names."""
    return Field(name, Handling.DROP, "the job's name: split off and never kept")


@dataclass(slots=True)
class Found:
    """What was found for a window: jobs by source-day, and which days the files vouch for."""

    window: Window
    jobs: dict[date, list[Job]] = field(default_factory=lambda: defaultdict(list))
    vouched: set[date] = field(default_factory=set)
    partial: set[date] = field(default_factory=set)
    """Days of which a line was damaged or cut off."""
    open: set[date] = field(default_factory=set)
    """Days on which a file was still being written or was copied; another file may hold every job of them."""
    proven: set[date] = field(default_factory=set)
    """Days for which anything was logged, even only a job that put nothing on paper."""
    closed: set[date] = field(default_factory=set)
    """Days of which some file holds every job."""
    held: int = 0
    """Number of jobs in memory that are not yielded yet."""

    def add(self, job: Job) -> None:
        """Keep the job if its day lies in the window."""
        day_on = day_of(job.printed_at)
        if self.window.holds(day_on):
            self.jobs[day_on].append(job)
            self.held += 1

    def vouch(self, first_on: date, last_on: date) -> None:
        """Vouch for the days of the window from the first to the last day, both inclusive."""
        self.vouched.update(day for day in self.window.days if first_on <= day <= last_on)

    def overflow(self) -> Iterator[Batch]:
        """Yield the jobs found so far once `_MOST_HELD` is reached, so that memory does not grow with the log."""
        if self.held >= _MOST_HELD:
            for day_on in sorted(self.jobs.keys() & self.vouched):
                yield self._batch(day_on)
            self.jobs.clear()
            self.held = 0

    def batches(self) -> Iterator[Batch]:
        """Yield the remaining jobs: one batch for each day that is vouched for."""
        for day_on in sorted(self.vouched):
            yield self._batch(day_on)

    def _batch(self, day_on: date) -> Batch:
        jobs = self.jobs.get(day_on, [])
        columns: dict[str, list[object]] = {"day_on": [day_on] * len(jobs)}
        for name in Job.__slots__:
            columns[name] = [getattr(job, name) for job in jobs]
        rows = pa.table(
            [pa.array(columns.get(name, [None] * len(jobs)), kind) for name, kind in _TYPES],
            schema=PRINT_JOB.arriving,
        )
        return Batch(
            day_on,
            rows,
            is_partial=day_on in self.partial | (self.open - self.closed),
            is_proven=day_on in self.proven,
        )


_TYPES = [(column.name, column.type) for column in PRINT_JOB.columns]
