"""Who was in a group in a month, as a reader of the roster counts: what person-days prove of head counts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date


@dataclass(frozen=True, slots=True)
class Presence:
    """The people of one group in one month, as far as a reader of the roster can count."""

    staying: tuple[int, ...]
    """Known working days of each who is there on the month's last day, most first."""
    left: tuple[int, ...]
    """Known working days of each who was there and is no longer."""
    staff: Mapping[str, int] = field(default_factory=dict)
    """The staying by their pseudonym, for whoever has to ask who of them is elsewhere later."""

    @property
    def everyone(self) -> tuple[int, ...]:
        """The known working days of each who was there at all."""
        return tuple(days for days in (*self.staying, *self.left) if days)

    @property
    def days(self) -> int:
        """All person-days together."""
        return sum(self.everyone)

    def fewest_people(self, person_days: int) -> int:
        """The fewest people, of all who were there, who can have had so many person-days."""
        return Presence(tuple(sorted(self.everyone, reverse=True)), ()).people_behind(person_days)

    def fewest_of(self, some: AbstractSet[str], person_days: int) -> int:
        """The fewest of some of the staying without whom so many person-days cannot come together."""
        among = sorted((self.staff[one] for one in some), reverse=True)
        others = sum(self.staying) - sum(among) + sum(self.left)
        return Presence(tuple(among), (others,)).people_behind(person_days)

    def people_behind(self, person_days: int) -> int:
        """The fewest of the staying without whom so many person-days cannot come together."""
        open_days, people = person_days - sum(self.left), 0
        for days in self.staying:
            if open_days <= 0:
                break
            open_days, people = open_days - days, people + 1
        return people

    def open_days(self, people: int) -> int:
        """The most person-days that leave so many people, and each single one, possibly inactive."""
        days = sorted(self.everyone, reverse=True)
        if min(len(days), len(self.staying)) <= people:
            return 0
        remaining = sum(self.left) + sum(self.staying[: len(self.staying) - people])
        return min(sum(days[: len(days) - people]), sum(days) - days[0], remaining)


class Stay(NamedTuple):
    """Someone in a group, from one day of a month to another."""

    group: str
    from_on: date
    to_on: date

    def days(self, known_days: Sequence[date]) -> int:
        """How many of the known working days (sorted) fall into it."""
        return bisect_right(known_days, self.to_on) - bisect_left(known_days, self.from_on)
