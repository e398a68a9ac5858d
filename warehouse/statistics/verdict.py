"""Judges one action by one series: did its sections change by more than those in which nothing began?

A verdict never names a cause. An action that began everywhere at once has no comparison and is not judged here: see
`own_past.py`. The rules were chosen by simulation; `tests/benchmarks/bench_verdicts.py` shows what they keep.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.stats import t

from warehouse.statistics.contrast import (
    AFTER,
    BEFORE,
    Panel,
    change_beforehand,
    change_from_trend,
    compare,
    contrast,
    main_change,
)
from warehouse.statistics.noise import estimate_noise
from warehouse.statistics.power import LEAST_OF_MAIN, LEAST_TREND_ERRORS, LEVEL, smallest_change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.statistics.contrast import Comparison, Treated

LEAST_POINTS, LEAST_LOG = 3.0, float(np.log(1.1))
"""Smallest change that matters: three points of a share, a tenth of an amount."""
FALSE_DISCOVERIES = 0.10
"""Benjamini and Hochberg's rate for all verdicts of a page."""
_SPREADING, _APART = 0.6, 10.0
"""A share is still spreading if comparisons rise by more points a month than this and stand this many points apart."""

Answer = Literal["changed", "not_shown", "too_early"]
"""`changed` in either direction; `not_shown`: no change can be claimed; `too_early`: nothing can be said yet."""
Reason = Literal[
    "few_months", "not_over", "few_controls", "spreading", "earlier_difference", "trend", "several"
]
"""What stops a claim; `several`: it does not stand beside the other verdicts of the page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict on the scale of its panel: the change with its published 95 % interval, or why there is none.

    Attributes:
        answer: what may be said.
        reason: what stops a claim, where it is not the interval or the size alone.
        change: the main change; None if it is too early.
        low: lower end of the interval.
        high: upper end of the interval.
        smallest: a change smaller than this could not have been told.
        p: two-sided, of the main change.
        treated: treated sections compared.
        controls: comparison sections.
    """

    answer: Answer
    reason: Reason | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    smallest: float | None = None
    p: float | None = None
    treated: int = 0
    controls: int = 0


def judge(panel: Panel, treated: Sequence[Treated], *, least: float, is_share: bool) -> Verdict:
    """Judge an action six months after its last start; months after that are not read.

    Args:
        panel: the series of all sections.
        treated: the action's sections and start months.
        least: smallest change that matters, on the panel's scale.
        is_share: the series is a share in points, which has a ceiling.
    """
    if not treated or max(one.start for one in treated) + AFTER >= panel.shape[1]:
        return Verdict("too_early", "not_over")
    if max(one.start for one in treated) < BEFORE:
        return Verdict("too_early", "few_months")
    until = panel.until(max(one.start for one in treated) + AFTER)
    comparisons = [found for one in treated if (found := compare(until, one)) is not None]
    if not comparisons:
        return Verdict("too_early", "few_controls")
    verdict = _answer(until, comparisons, least)
    if verdict.answer == "changed" and is_share and _is_spreading(until, comparisons):
        return Verdict("too_early", "spreading", treated=verdict.treated, controls=verdict.controls)
    return verdict


def keep_discoveries(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts of one page; claims that fail Benjamini and Hochberg's step-up procedure are withdrawn."""
    known = sorted(one.p for one in verdicts if one.p is not None)
    limit = max(
        (p for rank, p in enumerate(known, 1) if p <= FALSE_DISCOVERIES * rank / len(known)),
        default=0.0,
    )
    return [
        replace(one, answer="not_shown", reason="several")
        if one.answer == "changed" and one.p is not None and one.p > limit
        else one
        for one in verdicts
    ]


def _answer(panel: Panel, comparisons: Sequence[Comparison], least: float) -> Verdict:
    noise = estimate_noise(panel, [one.treated.start for one in comparisons])
    main, trend, beforehand = (
        contrast(comparisons, panel.shape, noise.variances, profile)
        for profile in (main_change, change_from_trend, change_beforehand)
    )
    change, from_trend, earlier = (
        float(np.nansum(weights * panel.values)) for weights in (main, trend, beforehand)
    )
    own, trended = (
        _Estimate(value, *noise.spread(weights))
        for value, weights in ((change, main), (from_trend, trend))
    )
    difference, _ = noise.spread(main - trend)
    # Where the two differ, neither alone is to be believed: the interval is that of both together.
    is_trending = abs(change - from_trend) > difference
    stopped = _stopped(own, trended, _Estimate(earlier, *noise.spread(beforehand)))
    ends = [*own.interval, *(trended.interval if is_trending or stopped else ())]
    low, high = min(ends), max(ends)
    is_claimed = stopped is None and not low <= 0 <= high and abs(change) >= least
    return Verdict(
        "changed" if is_claimed else "not_shown",
        stopped,
        change,
        low,
        high,
        smallest_change(main, trend, noise, least),
        own.p,
        len(comparisons),
        len({control for one in comparisons for control in one.controls}),
    )


@dataclass(frozen=True, slots=True)
class _Estimate:
    value: float
    spread: float
    freedom: float

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        half = float(t.ppf(1 - LEVEL / 2, self.freedom)) * self.spread
        return self.value - half, self.value + half

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(2 * t.sf(abs(self.value) / self.spread, self.freedom))


def _stopped(own: _Estimate, trended: _Estimate, earlier: _Estimate) -> Reason | None:
    """Return what stops the claim of a change whose own interval leaves out 0; None if nothing does."""
    if own.p >= LEVEL:
        return None
    if earlier.p < LEVEL:
        return "earlier_difference"
    is_carried = (
        trended.value * own.value > 0
        and abs(trended.value) >= LEAST_OF_MAIN * abs(own.value)
        and abs(trended.value) >= LEAST_TREND_ERRORS * trended.spread
    )
    return None if is_carried else "trend"


def _is_spreading(panel: Panel, comparisons: Sequence[Comparison]) -> bool:
    """Whether comparisons are still rising while the treated stand apart: the gap may change by itself."""
    rises, gaps = [], []
    for one in comparisons:
        start, controls = one.treated.start, list(one.controls)
        months = np.array([m for m in range(start - BEFORE, start + AFTER + 1) if m != start])
        level = panel.values[controls][:, months].mean(axis=0)
        rises.append(np.polyfit(months, level, 1)[0])
        before = slice(start - BEFORE, start)
        own = panel.values[one.treated.section, before].mean()
        gaps.append(own - panel.values[controls, before].mean())
    return bool(np.mean(rises) > _SPREADING and abs(np.mean(gaps)) >= _APART)
