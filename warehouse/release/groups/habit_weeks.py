"""The twelve weeks over which a habit is measured, and the bounds that shares of person-days imply for it.

Few idle days leave room for few people without a habit; this bound is proved. Few active days leave room for few people
with a habit, provided that nobody works on non-working days; this bound is *supposed* (`bands.runs_supposing`), as
most readers will suppose it.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import chain, combinations
from typing import TYPE_CHECKING, NamedTuple

from warehouse.months import month_before, month_end
from warehouse.release.tables.published_cell import Counts
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.release.groups.roster import GroupedRoster

WEEKS = 12
"""Weeks over which a habit is measured."""
IDLE_WEEKS = 4
"""A person who was idle in this many of the weeks has no habit."""


class Spent(NamedTuple):
    """A group's person-days in a month: the least and the most with a use, and all of them."""

    least: int
    most: int
    whole: int


class _Part(NamedTuple):
    """A subset of the months that the twelve weeks fall into, and what it implies for people who stayed in a group."""

    months: tuple[date, ...]
    idle: int
    """The fewest known days of these months on which a person without a habit was idle."""
    active: int
    """The fewest known days of these months on which a person with a habit was active."""
    staying: Mapping[str, int]
    """Group → how many of the people measured in it were in it throughout these months."""


class Twelve:
    """The twelve weeks that end with a month's last whole week, for the people of a roster."""

    def __init__(
        self, roster: GroupedRoster, month: date, known_days: Mapping[date, Sequence[date]]
    ) -> None:
        """`known_days`: month → working days on which it is known whether the tool was used."""
        sunday, monday = last_sunday(month), first_monday(month)
        months = [month]
        while months[-1] > monday:
            months.append(month_before(months[-1]))
        weeks = [Counter[date]() for _ in range(WEEKS)]
        for one in months:
            for day in known_days.get(one, ()):
                if monday <= day <= sunday:
                    weeks[(day - monday).days // 7][one] += 1
        self._roster, self._known_days = roster, known_days
        self._whole = [
            one
            for one in months
            if (days := known_days.get(one)) and monday <= days[0] and days[-1] <= sunday
        ]
        measured = roster.measured(sunday, monday)
        self._measured = {group: len(people) for group, people in measured.items()}
        self._counted = measured[TOWN]
        self._parts = [
            _Part(
                some,
                sum(sorted(sum(week[one] for one in some) for week in weeks)[:IDLE_WEEKS]),
                WEEKS - IDLE_WEEKS + 1 - sum(any(week.keys() - set(some)) for week in weeks),
                {
                    group: len(
                        people.intersection(
                            *(roster.staying(one).get(group, set()) for one in some)
                        )
                    )
                    for group, people in measured.items()
                },
            )
            for some in chain.from_iterable(
                combinations(months, size) for size in range(1, len(months) + 1)
            )
        ]

    def habits(self, group: str, spent: Mapping[date, Spent]) -> Counts:
        """Return the bounds on a group's habits: the least is proved, the most is supposed.

        Args:
            group: the group.
            spent: month → the group's person-days, for the months in which a number is shown.
        """
        least, most = 0, self._measured.get(group, 0)
        for part in self._parts:
            if any(one not in spent for one in part.months):
                continue
            staying = part.staying.get(group, 0)
            if part.idle:
                idle = sum(spent[one].whole - spent[one].least for one in part.months)
                least = max(least, staying - idle // part.idle)
            if part.active > 0:
                active = sum(spent[one].most for one in part.months) // part.active
                most = min(most, active + self._measured.get(group, 0) - staying)
        return Counts(least, most)

    def users(self, spent: Mapping[date, Mapping[str, Spent]]) -> int:
        """Return how many of the measured people must have used the tool, given the person-days of a whole month.

        Args:
            spent: month → group → its person-days.
        """
        found = 0
        for month in self._whole:
            presences = self._roster.presence(month, self._known_days[month])
            found = max(
                found,
                sum(
                    presences[group].fewest_of(
                        self._counted & presences[group].staff.keys(), own.least
                    )
                    for group, own in spent.get(month, {}).items()
                    if group in presences
                ),
            )
        return found


def last_sunday(month: date) -> date:
    """Return the Sunday on which the last whole week of a month ends."""
    last = month_end(month)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def first_monday(month: date) -> date:
    """Return the Monday on which the twelve weeks begin that end with the month's last whole week."""
    return last_sunday(month) - timedelta(weeks=WEEKS) + timedelta(days=1)


def proves_a_use(month: date, launched_on: date) -> bool:
    """Whether a habit proves a use since the launch: not all weeks since then can be idle ones."""
    return launched_on <= last_sunday(month) - timedelta(weeks=IDLE_WEEKS) + timedelta(days=1)
