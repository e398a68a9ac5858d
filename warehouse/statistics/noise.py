"""Estimates the noise of a monthly panel: each section's variance, one lag-1 correlation, and a placebo factor.

A section has few months, so its variance is shrunk towards the town's. The placebo factor widens all intervals if
contrasts where nothing began vary by more than variance and correlation explain. This module does not know what is
being judged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from warehouse.statistics.contrast import AFTER, BEFORE, LEAST_CONTROLS, change_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.statistics.contrast import Flags, Floats, Panel

_PRIOR = 10
"""Weight of the town's variance, in months of a section's own."""
_MOST_CORRELATED = 0.8
_LEAST_FREEDOM = 4
_OVERLAP = 0.6 * (BEFORE + 1 + AFTER)
"""Windows that begin a month apart share nearly all their months: this many count as one."""
_YEAR = 12
_ALIKE = (0, 1, _YEAR - 1)
"""Months between two starts at the same time of the year."""
_LEAST_VARIANCE = 1e-9
"""Keeps the weights finite for a series that never changes."""


@dataclass(frozen=True, slots=True)
class Noise:
    """The noise from which a contrast's standard error follows.

    Attributes:
        variances: of one month, by section.
        freedom: degrees of freedom behind each section's variance.
        correlation: of one month with the next, the same for all sections.
        inflation: factor on the variance of every contrast, at least 1.
        placebos: independent contrasts behind `inflation`.
    """

    variances: Floats
    freedom: Floats
    correlation: float
    inflation: float = 1.0
    placebos: float = float("inf")

    def spread(self, weights: Floats) -> tuple[float, float]:
        """Return a contrast's standard error and its degrees of freedom (Satterthwaite)."""
        own = self._by_section(weights, weights)
        effective = self.freedom * (1 - self.correlation) / (1 + self.correlation)
        freedom = own.sum() ** 2 / (own**2 / effective).sum()
        if self.inflation > 1:
            freedom = min(freedom, max(_LEAST_FREEDOM, self.placebos))
        return float(np.sqrt(own.sum() * self.inflation)), float(freedom)

    def covariance(self, one: Floats, other: Floats) -> float:
        """Return the covariance of two contrasts."""
        return float(self._by_section(one, other).sum() * self.inflation)

    def of_months(self, weights: Floats) -> float:
        """Return the variance of one section's weighted months, in units of the variance of one month."""
        return float((weights @ self._correlations(len(weights))) @ weights)

    def _by_section(self, one: Floats, other: Floats) -> Floats:
        together = (one @ self._correlations(one.shape[1])) * other
        return np.asarray(self.variances * together.sum(axis=1))

    def _correlations(self, months: int) -> Floats:
        at = np.arange(months)
        return np.asarray(self.correlation ** np.abs(at[:, None] - at[None, :]))


def estimate_noise(panel: Panel, starts: Sequence[int]) -> Noise:
    """Estimate the noise from all months of a panel, start months left out.

    Args:
        panel: sections × months.
        starts: the months whose change is to be judged; placebos at the same time of the year count for themselves.
    """
    residuals, levels, months = _residuals(panel)
    count = (~np.isnan(residuals)).sum(axis=1)
    # Each section pays for its own means, and its part of the months' means.
    freedom = np.maximum(count - levels - months * count / max(count.sum(), 1), 0.0)
    squares = np.nansum(residuals**2, axis=1)
    pooled = squares.sum() / max(freedom.sum(), 1.0)
    variances = np.maximum((_PRIOR * pooled + squares) / (_PRIOR + freedom), _LEAST_VARIANCE)
    correlation = _correlation(residuals / np.sqrt(variances)[:, None], levels.mean())
    noise = Noise(variances, _PRIOR + freedom, correlation)
    placebos = _placebos(noise, panel)
    # Sections step in April: where that falls into the comparison, it is no longer noise of any month.
    alike = {
        month: own
        for month, own in placebos.items()
        if any((month - start) % _YEAR in _ALIKE for start in starts)
    }
    return _inflated(_inflated(noise, placebos, _OVERLAP), alike, len(_ALIKE))


def _placebos(noise: Noise, panel: Panel) -> dict[int, list[float]]:
    """Return start month → squared main changes, in expected variances, of the sections in which nothing began.

    Each section is compared with all others of the same months.
    """
    found: dict[int, list[float]] = {}
    is_known = ~np.isnan(panel.values)
    for start in range(BEFORE, panel.shape[1] - AFTER):
        weights = change_at(start, panel.shape[1])
        is_whole = is_known[:, weights != 0].all(axis=1)
        quiet = np.flatnonzero(is_whole & panel.is_quiet(start - BEFORE, start + AFTER))
        if len(quiet) > LEAST_CONTROLS:
            changes = np.nan_to_num(panel.values[quiet]) @ weights
            precision = 1 / noise.variances[quiet]
            rest = precision.sum() - precision
            gaps = changes - ((precision * changes).sum() - precision * changes) / rest
            expected = noise.of_months(weights) * (1 / precision + 1 / rest)
            found[start] = list(gaps**2 / expected)
    return found


def _inflated(noise: Noise, placebos: Mapping[int, Sequence[float]], overlap: float) -> Noise:
    """Return the noise, inflated where these placebos vary by more; `overlap` of them in a row count as one."""
    squares = [square for own in placebos.values() for square in own]
    if not squares or np.mean(squares) <= noise.inflation:
        return noise
    independent = sum(len(own) - 1 for own in placebos.values()) / overlap
    return replace(noise, inflation=float(np.mean(squares)), placebos=independent)


def _residuals(panel: Panel) -> tuple[Floats, Floats, int]:
    """Return residuals from each section's mean between its starts and from each month's mean.

    Also how many means each section has, and how many months' means are free.
    """
    sections, months = panel.shape
    is_used: Flags = ~np.isnan(panel.values) & ~panel.begins
    rows, columns = np.nonzero(is_used)
    # A section's level may change with each start.
    level = np.cumsum(panel.begins, axis=1)[rows, columns] * sections + rows
    levels, of_level = np.unique(level, return_inverse=True)
    design = np.zeros((len(rows), len(levels) + months))
    design[np.arange(len(rows)), of_level] = 1
    design[np.arange(len(rows)), len(levels) + columns] = 1
    own = panel.values[rows, columns]
    residuals = np.full(panel.shape, np.nan)
    # The normal equations are small and of ones and zeros; their solution is not unique, their residuals are.
    means = np.linalg.lstsq(design.T @ design, design.T @ own, rcond=None)[0]
    residuals[rows, columns] = own - design @ means
    counts = np.bincount(levels % sections, minlength=sections).astype(float)
    return residuals, counts, max(len(np.unique(columns)) - 1, 0)


def _correlation(scaled: Floats, levels: float) -> float:
    """Return the lag-1 correlation of residuals of unit variance, corrected for the means that were removed."""
    pairs = scaled[:, 1:] * scaled[:, :-1]
    if np.isnan(pairs).all():
        return 0.0
    found = np.nanmean(pairs) / np.nanmean(scaled**2)
    removed = levels / max((~np.isnan(scaled)).sum(axis=1).mean(), 1.0)
    return float(np.clip((found + removed) / max(1 - 3 * removed, 0.1), 0.0, _MOST_CORRELATED))
