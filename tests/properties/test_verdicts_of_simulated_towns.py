"""In simulated towns a planted change is found, none is seldom claimed, and intervals hold what is true."""

from __future__ import annotations

import pytest

from tests.simulated_panels import START, World, simulate_town
from warehouse.statistics.power import announce
from warehouse.statistics.verdict import Verdict, judge

TOWNS = 20
"""A rule that claimed one change in four without any would pass with 2 %, one that finds half with 6 %."""
WORLDS = {
    "share": World("share"),
    "ratio": World("ratio", 4),
    "sheets": World("sheets"),
    "own count": World("count", 1),
}
MOVING = {
    "treated rise already": World("share", drift=0.12),
    "the worst chosen": World("share", is_chosen=True),
    "April steps": World("overtime", april=0.7, start=24),
    "all rise": World("share", rise=0.25),
}


def _verdict(world: World, seed: int, change: float) -> Verdict:
    town = simulate_town(world, seed)
    return judge(town.panel(change), town.treated, least=world.least, is_share=world.is_share)


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_the_announced_change_is_found_and_none_is_seldom_claimed(world: World) -> None:
    found = claimed = 0
    for seed in range(TOWNS):
        town = simulate_town(world, seed)
        size = announce(town.panel(0.0).until(START - 1), town.treated, least=world.least)
        assert size is not None
        verdict = _verdict(world, seed, size)
        found += verdict.answer == "changed" and (verdict.change or 0.0) > 0
        claimed += _verdict(world, seed, 0.0).answer == "changed"
    assert found >= 0.7 * TOWNS
    assert claimed <= 0.1 * TOWNS


@pytest.mark.parametrize("world", MOVING.values(), ids=MOVING)
def test_what_moves_by_itself_is_not_claimed(world: World) -> None:
    claimed = [_verdict(world, seed, 0.0).answer == "changed" for seed in range(TOWNS)]
    assert sum(claimed) <= 0.1 * TOWNS


@pytest.mark.parametrize("world", (WORLDS | MOVING).values(), ids=WORLDS | MOVING)
def test_the_interval_holds_what_is_true(world: World) -> None:
    told = [
        (verdict.low, size, verdict.high)
        for seed in range(TOWNS)
        for size in (0.0, 3 * world.least)
        if (verdict := _verdict(world, seed, size)).low is not None
    ]
    assert len(told) >= TOWNS
    held = [low <= size <= high for low, size, high in told if low is not None and high is not None]
    assert sum(held) >= 0.88 * len(told)
