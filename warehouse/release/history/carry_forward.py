"""Carries the last release's rows forward for closed months, whose records of people are deleted by age.

The dominance rule needs rows of people. Once they are deleted, only the last release shows whether a cell passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.engine.kept_rows import read_closed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.cells import Row


class _Carried(NamedTuple):
    """Rows carried forward: table, filter, key columns, value columns."""

    table: str
    only: tuple[str, str] | None = None
    keys: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


_STAYS = {"small_group", "gate"}
"""Reasons that stay in place: they do not depend on the deleted records."""
_CARRIED = (
    _Carried("paper_month", ("kind", "printed"), ("source",)),
    _Carried("paper_digital_month", ("pair", "documents"), (), ("digital", "paper")),
    _Carried("paper_digital_month", ("pair", "meetings"), (), ("digital", "paper")),
    _Carried("work_month", None, ("measure",)),
    _Carried("outside_month"),
)


def carry_forward(store: Store, tables: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    """Return the tables in which closed months have the rows of the last release instead of those cut now.

    A cell that no release has shown is withheld, because the dominance rule can no longer be checked.
    """
    before = read_closed(store).marts_before
    carried = dict(tables)
    for one in _CARRIED:
        earlier = {_key(row, one.keys): row for row in _last(store, one.table) if _is_it(row, one)}
        carried[one.table] = [
            earlier.get(_key(row, one.keys)) or _unproved(row, one.numbers)
            if _is_closed(row, before) and _is_it(row, one)
            else row
            for row in carried.get(one.table, ())
        ]
    return carried


def _is_closed(row: Row, before: date) -> bool:
    month: Any = row["month"]
    return bool(month < before) and row["withheld_because"] not in _STAYS


def _is_it(row: Row, one: _Carried) -> bool:
    return one.only is None or row[one.only[0]] == one.only[1]


def _key(row: Row, keys: tuple[str, ...]) -> tuple[object, ...]:
    return (row["section"], row["month"], *(row[name] for name in keys))


def _last(store: Store, table: str) -> list[Row]:
    there = "from duckdb_tables() where schema_name = 'release' and table_name = ?"
    return store.table(f"from release.{table}").to_pylist() if store.rows(there, [table]) else []


def _unproved(row: Row, numbers: tuple[str, ...]) -> Row:
    hidden = {name: None for name in numbers if name in row}
    blank = {"shown": None, "low": None, "high": None, "withheld_because": "dominance"}
    return {**row, **hidden, **blank}
