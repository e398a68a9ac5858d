"""Simulated town halls in which staff begin with a tool, as a release would show them month by month.

The worlds are written from how tools spread, not from the curve that is fitted to them: sections that follow an
S-shaped curve, slow ones, ones in which many never begin, people who begin together, trainings, and a fast start with
a long tail.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

import numpy as np

from warehouse.release.tables.bands import TOWN_STEP, runs
from warehouse.statistics.goal import Bounds

if TYPE_CHECKING:
    import numpy.typing as npt
    from numpy.random import Generator

Begun = Literal["logistic", "slow", "stalled", "together", "trainings", "long tail"]
LOGISTIC, SLOW = ((6.0, 2.0), (0.5, 0.3)), ((12.0, 3.0), (1.2, 0.3))
"""Mean and standard deviation of the sections' middles, in months, and of the logarithms of their spreads."""


@dataclass(frozen=True, slots=True)
class AdoptingTown:
    """What a town shows of a tool in its sections, the whole town hall last, and when 80 % of each have truly begun."""

    records: tuple[Bounds, ...]
    truths: tuple[float, ...]
    """The month at whose end four in five had begun, counted from 1; infinite if that never comes."""
    known_months: int


def adopting_town(
    begun: Begun, seed: int, *, few: bool = False, exact: bool = False, latest: int = 24
) -> AdoptingTown:
    """Return a town of 3 to 10 sections of 5 to 30 people, known for six months or more.

    Args:
        begun: how people begin.
        seed: the same gives the same town.
        few: two or three sections.
        exact: show counts and not bands; then nothing but the rule itself is tried.
        latest: greatest number of months that are known.
    """
    rng = np.random.default_rng([seed, 4])
    number = int(rng.integers(2, 4) if few else rng.integers(3, 11))
    times = [_times(begun, rng, int(rng.integers(5, 31))) for _ in range(number)]
    times.append(np.concatenate(times))
    months = int(rng.integers(6, latest + 1))
    records = [
        _record(f"s{place}", one, months, is_town=place == number, exact=exact)
        for place, one in enumerate(times)
    ]
    return AdoptingTown(tuple(records), tuple(map(_truth, times)), months)


def _times(begun: Begun, rng: Generator, people: int) -> npt.NDArray[np.float64]:
    """Return when each person of a section begins, in months since the launch; infinite for never."""
    if begun == "long tail":
        return np.exp(rng.normal(np.log(5) + rng.normal(0, 0.3), 0.8, people))
    middles, spreads = SLOW if begun == "slow" else LOGISTIC
    times = rng.logistic(rng.normal(*middles), np.exp(rng.normal(*spreads)), people)
    if begun == "stalled":
        times[rng.random(people) > rng.uniform(0.5, 0.85)] = np.inf
    if begun == "together":
        starts = rng.choice(times, max(2, people // 4), replace=False)
        return rng.choice(starts, people)
    if begun == "trainings":
        held = rng.uniform(3, 12)
        is_taught = (times > held) & (rng.random(people) < 0.4)
        times[is_taught] = held + rng.uniform(0, 1, is_taught.sum())
    return times


def _truth(times: npt.NDArray[np.float64]) -> float:
    at = np.sort(times)[ceil(0.8 * len(times) - 1e-9) - 1]
    return float(max(1.0, np.ceil(at)))


def _record(
    section: str, times: npt.NDArray[np.float64], months: int, *, is_town: bool, exact: bool
) -> Bounds:
    """Return what a release leaves possible: bands of at least three counts, of the town steps of 5 per cent."""
    people = len(times)
    ends = [int((times <= month).sum()) for month in range(1, months + 1)]
    bounds = [
        (one, one) if exact else _in_steps(one, people) if is_town else _in_band(one, people)
        for one in ends
    ]
    least = np.maximum.accumulate([low for low, _ in bounds])
    most = np.minimum.accumulate([high for _, high in bounds][::-1])[::-1]
    shares = [
        tuple(float(one) / people for one in path) for path in (least, np.maximum(least, most))
    ]
    return Bounds(section, shares[0], shares[1], people)


def _in_band(count: int, people: int) -> tuple[int, int]:
    return next(run for run in runs(0, people) if run[0] <= count <= run[1])


def _in_steps(count: int, people: int) -> tuple[int, int]:
    middle = TOWN_STEP * np.floor(100 * count / people / TOWN_STEP + 0.5)
    low, high = (people * (middle + slack) / 100 for slack in (-TOWN_STEP / 2, TOWN_STEP / 2))
    return max(0, ceil(low)), min(people, int(high))
