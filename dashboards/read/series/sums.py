"""Adds up the cells of one month over a section's predecessors; `dashboards.read.series.year_before` says which.

A sum has no value if one of its parts has none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.read.noise import Cases
from dashboards.read.series.sheets import add_sheets
from warehouse.release.tables.rounding import Range, counts_rounded_to, summed, value_of_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dashboards.read.series.cell import Cell
    from warehouse.release.tables.cell_tables.cell_table import Sums


def without_value(cell: Cell, state: str, withheld: str | None) -> Cell:
    """Return the month's cell without a value, with the given state and reason."""
    return replace(
        cell,
        shown=None,
        low=None,
        high=None,
        n=None,
        digital=None,
        paper=None,
        quality=None,
        known=None,
        cases=None,
        state=state,
        withheld=withheld,
    )


def add_all(cells: Sequence[Cell], add: Callable[[Sequence[Cell]], Cell]) -> Cell:
    """Return the sum of the cells; without a value if any cell has none, because the sum would be too low."""
    missing = next((cell for cell in cells if cell.mid is None), None)
    if missing is not None:
        return without_value(missing, missing.state, missing.withheld)
    return add(cells)


def add_shares(cells: Sequence[Cell]) -> Cell:
    """Return the digital share of the summed counts, as a range that includes the rounding of each count."""
    digital = _counts(cell.digital for cell in cells)
    paper = _counts(cell.paper for cell in cells)
    whole = add_sheets(cells)
    if whole.low is None or digital is None or paper is None or digital.high + paper.high == 0:
        return without_value(whole, whole.state, whole.withheld)
    low = 100 * digital.low / max(digital.low + paper.high, 1)
    high = 100 * digital.high / max(digital.high + paper.low, 1)
    known = Range(low, high)
    value = value_of_range(known)
    cases = Cases(digital.middle + paper.middle)
    return replace(whole, shown=value, low=value.low, high=value.high, known=known, cases=cases)


def _counts(rounded: Iterable[float | None]) -> Range | None:
    found = [None if one is None else counts_rounded_to(one) for one in rounded]
    known = [one for one in found if one is not None]
    return summed(known) if known and len(known) == len(found) else None


ADDERS: Mapping[Sums, Callable[[Sequence[Cell]], Cell] | None] = {
    "counts": add_sheets,
    "shares_of_counts": add_shares,
    "no": None,
}
"""Function that adds up the cells of several sections, by what the release declares of their table."""
