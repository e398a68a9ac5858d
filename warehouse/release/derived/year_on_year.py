"""Compares up to twelve months with the same months of an earlier year: like for like, with noise and rounding.

Never one month with another: the season is in both sides alike. What is compared are released ranges, so that a reader
can compute the same.
"""

from __future__ import annotations

from math import exp, hypot, log, sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING

from scipy.stats import t

from warehouse.release.tables.names import SMALL, TOWN
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.tables.series import Scale

YEAR = 12
_LEVEL = 0.05
_LITTLE = 0.01
"""Stands for none at all, which has no logarithm."""
_NEIGHBOURS = sqrt(1.3 / 0.7)
"""By how much months that resemble their neighbours (correlation 0.3) widen the interval."""


def change_over_year(pairs: Sequence[tuple[Range, Range]], scale: Scale) -> Range | None:
    """Return the 95 % interval of the mean change of the months: in points, or in per cent.

    Args:
        pairs: of each month the range now and the range of the same month of the earlier year; two or more.
        scale: of the series.

    Returns:
        None where an amount of the earlier year may have been none.
    """
    if scale == "per_cent" and any(before.low <= 0 for _, before in pairs):
        return None

    def moved(now: float, before: float) -> float:
        return now - before if scale == "points" else log(max(now, _LITTLE) / before)

    middles = [moved(now.middle, before.middle) for now, before in pairs]
    change = mean(middles)
    widest = float(t.ppf(1 - _LEVEL / 2, len(middles) - 1)) * _NEIGHBOURS
    noise = widest * stdev(middles) / sqrt(len(middles))
    least = mean(moved(now.low, before.high) for now, before in pairs)
    most = mean(moved(now.high, before.low) for now, before in pairs)
    # Noise and rounding are independent: their halves add up as squares, each side with its own rounding.
    low, high = change - hypot(noise, change - least), change + hypot(noise, most - change)
    if scale == "points":
        return Range(low, high)
    return Range(100 * (exp(low) - 1), 100 * (exp(high) - 1))


def is_like_for_like(
    view: ReleasedView, rows: Sequence[Row], months: Sequence[tuple[date, date]]
) -> bool:
    """Whether the same sections have a line of a series in both months of each pair, by their names of the last month."""
    last = max(row["month"] for row in rows)

    def counted(month: date) -> set[str]:
        return {
            view.succession.section_on(row["section"], last)
            for row in rows
            if row["month"] == month and row["section"] not in {TOWN, SMALL}
        }

    return all(counted(now) == counted(before) for now, before in months)
