"""Takes every pseudonym in the warehouse to a new version of the key, in one transaction.

Killed at any point, warehouse and key file are both the old or both the new: the new key is written
beside the old one first, the transaction notes its version in the warehouse, and only then the files
are switched; a start that finds the warehouse ahead of the key file finishes the switch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from connectors.keys import switch_key, write_next_key
from connectors.shapes import SHAPES
from warehouse.changes import keep_noted
from warehouse.layout import content_hash

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.keys import Key
    from warehouse.store import Store

PSEUDONYMS = frozenset(
    {"staff"}
    | {column.name for shape in SHAPES for column in shape.columns if column.kind == "thing"}
)
"""The names of columns that hold pseudonyms, wherever they are texts."""


def key_version(store: Store) -> int | None:
    """Return the version of the key behind what the warehouse holds; None if it was never noted."""
    rows = store.rows("from ledger.key")
    return int(rows[0][0]) if rows else None


def note_key(store: Store, key: Key) -> None:
    """Note the version of the key in use, where none was noted."""
    if key_version(store) is None:
        with store.transaction():
            store.append("ledger.key", [(key.version,)])


def rekey(store: Store, path: Path, key: Key) -> tuple[Key, int]:
    """Make a new version of the key and take everything on to it.

    Args:
        store: the warehouse.
        path: the key file.
        key: the key in use, as `open_key` gave it.

    Returns:
        The new key, and how many different pseudonyms were renamed.
    """
    new = key.following()
    write_next_key(path, new)
    with store.transaction(), keep_noted(store):
        renamed = _rename(store, new)
        store.execute("delete from ledger.key")
        store.append("ledger.key", [(new.version,)])
    switch_key(path)
    return new, renamed


def pseudonym_columns(store: Store) -> list[tuple[str, str]]:
    """Return each (table, column) that holds pseudonyms; views hold nothing of their own."""
    return [
        (f"{schema}.{table}", column)
        for schema, table, column in store.rows(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "join duckdb_tables() using (schema_name, table_name) "
            "where data_type = 'VARCHAR' and not duckdb_tables.temporary order by all"
        )
        if column in PSEUDONYMS or (schema, table, column) == ("ledger", "source_day", "gate")
    ]


def _rename(store: Store, key: Key) -> int:
    columns = pseudonym_columns(store)
    every = " union ".join(f'select "{column}" as old from {table}' for table, column in columns)
    olds = [old for (old,) in store.rows(f"select old from ({every}) where old is not null")]
    names = pa.table(
        {"old": pa.array(olds, pa.string()), "new": pa.array(map(key.taken_on, olds), pa.string())}
    )
    with store.lent("renamed", names):
        for table, column in columns:
            store.execute(
                f'update {table} set "{column}" = renamed.new from renamed '
                f'where {table}."{column}" = renamed.old'
            )
    for shape in SHAPES:
        store.execute(
            f"""
            update ledger.source_day set hash = found.hash
            from (
                select source, stream, day_on, {content_hash(shape)} as hash
                from raw.{shape.name} group by source, stream, day_on
            ) as found
            where source_day.source = found.source and source_day.stream = found.stream
                and source_day.day_on = found.day_on
            """
        )
    return len(olds)
