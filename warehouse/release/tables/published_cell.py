"""One number as a reader sees it, and between which counts it says that the hidden one lies."""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.bands import town_step
from warehouse.release.tables.release import TOWN

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
    """The groups that it is said of together, where it is not said of the section alone."""


def as_shown_in(table: str, row: Mapping[str, Any]) -> PublishedCell:
    """Return a shown row of a tool's head counts or shares as a reader takes it."""
    place = row["section"], row["tool"], row["month"]
    return PublishedCell(table, *place, row["n"], row["low"], row["high"])


class Counts(NamedTuple):
    """The counts that a hidden number may have."""

    least: int
    most: int


def counts_of(cell: PublishedCell) -> Counts:
    """Return between which head counts a published band says that the hidden one lies."""
    people = cell.n or 0
    slack = 0.5
    if cell.section == TOWN:
        step = town_step(people)
        # What is no step cannot have been rounded to one: it is taken for what it says.
        if cell.low % step == 0 and (cell.high % step == 0 or cell.high == _ALL):
            slack = step / 2
    least = ceil((cell.low - slack) * people / 100)
    most = floor((cell.high + slack) * people / 100)
    return Counts(max(0, least), min(people, most))


def days_of(cell: PublishedCell, assigned: int) -> Counts:
    """Return between which person-days a published share says that the hidden ones lie."""
    # Rounded to whole per cents first; a coded end begins or ends half a per cent from the next.
    low = cell.low - 0.5 if cell.low > 0 else 0.0
    high = cell.high - 0.5 if cell.low == 0 < cell.high else min(100.0, cell.high + 0.5)
    first, after = ceil(low * assigned / 100), ceil(high * assigned / 100)
    return Counts(first, assigned if cell.high == _ALL else after - 1)
