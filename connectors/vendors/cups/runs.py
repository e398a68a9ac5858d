"""Combine lines of cupsd's page_log into jobs: a job may have several lines, and a number several jobs.

cupsd before 2.2.10 logs a running total each time the printer reports, and 2.x can log the total twice, one of
them 0. A server numbers its jobs upwards and starts again after its spool is removed. Lines with the same
queue, user and number are therefore one job only while the totals rise and less than half a day lies between
two lines.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from connectors.io.print_jobs.jobs import Job

_MOST_HELD = 50_000
"""Maximum number of lines held in memory, about 20 MB."""
_STILL_PRINTS = timedelta(hours=12)
"""How long a job may wait for paper; after a longer gap the number belongs to another job."""
_SAID_AGAIN = timedelta(minutes=10)
"""The same total within this time is the same print; later it is a reprint of the held job."""


class Runs:
    """Collects the lines of several files and combines them into jobs."""

    def __init__(self) -> None:
        """Start without lines."""
        self._lines: dict[tuple[str, str | None], dict[tuple[datetime, int | None], Job]] = {}
        self._held = 0
        self._newest: datetime | None = None

    def add(self, line: Job) -> None:
        """Add a line; a line that stands in two files is kept once."""
        of_job = self._lines.setdefault((line.event.rpartition("|")[0], line.account), {})
        self._held += (line.printed_at, line.impressions) not in of_job
        of_job[line.printed_at, line.impressions] = line
        if self._newest is None or line.printed_at > self._newest:
            self._newest = line.printed_at

    def overflow(self) -> Iterator[Job]:
        """Once too many lines are held, yield the jobs that ended half a day ago; if that frees too little, all."""
        if self._held < _MOST_HELD or self._newest is None:
            return
        for key, lines in list(self._lines.items()):
            if max(at for at, _total in lines) < self._newest - _STILL_PRINTS:
                yield from self._pop_jobs(key)
        if self._held >= _MOST_HELD:
            yield from self.jobs()

    def jobs(self) -> Iterator[Job]:
        """Yield the jobs of all held lines."""
        for key in list(self._lines):
            yield from self._pop_jobs(key)

    def _pop_jobs(self, key: tuple[str, str | None]) -> Iterator[Job]:
        lines = self._lines.pop(key)
        self._held -= len(lines)
        yield from _jobs(
            sorted(lines.values(), key=lambda line: (line.printed_at, line.impressions or 0))
        )


def _jobs(lines: list[Job]) -> Iterator[Job]:
    run: list[Job] = []
    for line in lines:
        if run and not _goes_on(run, line):
            yield _job(run)
            run = []
        run.append(line)
    if run:
        yield _job(run)


def _goes_on(run: list[Job], line: Job) -> bool:
    passed = line.printed_at - run[-1].printed_at
    before = max((one.impressions for one in run if one.impressions), default=None)
    if passed > _STILL_PRINTS:
        return False
    if before is None or line.impressions is None:
        # A total of 0 beside another total carries no information.
        return True
    return line.impressions > before or (line.impressions == before and passed <= _SAID_AGAIN)


def _job(run: list[Job]) -> Job:
    """Return the run's job: identified by its first line, with the last total and the time of that total."""
    with_totals = [line for line in run if line.impressions] or run
    return replace(with_totals[-1], event=run[0].event)
