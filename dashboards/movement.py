"""Replacement or addition (置き換えか、上乗せか), told from released counts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dashboards.cells import Cell, Cells, a_year_before, at_month

if TYPE_CHECKING:
    from datetime import date

Way = Literal["up", "level", "down"]
Standing = Literal["replaced", "added", "untouched", "shrunk"]

LEVEL_SHARE = 0.1
"""Moves within a tenth are level."""
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Movement:
    """How digital and paper per head moved in `first`..`last` against a year before."""

    first: date
    last: date
    digital: Way
    paper: Way

    @property
    def standing(self) -> Standing:
        """Digital up and paper down replaces; up and not down adds; both down shrinks."""
        if self.digital == "up":
            return "replaced" if self.paper == "down" else "added"
        return "shrunk" if self.digital == "down" and self.paper == "down" else "untouched"


def movement(cells: Cells, section: str) -> Movement | None:
    """Return how a section's documents moved, None where either year lacks a final month.

    Compares, per head of the frozen roster, the newest three months that are final and whose month
    a year before is final too with those three a year before.
    """
    series = cells.pair(section, "documents")
    heads = {
        cell.month: cell.n
        for tool in reversed(cells.tools)
        for cell in cells.use(section, tool)
        if cell.n
    }
    pairs = [(cell, at_month(series, a_year_before(cell.month))) for cell in series]
    sound = [
        (cell, year)
        for cell, year in pairs
        if all(_is_counted(one) and one.month in heads for one in (cell, year))
    ][-_MONTHS:]
    if len(sound) < _MONTHS:
        return None
    now, before = [cell for cell, _ in sound], [year for _, year in sound]

    def per_head(some: list[Cell], side: Literal["digital", "paper"]) -> float:
        return sum((getattr(cell, side) or 0) / (heads[cell.month] or 1) for cell in some)

    return Movement(
        now[0].month,
        now[-1].month,
        _way(per_head(before, "digital"), per_head(now, "digital")),
        _way(per_head(before, "paper"), per_head(now, "paper")),
    )


def _is_counted(cell: Cell) -> bool:
    return cell.state == "final" and cell.digital is not None and cell.paper is not None


def _way(before: float, now: float) -> Way:
    if now > before * (1 + LEVEL_SHARE):
        return "up"
    return "down" if now < before * (1 - LEVEL_SHARE) else "level"
