"""Who was in a group in a month, by the roster, and what a number of person-days proves about head counts."""

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
    """The people of one group in one month, as far as a reader of the roster can count them."""

    staying: tuple[int, ...]
    """Known working days of each person who is there on the month's last day, in descending order."""
    left: tuple[int, ...]
    """Known working days of each person who left before the month's last day."""
    staff: Mapping[str, int] = field(default_factory=dict)
    """Pseudonym → known working days, of the people in `staying`; used to ask which of them moved later."""

    @property
    def everyone(self) -> tuple[int, ...]:
        """Known working days of each person who was there at any time in the month."""
        return tuple(days for days in (*self.staying, *self.left) if days)

    @property
    def days(self) -> int:
        """The sum of all person-days."""
        return sum(self.everyone)

    def fewest_people(self, person_days: int) -> int:
        """The smallest number of people, of all who were there, who can have had this many person-days."""
        return Presence(tuple(sorted(self.everyone, reverse=True)), ()).people_behind(person_days)

    def fewest_of(self, some: AbstractSet[str], person_days: int) -> int:
        """How many of some staying people must have been active for this many person-days to be reached."""
        among = sorted((self.staff[one] for one in some), reverse=True)
        others = sum(self.staying) - sum(among) + sum(self.left)
        return Presence(tuple(among), (others,)).people_behind(person_days)

    def people_behind(self, person_days: int) -> int:
        """How many of the staying people must have been active for this many person-days to be reached."""
        open_days, people = person_days - sum(self.left), 0
        for days in self.staying:
            if open_days <= 0:
                break
            open_days, people = open_days - days, people + 1
        return people

    def open_days(self, people: int) -> int:
        """The most person-days at which this many people, and any single person, may still have been inactive."""
        days = sorted(self.everyone, reverse=True)
        if min(len(days), len(self.staying)) <= people:
            return 0
        remaining = sum(self.left) + sum(self.staying[: len(self.staying) - people])
        return min(sum(days[: len(days) - people]), sum(days) - days[0], remaining)


class Stay(NamedTuple):
    """One person's stay in a group, from one day of a month to another."""

    group: str
    from_on: date
    to_on: date

    def days(self, known_days: Sequence[date]) -> int:
        """How many of the known working days (sorted) fall into the stay."""
        return bisect_right(known_days, self.to_on) - bisect_left(known_days, self.from_on)
