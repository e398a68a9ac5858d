"""Finds the year-before cell that covers the same sections, and the first month that covers them.

`warehouse.release.groups.succession` decides which sections those are; this module adds up their cells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboards.read.differences import a_year_before
from dashboards.read.series.sums import add_all, without_value
from warehouse.release.groups.succession import REORGANISED
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from warehouse.release.groups.succession import Succession

    At = Callable[[str, date], Cell]
    Add = Callable[[Sequence[Cell]], Cell]


@dataclass(frozen=True, slots=True)
class Alike:
    """Adds the like-for-like comparison to cells of sections that were merged or renamed, or are small."""

    succession: Succession
    months: Sequence[date]

    def series(self, section: str, at: At, add: Add | None) -> Series:
        """Return the section's months, with `alike_from` and `base` set if its sections may have changed.

        Args:
            section: code of the section.
            at: function from section and month to its cell of the measure.
            add: adds up the cells of several sections; None for a rate, which has no sum.
        """
        series = tuple(at(section, month) for month in self.months)
        if not self.succession.is_reorganised(section):
            return series
        return tuple(
            replace(
                cell,
                alike_from=self.succession.alike_from(section, cell.month, self.months),
                base=self._base(section, cell.month, at, add),
            )
            for cell in series
        )

    def _base(self, section: str, now: date, at: At, add: Add | None) -> Cell | None:
        """Return the comparable cell of a year before.

        None if it is the section's own cell, or if no record goes back that far.
        """
        then = a_year_before(now)
        groups = self.succession.like_for_like(section, now, then)
        if groups == (section,):
            return None
        if not self._had_begun((TOWN, section, *(groups or ())), then, at):
            # Before the record began there is no comparison to miss: say nothing, not `REORGANISED`.
            return None
        if groups is None or add is None:
            return without_value(at(section, then), "none", REORGANISED)
        return add_all([at(one, then) for one in groups], add)

    def _had_begun(self, groups: Sequence[str], then: date, at: At) -> bool:
        lived = [month for month in self.months if month <= then]
        return any(at(one, month).state != "none" for one in groups for month in lived)
