"""Decides which tools and pairs have a record long enough to be drawn or compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboards.read.series.course import ENOUGH
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.figures import Figures


def is_grown(figures: Figures, table: str, key: str) -> bool:
    """Tell whether the town has enough months of a tool or pair to draw it."""
    values = (figures.cell(table, TOWN, key, month).value for month in figures.months)
    return sum(value is not None for value in values) >= ENOUGH


def drawn_tools(figures: Figures) -> list[str]:
    """Return the tools for which the town has a figure this month and enough months to draw them."""
    return [
        tool
        for tool in figures.keys("use_month")
        if figures.cell("use_month", TOWN, tool, figures.month).value is not None
        and is_grown(figures, "use_month", tool)
    ]


def has_record_by(figures: Figures, table: str, key: str, month: date) -> bool:
    """Tell whether the town's record of a tool or pair had begun by `month`.

    Args:
        figures: the month's coarse numbers.
        table: the release table.
        key: tool or pair.
        month: first day of the month.
    """
    until = [one for one in figures.months if one <= month]
    return any(figures.cell(table, TOWN, key, one).state != "none" for one in until)
