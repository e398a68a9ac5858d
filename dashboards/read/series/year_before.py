"""The cell of a year before that covers the same sections, and the first month that does.

`warehouse.release.groups.succession` says which sections those are; here the cells that hold them are added up.
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
    """Gives the cells of sections that were merged, renamed or are small what they are compared with."""

    succession: Succession
    months: Sequence[date]

    def series(self, section: str, at: At, add: Add | None) -> Series:
        """Return the section's months.

        Args:
            section: a section's code.
            at: section and month → its cell of the measure.
            add: adds up the cells of several sections; None for a rate, which has no sum.
        """
        series = tuple(at(section, month) for month in self.months)
        if not self.succession.is_touched(section):
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
        """Return the cell of a year before, None where it is the section's own."""
        then = a_year_before(now)
        groups = self.succession.like_for_like(section, now, then)
        if groups == (section,):
            return None
        if not self._had_begun((TOWN, section, *(groups or ())), then, at):
            # Of a year that nobody lived there is no word, not even that it cannot be compared.
            return None
        if groups is None or add is None:
            return without_value(at(section, then), "none", REORGANISED)
        return add_all([at(one, then) for one in groups], add)

    def _had_begun(self, groups: Sequence[str], then: date, at: At) -> bool:
        lived = [month for month in self.months if month <= then]
        return any(at(one, month).state != "none" for one in groups for month in lived)
