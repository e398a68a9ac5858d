"""Carries the last release's rows forward for closed months, whose records of people are deleted by age.

The dominance rule needs rows of people. Once they are deleted, only the last release shows whether a cell passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.engine.kept_rows import read_closed
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.stored_table import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.cell_tables.cell_table import CellTable
    from warehouse.release.tables.cells import Row


_STAYS = {"small_group", "gate"}
"""Reasons that stay in place: they do not depend on the deleted records."""


def carry_forward(store: Store, tables: Mapping[str, Sequence[Row]]) -> dict[str, Sequence[Row]]:
    """Return the tables in which closed months have the rows of the last release instead of those cut now.

    A cell that no release has shown is withheld, because the dominance rule can no longer be checked.
    """
    before = read_closed(store).marts_before
    carried = dict(tables)
    for table in (one for one in CELL_TABLES.values() if one.is_carried):
        last = read_table(store, table.name, table.schema)
        earlier = {} if last is None else {_key(row, table): row for row in last.to_pylist()}
        carried[table.name] = [
            earlier.get(_key(row, table)) or _unproved(row, table)
            # What is not counted from people keeps its records.
            if _is_closed(row, before) and table.line_of(row) is not None
            else row
            for row in carried.get(table.name, ())
        ]
    return carried


def _is_closed(row: Row, before: date) -> bool:
    month: Any = row["month"]
    return bool(month < before) and row["withheld_because"] not in _STAYS


def _key(row: Row, table: CellTable) -> tuple[object, ...]:
    return tuple(row[name] for name in ("section", "month", *table.key))


def _unproved(row: Row, table: CellTable) -> Row:
    hidden = {name: None for name in table.withheld_with if name in row}
    blank = {"coding": None, "low": None, "high": None, "withheld_because": "dominance"}
    return {**row, **hidden, **blank}
