"""Estimates what changed with a training or an action, compared with untreated sections, or says 「まだ言えない」.

The method is difference-in-differences over three months before and after. The interval comes from permuting which
sections were treated when: it contains every effect that this randomisation test does not reject. If no comparison
section is left, the method is an interrupted time series along the treated sections' own logistic curve (a line in
log-odds), resampled by random signs: a straight line through the rates would mistake the bend of every adoption curve
for an effect. If the resampling does not bound the effect, there is no estimate. This module reads no table and
publishes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECTIONS_NEEDED = 4
"""Minimum sections, in all and for an interrupted series."""
SPAN = 3
"""Months before the treatment, and months from the treatment month on."""
LEVEL = 0.04
"""Level of the test: a little under the promised 5 %, because only finitely many resamples are drawn."""
RESAMPLES = 999
_NEVER = 10**6
_WIDEST = 4.0
_STEPS = 40
_CLOSE = 1e-12
_EDGE = 0.01
"""Rates are clipped to at least this distance from 0 and 1, where log-odds are unbounded."""

Method = Literal["difference_in_differences", "interrupted_series", "cannot_say"]
Reason = Literal["too_few_sections", "too_few_months", "not_bounded"]


@dataclass(frozen=True, slots=True)
class Effect:
    """The estimated change in the rate (0.05: five percentage points) with its 95 % interval, or why there is none."""

    method: Method
    reason: Reason | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    treated: int = 0
    compared: int = 0
    left_out: int = 0
    """Treated sections on neither side, because months before or after or a comparison are missing."""

    @property
    def is_shown(self) -> bool:
        """Whether the interval excludes zero change."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def find_effect(
    rates: Mapping[str, Sequence[float | None]],
    treated_in: Mapping[str, int],
    *,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> Effect:
    """Estimate the change in the rate that came with a treatment.

    Args:
        rates: section → its rate (0 to 1) in each month, None where it is unknown; all of the same length.
        treated_in: section → index of the month in which it was treated; sections that never were are absent.
        seed: seed of the random generator.
        resamples: number of resamples.
    """
    sections = sorted(rates)
    panel = np.array([[np.nan if r is None else r for r in rates[s]] for s in sections], float)
    when = np.array([treated_in.get(section, _NEVER) for section in sections])
    if len(sections) < SECTIONS_NEEDED:
        return Effect("cannot_say", "too_few_sections")
    usable = _usable(panel, when)
    if not usable.any():
        return Effect("cannot_say", "too_few_months")
    # A section treated too late to have all months after it still counts as untreated before.
    is_late = (when != _NEVER) & (when > panel.shape[1] - SPAN)
    kept = (when == _NEVER) | usable | is_late
    panel, when, usable = panel[kept], when[kept], usable[kept]
    generator = np.random.default_rng(seed)
    dates = sorted(set(when[usable].tolist()))
    # A treatment of all sections at once has no comparison; earlier treatments keep theirs.
    compared = [date for date in dates if _controls(when, date, _change(panel, date)).any()]
    if compared:
        found = _compared(panel, when, compared, generator, resamples)
    else:
        found = _interrupted(panel[usable], when[usable], generator, resamples)
    once_treated = sum(section in treated_in for section in sections)
    later = found.compared - int(_serves(panel, when, compared)[when == _NEVER].sum())
    return replace(found, left_out=once_treated - found.treated - later)


