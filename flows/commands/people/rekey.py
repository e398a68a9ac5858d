"""Makes a new version of the key and replaces every pseudonym."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from flows.commands.people.open_warehouse import open_with_key
from warehouse.facts.store import rewrite
from warehouse.lifecycle.rekey import rekey

if TYPE_CHECKING:
    from collections.abc import Callable

    from flows.settings.settings import Settings

    Tell = Callable[[Message], None]


def run_rekey(settings: Settings, tell: Tell) -> None:
    """Make a new version of the key, replace every pseudonym in one transaction, and rewrite the file."""
    with open_with_key(settings) as (store, key):
        new, renamed = rekey(store, settings.key, key)
    rewrite(settings.warehouse)
    tell(
        Message(
            "the key has version {version} now: {count:,} pseudonyms were renamed",
            version=new.version,
            count=renamed,
        )
    )
    tell(
        Message(
            "next: {step}",
            step=Message(
                "keep a new copy of {path} apart, and destroy older copies and back-ups",
                path=settings.key,
            ),
        )
    )
