"""Rounds what the release shows to multiples of five per cent and to bands, and tells which changes survive that."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboards.read.noise import Cases, noise
from warehouse.release.tables.rounding import WHOLE_PER_CENT, Range

STEP = 5


@dataclass(frozen=True, slots=True)
class Coarse:
    """Per cent in multiples of five: one figure (`low == high`) or a band."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """Position at which a chart draws it."""
        return (self.low + self.high) / 2

    @property
    def is_one(self) -> bool:
        """Whether it is one figure and not a band."""
        return self.low == self.high

    @property
    def is_point(self) -> bool:
        """Whether a chart may draw it as a point: one figure, or a band no wider than one step."""
        return self.high - self.low <= STEP

    @property
    def figure(self) -> int | None:
        """The figure to compute with: for a one-sided bound its inner end; None for a wider band."""
        if self.is_one or self.low == 100 - STEP:
            return self.low
        return self.high if self.high == STEP else None


@dataclass(frozen=True, slots=True)
class CoarseCell:
    """One released cell: `value` is None if nothing is shown; `is_withheld` distinguishes that from 「まだない」."""

    value: Coarse | None
    state: str
    is_withheld: bool
    is_plain: bool = False
    """Whether the release shows one value, not a band or a one-sided bound; only such values are compared, as on
    the site."""
    known: Range | None = None
    """Range of the true value in per cent, as far as the release shows it; differences are computed from it."""
    cases: Cases | None = None
    """Number of cases behind the value; chance moves a share of few."""


EMPTY = CoarseCell(None, "none", is_withheld=False)
UNLIKE = CoarseCell(None, "none", is_withheld=False)
"""Value for a month that cannot be compared, because the section had other member sections then."""


def coarsen(low: float, high: float) -> Coarse:
    """Return a range of per cents as a multiple of five or as a band between two.

    One figure if the whole range rounds to it; below 5 and from 95 only a one-sided bound. Otherwise the range is
    widened to the next multiples of five, so that it never says more than the release did.
    """
    middle = (low + high) / 2
    if middle < STEP and high <= STEP:
        return Coarse(0, STEP)
    if middle >= 100 - STEP and low >= 100 - STEP - WHOLE_PER_CENT:
        return Coarse(100 - STEP, 100)
    rounded = Range(low, high).rounded(STEP)
    return Coarse(max(0, int(rounded.low)), min(100, int(rounded.high)))


def round_to_step(value: float) -> int:
    """Round half up to a multiple of five."""
    return STEP * math.floor(value / STEP + 0.5)


def change(then: CoarseCell, now: CoarseCell) -> Range | None:
    """Return the change of a figure in points, as far as the release determines it.

    None if one of the two has no value or is a wide band. The change is computed from what the release shows, and only
    then rounded to multiples of five: 48 and 52 are both about 50 and may be five points apart; 47 and 48 are about 45
    and about 50 and are not.
    """
    if then.known is None or now.known is None or then.value is None or now.value is None:
        return None
    if not (then.value.is_point and now.value.is_point):
        return None
    return now.known.less(then.known)


def by_chance(then: CoarseCell, now: CoarseCell) -> float:
    """Return the difference that chance alone may make, in points."""
    return noise((then.known, then.cases), (now.known, now.cases))


def sign(change: Range, by_chance: float = 0.0) -> int:
    """Return 1 or -1 if a change is certainly up or down, further than chance goes, after rounding; else 0 (ほぼ同じ).

    It is rounded to multiples of five.
    """
    if change.sure_distance <= by_chance:
        return 0
    rounded = change.rounded(STEP)
    return (rounded.low > 0) - (rounded.high < 0)


def coarse_direction(then: CoarseCell, now: CoarseCell) -> int | None:
    """Return 1, 0 or -1 for up, level or down; None if two bands overlap or a value is missing.

    If one of the two is a band, a move is certain only if they do not touch.
    """
    points = change(then, now)
    if points is not None:
        return sign(points, by_chance(then, now))
    if then.value is None or now.value is None:
        return None
    return (now.value.low > then.value.high) - (now.value.high < then.value.low) or None
