"""Attacks what a reader keeps of every night while things come late, and prints the table of DISCLOSURE.md, a line a kind.

Of each of 60 towns (HIROGARI_ATTACK_TOWNS, from seed HIROGARI_ATTACK_FIRST on) forty nights in which five things come
late, of 20 of them (HIROGARI_ATTACK_PAIRS) two nights for each kind of thing. Of the first six also with the rule
switched off that what was shown stands: the same attack has to find something there. HIROGARI_ATTACK_PROCESSES share
the work.
"""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING

from tests.benchmarks.measured import Said
from tests.privacy.late_knowledge import KINDS
from tests.privacy.many_nights import CorrectedMonths, forty_nights, tell, two_nights

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

TOWNS = int(os.environ.get("HIROGARI_ATTACK_TOWNS", "60"))
PAIRS = min(TOWNS, int(os.environ.get("HIROGARI_ATTACK_PAIRS", "20")))
FIRST_SEED = int(os.environ.get("HIROGARI_ATTACK_FIRST", "100"))
PROCESSES = int(os.environ.get("HIROGARI_ATTACK_PROCESSES", "1"))
WITHOUT_RULE = 6
"""Of so many towns it is shown that the attack finds something without the rule."""
PER_NIGHT = 10.0
FORTY = "forty nights"
HEAD = """\
| what comes late | towns | rule | counts under 3 values (exact) of those solved | users / non-users proved | days of one \
person to ±1 | rows moved / shown once more | months late | shares off, points | cells withheld (by the gate) | nights \
refused | CPU s a night |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


@dataclass(frozen=True)
class Attacked:
    """What the reader learnt of some towns in which one kind of thing came late, and what it cost."""

    kind: str
    stands: bool
    told: CorrectedMonths
    seconds: float
    """CPU seconds of a night."""
    leaking: tuple[int, ...]
    """Seeds of the towns of which the reader learnt something, or that moved or were refused."""
    towns: int

    @property
    def is_kept(self) -> bool:
        """Whether nothing is learnt, moved or refused with the rule."""
        return not self.stands or (not self.leaking and self.seconds <= PER_NIGHT)

    def __str__(self) -> str:
        """A row of the table; with the seeds behind it where the rule did not hold."""
        told, learnt = self.told, self.told.learnt
        late = sum(count for nights, count in told.months.items() if nights)
        withheld = told.cells.total() - told.cells[""]
        cells = (
            self.kind,
            f"{self.towns}",
            "on" if self.stands else "off",
            f"{len(learnt.narrowed) + len(told.narrowed)} ({learnt.exact}) of {told.solved:,}",
            f"{len(learnt.users | told.proved)} / {len(learnt.others)}",
            f"{len(learnt.days)}",
            f"{told.moved} / {told.corrected}",
            f"{late} of {told.months.total()}",
            f"{fmean(told.off or [0]):.3f}",
            f"{withheld:,} of {told.cells.total():,} ({told.cells['gate']:,})",
            f"{told.refused} of {told.nights}",
            f"{self.seconds:.2f}",
        )
        row = f"| {' | '.join(cells)} |"
        return row if self.is_kept else f"{row}  NOT KEPT, towns {self.leaking}"


def measure() -> Iterator[Said | Attacked]:
    """Yield the table line by line; a line of the rule is not kept where the reader learnt anything."""
    seeds = {kind: range(FIRST_SEED, FIRST_SEED + PAIRS) for kind in KINDS}
    seeds[FORTY] = range(FIRST_SEED, FIRST_SEED + TOWNS)
    yield Said(HEAD)
    with ProcessPoolExecutor(PROCESSES) as pool:
        for kind, own in reversed(seeds.items()):
            yield _attack(pool, own, kind, stands=True)
        without = [
            _attack(pool, own[:WITHOUT_RULE], kind, stands=False) for kind, own in seeds.items()
        ]
        yield from without
    if all(one.told.is_nothing() for one in without):
        raise AssertionError("the attack finds nothing where each night is cut anew")


def _attack(pool: Executor, seeds: range, kind: str, *, stands: bool) -> Attacked:
    sum_of, spent, leaking = CorrectedMonths(), 0.0, []
    count = len(seeds)
    for seed, (told, seconds) in zip(
        seeds, pool.map(_tell, seeds, [kind] * count, [stands] * count), strict=True
    ):
        sum_of.add(told)
        spent += seconds
        if not told.is_nothing() or told.moved or told.refused:
            leaking.append(seed)
    return Attacked(kind, stands, sum_of, spent / max(1, sum_of.nights), tuple(leaking), count)


def _tell(seed: int, kind: str, stands: bool) -> tuple[CorrectedMonths, float]:  # noqa: FBT001 - mapped
    started = process_time()
    story = forty_nights(seed) if kind == FORTY else two_nights(seed, kind)
    with TemporaryDirectory() as folder:
        told = tell(story, Path(folder), stands=stands)
    return told, process_time() - started
