"""Whether the next night can open what is held, warehouse and key; asked by `check`, before anything depends on it."""

from __future__ import annotations

import os
from errno import EACCES
from typing import TYPE_CHECKING

from connectors.errors import Mendable, of_system
from connectors.keys import open_key
from warehouse.rekey import NotedKey, noted_key
from warehouse.store import open_store
from warehouse.store_errors import damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings import Settings


_SIZE = "select total_blocks, block_size from pragma_database_size()"
_HEADERS = 3 * 4096
"""A file of the engine begins with three of them; its blocks follow."""
_EFFECTIVE = os.access in os.supports_effective_ids


def refused_holdings(settings: Settings) -> Iterator[Mendable]:
    """Yield why a night could not open the warehouse, or would refuse the key; nothing is made."""
    noted, is_needed = NotedKey(), False
    try:
        if settings.warehouse.exists():
            with open_store(settings.warehouse, read_only=True) as store:
                noted, is_needed = noted_key(store), store.has_pseudonyms()
                blocks, size = store.rows(_SIZE)[0]
            if settings.warehouse.stat().st_size < blocks * size + _HEADERS:
                # The engine reads what was cut off only when something asks for it.
                raise damaged(settings.warehouse)
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
