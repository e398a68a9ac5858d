"""Whether the next night can open what is held, warehouse and key; asked by `check`, before anything depends on it."""

from __future__ import annotations

import os
from errno import EACCES
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable, of_system
from connectors.roster.keys import open_key
from warehouse.facts.store import open_store
from warehouse.lifecycle.rekey import NotedKey, noted_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings.settings import Settings


_EFFECTIVE = os.access in os.supports_effective_ids


def refused_holdings(settings: Settings) -> Iterator[Mendable]:
    """Yield why a night could not open the warehouse, or would refuse the key; nothing is made."""
    noted, is_needed = NotedKey(), False
    try:
        if settings.warehouse.exists():
            with open_store(settings.warehouse, read_only=True) as store:
                noted, is_needed = noted_key(store), store.has_pseudonyms()
            if not os.access(settings.warehouse, os.W_OK, effective_ids=_EFFECTIVE):
                # Read it may be, and a night writes.
                raise PermissionError(EACCES, os.strerror(EACCES), str(settings.warehouse))
    except Mendable as error:
        yield error
    except OSError as error:
        yield of_system(error, settings.data)
    try:
        # A key that is not there yet is made by the first night.
        if is_needed or settings.key.exists():
            open_key(settings.key, has_pseudonyms=is_needed, **noted._asdict())
    except Mendable as error:
        yield error
    except OSError as error:
        yield of_system(error, settings.key)
