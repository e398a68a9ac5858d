"""Connector for sources that are files: logs written by a program, and exports saved by a person.

A file is read record by record, so that a log of any size needs little memory. A file vouches for the days from its
first record to its last, in any order; the last day is over only if a file was written after it. Anything that cannot
be read with certainty is left out and reported (`days.py`); it must never become a day with zero records.
"""

from __future__ import annotations

import glob
import hashlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.configuration import SourceFiles, SourceSettings
from connectors.contract.errors import SkipPart, SourceError, StopSource
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding, day_of
from connectors.io.logs.days import ENOUGH_SIGNS, FileDays, Record, Unseen, first_of, whole_days
from connectors.io.logs.file_edges import of_seams, seams, unfinished
from connectors.io.logs.unrecognised import UnrecognisedCounts
from connectors.io.tables.times import LOCAL_TIMES, local_instant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.contract.streams import Stream, Window
    from connectors.io.logs.days import Line

__all__ = [
    "DAYS_AT_ONCE",
    "LOCAL_TIMES",
    "ExportedFiles",
    "FilesSettings",
    "Record",
    "identity",
    "local_instant",
]

ROWS_AT_ONCE = 20_000
DAYS_AT_ONCE = 366
"""`slice_days` for streams in files: each slice reads every file completely, so a slice covers many days."""

_MOST_NAMED = 5


class FilesSettings(SourceSettings):
    """Settings of a source that reads files: `files` is one name or a list; `*` matches any characters."""

    files: SourceFiles


