"""Compares the change of treated sections with the same change of comparison sections, as linear contrasts.

A contrast is a matrix of weights over sections and months; its estimate is the sum of weight × value. This module
estimates no noise and makes no claim: see `noise.py` and `verdict.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

BEFORE, AFTER = 12, 6
"""Months compared: the twelve before the start and the six after it. The start month itself is never used."""
LONGEST_BEFORE = 18
"""Most months before the start to which a straight line is fitted."""
LEAST_CONTROLS = 3


@dataclass(frozen=True, slots=True)
class Panel:
    """One series by section and month, and where something began that may move it.

    Attributes:
        values: sections × months on the scale of comparison: points for shares, logarithms for amounts; NaN if unknown.
        begins: sections × months; True where an action or a training on this series began.
    """

    values: Floats
    begins: Flags

    @property
    def shape(self) -> tuple[int, int]:
        """Sections and months."""
        sections, months = self.values.shape
        return int(sections), int(months)

    def until(self, month: int) -> Panel:
        """Return the panel up to and including a month."""
        return Panel(self.values[:, : month + 1], self.begins[:, : month + 1])

    def is_quiet(self, first: int, last: int) -> Flags:
        """Return, for each section, whether nothing began from `first` to `last`, both included."""
        return np.asarray(~self.begins[:, max(0, first) : last + 1].any(axis=1))


@dataclass(frozen=True, slots=True)
class Treated:
    """A section (its row in the panel) and the month in which the action began there."""

    section: int
    start: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """A treated section and its comparison sections.

    `before` is the number of months before the start that all of them know: at least 12, at most 18.
    """

    treated: Treated
    controls: tuple[int, ...]
    before: int


def compare(panel: Panel, treated: Treated) -> Comparison | None:
    """Return with which sections a section is compared; None if it cannot be compared.

    In a comparison section nothing begins in the months compared. All months compared are known on both sides.
    """
    start = treated.start
    if start < BEFORE or start + AFTER >= panel.shape[1]:
        return None
    is_known = ~np.isnan(panel.values)
    is_known[:, start] = True
    is_whole = np.asarray(is_known[:, start - BEFORE : start + AFTER + 1].all(axis=1))
    is_control = is_whole & panel.is_quiet(start - BEFORE, start + AFTER)
    is_control[treated.section] = False
    controls = [int(one) for one in np.flatnonzero(is_control)]
    if not is_whole[treated.section] or len(controls) < LEAST_CONTROLS:
        return None
    both = [treated.section, *controls]
    before = BEFORE
    while before < min(LONGEST_BEFORE, start) and is_known[both, start - before - 1].all():
        before += 1
    return Comparison(treated, tuple(controls), before)


def contrast(
    comparisons: Sequence[Comparison],
    shape: tuple[int, int],
    variances: Floats,
    profile: Callable[[Comparison, int], Floats],
) -> Floats:
    """Return the weights of the mean change of the treated sections, less that of their comparison sections.

    Args:
        comparisons: one for each treated section.
        shape: sections and months.
        variances: each section's variance in one month. Sections weigh by its inverse, on both sides.
        profile: (comparison, months) → weights of one section's months, which sum to 0.
    """
    weights = np.zeros(shape)
    shares = 1 / variances[[one.treated.section for one in comparisons]]
    for one, share in zip(comparisons, shares / shares.sum(), strict=True):
        own = profile(one, shape[1])
        weights[one.treated.section] += share * own
        controls = list(one.controls)
        parts = 1 / variances[controls]
        weights[controls] -= share * np.outer(parts / parts.sum(), own)
    return weights


def main_change(one: Comparison, months: int) -> Floats:
    """Return the mean of the six months after the start less the mean of the twelve before."""
    return change_at(one.treated.start, months)


def change_at(start: int, months: int) -> Floats:
    """Return the weights of the main change at a month, for one section."""
    weights = _after(start, months)
    weights[start - BEFORE : start] = -1 / BEFORE
    return weights


def change_from_trend(one: Comparison, months: int) -> Floats:
    """Return the mean of the six months after the start less the straight line of the months before, extrapolated."""
    start = one.treated.start
    weights = _after(start, months)
    before = np.arange(start - one.before, start)
    centred = before - before.mean()
    ahead = start + (1 + AFTER) / 2 - before.mean()
    weights[before] = -(1 / len(before) + ahead * centred / (centred**2).sum())
    return weights


def change_beforehand(one: Comparison, months: int) -> Floats:
    """Return the last three months before the start less the six before them: a change that the action cannot cause."""
    start = one.treated.start
    weights = np.zeros(months)
    weights[start - 3 : start] = 1 / 3
    weights[start - 9 : start - 3] = -1 / 6
    return weights


def _after(start: int, months: int) -> Floats:
    weights = np.zeros(months)
    weights[start + 1 : start + 1 + AFTER] = 1 / AFTER
    return weights
