"""Attaches the year-on-year change of exact book counts to the cells of the same section and month.

The release computes these changes from exact counts; this module only looks them up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from warehouse.release.tables.coding import Value
from warehouse.release.tables.rounding import SHARE, WHOLE_PER_CENT, Range, counts_rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from warehouse.release.tables.release import Release

PAPER = ("paper", "sheets")


class BookChanges:
    """Year-on-year changes of one release's books (table `book_change`)."""

    def __init__(self, release: Release) -> None:
        """Index `book_change`. If it is empty there are no changes, and only the rounded cells are known."""
        self._rows: Mapping[tuple[str, str, str, date, int], dict[str, Any]] = {
            (row["what"], row["measure"], row["section"], row["month"], row["months"]): row
            for row in release.tables["book_change"].to_pylist()
        }

    def change(self, table: str, row: Mapping[str, Any]) -> Range | None:
        """Return a released cell's year-on-year change; None if no book holds it.

        In points of a share, in per cent of a count.
        """
        if table == "paper_digital_month":
            return self._change(row["pair"], SHARE, row["section"], row["month"])
        if table == "book_month":
            return self._change(row["what"], row["measure"], row["section"], row["month"])
        return None

    def paper(self, section: str, month: date, months: int = 1) -> Range | None:
        """Return the change in sheets bought, in per cent, of `month` alone or of the three months that end with it.

        `months` is 1 or 3, the only spans that `book_change` holds.
        """
        return self._change(*PAPER, section, month, months)

    def sheets(self, section: str, series: Series) -> Series:
        """Return the sheets bought of all books with their change.

        Each value becomes the exact sum over the books, rounded once.
        """
        return tuple(self._sheets(section, cell) for cell in series)

    def _sheets(self, section: str, cell: Cell) -> Cell:
        row = self._rows.get((*PAPER, section, cell.month, 1))
        if row is None or cell.low is None:
            return cell
        base = cell.base
        if base is not None and base.low is not None:
            base = _with_sheets(base, row["before"])
        return replace(
            _with_sheets(cell, row["now"]), change=self.paper(section, cell.month), base=base
        )

    def _change(
        self, what: str, measure: str, section: str, month: date, months: int = 1
    ) -> Range | None:
        row = self._rows.get((what, measure, section, month, months))
        if row is None or row["change"] is None:
            return None
        return Range(row["change"] - WHOLE_PER_CENT, row["change"] + WHOLE_PER_CENT)


def _with_sheets(cell: Cell, sheets: float) -> Cell:
    value = Value.between(sheets, sheets, "count")
    return replace(cell, shown=value, low=sheets, high=sheets, known=counts_rounded_to(sheets))
