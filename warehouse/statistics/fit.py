"""Fits adoption curves: estimates when 80 % of a section have begun with a tool, or says why it cannot.

Each person's first use is a time from a logistic distribution, known only by its month or to be after the last month
(interval-censored maximum likelihood; the ceiling is everyone). Sections of a tool are partially pooled: each estimate
is shrunk towards the mean of all by its own uncertainty (DerSimonian and Laird 1986, Controlled Clinical Trials 7;
empirical Bayes shrinkage). `goal.py` decides which months are told of it, and widens its interval. This module reads no table and publishes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import optimize, stats
from scipy.special import expit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MONTHS_NEEDED = 6
"""Minimum months of data for a fit."""
SHARE_NEEDED = 0.5
"""Minimum share of the section that must have begun."""
GOAL = 0.8
"""The share of the section whose date is estimated."""
_QUANTILE = log(GOAL / (1 - GOAL))
_SMALLEST = 1e-12

Refusal = Literal["too_few_months", "not_half_yet", "no_shape"]


@dataclass(frozen=True, slots=True)
class Curve:
    """Counts of one section: of `assigned` people, how many had begun by the end of each month, oldest first."""

    section: str
    activated: tuple[int, ...]
    assigned: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted curve, with times in months since the launch (1.0: the end of the launch month), or a refusal."""

    section: str
    refused: Refusal | None
    middle: float | None = None
    """Time at which half of the section has begun."""
    spread: float | None = None
    """The scale of the logistic distribution."""
    goal: float | None = None
    """Time at which 80 % have begun."""
    goal_low: float | None = None
    """Lower end of the 95 % interval of `goal`."""
    goal_high: float | None = None
    """Upper end of that interval."""

    def share(self, months: float) -> float | None:
        """Return the fitted share (0 to 1) of the section `months` after the launch; None without a fit."""
        if self.middle is None or self.spread is None:
            return None
        return float(expit((months - self.middle) / self.spread))


def fit_curves(curves: Sequence[Curve]) -> tuple[Fit, ...]:
    """Fit all sections of one tool together; a section that cannot be fitted gets a refusal. Keeps the order."""
    refused = {curve.section: _refusal(curve) for curve in curves}
    fitted = [curve for curve in curves if refused[curve.section] is None]
    alone = [_fit_alone(curve) for curve in fitted]
    shrunk = _pool(alone)
    found = {curve.section: both for curve, both in zip(fitted, shrunk, strict=True)}
    return tuple(
        _fit_of(curve, *found[curve.section])
        if curve.section in found
        else Fit(curve.section, refused[curve.section])
        for curve in curves
    )


def _refusal(curve: Curve) -> Refusal | None:
    if len(curve.activated) < MONTHS_NEEDED:
        return "too_few_months"
    if curve.activated[-1] < SHARE_NEEDED * curve.assigned:
        return "not_half_yet"
    # Everyone began in one month: every steep curve fits, so none can be chosen.
    if len({*curve.activated}) < 2:  # noqa: PLR2004 - two different counts are the least slope
        return "no_shape"
    return None


Estimate = tuple[np.ndarray, np.ndarray]
"""(middle, log of the spread) as an array of 2, and their 2 x 2 covariance."""


def _fit_alone(curve: Curve) -> Estimate:
    """Fit one section by maximum likelihood; the covariance is the inverse of the information."""
    begun = np.diff([0, *curve.activated])
    edges = np.arange(1, len(curve.activated) + 1, dtype=float)

    def surprise(parameters: np.ndarray) -> float:
        middle, spread = parameters[0], exp(parameters[1])
        reached = expit((edges - middle) / spread)
        chances = np.diff(np.concatenate([[0.0], reached]))
        late = curve.assigned - curve.activated[-1]
        seen = begun @ np.log(np.maximum(chances, _SMALLEST))
        # A weak prior on the spread (one month, with a factor of e² as one standard deviation) keeps the spread above
        # zero in a section whose people all began within two months.
        prior = (parameters[1] / 2) ** 2 / 2
        return float(-seen - late * log(max(1 - reached[-1], _SMALLEST)) + prior)

    half = int(np.searchsorted(curve.activated, curve.assigned / 2))
    found = optimize.minimize(surprise, np.array([half + 0.5, 0.0]), method="Nelder-Mead")
    return found.x, np.linalg.inv(_curvature(surprise, found.x))


def _curvature(function: Callable[[np.ndarray], float], point: np.ndarray) -> np.ndarray:
    """Return the 2 x 2 matrix of second differences, which is the information at the estimate."""
    step = 1e-3
    units = np.eye(2) * step
    matrix = np.empty((2, 2))
    for i in range(2):
        for j in range(2):
            matrix[i, j] = (
                function(point + units[i] + units[j])
                - function(point + units[i] - units[j])
                - function(point - units[i] + units[j])
                + function(point - units[i] - units[j])
            ) / (4 * step * step)
    return matrix + np.eye(2) * _SMALLEST


def _pool(estimates: Sequence[Estimate]) -> list[Estimate]:
    """Shrink each section towards the mean of all, parameter by parameter."""
    if len(estimates) < 3:  # noqa: PLR2004 - two sections say nothing of how sections differ
        return list(estimates)
    pooled = [(point.copy(), covariance.copy()) for point, covariance in estimates]
    for index in range(2):
        values = np.array([point[index] for point, _ in estimates])
        within = np.array([max(covariance[index, index], _SMALLEST) for _, covariance in estimates])
        mean, between, doubt = _between(values, within)
        keep = between / (between + within)
        for position, (point, covariance) in enumerate(pooled):
            point[index] = mean + keep[position] * (values[position] - mean)
            # Variance after shrinkage: part of the section's own variance, plus that of the mean.
            left = keep[position] + (1 - keep[position]) ** 2 * doubt / within[position]
            covariance[index, :] *= sqrt(left)
            covariance[:, index] *= sqrt(left)
    return pooled


def _between(values: np.ndarray, within: np.ndarray) -> tuple[float, float, float]:
    """Return DerSimonian and Laird's mean, variance between sections, and variance of that mean.

    A few sections say little about how much sections differ. The variance between them is therefore at least the
    median variance within a section, divided by the number of sections.
    """
    weights = 1 / within
    mean = weights @ values / weights.sum()
    spread = weights @ (values - mean) ** 2
    scale = weights.sum() - (weights**2).sum() / weights.sum()
    least = float(np.median(within)) / len(values)
    between = max(least, float((spread - len(values) + 1) / scale))
    total = 1 / (within + between)
    return float(total @ values / total.sum()), between, float(1 / total.sum())


def _fit_of(curve: Curve, point: np.ndarray, covariance: np.ndarray) -> Fit:
    middle, spread = float(point[0]), exp(float(point[1]))
    goal = middle + spread * _QUANTILE
    slope = np.array([1.0, spread * _QUANTILE])
    # Sections are small: use Student's t (two parameters fitted), not the normal distribution.
    quantile = float(stats.t.ppf(0.975, max(curve.assigned - 2, 1)))
    width = quantile * sqrt(max(float(slope @ covariance @ slope), 0.0))
    return Fit(curve.section, None, middle, spread, goal, goal - width, goal + width)
