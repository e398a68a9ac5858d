"""Holds tonight's roster against the one that the warehouse knows: the same people, or a word before anything moves.

A staff number is a person here. Numbers in another spelling (a spreadsheet ate the zeros) are taken for those
that are known. A roster that no longer tells of many people, or of much of the past year, is refused until the
operator accepts it: a file cut in half, a list of today's posts only, the numbers of a new personnel system.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message, listed
from connectors.roster.roster_model import Period
from connectors.roster.staff_numbers import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from connectors.roster.keys import Key
    from connectors.roster.roster_model import Roster
    from warehouse.facts.store import Store

K = TypeVar("K")
MOST_LOST = 0.2
"""The share of people at work, or of the past year's days, that one change may leave untold: a bad April's."""
MOST_MOVED = 0.5
"""The share of the past year's days that one change may file under other sections, or of people that may leave."""
FEWEST = 3
"""A change of fewer people is everyday."""
_LOOKED_BACK = timedelta(days=365)


class RosterChanged(Mendable):
    """The roster tells of too few of those that it told of before; nothing of it was taken."""


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between the roster that is known and the one that has come; people and shares, never who."""

    respelled: int = 0
    """People whose number is written in another form than before."""
    at_work: int = 0
    gone: int = 0
    """Of those `at_work` today by the known roster: left out, with no end date to say so."""
    ended: int = 0
    """Of those `at_work` today by the known roster: no longer at work, with an end date or without."""
    lost_people: int = 0
    lost: float = 0.0
    """Share of the past year's person-days that the roster told before and tells no more."""
    moved_people: int = 0
    moved: float = 0.0
    """Share of the past year's person-days that it files under another section than before."""

    @property
    def is_too_much(self) -> bool:
        """Whether no everyday change is like this."""
        return (
            (self.gone >= FEWEST and self.gone > MOST_LOST * self.at_work)
            or (self.ended >= FEWEST and self.ended > MOST_MOVED * self.at_work)
            or (self.lost_people >= FEWEST and self.lost > MOST_LOST)
            or (self.moved_people >= FEWEST and self.moved > MOST_MOVED)
        )

    def lines(self) -> Iterator[Message]:
        """Yield what differs, in counts."""
        if self.respelled:
            yield Message(
                "{count} staff numbers are spelled otherwise than before and taken for the same people",
                count=self.respelled,
            )
        if self.gone:
            yield Message(
                "{gone} of {count} staff at work are left out of the roster without an end date",
                gone=self.gone,
                count=self.at_work,
            )
        if self.ended > self.gone:
            yield Message(
                "{ended} of {count} staff at work leave by the roster",
                ended=self.ended - self.gone,
                count=self.at_work,
            )
        if self.lost:
            yield Message(
                "{share} of the past year's days are no longer told ({count} people)",
                share=f"{self.lost:.0%}",
                count=self.lost_people,
            )
        if self.moved:
            yield Message(
                "{share} of the past year's days are filed under other sections ({count} people)",
                share=f"{self.moved:.0%}",
                count=self.moved_people,
            )


_Row = tuple[str, str, Period]
"""Pseudonym, section, period."""


def as_known(store: Store, roster: Roster, key: Key) -> tuple[Roster, int]:
    """Return the roster with each number spelled as the warehouse knows it, and how many people that concerns."""
    known = {staff for staff, _, _ in _known_rows(store)}
    numbers = {one.staff_no for one in roster.assignments}
    spelled = {
        number: same
        for number in numbers
        if (same := next((one for one in spellings(number) if key.pseudonym(one) in known), None))
    }
    respelled = sum(number != same for number, same in spelled.items())
    spelled |= _newcomers(numbers - spelled.keys(), spelled)
    return (
        replace(
            roster,
            assignments=tuple(
                replace(one, staff_no=spelled.get(one.staff_no, one.staff_no))
                for one in roster.assignments
            ),
            aliases=tuple(
                replace(one, staff_no=spelled.get(one.staff_no, one.staff_no))
                for one in roster.aliases
            ),
        ),
        respelled,
    )


