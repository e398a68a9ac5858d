"""What was shown of closed months stays as it was shown: nobody's share in it can be looked at again.

Whether one person has more than half of a section's paper is asked of rows of people. Where those are
gone, the last release knows the answer, and it alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.closing import read_closed

if TYPE_CHECKING:
    from datetime import date

    from warehouse.cells import Row
    from warehouse.store import Store

_CARRIED = {
    "paper_month": ("kind", "printed", ("source",), ("sheets",)),
    "paper_digital_month": ("pair", "documents", (), ("digital", "paper")),
}
"""Table → which of its rows, by what else they are told apart, and what else of them is a number."""


def carry_over(store: Store, rows: dict[str, list[Row]], documents: dict[date, set[str]]) -> None:
    """Put what the last release showed of closed months in the place of what was worked out now.

    A cell that no release has shown is withheld: nothing proves any more that nobody dominates it.
    """
    before = read_closed(store).marts_before
    for table, (column, value, more, numbers) in _CARRIED.items():
        earlier = {_key(row, more): row for row in _last(store, table) if row[column] == value}
        for index, row in enumerate(rows.get(table, [])):
            month: Any = row["month"]
            if row[column] != value or month >= before or row["withheld_because"] == "small_group":
                continue
            rows[table][index] = earlier.get(_key(row, more)) or _unproved(row, numbers)
        if column == "pair":
            _shown(rows.get(table, []), before, documents)


def _shown(rows: list[Row], before: date, documents: dict[date, set[str]]) -> None:
    """Note anew which groups' documents are shown."""
    for month in [one for one in documents if one < before]:
        documents[month] = {
            str(row["section"])
            for row in rows
            if (row["pair"], row["month"], row["withheld_because"]) == ("documents", month, None)
        }


def _key(row: Row, more: tuple[str, ...]) -> tuple[object, ...]:
    return (row["section"], row["month"], *(row[name] for name in more))


def _last(store: Store, table: str) -> list[Row]:
    there = "from duckdb_tables() where schema_name = 'release' and table_name = ?"
    return store.table(f"from release.{table}").to_pylist() if store.rows(there, [table]) else []


def _unproved(row: Row, numbers: tuple[str, ...]) -> Row:
    hidden = {name: None for name in numbers if name in row}
    blank = {"shown": None, "low": None, "high": None, "withheld_because": "dominance"}
    return {**row, **hidden, **blank}
