"""How often the months told for 80 % hold what comes: simulated towns in which a tool spreads in several ways."""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

import numpy as np

from tests.simulated_adoption import adopting_town
from warehouse.statistics.fit import Curve, fit_curves
from warehouse.statistics.goal import goal_months

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulated_adoption import AdoptingTown, Begun
    from warehouse.statistics.goal import GoalMonths

TOWNS = int(os.environ.get("HIROGARI_GOAL_TOWNS", "200"))
LEAST_COVERED = 0.92
LEAST_IN_A_LONG_TAIL = 0.75
"""In a world whose last people begin far later than an S-shaped curve has them, the months are not promised to hold."""
WORLDS: dict[str, tuple[Begun, bool, bool]] = {
    "S-shaped": ("logistic", False, False),
    "S-shaped, 2-3 sections": ("logistic", True, False),
    "S-shaped, exact counts": ("logistic", False, True),
    "slow": ("slow", False, False),
    "trainings": ("trainings", False, False),
    "begin together": ("together", False, False),
    "long tail": ("long tail", False, False),
    "many never begin": ("stalled", False, False),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was told in one world of the sections (and town halls) that had not surely reached 80 %.

    Attributes:
        name: of the world.
        covered: of the intervals that were told where 80 % was reached in the end, the share that held the month.
        plain: the same for the middle curve's own 95 % interval, from its day to its day.
        months: median length of the intervals that were told.
        told: share that was told an interval.
        never: share of the told in which 80 % is never reached.
        wrong_record: records that tell a month before the true one.
    """

    name: str
    covered: float
    plain: float
    months: float
    told: float
    never: float
    wrong_record: int

    @property
    def is_kept(self) -> bool:
        """Whether intervals hold the month at least 92 times in a hundred, and no record speaks too early."""
        least = LEAST_IN_A_LONG_TAIL if self.name == "long tail" else LEAST_COVERED
        return self.covered >= least and not self.wrong_record

    def __str__(self) -> str:
        """One line."""
        return (
            f"{self.name:<24} covered {self.covered:6.1%}  by the curve alone {self.plain:6.1%}"
            f"  months {self.months:4.1f}  told {self.told:4.0%}  of them never {self.never:4.0%}"
            f"{'' if self.is_kept else '  NOT KEPT'}"
        )


def try_world(name: str, towns: int) -> Told:
    """Tell the months of so many towns of a world."""
    begun, few, exact = WORLDS[name]
    held, plain, lengths, never = [], [], [], []
    open_records, wrong_record = 0, 0
    for seed in range(towns):
        town = adopting_town(begun, seed, few=few, exact=exact)
        curve_alone = _curve_alone(town)
        for goal, truth, alone in zip(
            goal_months(town.records), town.truths, curve_alone, strict=True
        ):
            wrong_record += goal.reached is not None and goal.reached < truth
            open_records += goal.reached is None
            if goal.first is None or goal.last is None:
                continue
            lengths.append(goal.last - goal.first + 1)
            never.append(not isfinite(truth))
            if isfinite(truth):
                held.append(_holds(goal, truth))
                plain.append(alone[0] <= truth <= alone[1])
    return Told(
        name,
        float(np.mean(held)),
        float(np.mean(plain)),
        float(np.median(lengths)),
        len(lengths) / open_records,
        float(np.mean(never)),
        wrong_record,
    )


def _holds(goal: GoalMonths, truth: float) -> bool:
    assert goal.first is not None
    assert goal.last is not None
    return goal.first <= truth <= goal.last


def _curve_alone(town: AdoptingTown) -> list[tuple[int, int]]:
    """Return the months of the interval of the fit through the middles, which takes people to begin independently."""
    curves = []
    for one in town.records:
        middles = [(low + high) / 2 for low, high in zip(one.least, one.most, strict=True)]
        counts = tuple(round(one.assigned * share) for share in middles)
        curves.append(Curve(one.section, counts, one.assigned))
    return [(ceil(fit.goal_low or 0), ceil(fit.goal_high or 0)) for fit in fit_curves(curves)]


def measure() -> Iterator[Told]:
    """Yield one line for each world."""
    for name in WORLDS:
        yield try_world(name, TOWNS)
