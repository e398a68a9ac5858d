"""Compares the roster with the people in the warehouse, before a night lands it. Changes neither."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.findings import finding_of
from connectors.contract.streams import Finding, day_of
from connectors.roster.identity import open_key
from warehouse.facts.roster_change import RosterChanged, change_of, require_known_people
from warehouse.facts.store import open_store
from warehouse.lifecycle.rekey import noted_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.roster.roster_model import Roster
    from flows.settings.settings import Settings


def known_people(settings: Settings, roster: Roster) -> Iterator[Finding]:
    """Yield the notes on how the roster was read, and what differs from the people in the warehouse.

    A difference so large that a night would refuse the roster is a failed finding.
    """
    for note in roster.notes:
        yield Finding(is_ok=True, thing=note, place=str(settings.staff))
    try:
        if not (settings.warehouse.exists() and settings.key.exists()):
            return
        with open_store(settings.warehouse, read_only=True) as store:
            key = open_key(settings.key, has_pseudonyms=True, **noted_key(store)._asdict())
            _, change = change_of(store, roster, key, day_of(datetime.now(UTC)))
            require_known_people(change, settings.staff)
    except RosterChanged as error:
        yield finding_of(error)
        return
    except (Mendable, OSError):
        # Warehouse or key cannot be opened: `refused_holdings` reports that.
        return
    for line in change.lines():
        yield Finding(is_ok=True, thing=line, place=str(settings.staff))
