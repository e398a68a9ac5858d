"""Says what changed with a training or an action, against sections not yet treated, or 「まだ言えない」.

Difference-in-differences over three months before and after. The interval comes from resampling which
sections were treated when (a randomisation test, inverted: every effect that it does not reject).
With no comparison left, an interrupted series over the treated sections' own logistic curve, resampled by sign:
a straight line through the rates would take the bend of every adoption curve for an effect.
Where the resampling cannot bound the effect, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.special import expit, logit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECTIONS_NEEDED = 4
SPAN = 3
"""Months before and after."""
LEVEL = 0.04
"""A little under the 5 % that is promised, because finitely many resamples are drawn."""
RESAMPLES = 999
_NEVER = 10**6
_WIDEST = 4.0
_STEPS = 40
_CLOSE = 1e-12
_EDGE = 0.01
"""A rate nearer to nothing or to everyone counts as this far from it: its log-odds have no bound."""

Method = Literal["difference_in_differences", "interrupted_series", "cannot_say"]
Reason = Literal["too_few_sections", "too_few_months", "not_bounded"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What can be said: the change in the rate (0.05: five points) and its 95 % interval."""

    method: Method
    reason: Reason | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    treated: int = 0
    compared: int = 0
    left_out: int = 0
    """Treated sections that count on neither side, for want of months before and after or of a comparison."""

    @property
    def is_shown(self) -> bool:
        """Whether the interval leaves out no change at all."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


def find_effect(
    rates: Mapping[str, Sequence[float | None]],
    treated_in: Mapping[str, int],
    *,
    seed: int = 1,
    resamples: int = RESAMPLES,
) -> Effect:
    """Estimate the change that came with a treatment.

    `rates`: section → its rate in each month, None where it is not known. `treated_in`: section → the
    index of the month in which it was treated; sections that never were are left out.
    """
    sections = sorted(rates)
    panel = np.array([[np.nan if r is None else r for r in rates[s]] for s in sections], float)
    when = np.array([treated_in.get(section, _NEVER) for section in sections])
    if len(sections) < SECTIONS_NEEDED:
        return Effect("cannot_say", "too_few_sections")
    usable = _usable(panel, when)
    if not usable.any():
        return Effect("cannot_say", "too_few_months")
    # Who is treated too late to have months after it is still untreated before.
    is_late = (when != _NEVER) & (when > panel.shape[1] - SPAN)
    kept = (when == _NEVER) | usable | is_late
    panel, when, usable = panel[kept], when[kept], usable[kept]
    generator = np.random.default_rng(seed)
    dates = sorted(set(when[usable].tolist()))
    # A treatment of all at once leaves nobody to compare with, and takes nothing from those before it.
    compared = [date for date in dates if _controls(when, date, _change(panel, date)).any()]
    if compared:
        found = _compared(panel, when, compared, generator, resamples)
    else:
        found = _interrupted(panel[usable], when[usable], generator, resamples)
    once_treated = sum(section in treated_in for section in sections)
    later = found.compared - int(_serves(panel, when, compared)[when == _NEVER].sum())
    return replace(found, left_out=once_treated - found.treated - later)


def _usable(panel: np.ndarray, when: np.ndarray) -> np.ndarray:
    """Treated sections with all months before and after known."""
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
    """Sections not treated until the last of the three months after, whose months are known."""
    return np.asarray((when >= date + SPAN) & ~np.isnan(change))


def _serves(panel: np.ndarray, when: np.ndarray, dates: list[int]) -> np.ndarray:
    """Sections that are a comparison at one of the dates at least."""
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
    """For each labelling: the mean difference, and how much of a planted effect it would show."""
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
    """The step in log-odds at the treatment, on top of each section's own line there, signs resampled.

    It is told in points: by how much the rates after it are above what they would be without the step.
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
    """Return the lowest and highest effect that is not rejected, None if there is no such bound.

    The first entry is what was observed. Had the true effect been `effect`, the others would have
    shown `found - effect * planted`.
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
