"""The one declaration of each release table with cells, and what follows from it for a row.

Whoever needs to know something about release tables by name (which the audit is given, which are carried forward,
which pages read) takes it from `CELL_TABLES` and keeps no list of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.release.tables.cell_tables import of_people, of_things
from warehouse.release.tables.coding import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.release.tables.cell_tables.cell_table import Audit, CellTable
    from warehouse.release.tables.rounding import Range

CELL_TABLES: Mapping[str, CellTable] = {
    one.name: one
    for one in (
        of_people.USE_MONTH,
        of_people.ACTIVATION_MONTH,
        of_people.HABITUAL_MONTH,
        of_people.SEGMENT_MONTH,
        of_people.RETENTION_MONTH,
        of_people.BREADTH_MONTH,
        of_people.TRAINING_COVERAGE,
        of_things.PAPER_DIGITAL_MONTH,
        of_things.WORK_MONTH,
        of_things.OUTSIDE_MONTH,
        of_things.OVERTIME_MONTH,
        of_things.PAPER_MONTH,
        of_things.COUNTER_MONTH,
        of_things.SECTION_USE_MONTH,
        of_things.BOOK_MONTH,
    )
}
"""Release table → its declaration; head counts in the pages' order."""


def audited(as_what: Audit) -> tuple[str, ...]:
    """Return the tables that are given to the audit as this."""
    return tuple(name for name, one in CELL_TABLES.items() if one.audit == as_what)


def value_of(table: str, row: Mapping[str, Any]) -> Value | None:
    """Return the value of a cell; None where it shows none.

    Args:
        table: the release table of the cell.
        row: its columns, including `section`, the table's key columns and the columns of the cell.
    """
    if row["coding"] is None:
        return None
    return Value(row["low"], row["high"], row["coding"], CELL_TABLES[table].form(row).unit)


def known_between(table: str, row: Mapping[str, Any]) -> Range | None:
    """Return the range of the true value behind a cell, as a reader can compute it.

    Args:
        table: the release table of the cell.
        row: its columns, including the table's key columns; the range is in the unit of `low` and `high`.
    """
    if row["low"] is None or row["high"] is None:
        return None
    return CELL_TABLES[table].form(row).between(row)


def line_of_item(table: str, item: str) -> str | None:
    """Return the line of an item, as `release.history` names the items of a table; None for no line."""
    known = CELL_TABLES.get(table)
    return None if known is None else known.line_of(known.history_item.row(item))