def _newcomers(numbers: Collection[str], spelled: Mapping[str, str]) -> dict[str, str]:
    """Return the numbers nobody knows yet in the form that holds for the known ones, if one does."""
    digits = {
        number: same for number, same in spelled.items() if number.isdigit() and same.isdigit()
    }
    widths = {len(same) for same in digits.values()}
    if len(widths) == 1 and any(same.startswith("0") for same in digits.values()):
        (width,) = widths
        return {
            one: bare.zfill(width)
            for one in numbers
            if one.isdigit() and len(bare := one.lstrip("0")) <= width
        }
    was_stripped = any(number != same == number.lstrip("0") for number, same in digits.items())
    return {one: one.lstrip("0") or "0" for one in numbers if was_stripped and one.isdigit()}


def change_of(store: Store, roster: Roster, key: Key, today: date) -> tuple[Roster, Change]:
    """Return the roster as the warehouse spells it, and what differs from the one that it knows."""
    spelled, respelled = as_known(store, roster, key)
    new = [(key.pseudonym(one.staff_no), one.section, one.period) for one in spelled.assignments]
    return spelled, replace(_compare(_known_rows(store), new, today), respelled=respelled)


def known_roster(
    store: Store,
    roster: Roster,
    key: Key,
    today: date,
    place: Path,
    tell: Callable[[Message], None],
) -> Roster:
    """Return the roster as the warehouse spells it, and tell what has changed.

    Raises:
        RosterChanged: too much has changed; nothing was written.
    """
    spelled, change = change_of(store, roster, key, today)
    require_known_people(change, place)
    for line in (*roster.notes, *change.lines()):
        # Without a word before it, which would be taken for a part of the saying.
        tell(line)
    return spelled


def require_known_people(change: Change, place: Path) -> None:
    """Refuse a roster that is too far from the known one.

    Raises:
        RosterChanged: says how much is missing; the operator mends the file or accepts it.
    """
    if not change.is_too_much:
        return
    serious = replace(change, respelled=0)
    raise RosterChanged(
        listed(serious.lines()),
        place=str(place),
        next_step=Message(
            "look whether the file was cut, or numbers or codes have changed, and put back the last one; if it is right as it is: hirogari accept-roster"
        ),
    )


def _known_rows(store: Store) -> list[_Row]:
    return [
        (staff, section, Period(from_on, to_on))
        for staff, section, from_on, to_on in store.rows("from raw.assignment")
    ]


def _compare(old: list[_Row], new: list[_Row], today: date) -> Change:
    """Hold the past year's days of each person against each other; an end that is told is no loss."""
    year = Period(today - _LOOKED_BACK, today)
    told = {(staff, section, period.from_on) for staff, section, period in new}
    ended = [row for row in old if (row[0], row[1], row[2].from_on) in told]
    told_of = _days_by(((staff, period) for staff, _, period in (*new, *ended)), year)
    of_staff = _days_by(((staff, period) for staff, _, period in new), year)
    of_post = _days_by((((staff, section), period) for staff, section, period in new), year)
    days = 0
    lost: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    gone: set[str] = set()
    at_work = {staff for staff, _, period in old if period.holds(today)}
    stay = {staff for staff, _, period in new if period.holds(today)}
    for staff, section, period in old:
        was = _days(period, year)
        days += len(was)
        left = was - told_of.get(staff, set())
        lost[staff] += len(left)
        moved[staff] += len(was & of_staff.get(staff, set()) - of_post.get((staff, section), set()))
        if today.toordinal() in left:
            gone.add(staff)
    return Change(
        at_work=len(at_work),
        gone=len(gone),
        ended=len(at_work - stay),
        lost_people=sum(count > 0 for count in lost.values()),
        lost=lost.total() / max(days, 1),
        moved_people=sum(count > 0 for count in moved.values()),
        moved=moved.total() / max(days, 1),
    )


def _days_by(rows: Iterable[tuple[K, Period]], year: Period) -> dict[K, set[int]]:
    days: dict[K, set[int]] = {}
    for one, period in rows:
        days.setdefault(one, set()).update(_days(period, year))
    return days


def _days(period: Period, year: Period) -> set[int]:
    """Return the days of a period that lie in the year, as ordinals."""
    first = max(period.from_on or date.min, year.from_on or date.min)
    last = min(period.to_on or date.max, year.to_on or date.max)
    return set(range(first.toordinal(), last.toordinal() + 1))
