"""A release as a reader sees it, indexed for the derived tables: rows by section and month, heads, succession."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from warehouse.release.groups.succession import Succession
from warehouse.release.tables.published_cell import as_shown_in, counts_of
from warehouse.release.tables.release import NOT_YET

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa

    from warehouse.release.tables.published_cell import Counts

Row = dict[str, Any]
KNOWN = ("final", "provisional")
"""States of complete months."""
_NOT_OF_ITS_OWN = NOT_YET | {"small_group", "no_break_down"}


class ReleasedView:
    """The cut tables of one release."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        """`tables`: the tables as the rules cut them."""
        self._tables = tables
        self._rows: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table; empty if the table was not given."""
        if table not in self._rows:
            given = self._tables.get(table)
            self._rows[table] = [] if given is None else given.to_pylist()
        return self._rows[table]

    def months(self, table: str, *keys: str) -> dict[tuple[Any, ...], list[Row]]:
        """Return the existing rows (withheld or not) by these columns, each list sorted by month.

        Running months and merged sections are left out: a section has no row of its own there.
        """
        found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in self.rows(table):
            if row["state"] != "none" and row["withheld_because"] not in _NOT_OF_ITS_OWN:
                found[tuple(row[key] for key in keys)].append(row)
        return {key: sorted(rows, key=lambda row: row["month"]) for key, rows in found.items()}

    @cached_property
    def succession(self) -> Succession:
        """Which groups hold the same sections in another month; used by every comparison over time."""
        return Succession.of(self._tables)

    def section_of(self, action: Row, day: date) -> str | None:
        """Return an action's section on a day (None: the whole town hall); a merger changes nothing before it."""
        booked: str | None = action["booked_section"] or action["section"]
        return None if booked is None else self.succession.section_on(booked, day)

    @cached_property
    def heads(self) -> Mapping[tuple[str, date], int]:
        """(section, month) → people on the roster on the month's last day."""
        return {
            (row["section"], row["month"]): row["n"]
            for table in ("activation_month", "use_month")
            for row in self.rows(table)
            if row["n"] is not None
        }


def begun(row: Row) -> Counts | None:
    """Return the bounds of an activation cell as a reader computes them; None if it is not shown."""
    if row["coding"] is None or not row["n"]:
        return None
    return counts_of(as_shown_in("activation_month", row))


def value(row: Row | None) -> float | None:
    """Return a cell's single value; None where it is withheld, absent, or a range."""
    if row is None or row["low"] is None or row["low"] != row["high"]:
        return None
    return float(row["low"])
