"""Attacks what a reader keeps of every night while things come late: 60 towns × 40 nights, or HIROGARI_ATTACK_TOWNS of them.

Of each town also two nights for each kind of thing that comes late, with the rule that what was shown stands and
without it: the same attack has to find something there. Processes that share the work begin with their own town
(HIROGARI_ATTACK_FIRST).
"""

from __future__ import annotations

import os
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.measured import Measured
from tests.privacy.late_knowledge import KINDS
from tests.privacy.many_nights import Story, Told, forty_nights, tell, two_nights

if TYPE_CHECKING:
    from collections.abc import Iterator

TOWNS = int(os.environ.get("HIROGARI_ATTACK_TOWNS", "60"))
FIRST_SEED = int(os.environ.get("HIROGARI_ATTACK_FIRST", "100"))
PER_NIGHT = 10.0


def measure() -> Iterator[Measured]:
    """Yield the time of a night with what the attack found, and fail on the first thing that it finds."""
    seeds = range(FIRST_SEED, FIRST_SEED + TOWNS)
    pairs = [two_nights(seed, kind) for seed in seeds for kind in KINDS]
    yield _measured("two nights, each cut anew", pairs, stands=False)
    yield _measured("two nights", pairs, stands=True)
    yield _measured("forty nights", [forty_nights(seed) for seed in seeds], stands=True)


def _measured(what: str, stories: list[Story], *, stands: bool) -> Measured:
    told, started = Told(), process_time()
    for story in stories:
        with TemporaryDirectory() as folder:
            told.add(one := tell(story, Path(folder), stands=stands))
        if stands and not (one.is_nothing() and one.moved == one.refused == 0):
            raise AssertionError(f"{what} of town {story.town.seed}: {one}")
    if not stands and told.is_nothing():
        raise AssertionError("the attack finds nothing where each night is cut anew")
    return Measured(
        f"{what}: {say(told)}", (process_time() - started) / max(1, told.nights), PER_NIGHT
    )


def say(told: Told) -> str:
    """Say what was found and what it cost."""
    learnt = told.learnt
    late = sum(count for nights, count in told.months.items() if nights)
    withheld = told.cells.total() - told.cells[""]
    return (
        f"{told.nights} nights; {len(learnt.narrowed) + len(told.narrowed)} counts under three values "
        f"({learnt.exact} exact), {len(learnt.users)} users and {len(learnt.others)} others proved by subtraction, "
        f"{len(told.proved)} by solving, {len(learnt.days)} × days of one person to ±1; {told.solved} head counts "
        f"solved; {told.moved} rows moved, {told.corrected} shown once more; {told.refused} nights refused; {late} of {told.months.total()} months "
        f"late, {withheld} of {told.cells.total()} cells withheld; shares {fmean(told.off or [0]):.3f} points off"
    )
