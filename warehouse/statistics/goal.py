"""Tells when 80 % of a section have begun: the month on record, else the months in which it may come.

The interval of the logistic curve alone is too short: people do not begin independently of each other, and not along
that curve. So its half-width is doubled, its later end is no earlier than three times what the pace of the last three
months needs, and it is rounded outwards to whole months. It begins no earlier than the record leaves open. Whether 80 %
will be reached at all cannot be told from these data: the months hold if it will. README.md gives the coverage on
simulated towns. This module reads no table and publishes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from warehouse.statistics.fit import GOAL, Curve, fit_curves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.statistics.fit import Fit, Refusal

WIDENED = 2.0
"""Factor by which the half-width of a fit's interval is multiplied."""
SLOWER = 3.0
"""The later end allows for a pace so many times slower than that of the last months."""
RECENT = 3
"""Number of newest months in which somebody must have begun, and over which the pace is taken."""
WIDEST = 18
"""Greatest number of months that is still told."""
_ROUNDING = 1e-9

NoGoal = Literal["nobody_new", "perhaps_reached", "too_wide"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """A section's record: the least and the greatest share (0 to 1) that had begun by the end of each month.

    Attributes:
        section: its code.
        least: from the first month on; never falls.
        most: from the first month on; never falls.
        assigned: people in the section.
    """

    section: str
    least: tuple[float, ...]
    most: tuple[float, ...]
    assigned: int


@dataclass(frozen=True, slots=True)
class GoalMonths:
    """When 80 % have begun, in months counted from 1, the first of the record; or why no month is told.

    Attributes:
        section: its code.
        refused: None if a month is told.
        reached: the first month at whose end 80 % had certainly begun; then nothing else is told.
        first: earliest month in which 80 % may come.
        last: latest such month, if it comes at all.
    """

    section: str
    refused: Refusal | NoGoal | None
    reached: int | None = None
    first: int | None = None
    last: int | None = None


def goal_months(sections: Sequence[Bounds]) -> tuple[GoalMonths, ...]:
    """Judge all sections of one tool together; keeps their order. Each has at least one month."""
    curves = [tuple(_curve(one, weight) for one in sections) for weight in (0.0, 0.5, 1.0)]
    # Without bands the three are one.
    fitted = {paths: fit_curves(paths) for paths in {*curves}}
    ends = [fitted[paths] for paths in curves]
    return tuple(_judged(one, fits) for one, *fits in zip(sections, *ends, strict=True))


def _curve(one: Bounds, weight: float) -> Curve:
    """Return the counts through the lows (weight 0), the middles (0.5) or the highs (1) of a record."""
    low, high = ([round(one.assigned * share) for share in path] for path in (one.least, one.most))
    counts = (round(least + weight * (most - least)) for least, most in zip(low, high, strict=True))
    return Curve(one.section, tuple(counts), one.assigned)


def _judged(one: Bounds, fits: Sequence[Fit]) -> GoalMonths:
    """Tell from the record what it tells; only then ask the fits, the lows' refusal first."""
    reached = _first_at_goal(one.least)
    if reached is not None:
        return GoalMonths(one.section, None, reached)
    possible = _first_at_goal(one.most)
    refused: Refusal | NoGoal | None = next((fit.refused for fit in fits if fit.refused), None)
    if refused in {None, "no_shape"} and _is_nobody_new(one):
        refused = "nobody_new" if possible is None else "perhaps_reached"
    if refused is not None:
        return GoalMonths(one.section, refused)
    earliest, latest = _widened(fits)
    # What the record excludes has passed; what a band leaves open may have come already.
    first = max(possible or len(one.least) + 1, ceil(earliest))
    last = max(first, ceil(latest), ceil(_at_slower_pace(one)))
    if last - first + 1 > WIDEST:
        return GoalMonths(one.section, "too_wide")
    return GoalMonths(one.section, None, None, first, last)


def _first_at_goal(shares: Sequence[float]) -> int | None:
    return next((at for at, share in enumerate(shares, 1) if share >= GOAL - _ROUNDING), None)


def _is_nobody_new(one: Bounds) -> bool:
    """Tell whether the record shows nobody who began in the newest months; within a band nobody can be seen."""
    return all(
        len(path) > RECENT and path[-1] - path[-1 - RECENT] < _ROUNDING
        for path in (one.least, one.most)
    )


def _widened(fits: Sequence[Fit]) -> tuple[float, float]:
    """Return the envelope of the fits' intervals with their half-widths multiplied."""
    ends = []
    for fit in fits:
        if fit.goal is not None and fit.goal_low is not None and fit.goal_high is not None:
            ends.append(fit.goal - WIDENED * (fit.goal - fit.goal_low))
            ends.append(fit.goal + WIDENED * (fit.goal_high - fit.goal))
    return min(ends), max(ends)


def _at_slower_pace(one: Bounds) -> float:
    """Return the month in which a pace slower than that of the last months arrives; 0 without a pace."""
    middles = [(low + high) / 2 for low, high in zip(one.least, one.most, strict=True)]
    pace = (middles[-1] - middles[-1 - RECENT]) / RECENT
    missing = GOAL - middles[-1]
    return len(middles) + SLOWER * missing / pace if missing > 0 and pace > _ROUNDING else 0.0
