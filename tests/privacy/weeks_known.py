"""What shares of person-days, habits and beginnings say of each other, as a reader works it out. Imports no rule of ours.

To have a habit is to be active in nine of the twelve weeks that end with a month's last whole week. So whoever has none
was idle on all working days of four weeks, and whoever has one has a person-day in each of nine. Whoever
begins in a month has a person-day in it. A reader takes it that nobody works on days that are none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Condition = tuple[dict[int, float], float, float]


@dataclass(frozen=True)
class Days:
    """One section's person-days in a month: between which ends those with a use lie, and who had how many in all."""

    least: int
    most: int
    of: Mapping[str, int]

    @property
    def whole(self) -> int:
        """All person-days."""
        return sum(self.of.values())


def users(known: Iterable[Days], among: set[str]) -> int:
    """How many of some people must have used it for the person-days of all sections of a month to come together."""
    sections, found = list(known), 0
    places = Counter(staff for days in sections for staff in days.of)
    for days in sections:
        own = [n for staff, n in days.of.items() if staff in among and places[staff] == 1]
        missing = days.least - days.whole + sum(own)
        for n in sorted(own, reverse=True):
            if missing > 0:
                missing, found = missing - n, found + 1
    return found


@dataclass(frozen=True)
class Twelve:
    """The twelve weeks that end in a month, by week: the working days."""

    days: Mapping[int, list[date]]

    @classmethod
    def of(cls, month: date, working_days: Callable[[date], list[date]]) -> Twelve:
        """Return those that end with the month's last whole week."""
        last = (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        monday, days = sunday - timedelta(days=83), defaultdict(list)
        one = monday.replace(day=1)
        while one <= month:
            for day in working_days(one):
                if monday <= day <= sunday:
                    days[(day - monday).days // 7].append(day)
            one = (one + timedelta(days=32)).replace(day=1)
        return cls(days)

    @property
    def months(self) -> list[date]:
        """The months that they lie in."""
        return sorted({day.replace(day=1) for own in self.days.values() for day in own})

    def whole_months(self, working_days: Callable[[date], list[date]]) -> set[date]:
        """Those of them that lie in the weeks with all their working days."""
        inside = {day for own in self.days.values() for day in own}
        return {month for month in self.months if inside.issuperset(working_days(month))}

    def idle(self, months: set[date]) -> int:
        """Working days of some months on which whoever has no habit was idle at least."""
        inside = [
            sum(day.replace(day=1) in months for day in self.days.get(week, ()))
            for week in range(12)
        ]
        return sum(sorted(inside)[:4])

    def active(self, months: set[date]) -> int:
        """Person-days that whoever has a habit had in some months at least."""
        outside = sum(
            any(day.replace(day=1) not in months for day in own) for own in self.days.values()
        )
        return 9 - outside


def habits_by_days(
    twelve: Twelve,
    known: Mapping[date, Days],
    habits: Mapping[str, tuple[int, int]],
    kind_of: Mapping[str, str],
    *,
    is_whole: bool,
) -> Iterator[Condition]:
    """Yield what one section's shares say of its habits.

    Args:
        twelve: the weeks.
        known: month → the section's person-days.
        habits: kind of people → the unknown of their habits in the section, and of how many people.
        kind_of: member of staff → kind.
        is_whole: everything that was used was known when the shares were told.
    """
    told = [month for month in twelve.months if month in known]
    for some in chain.from_iterable(combinations(told, k) for k in range(1, len(told) + 1)):
        months, always = set(some), dict(habits)
        for month in some:
            most = max(known[month].of.values(), default=0)
            there = {kind_of[staff] for staff, days in known[month].of.items() if days == most}
            always = {kind: own for kind, own in always.items() if kind in there}
        if not always:
            continue
        row = {place: 1.0 for place, _ in always.values()}
        people = sum(count for _, count in always.values())
        if cost := twelve.idle(months):
            idle = sum(known[month].whole - known[month].least for month in some)
            yield row, people - idle // cost, np.inf
        if is_whole and (need := twelve.active(months)) > 0:
            yield row, -np.inf, sum(known[month].most for month in some) // need


def begun_by_days(
    known: Days,
    kind_of: Mapping[str, str],
    elsewhere: set[str],
    before: Mapping[str, int],
    now: Mapping[str, int],
) -> Condition:
    """Return that those of a section who began in a month are no more than its person-days.

    Args:
        known: the section's person-days in the month.
        kind_of: member of staff → kind.
        elsewhere: kinds of people who were in other sections too.
        before: kind → the unknown of those who had begun by the month before, of those who were there.
        now: kind → the unknown of those who have begun.
    """
    row: dict[int, float] = {}
    for kind in {kind_of[staff] for staff in known.of} - elsewhere:
        if kind in now:
            row[now[kind]] = 1.0
            if kind in before:
                row[before[kind]] = -1.0
    return row, -np.inf, known.most
