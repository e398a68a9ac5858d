"""Equivalence classes: people who were in the same sections on the same days, whom a reader cannot tell apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from warehouse.months import month_after
from warehouse.release.groups.habit_weeks import first_monday, last_sunday
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from warehouse.release.groups.presence import Stay
    from warehouse.release.groups.roster import GroupedRoster


class EquivalenceClasses:
    """The classes (`kind`), their sizes, and the group of each class on each month's last day."""

    def __init__(self, roster: GroupedRoster, months: Sequence[date]) -> None:
        """Group everyone by where they were in each month, from which day to which."""
        self.months = list(months)
        # A habit needs twelve weeks on the roster, so newcomers form a class of their own.
        measured = [
            roster.measured(last_sunday(month), first_monday(month))[TOWN] for month in months
        ]
        paths: dict[str, list[tuple[Stay, ...]]] = {}
        for index, month in enumerate(months):
            for staff, stays in roster.stays(month).items():
                paths.setdefault(staff, [()] * len(months))[index] = stays
        sizes = Counter(
            (tuple(path), tuple(staff in one for one in measured)) for staff, path in paths.items()
        )
        kinds = sorted(sizes)
        self._paths = [path for path, _ in kinds]
        self._measured = [is_measured for _, is_measured in kinds]
        self.sizes = [sizes[kind] for kind in kinds]
        self._there: dict[tuple[str, int], list[int]] = defaultdict(list)
        self._within: dict[tuple[str, int], list[int]] = defaultdict(list)
        for kind, path in enumerate(self._paths):
            for index, stays in enumerate(path):
                for there in {TOWN, *(stay.group for stay in stays)} if stays else ():
                    self._there[there, index].append(kind)
                group = _closing_group(stays, months[index])
                if group is not None:
                    self._within[TOWN, index].append(kind)
                    if group:
                        self._within[group, index].append(kind)

    def within(self, group: str, index: int) -> list[int]:
        """Return the classes that are in a group on a month's last day."""
        return self._within.get((group, index), [])

    def people(self, group: str, index: int) -> int:
        """Return how many people these classes have."""
        return sum(self.sizes[kind] for kind in self.within(group, index))

    def months_of(self, kind: int) -> list[int]:
        """Return the months, in order, on whose last day the class is on the roster."""
        return [
            index
            for index, stays in enumerate(self._paths[kind])
            if _closing_group(stays, self.months[index]) is not None
        ]

    def days_in(
        self, group: str, index: int, known_days: Sequence[date]
    ) -> tuple[dict[int, int], int]:
        """Return class → known days of each member in a group in a month, and all days of people who have left."""
        days: dict[int, int] = {}
        gone = 0
        for kind in self._there.get((group, index), ()):
            path = self._paths[kind]
            spent = sum(stay.days(known_days) for stay in path[index] if stay.group == group)
            if not spent:
                continue
            if _closing_group(path[index], self.months[index]) is None:
                gone += spent * self.sizes[kind]
            else:
                days[kind] = spent
        return days, gone

    def staying(self, group: str, index: int) -> list[int]:
        """Return the classes that were in this group alone in a month and are in it on its last day."""
        month = self.months[index]
        return [
            kind
            for kind in self._within.get((group, index), ())
            if {stay.group for stay in self._paths[kind][index]} == {group}
            and _closing_group(self._paths[kind][index], month) == group
        ]

    def people_in(self, groups: Iterable[str], index: int) -> tuple[list[int], int]:
        """Return the classes that were in any of some groups in a month, and how many people have left since."""
        kinds, gone = [], 0
        there = [self._there.get((group, index), ()) for group in groups]
        for kind in sorted(set[int]().union(*there)):
            if _closing_group(self._paths[kind][index], self.months[index]) is None:
                gone += self.sizes[kind]
            else:
                kinds.append(kind)
        return kinds, gone

    def measured(self, group: str, index: int) -> tuple[list[int], int]:
        """Return the classes whose habits count in a group in a month, and how many such people have left since.

        They are in it on the last Sunday, with twelve whole weeks behind them.
        """
        month = self.months[index]
        sunday = last_sunday(month)
        kinds, gone = [], 0
        for kind in self._there.get((group, index), ()):
            path = self._paths[kind]
            here = [one for one in path[index] if one.from_on <= sunday <= one.to_on]
            if not here or group not in {TOWN, here[0].group} or not self._measured[kind][index]:
                continue
            if _closing_group(path[index], month) is None:
                gone += self.sizes[kind]
            else:
                kinds.append(kind)
        return kinds, gone


def _closing_group(stays: Sequence[Stay], month: date) -> str | None:
    """Return the group on the month's last day; None for people who are not on the roster then."""
    last = month_after(month) - timedelta(days=1)
    return stays[-1].group if stays and stays[-1].to_on == last else None
