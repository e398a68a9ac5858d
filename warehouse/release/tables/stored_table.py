"""Reads a release table back from the warehouse as it is declared today, whatever version of the program wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse.facts.store import Store

_CODING_OF_TEXT = (
    "case when shown is null then null when shown like '約%' then 'about' when shown like '%未満' then 'below' "
    "when shown like '%以上' then 'above' when contains(shown, '〜') then 'interval' else 'exact' end as coding"
)
"""A former version stored the text of a cell instead of its coding. The next night writes the coding."""


def read_table(store: Store, name: str, schema: pa.Schema) -> pa.Table | None:
    """Return a release table; None if the last release did not have it, and null in columns that were added later.

    Args:
        store: the warehouse.
        name: the table, without `release.`.
        schema: its columns, as declared.
    """
    there = {
        column
        for (column,) in store.rows(
            "select column_name from duckdb_columns() where schema_name = 'release' and table_name = ?",
            [name],
        )
    }
    if not there:
        return None
    added = {"coding": _CODING_OF_TEXT} if "shown" in there else {}
    columns = (
        column if column in there else added.get(column, f"null as {column}")
        for column in schema.names
    )
    return store.table(f"select {', '.join(columns)} from release.{name}").cast(schema)
