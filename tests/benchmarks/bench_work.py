"""How often the page of work is right: simulated towns with less work, with more, and with tools for show only."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.read.targets import Targets
from dashboards.read.work_evidence import read_work_evidence
from dashboards.read.work_years import read_work_years
from tests.benchmarks.measured import Said
from tests.simulated_work import TRUTHS, simulate_work

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.simulated_work import SimulatedTown, Truth

TOWNS = int(os.environ.get("HIROGARI_WORK_TOWNS", "300"))
LEAST_RIGHT, MOST_FALSE = 0.90, 0.05
_YEARS = {"less": "less", "more": "more", "show": "open"}
_EVIDENCE = {"less": "backed", "more": "against", "show": "not_yet"}


@dataclass(frozen=True, slots=True)
class Told:
    """Shares of the towns of one truth.

    A false answer claims a change that is not there, or one in the other direction. `by_size` is the size of the change
    of the town hall's hours, in tens of per cent, with the share of towns of which it was told.
    """

    right_years: float
    false_years: float
    right_evidence: float
    false_evidence: float
    by_size: Mapping[int, float]


def judge_towns(truth: Truth, towns: int) -> Told:
    """Judge so many towns of one truth by what their pages would say."""
    years, evidence, sizes = list[str](), list[str](), defaultdict[int, list[bool]](list)
    for seed in range(towns):
        town = simulate_work(truth, seed)
        (year,) = read_work_years(town.release)
        years.append(year.way)
        evidence.append(_backing(town))
        sizes[int(abs(10 * town.change))].append(year.way == _YEARS[truth])
    claims, backings = (
        {"less", "more"} - {_YEARS[truth]},
        {"backed", "against"} - {_EVIDENCE[truth]},
    )
    return Told(
        years.count(_YEARS[truth]) / towns,
        sum(one in claims for one in years) / towns,
        evidence.count(_EVIDENCE[truth]) / towns,
        sum(one in backings for one in evidence) / towns,
        {size: sum(own) / len(own) for size, own in sorted(sizes.items())},
    )


def _backing(town: SimulatedTown) -> str:
    """Return what the page says of the action; its lines are one action, and all say the same of one verdict."""
    found = {one.backing for one in read_work_evidence(town.release, Targets(town.release))}
    return max(found, key=["not_yet", "backed", "against"].index)


def measure() -> Iterator[Said]:
    """Yield a line for each truth."""
    yield Said(f"Work, {TOWNS} towns of each truth: right, false; by the size of the town's change")
    for truth in TRUTHS:
        told = judge_towns(truth, TOWNS)
        found = ", ".join(
            f"{10 * size}-{10 * size + 10} %: {one:.0%}" for size, one in told.by_size.items()
        )
        least, most = (
            (told.right_years, told.right_evidence),
            (told.false_years, told.false_evidence),
        )
        yield Said(
            f"  {truth:<5} twelve months: {told.right_years:6.1%} {told.false_years:6.1%}   "
            f"evidence: {told.right_evidence:6.1%} {told.false_evidence:6.1%}   {found}",
            is_kept=min(least) >= LEAST_RIGHT and max(most) <= MOST_FALSE,
        )