def _usable(panel: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Mask (sections) of treated sections whose months before and after are all known."""
    months = panel.shape[1]
    return np.array(
        [
            SPAN <= date <= months - SPAN and not np.isnan(row[date - SPAN : date + SPAN]).any()
            for row, date in zip(panel, when, strict=True)
        ]
    )


def _change(panel: np.ndarray, date: int) -> np.ndarray:
    after = panel[:, date : date + SPAN].mean(axis=1)
    before = panel[:, date - SPAN : date].mean(axis=1)
    return np.asarray(after - before)


def _controls(when: np.ndarray, date: int, change: np.ndarray) -> np.ndarray:
    """Mask (sections) of sections with known months that are not treated before the three months after have passed."""
    return np.asarray((when >= date + SPAN) & ~np.isnan(change))


def _serves(panel: np.ndarray, when: np.ndarray, dates: list[int]) -> np.ndarray:
    """Mask (sections) of sections that are a comparison at one date at least."""
    serves = np.zeros(len(when), bool)
    for date in dates:
        serves |= _controls(when, date, _change(panel, date))
    return serves


def _compared(
    panel: np.ndarray,
    when: np.ndarray,
    dates: list[int],
    generator: np.random.Generator,
    resamples: int,
) -> Effect:
    after = np.arange(panel.shape[1])[None, :] >= when[:, None]
    changes = np.array([_change(panel, date) for date in dates])
    marks = np.array([_change(after.astype(float), date) for date in dates])
    labels = np.array([when, *(generator.permutation(when) for _ in range(resamples))])
    found, planted = _differences(labels, dates, changes, marks)
    bounds = _invert(found, planted)
    is_treated = np.isin(when, dates)
    treated = int(is_treated.sum())
    compared = int((_serves(panel, when, dates) & ~is_treated).sum())
    if bounds is None:
        return Effect("cannot_say", "not_bounded", treated=treated, compared=compared)
    return Effect("difference_in_differences", None, float(found[0]), *bounds, treated, compared)


def _differences(
    labels: np.ndarray, dates: list[int], changes: np.ndarray, marks: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compute, for each labelling, the mean difference and the share of a true effect that it would show.

    Args:
        labels: (labellings, sections): the month in which each section counts as treated; first the observed one.
        dates: the treatment months.
        changes: (dates, sections): the change of the rate, nan where unknown.
        marks: (dates, sections): the same change of a series that is 0 before and 1 after the true treatment.
    """
    found = np.zeros(len(labels))
    planted = np.zeros(len(labels))
    count = np.zeros(len(labels))
    for change, mark, date in zip(changes, marks, dates, strict=True):
        known = ~np.isnan(change)
        treated = (labels == date) & known
        compared = (labels >= date + SPAN) & known
        number = compared.sum(axis=1)
        share = treated.sum(axis=1) * (number > 0)
        values, shown = np.where(known, change, 0.0), np.where(known, mark, 0.0)
        divisor = np.maximum(number, 1)
        found += (number > 0) * (treated @ values) - share * (compared @ values) / divisor
        planted += (number > 0) * (treated @ shown) - share * (compared @ shown) / divisor
        count += share
    count = np.maximum(count, 1)
    return found / count, planted / count


def _interrupted(
    panel: np.ndarray, when: np.ndarray, generator: np.random.Generator, resamples: int
) -> Effect:
    """Estimate the step in log-odds at the treatment, beside each section's own linear trend; signs are resampled.

    The result is converted to rates: the mean difference between the rates after the treatment and the same rates
    without the step.

    Args:
        panel: (sections, months): rates of the treated sections.
        when: (sections): index of the month of treatment.
        generator: the random generator.
        resamples: number of resamples.
    """
    treated = len(when)
    if treated < SECTIONS_NEEDED:
        return Effect("cannot_say", "too_few_sections", treated=treated)
    time = np.arange(2 * SPAN, dtype=float)
    design = np.column_stack([np.ones(2 * SPAN), time, time >= SPAN])
    rows = np.array([row[at - SPAN : at + SPAN] for row, at in zip(panel, when, strict=True)])
    odds = logit(np.clip(rows, _EDGE, 1 - _EDGE))
    steps = np.linalg.lstsq(design, odds.T, rcond=None)[0][2]
    signs = generator.choice([-1.0, 1.0], size=(resamples, treated))
    signs = np.vstack([np.ones(treated), signs])
    bounds = _invert(signs @ steps / treated, signs.mean(axis=1))
    if bounds is None:
        return Effect("cannot_say", "not_bounded", treated=treated)

    def points(step: float) -> float:
        after = odds[:, SPAN:]
        return float((expit(after) - expit(after - step)).mean())

    change, low, high = (points(step) for step in (float(steps.mean()), *bounds))
    return Effect("interrupted_series", None, change, low, high, treated, 0)


def _invert(found: np.ndarray, planted: np.ndarray) -> tuple[float, float] | None:
    """Return the lowest and highest effect that the test does not reject; None if there is no bound.

    Index 0 is the observed labelling. If the true effect were `effect`, each labelling would show
    `found - effect * planted` without it.
    """

    def is_kept(effect: float) -> bool:
        shifted = np.abs(found - effect * planted)
        return bool((shifted >= shifted[0] - _CLOSE).mean() > LEVEL)

    ends = []
    for direction in (-1.0, 1.0):
        inside, outside = float(found[0]), float(found[0]) + direction * _WIDEST
        if is_kept(outside):
            return None
        for _ in range(_STEPS):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if is_kept(middle) else (inside, middle)
        ends.append(outside)
    return ends[0], ends[1]
