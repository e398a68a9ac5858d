"""Adds up rounded sheet counts, as a range that includes the rounding of each."""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10
from typing import TYPE_CHECKING

from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import STATES
from warehouse.release.tables.rounding import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series.cell import Cell
    from warehouse.release.tables.rounding import Range

_DIGITS = 4
"""Significant digits of the sum: one more than a source's own count has.
With three, rounding would widen the range by more than the uncertainty of the sum."""


def add_sheets(cells: Sequence[Cell]) -> Cell:
    """Return the sum of one month's sheets over sources; without a value if any source has none."""
    there = [cell for cell in cells if cell.state != "none"]
    empty = replace(
        cells[0],
        shown=None,
        low=None,
        high=None,
        state="none",
        withheld=None,
        quality=None,
        known=None,
    )
    if len(there) < 2:  # noqa: PLR2004 - nothing to add up
        return there[0] if there else empty
    state = max((cell.state for cell in there), key=STATES.index)
    reason = next((cell.withheld for cell in there if cell.withheld), None)
    ranges = [cell.between for cell in there if cell.between is not None]
    if reason or len(ranges) < len(there):
        return replace(empty, state=state, withheld=reason)
    known = summed(ranges)
    rounded = known.rounded(_unit(known))
    quality = next((q for q in ("unknown", "derived") for cell in there if cell.quality == q), None)
    return replace(
        empty,
        shown=_value(rounded),
        low=rounded.low,
        high=rounded.high,
        state=state,
        quality=quality,
        known=known,
        shown_on=max((cell.shown_on for cell in there if cell.shown_on), default=None),
    )


def _unit(known: Range) -> int:
    return int(10 ** max(0, floor(log10(max(known.high, 1))) + 1 - _DIGITS))


def _value(rounded: Range) -> Value:
    if rounded.low == 0 < rounded.high:
        return Value(rounded.low, rounded.high, "below", "count")
    return Value.between(rounded.low, rounded.high, "count")
