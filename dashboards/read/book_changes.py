"""Lays the release's changes of exact book counts on the cells of the same section and month."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from warehouse.release.tables.coding import Value
from warehouse.release.tables.rounding import SHARE, WHOLE_PER_CENT, Range, count_told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from warehouse.release.tables.release import Release

PAPER = ("paper", "sheets")


class BookChanges:
    """The changes of one release's books against a year before."""

    def __init__(self, release: Release) -> None:
        """Read `book_change`; of an empty one there are no changes, and what is shown is all that is known."""
        self._rows: Mapping[tuple[str, str, str, date, int], dict[str, Any]] = {
            (row["what"], row["measure"], row["section"], row["month"], row["months"]): row
            for row in release.tables["book_change"].to_pylist()
        }

    def change(self, table: str, row: Mapping[str, Any]) -> Range | None:
        """Return by how much a released cell is more than a year before; None of what is no book."""
        if table == "paper_digital_month":
            return self._change(row["pair"], SHARE, row["section"], row["month"])
        if table == "book_month":
            return self._change(row["what"], row["measure"], row["section"], row["month"])
        return None

    def paper(self, section: str, month: date, months: int = 1) -> Range | None:
        """Return by how many per cent more paper was bought, in a month or the three that it ends."""
        return self._change(*PAPER, section, month, months)

    def sheets(self, section: str, series: Series) -> Series:
        """Return the sheets bought of all books with their change: a sum that is exact and rounded once."""
        return tuple(self._sheets(section, cell) for cell in series)

    def _sheets(self, section: str, cell: Cell) -> Cell:
        row = self._rows.get((*PAPER, section, cell.month, 1))
        if row is None or cell.low is None:
            return cell
        base = cell.base
        if base is not None and base.low is not None:
            base = _told(base, row["before"])
        return replace(_told(cell, row["now"]), change=self.paper(section, cell.month), base=base)

    def _change(
        self, what: str, measure: str, section: str, month: date, months: int = 1
    ) -> Range | None:
        row = self._rows.get((what, measure, section, month, months))
        if row is None or row["change"] is None:
            return None
        return Range(row["change"] - WHOLE_PER_CENT, row["change"] + WHOLE_PER_CENT)


def _told(cell: Cell, sheets: float) -> Cell:
    value = Value.between(sheets, sheets, "count")
    return replace(cell, shown=value, low=sheets, high=sheets, known=count_told(sheets))
