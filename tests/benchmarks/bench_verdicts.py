"""How often verdicts are right: simulated towns with a planted change, of the size that a plan announced, and without."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tests.simulated_panels import World, simulate_town
from warehouse.statistics.power import announce
from warehouse.statistics.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = int(os.environ.get("HIROGARI_VERDICT_TOWNS", "1000"))
MOST_FALSE, LEAST_COVERED, LEAST_FOUND, MOST_WRONG = 0.05, 0.93, 0.80, 0.001
WORLDS = {
    **{f"{kind}, {n} treated": World(kind, n) for kind in ("share",) for n in (1, 2, 4, 6)},
    "share, noise lasts": World("share", correlation=0.3),
    "share, April steps": World("share", april=0.7),
    "share, start in April": World("share", april=0.7, start=24),
    "share, treated rise already": World("share", drift=0.12),
    "share, all rise": World("share", rise=0.25),
    "share, the worst chosen": World("share", is_chosen=True),
    "ratio of counts": World("ratio"),
    "sheets": World("sheets"),
    "overtime": World("overtime"),
    "overtime, the worst chosen": World("overtime", 1, is_chosen=True),
    "own count": World("count"),
    "own count, 4 treated": World("count", 4),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Shares of towns of one world: without a change and with the announced one."""

    claimed: float
    """Claims where nothing changed."""
    covered: float
    """Published intervals that hold the truth, both kinds of town together."""
    found: float
    """Claims where the announced change was made."""
    wrong: float
    """Claims of the wrong direction."""
    announced: float
    """Median announced change, on the panel's scale."""


def try_world(world: World, towns: int) -> Kept:
    """Judge so many towns of a world without a change and with the announced one."""
    claims = {0: 0, 1: 0}
    covered, wrong, judged = 0, 0, 0
    sizes = []
    for seed in range(towns):
        town = simulate_town(world, seed)
        before = town.panel(0.0).until(world.start - 1)
        size = announce(before, town.treated, least=world.least)
        assert size is not None
        sizes.append(size)
        for which, change in enumerate((0.0, -size if seed % 2 else size)):
            told = judge(
                town.panel(change), town.treated, least=world.least, is_share=world.is_share
            )
            claims[which] += told.answer == "changed"
            if told.change is not None and told.low is not None and told.high is not None:
                judged += 1
                covered += told.low <= change <= told.high
                wrong += told.answer == "changed" and told.change * change < 0
    return Kept(
        claims[0] / towns,
        covered / judged,
        claims[1] / towns,
        wrong / towns,
        float(np.median(sizes)),
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """One world's line, and whether the world keeps what verdicts promise."""

    name: str
    world: World
    kept: Kept

    @property
    def is_kept(self) -> bool:
        """At most 5 % false, at least 93 % covered, 80 % found where nothing moves by itself, 0.1 % wrong."""
        kept = self.kept
        is_found = kept.found >= LEAST_FOUND or self.world.moves_by_itself
        return (
            kept.claimed <= MOST_FALSE
            and kept.covered >= LEAST_COVERED
            and is_found
            and kept.wrong <= MOST_WRONG
        )

    def __str__(self) -> str:
        """One line."""
        kept, is_share = self.kept, self.world.is_share
        size = kept.announced if is_share else 100 * (np.exp(kept.announced) - 1)
        word = "" if self.is_kept else "  NOT KEPT"
        return (
            f"{self.name:<29} false {kept.claimed:5.1%}  covered {kept.covered:6.1%}  found {kept.found:6.1%}"
            f"  wrong {kept.wrong:5.2%}  announced {size:5.1f} {'points' if is_share else '%'}{word}"
        )


def measure() -> Iterator[Judged]:
    """Yield one line for each world."""
    for name, world in WORLDS.items():
        yield Judged(name, world, try_world(world, TOWNS))
