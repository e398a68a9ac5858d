"""Checks whether the next night can open the warehouse and the key. Creates neither."""

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
    """Yield the errors with which a night would fail on the warehouse or the key; nothing is created."""
    noted, is_needed = NotedKey(), False
    try:
        if settings.warehouse.exists():
            with open_store(settings.warehouse, read_only=True) as store:
                noted, is_needed = noted_key(store), store.has_pseudonyms()
            if not os.access(settings.warehouse, os.W_OK, effective_ids=_EFFECTIVE):
                # Opening it read-only succeeded, but a night has to write.
                raise PermissionError(EACCES, os.strerror(EACCES), str(settings.warehouse))
    except Mendable as error:
        yield error
    except OSError as error:
        yield of_system(error, settings.data)
    try:
        # A missing key is no fault before the first night, which creates it.
        if is_needed or settings.key.exists():
            open_key(settings.key, has_pseudonyms=is_needed, **noted._asdict())
    except Mendable as error:
        yield error
    except OSError as error:
        yield of_system(error, settings.key)
