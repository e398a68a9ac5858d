"""For which days the files of a source vouch: what was recognised in them, line by line.

A file stands for the days from its first record to its last. It does not stand for a day of which too few lines are
recognised, nor for the days between two records with such lines between them: what could not be read is missing,
never 0. A record that cannot be read is set aside by itself: the file is read on, and the day that it may be of is not whole.
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
from connectors.io.logs.strays import Stray, said_of
from connectors.io.logs.unrecognised import Unrecognised

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.contract.streams import Window

LEAST_RECOGNISED = 0.8
"""Below this share of recognised lines, what is told of a day is not all of it."""
LONGEST_HOLE = timedelta(days=366)
"""A server that was started with an empty battery writes of 1970, 2000 or 2099 until it has asked for the time."""
ENOUGH_SIGNS = 50
"""So many signs and no fact beside them are no quiet time, whatever the other files tell."""

_IN_ANOTHER_CODE = Message(
    "let the program write its log in utf-8; take the line out if it alone is damaged"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """A line that shows that something of ours went on, though use is told by lines of another kind."""

    day_on: date
    is_of_use: bool = False
    """It is of the kind that tells of use, though this one may be no use: such lines are logged."""
    row: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Unseen:
    """What it means, and what to do, if a source's files hold signs and no line that tells of use."""

    thing: Message
    next_step: Message


Record: TypeAlias = tuple[date, dict[str, object] | None]
"""The source-day of one record of a file, and its row; None for a record that is not a fact of ours."""

Line: TypeAlias = Record | Stray | Sign
"""What the reader of a file makes of a line, where not every line is a record."""


@dataclass(slots=True)
class Coverage:
    """What one file turned out to hold, noted record by record while it is read."""

    path: Path
    is_log: bool = True
    """Its records are in order of time; those of a table may be in any."""
    fault: SkipPart | None = None
    """Why the file could not be read to its end."""
    known: Counter[date] = field(default_factory=Counter)
    """Recognised lines of each day."""
    told: Counter[date] = field(default_factory=Counter)
    """Of these, lines of the kind that tells of use."""
    signs: Counter[date] = field(default_factory=Counter)
    strays: Counter[date | None] = field(default_factory=Counter)
    """Lines in no known form, by the day of the record before them."""
    damaged: set[date] = field(default_factory=set)
    """Days that a record which cannot be read may be of."""
    between: set[date] = field(default_factory=set)
    """Days between two records with strays between them: the strays may have been theirs."""
    example: Stray | None = None
    """The first stray, or the first of a record that cannot be read."""
    next_step: Message = NOTHING
    last: date | None = None
    """The day of the last record in the file's own order."""
    is_cut: bool = False
    edge: date | None = None
    """The oldest day of a file that runs newest first."""
    _is_astray: bool = False
    _is_between: bool = False
    """A record that cannot be read stands after the last one."""
    _has_undated: bool = False
    _rises: bool = False
    _falls: bool = False

    def note(self, record: Line) -> tuple[date, dict[str, object]] | None:
        """Note a record; return it if it is a fact."""
        if isinstance(record, Stray):
            self._note_stray(record)
            return None
        day, row = (record.day_on, record.row) if isinstance(record, Sign) else record
        if self._is_astray and self.last:
            self.between |= set(days_between(self.last, day))
        elif self._is_astray:
            # What stands before the first record may be of its day.
            self.strays[day] += self.strays.pop(None, 0)
        if self._is_between:
            self.damaged.add(day)
        self._rises |= self.last is not None and day > self.last
        self._falls |= self.last is not None and day < self.last
        self.last, self._is_astray, self._is_between = day, False, False
        self.known[day] += 1
        if isinstance(record, Sign):
            self.signs[day] += not record.is_of_use
            self.told[day] += record.is_of_use
        else:
            self.told[day] += row is not None
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
        """Every day from the first record to the last."""
        return set(whole_days(self.known))

    @property
    def unclear(self) -> set[date]:
        """Days that are not whole: too little of them is recognised, a record is not read, or the file is cut there."""
        cut = {self.last} if self.is_cut and self.last else set()
        return self._astray | cut | self._damaged

    @property
    def _damaged(self) -> set[date]:
        """Days that a record which cannot be read may be of: of a table in no order of time, any of them."""
        is_in_any_order = not self.is_log and self._rises and self._falls
        return self.damaged | (self.days if self._has_undated and is_in_any_order else set())

    @property
    def _astray(self) -> set[date]:
        """Days of which too little is recognised."""
        few = {
            day
            for day, known in self.known.items()
            if known < LEAST_RECOGNISED * (known + self.strays[day])
        }
        return few | self.between

    @property
    def doubtful(self) -> set[date]:
        """Days of the file that it does not vouch for."""
        return set(self.known) if self.fault else self.unclear

    @property
    def is_blind(self) -> bool:
        """Whether there are signs of use and no line that tells of it."""
        return self.signs.total() > 0 and not self.told.total()

    def is_proven(self, day: date) -> bool:
        """Whether lines of that day show that the log was written on it, and tell that nothing else was."""
        return self.known[day] > 0 and not (self.signs[day] and not self.told[day])

    def problem(self, window: Window) -> SkipPart | None:
        """Return what has to be told of the file: a fault, or lines that cast doubt on a day of the window."""
        if self.fault:
            return self.fault
        in_doubt = self.unclear
        if self.is_cut and not self.strays[self.last]:
            # A log that is being written ends so; nobody has to act.
            in_doubt.discard(self.last)
        is_of_window = any(map(window.holds, in_doubt))
        is_nothing_known = self.strays.total() > 0 and not self.known
        return self._strayed() if is_of_window or is_nothing_known else None

    @property
    def unrecognised(self) -> Unrecognised:
        """How much of the file is not understood."""
        strays = self.strays.total()
        form = form_of(self.example.text) if self.example else ""
        return Unrecognised(strays, self.known.total() + strays, form)

    def findings(self, place: str) -> Iterator[Finding]:
        """Say which days the file speaks of, and how much of it is not understood."""
        if self.strays:
            problem = self._strayed()
            # A few lines of another kind are no fault; they are shown, for they may be of a new kind.
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
            said_of(self.example or Stray(), strays, self.known.total() + strays),
            place=self.path.name,
            next_step=self.next_step
            or Message(
                "look whether the file is this program's log and in which form it is written; a line's form shows kinds of signs, never what stands there"
            ),
        )


def whole_days(days: Iterable[date]) -> Iterator[date]:
    """Yield every day from the first of the days to the last, without holes that are no quiet time."""
    known = sorted(set(days))
    yield from known
    for one, other in itertools.pairwise(known):
        yield from days_between(one, other)


def days_between(one: date, other: date) -> Iterator[date]:
    """Yield the days between two days, neither of them in; none where a clock must have been wrong."""
    first, last = min(one, other), max(one, other)
    if last - first <= LONGEST_HOLE:
        yield from (first + timedelta(days=n) for n in range(1, (last - first).days))


def first_of(days: Iterable[date]) -> date | None:
    """Return the first day; what stands before a hole of more than a year is of a clock that was wrong."""
    first: date | None = None
    for day in sorted(set(days), reverse=True):
        if first and first - day > LONGEST_HOLE:
            break
        first = day
    return first
