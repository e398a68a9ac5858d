"""One number as a reader sees it, and the counts that it leaves possible for the hidden number."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.bands import town_step
from warehouse.release.tables.names import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_ALL = 100.0


class PublishedCell(NamedTuple):
    """One number as a reader sees it, in this release or an earlier one."""

    table: str
    section: str
    tool: str
    month: date
    n: int | None
    low: float
    high: float
    among: tuple[str, ...] = ()
    """The groups that the number describes together, where it does not describe the section alone."""
    counted: str = ""
    """What the cell's table counts, where that is not the tool: the pair or measure that proves users of the tool."""

    @property
    def item(self) -> str:
        """What is held back together, as the rules name it."""
        return self.counted or self.tool


def as_shown_in(table: str, row: Mapping[str, Any]) -> PublishedCell:
    """Return a shown row of a tool's head counts or shares as a reader sees it."""
    place = row["section"], row["tool"], row["month"]
    return PublishedCell(table, *place, row["n"], row["low"], row["high"])


class Counts(NamedTuple):
    """The least and the greatest count that a hidden number may be."""

    least: int
    most: int


def counts_of(cell: PublishedCell) -> Counts:
    """Return the bounds that a published band puts on the hidden head count."""
    people = cell.n or 0
    slack = 0.5
    if cell.section == TOWN:
        step = town_step(people)
        # A value that is not a multiple of the step was not rounded to it, so it is accurate to half a per cent.
        if cell.low % step == 0 and (cell.high % step == 0 or cell.high == _ALL):
            slack = step / 2
    least = ceil((cell.low - slack) * people / 100)
    most = floor((cell.high + slack) * people / 100)
    return Counts(max(0, least), min(people, most))


def person_days_of(cell: PublishedCell, assigned: int) -> Counts:
    """Return the bounds that a published share puts on the hidden person-days."""
    # Shares are rounded to whole per cents before coding, so a coded range begins or ends half a per cent from its code.
    low = cell.low - 0.5 if cell.low > 0 else 0.0
    high = cell.high - 0.5 if cell.low == 0 < cell.high else min(100.0, cell.high + 0.5)
    first, after = ceil(low * assigned / 100), ceil(high * assigned / 100)
    return Counts(first, assigned if cell.high == _ALL else after - 1)
