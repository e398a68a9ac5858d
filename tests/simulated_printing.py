"""Simulated towns' printing: log sheets a head of each section by month, without a rise of a section's own.

Every section prints at its own level, all together move by shocks and a season of the town, and each has noise of its
own, which may last from month to month. Values are rounded as a release shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Logs = npt.NDArray[np.float64]
MONTHS = 36


@dataclass(frozen=True, slots=True)
class PrintingWorld:
    """How a town's sections print.

    Attributes:
        noise: standard deviation of a section's own noise, in the log.
        correlation: of a section's noise with that of the month before.
        shocks: standard deviation of what moves the whole town in a month.
        season: amplitude of the town's season.
        own_season: amplitude of each section's own season, at a time of its own.
        sections: least and greatest number.
    """

    noise: float = 0.22
    correlation: float = 0.0
    shocks: float = 0.15
    season: float = 0.2
    own_season: float = 0.0
    sections: tuple[int, int] = (6, 12)


def printing_town(world: PrintingWorld, seed: int) -> Logs:
    """Return shape (sections, 36): the log of sheets a head; the same seed gives the same town."""
    rng = np.random.default_rng([seed, 9])
    sections = int(rng.integers(world.sections[0], world.sections[1] + 1))
    month = np.arange(MONTHS)
    noise = rng.standard_normal((sections, MONTHS))
    for at in range(1, MONTHS):
        kept = world.correlation * noise[:, at - 1]
        noise[:, at] = kept + np.sqrt(1 - world.correlation**2) * noise[:, at]
    scales = world.noise * np.exp(rng.normal(0, 0.3, (sections, 1)))
    season = world.season * np.sin(2 * np.pi * month / 12 + rng.uniform(0, 6))
    own_season = world.own_season * np.sin(
        2 * np.pi * month / 12 + rng.uniform(0, 6, (sections, 1))
    )
    levels = rng.normal(np.log(90), 0.6, (sections, 1))
    return levels + season + own_season + rng.normal(0, world.shocks, MONTHS) + scales * noise


def as_released(logs: Logs, people: int = 10) -> Logs:
    """Round a section's sheets to two digits, as fewer than a thousand are, and to three from there on."""
    sheets = people * np.exp(logs)
    step = 10.0 ** (np.floor(np.log10(sheets)) - np.where(sheets < 1000, 1, 2))
    return np.asarray(np.log(np.round(sheets / step) * step / people))
