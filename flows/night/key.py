"""Opens the key of a warehouse; creates it at first use, and refuses the key of another warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.roster.identity import open_key
from connectors.roster.roster import read_roster
from connectors.roster.staff_numbers import spellings
from warehouse.lifecycle.rekey import hold_key, noted_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.contract.messages import Message
    from connectors.roster.keys import Key
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store

    Tell = Callable[[Message], None]


def key_of(settings: Settings, store: Store) -> Key:
    """Return the warehouse's key; it is created at first use.

    Raises:
        KeyRefused: the key is missing, damaged, readable by others or not the warehouse's.
    """
    key = open_key(
        settings.key, has_pseudonyms=store.has_pseudonyms(), **noted_key(store)._asdict()
    )
    hold_key(store, key, settings.key, lambda: _staff_nos(settings))
    return key


def _staff_nos(settings: Settings) -> set[str]:
    roster = read_roster(settings.staff, settings.sections)
    return {number for one in roster.assignments for number in spellings(one.staff_no)}
