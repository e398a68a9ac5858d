"""Finds the records held on one staff number, under every spelling of it. Changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.roster.roster import read_roster
from connectors.roster.staff_numbers import comparable_number, spellings, staff_number_in
from warehouse.lifecycle.personal_data import read_held

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.roster.keys import Key
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store
    from warehouse.lifecycle.personal_data import HeldRecords

    Tell = Callable[[Message], None]


class NobodyKnown(Mendable):
    """Neither the roster nor the warehouse knows the staff number."""


def held_on(store: Store, key: Key, staff_no: str) -> list[tuple[str, HeldRecords]]:
    """Return (pseudonym, records held) for each spelling of a staff number that the warehouse knows.

    If it knows none, the list holds the first spelling alone, without records.
    """
    held_by = [
        (staff, read_held(store, staff))
        for staff in map(key.pseudonym, spellings(staff_number_in(staff_no) or staff_no))
    ]
    return [(staff, held) for staff, held in held_by if held.rows or held.is_forgotten] or held_by[
        :1
    ]


def require_known(settings: Settings, staff_no: str, found: Sequence[HeldRecords]) -> None:
    """Refuse a staff number without any records that is not on the roster either.

    Raises:
        NobodyKnown: neither roster nor warehouse knows it.
    """
    if any(held.rows or held.is_forgotten for held in found):
        return
    roster = read_roster(settings.staff, settings.sections)
    asked = comparable_number(staff_number_in(staff_no) or staff_no)
    if all(comparable_number(one.staff_no) != asked for one in roster.assignments):
        raise NobodyKnown(
            Message("this staff number is in neither the roster nor the warehouse"),
            place=str(settings.staff),
            next_step=Message("write it as in the roster"),
        )
