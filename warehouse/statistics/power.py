"""Computes the smallest change that a comparison could tell, before or after it was made.

A claim has to pass the interval, the size and the trend rules of `verdict.py`. The smallest change is the one that
passes them in four cases of five. This module makes no claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import norm, t

from warehouse.statistics.contrast import (
    AFTER,
    BEFORE,
    Panel,
    change_from_trend,
    compare,
    contrast,
    main_change,
)
from warehouse.statistics.noise import estimate_noise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.statistics.contrast import Floats, Treated
    from warehouse.statistics.noise import Noise

LEVEL = 0.05
LEAST_OF_MAIN = 0.67
"""The change from the trend is at least this part of the main change."""
LEAST_TREND_ERRORS = 1.64
"""... and at least this many of its own standard errors."""
POWER = 0.80
_PASS_THE_REST = 0.955
"""Share of true changes that pass the rules which are not drawn here."""
_MARGIN = 1.10
"""The noise is itself estimated from few months, and sections step in April."""
_DRAWS = 4000
_GOLDEN = 0.6180339887


def smallest_change(main: Floats, trend: Floats, noise: Noise, least: float) -> float:
    """Return the smallest change that would be claimed in four cases of five.

    Args:
        main: weights of the main change.
        trend: weights of the change from the trend.
        noise: of the panel.
        least: smallest change that matters, on the panel's scale.
    """
    spread, freedom = noise.spread(main)
    trend_spread, trend_freedom = noise.spread(trend)
    difference, _ = noise.spread(main - trend)
    limit = max(float(t.ppf(1 - LEVEL / 2, freedom)) * spread, least)
    trend_limit = float(t.ppf(1 - LEVEL / 2, trend_freedom)) * trend_spread
    shared = np.clip(noise.covariance(main, trend) / (spread * trend_spread), -1, 1)
    # Fixed quantiles instead of random draws: the same panel always has the same answer.
    first = norm.ppf((np.arange(_DRAWS) + 0.5) / _DRAWS)
    second = norm.ppf((np.arange(_DRAWS) * _GOLDEN + 0.5) % 1)
    mains = first * spread
    trends = (shared * first + np.sqrt(1 - shared**2) * second) * trend_spread

    def is_found_often(change: float) -> bool:
        is_found = (
            (mains + change > limit)
            & (trends + change >= LEAST_OF_MAIN * (mains + change))
            & (trends + change >= LEAST_TREND_ERRORS * trend_spread)
            & ((abs(mains - trends) <= difference) | (trends + change > trend_limit))
        )
        return float(is_found.mean()) * _PASS_THE_REST >= POWER

    low, high = 0.0, 10 * (limit + trend_spread)
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if is_found_often(middle) else (middle, high)
    return high * _MARGIN


def announce(panel: Panel, planned: Sequence[Treated], *, least: float) -> float | None:
    """Return the smallest change that a planned comparison could tell; None if nothing can be compared.

    Args:
        panel: the months before the first start.
        planned: sections and their start months, counted from the panel's first month; they may lie in the future.
        least: smallest change that matters, on the panel's scale.
    """
    noise = estimate_noise(panel, [one.start for one in planned])
    sections, months = panel.shape
    last = max((one.start for one in planned), default=0) + AFTER + 1
    # The months to come are assumed to be known where the last year is; a gap before it shortens the trend alone.
    is_unknown = np.isnan(panel.values)
    values = np.zeros((sections, max(last, months)))
    values[:, :months][is_unknown] = np.nan
    values[is_unknown[:, -BEFORE:].any(axis=1)] = np.nan
    begins = np.zeros(values.shape, dtype=bool)
    begins[:, :months] = panel.begins
    for one in planned:
        begins[one.section, one.start] = True
    laid = Panel(values, begins)
    comparisons = [found for one in planned if (found := compare(laid, one)) is not None]
    if not comparisons:
        return None
    main, trend = (
        contrast(comparisons, laid.shape, noise.variances, profile)
        for profile in (main_change, change_from_trend)
    )
    return smallest_change(main, trend, noise, least)
