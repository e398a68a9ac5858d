"""Lines of cupsd's page_log → jobs: one job may have several lines, and one number may be several jobs.

cupsd before 2.2.10 logs a running total each time the printer reports, and 2.x can log the total twice, one of
them 0. Numbers count up for a server and begin anew after its spool was removed, so that a queue, user and number
are one job only as long as the totals rise and no half day lies between two lines.
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
"""Lines held in memory at once, about 20 MB."""
_STILL_PRINTS = timedelta(hours=12)
"""A job may wait for paper through a day; a night later the number belongs to another one."""
_SAID_AGAIN = timedelta(minutes=10)
"""The same total once more is the same print so soon, and later a reprint of the held job."""


class Runs:
    """The lines of several files, put together to jobs."""

    def __init__(self) -> None:
        """Begin without a line."""
        self._lines: dict[tuple[str, str | None], dict[tuple[datetime, int | None], Job]] = {}
        self._held = 0
        self._newest: datetime | None = None

    def add(self, line: Job) -> None:
        """Keep a line as it was read; the same one of two files is one."""
        of_job = self._lines.setdefault((line.event.rpartition("|")[0], line.account), {})
        self._held += (line.printed_at, line.impressions) not in of_job
        of_job[line.printed_at, line.impressions] = line
        if self._newest is None or line.printed_at > self._newest:
            self._newest = line.printed_at

    def overflow(self) -> Iterator[Job]:
        """Yield the jobs that are over once many lines are held: those of half a day ago, else all."""
        if self._held < _MOST_HELD or self._newest is None:
            return
        for key, lines in list(self._lines.items()):
            if max(at for at, _total in lines) < self._newest - _STILL_PRINTS:
                yield from self._let_go(key)
        if self._held >= _MOST_HELD:
            yield from self.jobs()

    def jobs(self) -> Iterator[Job]:
        """Yield the jobs of all lines that are held."""
        for key in list(self._lines):
            yield from self._let_go(key)

    def _let_go(self, key: tuple[str, str | None]) -> Iterator[Job]:
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
        # 0 beside a total says nothing of its own.
        return True
    return line.impressions > before or (line.impressions == before and passed <= _SAID_AGAIN)


def _job(run: list[Job]) -> Job:
    """Return the run's job: known by its first line, with the last total and when that was written."""
    told = [line for line in run if line.impressions] or run
    return replace(told[-1], event=run[0].event)
