"""Whether the key file can be used by the next night; asked by `check`, before anything depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.errors import Mendable
from connectors.keys import KeyRefused, open_key
from warehouse.rekey import NotedKey, noted_key
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flows.settings import Settings


def refused_keys(settings: Settings) -> Iterator[KeyRefused]:
    """Yield why a night would refuse the key; no key is made. A warehouse that cannot be asked is told elsewhere."""
    noted, is_needed = NotedKey(), False
    if settings.warehouse.exists():
        try:
            with open_store(settings.warehouse, read_only=True) as store:
                noted, is_needed = noted_key(store), store.has_pseudonyms()
        except (OSError, Mendable):
            noted, is_needed = NotedKey(), False
    # A key that is not there yet is made by the first night.
    if is_needed or settings.key.exists():
        try:
            open_key(settings.key, has_pseudonyms=is_needed, **noted._asdict())
        except KeyRefused as error:
            yield error
