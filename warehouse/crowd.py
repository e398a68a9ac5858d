"""Everyone on the roster by kind: people who were always together cannot be told apart from outside."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from warehouse.groups import Roster


class Crowd:
    """Kinds of people, how many there are of each, and where they are on each month's last day."""

    def __init__(self, roster: Roster, months: Sequence[date]) -> None:
        """Sort everyone by group on each month's last day, and since which day of that month."""
        self.months = list(months)
        paths: dict[str, list[tuple[str, date] | None]] = {}
        for index, month in enumerate(months):
            for staff, place in roster.closing_since(month).items():
                paths.setdefault(staff, [None] * len(months))[index] = place
        sizes = Counter(tuple(path) for path in paths.values())
        self._paths = sorted(sizes, key=repr)
        self.sizes = [sizes[path] for path in self._paths]
        self._within: dict[tuple[str, int], list[int]] = defaultdict(list)
        for kind, path in enumerate(self._paths):
            for index, there in enumerate(path):
                if there is not None:
                    self._within[TOWN, index].append(kind)
                    if there[0]:
                        self._within[there[0], index].append(kind)

    def within(self, group: str, index: int) -> list[int]:
        """Kinds of people that a group has on a month's last day."""
        return self._within.get((group, index), [])

    def people(self, group: str, index: int) -> int:
        """How many people those are."""
        return sum(self.sizes[kind] for kind in self.within(group, index))

    def months_of(self, kind: int) -> list[int]:
        """The months on whose last day they are on the roster, in order."""
        return [index for index, place in enumerate(self._paths[kind]) if place is not None]

    def since(self, kind: int, index: int) -> date:
        """Since which day of the month they are where they are on its last."""
        place = self._paths[kind][index]
        return place[1] if place else self.months[index]
