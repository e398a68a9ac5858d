"""Makes a new version of the key and renames every pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.commands.people.open_warehouse import open_with_key
from warehouse.facts.store import write_afresh
from warehouse.lifecycle.rekey import rekey

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.settings.settings import Settings

    Tell = Callable[[str], None]


def run_rekey(settings: Settings, tell: Tell) -> None:
    """Make a new version of the key; every pseudonym follows in one transaction."""
    with open_with_key(settings) as (store, key):
        new, renamed = rekey(store, settings.key, key)
    write_afresh(settings.warehouse)
    tell(f"the key has version {new.version} now: {renamed:,} pseudonyms were renamed")
    tell(f"next: keep a new copy of {settings.key} apart, and destroy older copies and back-ups")
