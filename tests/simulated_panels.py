"""Simulated monthly panels of a town's sections with a planted change, as a release would show them.

The worlds are written from how town halls' numbers behave, not from the method that judges them: seasons, shocks of
the whole town, noise that lasts from month to month, small counts, steps in April, sections chosen because they were
at their worst, and changes that were under way before.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from warehouse.statistics.contrast import Panel, Treated
from warehouse.statistics.verdict import LEAST_LOG, LEAST_POINTS

if TYPE_CHECKING:
    from numpy.random import Generator

    from warehouse.statistics.contrast import Floats

Kind = Literal["share", "ratio", "sheets", "overtime", "count"]
START, MONTHS = 20, 27
"""The month of the start, and the months known when the verdict falls. The first month is an April."""


@dataclass(frozen=True, slots=True)
class World:
    """How a town's numbers behave.

    Attributes:
        kind: of the series.
        treated: sections in which the action begins.
        correlation: of a section's noise with that of the month before.
        april: standard deviation of the steps that sections make each April, in units of the noise.
        drift: change a month of the treated alone, before the start as well as after, in units of the noise.
        rise: change a month of all sections, in units of the noise.
        is_chosen: the treated are those that did worst in the three months before.
        start: month of the start.
    """

    kind: Kind
    treated: int = 2
    correlation: float = 0.2
    april: float = 0.0
    drift: float = 0.0
    rise: float = 0.0
    is_chosen: bool = False
    start: int = START

    @property
    def is_share(self) -> bool:
        """Whether the series is in points."""
        return self.kind in {"share", "ratio"}

    @property
    def moves_by_itself(self) -> bool:
        """Whether something other than the action and noise moves the sections: a change may then not be claimed."""
        return bool(self.drift or self.rise or self.is_chosen)

    @property
    def least(self) -> float:
        """The smallest change that matters, on the panel's scale."""
        return LEAST_POINTS if self.is_share else LEAST_LOG


@dataclass(frozen=True, slots=True)
class Town:
    """A simulated town: what would be shown without the action, and what is needed to plant its change."""

    world: World
    expected: Floats
    """Sections × months: points or logarithms, before small counts and rounding."""
    sizes: Floats
    """Cases a month of each section."""
    treated: tuple[Treated, ...]
    seed: int

    def panel(self, change: float) -> Panel:
        """Return what the town shows if the action changes its sections by so many points or logarithms."""
        rng = np.random.default_rng([self.seed, 1])
        values = self.expected.copy()
        for one in self.treated:
            values[one.section, one.start] += change / 2
            values[one.section, one.start + 1 :] += change
        begins = np.zeros(values.shape, dtype=bool)
        for one in self.treated:
            begins[one.section, one.start] = True
        return Panel(_shown(self.world.kind, values, self.sizes, rng), begins)


def simulate_town(world: World, seed: int) -> Town:
    """Return a town of 8 to 12 sections; the same seed gives the same town."""
    rng = np.random.default_rng([seed, 0])
    sections, months = int(rng.integers(max(8, world.treated + 4), 13)), world.start + 7
    noise = {"share": 3.3, "ratio": 3.0, "sheets": 0.22, "overtime": 0.18, "count": 0.12}[
        world.kind
    ]
    own = noise * rng.uniform(0.8, 1.2, sections)[:, None]
    level = rng.uniform(40, 75, sections) if world.is_share else rng.uniform(3.4, 5.5, sections)
    at = np.arange(months)
    expected = (
        level[:, None]
        + own * _lasting(rng, (sections, months), world.correlation)
        + noise * (0.8 * np.sin(2 * np.pi * at / 12) + 0.6 * rng.standard_normal(months))
        + noise * world.rise * at
    )
    steps = (
        world.april * noise * rng.standard_normal((sections, months)) * (at % 12 == 0) * (at > 0)
    )
    expected += np.cumsum(steps, axis=1)
    chosen = rng.permutation(sections)
    if world.is_chosen:
        before = expected[:, world.start - 3 : world.start].mean(axis=1)
        chosen = np.argsort(before - expected[:, : world.start - 3].mean(axis=1))
    treated = tuple(Treated(int(one), world.start) for one in chosen[: world.treated])
    expected[[one.section for one in treated]] += noise * world.drift * at
    sizes = np.exp(rng.uniform(np.log(10), np.log(300), sections))
    return Town(world, expected, sizes, treated, seed)


def _lasting(rng: Generator, shape: tuple[int, int], correlation: float) -> Floats:
    values = rng.standard_normal(shape)
    for month in range(1, shape[1]):
        values[:, month] = (
            correlation * values[:, month - 1] + np.sqrt(1 - correlation**2) * values[:, month]
        )
    return values


def _shown(kind: Kind, values: Floats, sizes: Floats, rng: Generator) -> Floats:
    """Return the values as a release shows them, on the scale of comparison."""
    if kind == "share":
        return _coded(np.clip(values, 0, 100))
    if kind == "ratio":
        cases = np.maximum(rng.poisson(sizes[:, None], values.shape), 1)
        return _coded(100 * rng.binomial(cases, np.clip(values, 0, 100) / 100) / cases)
    if kind == "count":
        return np.asarray(np.log(rng.poisson(np.exp(values)) + 0.5))
    # Sheets and hours are rounded to two digits.
    amounts = np.exp(values)
    return np.asarray(np.log(np.maximum(np.round(amounts), 1)))


def _coded(shares: Floats) -> Floats:
    shown = np.round(shares)
    return np.where(shown >= 95, 97.5, np.where(shown < 5, 2.5, shown))
