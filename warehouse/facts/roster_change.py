"""Compares tonight's roster with the one in the warehouse and refuses it if too many people have changed.

A staff number identifies a person. A number in another spelling (a spreadsheet dropped leading zeros) is taken for
the known one. A roster that omits many people, or much of the past year, is refused until the operator accepts it:
a truncated file, a list of current posts only, or the numbers of a new personnel system. This module writes
nothing; `landing.land_roster` does.
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
"""Maximum share of people at work, or of the past year's person-days, that one change may omit: a bad April's."""
MOST_MOVED = 0.5
"""Maximum share of the past year's person-days that may move to other sections, or of people who may leave."""
FEWEST = 3
"""Minimum people for a change to be refused; fewer are everyday."""
_LOOKED_BACK = timedelta(days=365)


class RosterChanged(Mendable):
    """The roster omits or moves too many people; nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between the known roster and the new one, as counts of people and shares, never identities."""

    respelled: int = 0
    """People whose number is spelled differently from before."""
    at_work: int = 0
    """People at work today by the known roster."""
    gone: int = 0
    """Of those `at_work`: omitted without an end date."""
    ended: int = 0
    """Of those `at_work`: no longer at work by the new roster, with an end date or without."""
    lost_people: int = 0
    """People any of whose past year's days are omitted."""
    lost: float = 0.0
    """Share of the past year's person-days that the new roster omits."""
    moved_people: int = 0
    """People any of whose past year's days move to another section."""
    moved: float = 0.0
    """Share of the past year's person-days that move to another section."""

    @property
    def is_too_much(self) -> bool:
        """Whether the change exceeds what happens in everyday administration."""
        return (
            (self.gone >= FEWEST and self.gone > MOST_LOST * self.at_work)
            or (self.ended >= FEWEST and self.ended > MOST_MOVED * self.at_work)
            or (self.lost_people >= FEWEST and self.lost > MOST_LOST)
            or (self.moved_people >= FEWEST and self.moved > MOST_MOVED)
        )

    def lines(self) -> Iterator[Message]:
        """Yield the differences as messages with counts."""
        if self.respelled:
            yield Message(
                "{count} staff numbers are written differently than before and count as the same people",
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
                "{share} of the past year's days at work are no longer in the roster ({count} people)",
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
"""(pseudonym, section, period)."""


def as_known(store: Store, roster: Roster, key: Key) -> tuple[Roster, int]:
    """Return the roster with each number spelled as the warehouse knows it, and how many people were respelled."""
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
    """Return unknown number → the number in the form of the known ones; empty if these have no common form."""
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
    """Return the roster as the warehouse spells it, and its difference from the known one.

    Args:
        store: the warehouse.
        roster: tonight's roster.
        key: the key that makes pseudonyms.
        today: the current day in Tokyo; the past year ends on it.
    """
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
    """Return the roster as the warehouse spells it, and report what has changed.

    Args:
        store: the warehouse.
        roster: tonight's roster.
        key: the key that makes pseudonyms.
        today: the current day in Tokyo.
        place: the roster file, for messages.
        tell: receives each note of the roster and each line of the difference.

    Raises:
        RosterChanged: too much has changed; nothing was written.
    """
    spelled, change = change_of(store, roster, key, today)
    require_known_people(change, place)
    for line in (*roster.notes, *change.lines()):
        # No prefix: it would read as part of the message.
        tell(line)
    return spelled


def require_known_people(change: Change, place: Path) -> None:
    """Refuse a roster that differs too much from the known one.

    Raises:
        RosterChanged: says how much is missing; the operator corrects the file or accepts it.
    """
    if not change.is_too_much:
        return
    serious = replace(change, respelled=0)
    raise RosterChanged(
        listed(serious.lines()),
        place=str(place),
        next_step=Message(
            "check whether the file was cut off, or numbers or codes have changed, and put back the last roster; if this one is right: hirogari accept-roster"
        ),
    )


def _known_rows(store: Store) -> list[_Row]:
    return [
        (staff, section, Period(from_on, to_on))
        for staff, section, from_on, to_on in store.rows("from raw.assignment")
    ]


def _compare(old: list[_Row], new: list[_Row], today: date) -> Change:
    """Compare each person's days of the past year; days after an end date that the new roster states are not lost."""
    year = Period(today - _LOOKED_BACK, today)
    kept_periods = {(staff, section, period.from_on) for staff, section, period in new}
    ended = [row for row in old if (row[0], row[1], row[2].from_on) in kept_periods]
    days_of = _days_by(((staff, period) for staff, _, period in (*new, *ended)), year)
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
        left = was - days_of.get(staff, set())
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
    """Return the days of a period that are within the year, as ordinals."""
    first = max(period.from_on or date.min, year.from_on or date.min)
    last = min(period.to_on or date.max, year.to_on or date.max)
    return set(range(first.toordinal(), last.toordinal() + 1))
