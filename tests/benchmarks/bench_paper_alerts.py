"""How often an alert of more paper is false, and how soon a rise is found, in simulated towns of several worlds."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.simulated_printing import MONTHS, PrintingWorld, as_released, printing_town
from warehouse.release.derived.paper_rise import BEFORE, NEWEST, has_risen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.simulated_printing import Logs

TOWNS = int(os.environ.get("HIROGARI_PAPER_TOWNS", "400"))
MOST_FALSE = 0.02
WINDOW = NEWEST + BEFORE
RISES_FROM = 24
"""Month of the planted rise; a year is left after it."""
WITHIN = (3, 6, 12)
"""Months after the rise by which it is found."""
WORLDS = {
    "little noise": PrintingWorld(noise=0.12),
    "usual noise": PrintingWorld(),
    "much noise": PrintingWorld(noise=0.35),
    "noise lasts a little": PrintingWorld(correlation=0.15),
    "noise lasts": PrintingWorld(correlation=0.3),
    "much noise that lasts": PrintingWorld(noise=0.35, correlation=0.3),
    "large shocks and season": PrintingWorld(shocks=0.4, season=0.5),
    "seasons of their own": PrintingWorld(own_season=0.2),
    "four or five sections": PrintingWorld(correlation=0.15, sections=(4, 5)),
}


@dataclass(frozen=True, slots=True)
class Lit:
    """Alerts in one world.

    Attributes:
        name: of the world.
        false: share of section-months that light up although no section's printing rose.
        found_60: share of rises by 60 % that are found within 3, 6 and 12 months.
        found_30: the same of rises by 30 %.
    """

    name: str
    false: float
    found_60: tuple[float, ...]
    found_30: tuple[float, ...]

    @property
    def is_kept(self) -> bool:
        """Whether at most two section-months in a hundred are false alarms."""
        return self.false <= MOST_FALSE

    def __str__(self) -> str:
        """One line."""
        found = (
            f"+{rise} % " + "/".join(f"{one:.0%}" for one in shares)
            for rise, shares in ((60, self.found_60), (30, self.found_30))
        )
        word = "" if self.is_kept else "  NOT KEPT"
        return f"{self.name:<24} false {self.false:5.2%}  within 3/6/12 months: {'  '.join(found)}{word}"


def try_world(name: str, towns: int) -> Lit:
    """Judge every month of so many towns, without a rise and with one in the first section."""
    lit = judged = 0
    found: dict[float, list[list[bool]]] = {1.6: [], 1.3: []}
    for seed in range(towns):
        logs = printing_town(WORLDS[name], seed)
        for end in range(WINDOW, MONTHS + 1):
            risen = _judge(logs, end)
            lit, judged = lit + int(risen.sum()), judged + risen.size
        for factor, seen in found.items():
            more = logs.copy()
            more[0, RISES_FROM:] += np.log(factor)
            alerts = [bool(_judge(more, end)[0]) for end in range(RISES_FROM + 1, MONTHS + 1)]
            seen.append([any(alerts[:months]) for months in WITHIN])
    shares = {factor: tuple(np.mean(seen, axis=0).tolist()) for factor, seen in found.items()}
    return Lit(name, lit / judged, shares[1.6], shares[1.3])


def _judge(logs: Logs, end: int) -> np.ndarray:
    return has_risen(as_released(logs[:, end - WINDOW : end]))


def measure() -> Iterator[Lit]:
    """Yield one line for each world."""
    for name in WORLDS:
        yield try_world(name, TOWNS)