@dataclass(frozen=True)
class ExportedFiles:
    """A connector that reads files; the vendor's module supplies `read`, the reader of one file."""

    name: str
    streams: tuple[Stream, ...]
    patterns: tuple[Path, ...]
    read: Callable[[Path, Stream], Iterator[Line]]
    """Yields the records of one file.

    Raises:
        SkipPart: this file cannot be read with certainty.
        StopSource: no file of this kind can be read.
    """
    since: date | None = None
    is_log: bool = True
    """A log is in chronological order and still being written; an export is finished and in any order."""
    are_one: bool = False
    """The files are parts of one export: together they vouch for all days from the first to the last."""
    unseen: Unseen | None = None
    """What to report if the files contain signs of activity but no line that records use."""

    tally: UnrecognisedCounts = field(default_factory=UnrecognisedCounts)
    """Unrecognised lines of the files read so far."""
    new_fields: set[str] = field(default_factory=set)
    """Undeclared fields of the records read so far; they are left unread."""

    def files(self) -> tuple[Path, ...]:
        """Return the existing files that match the patterns, sorted by name.

        Raises:
            StopSource: no file matches.
        """
        named = {path for pattern in self.patterns for path in _matching(pattern)}
        found = {path for path in named if path.is_file()}
        if named and not found:
            raise StopSource(
                Message("what stands there is no file but a folder, a pipe or a device"),
                place=f"source {self.name}, files = {', '.join(map(str, self.patterns))}",
                next_step=Message("name the files themselves, as in logs/*.log"),
            )
        if not found:
            raise StopSource(
                Message("there is no such file"),
                place=f"source {self.name}, files = {', '.join(map(str, self.patterns))}",
                next_step=Message(
                    "look at the path in the settings, and whether the log is written there"
                ),
            )
        return tuple(sorted(found))

    def first_day(self, stream: Stream) -> date | None:
        """Return `since` if it is set, otherwise the earliest day in the files."""
        if self.since:
            return self.since
        firsts: list[date] = []
        for path in self.files():
            file = FileDays(path, self.is_log)
            # Records before a fault still count.
            with suppress(SkipPart):
                for record in self.read(path, stream):
                    file.note(record)
            firsts.extend(file.known)
        return first_of(firsts)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield the batches of the window from every file; a broken file is left out.

        Raises:
            SkipPart: raised last: a file is broken, or lines make a day of the window doubtful.
            StopSource: no file matches the patterns.
        """
        covered: list[FileDays] = []
        held: set[date] = set()
        for path in self.files():
            file = FileDays(path, self.is_log)
            covered.append(file)
            try:
                for batch in self._batches(stream, window, file):
                    held.add(batch.day_on)
                    yield batch
            except SkipPart as error:
                file.fault = error
            self.tally.note(stream.name, path, file.unrecognised)
        blind = self._blind(covered)
        yield from self._vouched(stream, window, covered, blind, held)
        told = (file.problem(window) for file in covered)
        broken = [problem for problem in (*told, self._unseen(blind)) if problem]
        if broken:
            raise _all_of(broken)

    def _vouched(
        self,
        stream: Stream,
        window: Window,
        covered: list[FileDays],
        blind: list[FileDays],
        held: set[date],
    ) -> Iterator[Batch]:
        """Yield a batch without rows for each day that the files vouch for, and for each doubtful day in `held`.

        `held` are the days for which batches with rows were already yielded; `blind` is the result of `_blind`.
        """
        whole = {day for file in covered for day in file.days if not file.fault}
        doubtful = {day for file in covered for day in file.doubtful}
        doubtful |= {day for file in blind for day in file.days}
        doubtful |= unfinished(covered, is_log=self.is_log, are_one=self.are_one)
        further_in = {day for file in covered if not file.fault for day in file.days - {file.edge}}
        # A monthly file begins where the previous one ends: that is not a cut at a number of rows.
        joined = {
            max(file.days) + timedelta(days=1) for file in covered if file.days and not file.fault
        }
        doubtful |= {file.edge for file in covered if file.edge} - further_in - joined
        if self.are_one and not any(file.fault for file in covered):
            whole = set(whole_days(whole))
        if self.is_log:
            quiet, broken_off = of_seams(covered)
            whole |= quiet
            doubtful |= broken_off
        for day in window.days:
            if day in doubtful:
                # A doubtful day with rows is partial; one without rows is missing, never a day with zero records.
                if day in held:
                    yield Batch(day, to_table(stream.shape, []), is_partial=True)
            elif day in whole:
                is_proven = any(file.is_proven(day) for file in covered)
                yield Batch(day, to_table(stream.shape, []), is_proven=is_proven)

    def _blind(self, covered: list[FileDays]) -> list[FileDays]:
        """Return the files that contain signs of activity but no line that records use."""
        blind = [file for file in covered if file.is_blind]
        if any(file.lines_of_use.total() for file in covered):
            # If other files record use, a short file may belong to a quiet time.
            return [file for file in blind if file.signs.total() >= ENOUGH_SIGNS]
        return blind

    def _unseen(self, blind: list[FileDays]) -> SkipPart | None:
        if not blind or self.unseen is None:
            return None
        lines = sum(file.signs.total() for file in blind)
        return SkipPart(
            Message("in {lines} lines {thing}", lines=lines, thing=self.unseen.thing),
            place=f"source {self.name}, {blind[0].path.name}",
            next_step=self.unseen.next_step,
        )

    def _batches(self, stream: Stream, window: Window, file: FileDays) -> Iterator[Batch]:
        held: dict[date, dict[object, dict[str, object]]] = {}
        count = 0
        for record in self.read(file.path, stream):
            fact = file.note(record)
            if fact is None or not window.holds(fact[0]):
                continue
            day, row = fact
            rows = held.setdefault(day, {})
            count += row["event"] not in rows
            rows[row["event"]] = row
            if count >= ROWS_AT_ONCE:
                yield from _batches(stream, held)
                held, count = {}, 0
        yield from _batches(stream, held)

    def check(self) -> Iterator[Finding]:
        """Read each file once and yield its findings, without landing anything."""
        try:
            files = self.files()
        except StopSource as error:
            yield Finding(False, error.thing, error.place, error.next_step)  # noqa: FBT003 - `is_ok`
            return
        covered: list[FileDays] = []
        for path in files:
            place = f"source {self.name}, {path.name}"
            file = FileDays(path, self.is_log)
            try:
                for stream in self.streams:
                    for record in self.read(path, stream):
                        file.note(record)
            except SourceError as error:
                yield Finding(False, error.thing, error.place, error.next_step)  # noqa: FBT003 - `is_ok`
                continue
            covered.append(file)
            yield from file.findings(place)
        yield from self._edges(covered)
        if self.new_fields:
            names = ", ".join(sorted(self.new_fields)[:_MOST_NAMED])
            thing = Message("fields that are not known are left unread: {names}", names=names)
            yield Finding(is_ok=True, thing=thing, place=f"source {self.name}")
        if unseen := self._unseen(self._blind(covered)):
            yield Finding(False, unseen.thing, unseen.place, unseen.next_step)  # noqa: FBT003 - `is_ok`

    def _edges(self, covered: list[FileDays]) -> Iterator[Finding]:
        """Yield where a rotated file is missing, and which export was saved before its last day was over."""
        for seam in seams(file.path for file in covered) if self.is_log else ():
            if seam.is_missing_one:
                yield Finding(
                    is_ok=False,
                    thing=Message("a rotated file is missing between two"),
                    place=f"source {self.name}, {seam.older.name} … {seam.newer.name}",
                    next_step=Message(
                        "bring it back, or let `files` name it; the days at its edges are not whole"
                    ),
                )
        unwhole = unfinished(covered, is_log=False, are_one=self.are_one) if not self.is_log else ()
        # Today is never over yet, so it is not reported.
        if days := [day for day in unwhole if day < day_of(datetime.now(UTC))]:
            yield Finding(
                is_ok=False,
                thing=Message(
                    "{day} is not whole: the file was saved before that day was over", day=max(days)
                ),
                place=f"source {self.name}",
                next_step=Message("save the export again with that day in it, once it is over"),
            )


def _matching(pattern: Path) -> Iterator[Path]:
    text = str(pattern)
    names = glob.glob(text) if any(sign in text for sign in "*?[") else [text]  # noqa: PTH207 - absolute patterns
    for name in names:
        path = type(pattern)(name)
        if path.exists():
            yield path


def _all_of(broken: list[SkipPart]) -> SkipPart:
    """Return the first of several faults, with the number of further files that have one."""
    first, thing = broken[0], broken[0].thing
    if further := len(broken) - 1:
        thing = Message("{thing} (and {count} more files)", thing=thing, count=further)
    return SkipPart(thing, place=first.place, next_step=first.next_step)


def _batches(stream: Stream, held: dict[date, dict[object, dict[str, object]]]) -> Iterator[Batch]:
    for day, rows in held.items():
        yield Batch(day, to_table(stream.shape, list(rows.values())))


def identity(*parts: object) -> str:
    """Return an identity for a record without a number of its own: a hash of its parts."""
    said = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()[:32]
