"""Checks that the warehouse's file still has every block that its tables use.

The check runs before anything is written: the engine reads a block only on demand, and would write into a
truncated file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.facts.integrity.store_errors import damaged

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

_HEADERS = 3 * 4096
"""Length in bytes before the first block."""


def whole_length(path: Path) -> int | None:
    """Return a file's length in bytes; None if it is absent or its log has not been applied yet."""
    log = path.with_name(f"{path.name}.wal")
    return path.stat().st_size if path.exists() and not log.exists() else None


def require_whole(store: Store, length: int | None) -> None:
    """Refuse a file that ends before a block that a table uses.

    The engine cuts free blocks off a file's end after it has counted them in the header. A file that is shorter than
    that count is therefore complete as long as it contains all blocks in use.

    Args:
        store: the file, just opened.
        length: its length in bytes before it was opened (`whole_length`).

    Raises:
        StoreDamaged: the file ends before the last block in use.
    """
    if length is None:
        return
    with store.translated_errors():
        sizes = store.rows("select total_blocks, block_size from pragma_database_size()")
        blocks, size = sizes[0]
        if length < _HEADERS + blocks * size and length < _HEADERS + (_last_used(store) + 1) * size:
            raise damaged(store.path)


def _last_used(store: Store) -> int:
    """Return the number of the last block in use, from 0; there are no indexes, which would use further blocks."""
    tables = store.rows("select schema_name, table_name from duckdb_tables()")
    return max(
        store.count("select coalesce(max(block_id), -1) from pragma_metadata_info()"),
        *(
            store.count(
                "select greatest(coalesce(max(block_id), -1), coalesce(max(list_max(additional_block_ids)), -1)) "
                f"from pragma_storage_info('{schema}.{table}')"
            )
            for schema, table in tables
        ),
    )
