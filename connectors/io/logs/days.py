"""Determines for which days a file vouches, from the lines recognised in it.

A file vouches for the days from its first record to its last. It does not vouch for a day with too few recognised
lines, nor for the days between two records that have unrecognised lines between them: data that could not be read are
missing, never 0. An unreadable record is set aside alone: the rest of the file is read, and each day that the record
may belong to is incomplete. Findings show the form of a line, never its content.
"""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from connectors.contract.errors import SkipPart
from connectors.contract.messages import NOTHING, Message
from connectors.contract.streams import Finding
from connectors.io.logs.line_forms import form_of
from connectors.io.logs.strays import Stray, stray_message
from connectors.io.logs.unrecognised import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.contract.streams import Window

LEAST_RECOGNISED = 0.8
"""Minimum share of recognised lines of a day; below it the day is incomplete."""
LONGEST_HOLE = timedelta(days=366)
"""Longest gap between two days with records that still counts as quiet time.

A server started with an empty battery logs dates of 1970, 2000 or 2099 until it has synchronised its clock."""
ENOUGH_SIGNS = 50
"""Number of signs without any line of use from which a file counts as blind, whatever the other files contain."""

_IN_ANOTHER_CODE = Message(
    "let the program write its log in utf-8; take the line out if it alone is damaged"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A line that shows activity, although use is recorded by lines of another kind."""

    day_on: date
    is_of_use: bool = False
    """The line is of the kind that records use, even if this one is not a use: it proves that such lines are logged."""
    row: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """Thing and next step for a source whose files contain signs but no line that records use."""

    thing: Message
    next_step: Message


Record: TypeAlias = tuple[date, dict[str, object] | None]
"""The source-day and the row of one record of a file; the row is None for a record that is not stored."""

Line: TypeAlias = Record | Stray | Sign
"""The result of reading one line, for files in which not every line is a record."""


@dataclass(slots=True)
class FileDays:
    """The content of one file by days, collected record by record while the file is read."""

    path: Path
    is_log: bool = True
    """The records are in chronological order; those of a table may be in any order."""
    fault: SkipPart | None = None
    """Why the file could not be read to its end."""
    known: Counter[date] = field(default_factory=Counter)
    """Number of recognised lines per day."""
    lines_of_use: Counter[date] = field(default_factory=Counter)
    """Of the recognised lines, those of the kind that records use."""
    signs: Counter[date] = field(default_factory=Counter)
    strays: Counter[date | None] = field(default_factory=Counter)
    """Number of lines in no known form, by their own day if known, otherwise by the day of the preceding record."""
    damaged: set[date] = field(default_factory=set)
    """Days to which an unreadable record may belong."""
    between: set[date] = field(default_factory=set)
    """Days between two records with strays between them: the strays may belong to these days."""
    example: Stray | None = None
    """The first stray; the first unreadable record if there is one."""
    next_step: Message = NOTHING
    last: date | None = None
    """The day of the last record in the file's own order."""
    is_cut: bool = False
    edge: date | None = None
    """The oldest day of a file that runs newest first."""
    _is_astray: bool = False
    _is_between: bool = False
    """An unreadable record follows the last readable one."""
    _has_undated: bool = False
    _rises: bool = False
    _falls: bool = False

    def note(self, record: Line) -> tuple[date, dict[str, object]] | None:
        """Add a record to the counts; return day and row if the record is to be stored, otherwise None."""
        if isinstance(record, Stray):
            self._note_stray(record)
            return None
        day, row = (record.day_on, record.row) if isinstance(record, Sign) else record
        if self._is_astray and self.last:
            self.between |= set(days_inside_gap(self.last, day))
        elif self._is_astray:
            # Strays before the first record may belong to its day.
            self.strays[day] += self.strays.pop(None, 0)
        if self._is_between:
            self.damaged.add(day)
        self._rises |= self.last is not None and day > self.last
        self._falls |= self.last is not None and day < self.last
        self.last, self._is_astray, self._is_between = day, False, False
        self.known[day] += 1
        if isinstance(record, Sign):
            self.signs[day] += not record.is_of_use
            self.lines_of_use[day] += record.is_of_use
        else:
            self.lines_of_use[day] += row is not None
        return (day, row) if row is not None else None

    def _note_stray(self, stray: Stray) -> None:
        if stray.is_edge:
            self.edge = self.last
            return
        if stray.is_cut:
            self.is_cut = True
            return
        self.strays[stray.days[0] if stray.days else self.last] += 1
        self._is_astray |= not stray.days
        if stray.is_damaged:
            self._note_damaged(stray)
        if self.example is None or (stray.is_damaged and not self.example.is_damaged):
            self.example = stray
        in_another_code = _IN_ANOTHER_CODE if "\ufffd" in stray.text else NOTHING
        self.next_step = self.next_step or stray.next_step or in_another_code

    def _note_damaged(self, stray: Stray) -> None:
        if stray.days:
            self.damaged |= set(stray.days)
            return
        self._is_between = self._has_undated = True
        if self.last:
            self.damaged.add(self.last)

    @property
    def days(self) -> set[date]:
        """Every day from the first record to the last, gaps longer than `LONGEST_HOLE` left out."""
        return set(whole_days(self.known))

    @property
    def unclear(self) -> set[date]:
        """Incomplete days: too few lines are recognised, a record is unreadable, or the file ends within the day."""
        cut = {self.last} if self.is_cut and self.last else set()
        return self._astray | cut | self._damaged

    @property
    def _damaged(self) -> set[date]:
        """Days to which an unreadable record may belong; in a table without chronological order, every day."""
        is_in_any_order = not self.is_log and self._rises and self._falls
        return self.damaged | (self.days if self._has_undated and is_in_any_order else set())

    @property
    def _astray(self) -> set[date]:
        """Days with too few recognised lines, and days between records with strays between them."""
        few = {
            day
            for day, known in self.known.items()
            if known < LEAST_RECOGNISED * (known + self.strays[day])
        }
        return few | self.between

    @property
    def doubtful(self) -> set[date]:
        """Days with records for which the file does not vouch."""
        return set(self.known) if self.fault else self.unclear

    @property
    def is_blind(self) -> bool:
        """Whether the file contains signs of activity but no line that records use."""
        return self.signs.total() > 0 and not self.lines_of_use.total()

    def is_proven(self, day: date) -> bool:
        """Whether lines of that day prove that the log was being written, and with it any use of that day."""
        return self.known[day] > 0 and not (self.signs[day] and not self.lines_of_use[day])

    def problem(self, window: Window) -> SkipPart | None:
        """Return the problem to report for the file: a fault, or lines that make a day of the window doubtful."""
        if self.fault:
            return self.fault
        in_doubt = self.unclear
        if self.is_cut and not self.strays[self.last]:
            # A log that is still being written ends like this; nobody has to act.
            in_doubt.discard(self.last)
        is_of_window = any(map(window.holds, in_doubt))
        is_nothing_known = self.strays.total() > 0 and not self.known
        return self._strayed() if is_of_window or is_nothing_known else None

    @property
    def unrecognised(self) -> Unrecognised:
        """How many lines of the file are not recognised."""
        strays = self.strays.total()
        form = form_of(self.example.text) if self.example else ""
        return Unrecognised(strays, self.known.total() + strays, form)

    def findings(self, place: str) -> Iterator[Finding]:
        """Yield which days the file covers, and how much of it is not recognised."""
        if self.strays:
            problem = self._strayed()
            # A few lines of another kind are not a fault; they are shown because they may be of a new kind.
            is_ok = bool(self.known) and not self._astray and not self._damaged
            yield Finding(is_ok, problem.thing, place, NOTHING if is_ok else problem.next_step)
        if self.known:
            first, last = min(self.known), max(self.known)
            yield Finding(
                is_ok=True,
                thing=Message("records from {first} to {last}", first=first, last=last),
                place=place,
            )
            if self.edge:
                yield Finding(
                    is_ok=True,
                    thing=Message(
                        "it runs newest first, so that {day} may be cut: the day counts as whole once another file holds the day before it as well",
                        day=self.edge,
                    ),
                    place=place,
                )
        elif not self.strays:
            yield Finding(
                is_ok=False,
                thing=Message("no record in this file"),
                place=place,
                next_step=Message("look whether the program's logging is switched on"),
            )

    def _strayed(self) -> SkipPart:
        strays = self.strays.total()
        return SkipPart(
            stray_message(self.example or Stray(), strays, self.known.total() + strays),
            place=self.path.name,
            next_step=self.next_step
            or Message(
                "look whether the file is this program's log and in which form it is written; a line's form shows kinds of signs, never what stands there"
            ),
        )


def whole_days(days: Iterable[date]) -> Iterator[date]:
    """Yield every day from the first to the last of the given days; gaps longer than `LONGEST_HOLE` are left out."""
    known = sorted(set(days))
    yield from known
    for one, other in itertools.pairwise(known):
        yield from days_inside_gap(one, other)


def days_inside_gap(one: date, other: date) -> Iterator[date]:
    """Yield the days strictly between two days; none if the gap is so long that a clock must have been wrong."""
    first, last = min(one, other), max(one, other)
    if last - first <= LONGEST_HOLE:
        yield from (first + timedelta(days=n) for n in range(1, (last - first).days))


def first_of(days: Iterable[date]) -> date | None:
    """Return the first day; days before a gap longer than `LONGEST_HOLE` come from a wrong clock and are ignored."""
    first: date | None = None
    for day in sorted(set(days), reverse=True):
        if first and first - day > LONGEST_HOLE:
            break
        first = day
    return first
