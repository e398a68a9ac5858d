"""Opens the warehouse with its key, for commands that read or change records of people."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from flows.night.key import key_of
from warehouse.facts.store import open_store
from warehouse.lifecycle.clock import last_change, require_steady_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from connectors.roster.keys import Key
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store

    Tell = Callable[[Message], None]


class NoWarehouse(Mendable):
    """Nothing has been read yet."""


@contextmanager
def open_with_key(
    settings: Settings, now: datetime | None = None, *, is_clock_right: bool = False
) -> Iterator[tuple[Store, Key]]:
    """Open the warehouse for writing, with its key.

    Args:
        settings: the town's settings.
        now: the clock, for a command that deletes by it; it is checked against the last night's. None: no check.
        is_clock_right: whether the operator vouches for the clock, which skips its check.

    Raises:
        NoWarehouse: nothing has been read yet.
        KeyRefused: the key is missing, damaged, readable by others or not the warehouse's.
        ClockJumped: `now` is far from the last night.
    """
    if not settings.warehouse.exists():
        raise NoWarehouse(
            Message("there is no warehouse yet"),
            place=str(settings.warehouse),
            next_step=Message("hirogari run"),
        )
    changed_at = last_change(settings.warehouse)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        if now is not None and not is_clock_right:
            require_steady_clock(store, now, changed_at)
        yield store, key
