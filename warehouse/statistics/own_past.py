"""Compares sections with their own past alone, where an action began everywhere at once.

The change from the year before, less the change that the year before already showed. It cannot be told apart from
anything else that happened to the whole town, so that it is never called a change by the action.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.stats import t

from warehouse.statistics.contrast import AFTER

if TYPE_CHECKING:
    from warehouse.statistics.contrast import Floats

YEAR = 12
_LEVEL = 0.05
_WINDOWS_ALIKE = 2
"""Six months' differences that follow each other carry about half as many independent values."""


@dataclass(frozen=True, slots=True)
class OwnPast:
    """How much more the same months changed from the year before than the year before them, with a 95 % interval."""

    change: float
    low: float
    high: float


def compare_with_past(values: Floats, start: int) -> OwnPast | None:
    """Return the change of the six months after the start from the same months a year before, less that of a year before.

    Args:
        values: one series by month on the scale of comparison, NaN where unknown.
        start: month of the start; it is not used.

    Returns:
        None if the six months are not over, or one of the months in the three years is unknown.
    """
    months = np.arange(start + 1, start + 1 + AFTER)
    if start + 1 - 2 * YEAR < 0 or months[-1] >= len(values):
        return None
    now, before, earlier = (values[months - years * YEAR] for years in (0, 1, 2))
    differences = (now - before) - (before - earlier)
    if np.isnan(differences).any():
        return None
    change = float(differences.mean())
    independent = AFTER / _WINDOWS_ALIKE
    error = float(differences.std(ddof=1)) / np.sqrt(independent)
    half = float(t.ppf(1 - _LEVEL / 2, independent - 1)) * error
    return OwnPast(change, change - half, change + half)
