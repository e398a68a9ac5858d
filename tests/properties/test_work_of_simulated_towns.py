"""Less work is told where there is less, more where there is more, and neither where the tools are only shown."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_work import judge_towns
from tests.simulated_work import FINAL, MONTHS, TRUTHS, Truth, simulate_work

TOWNS = 30


@pytest.mark.parametrize("truth", TRUTHS)
def test_work_is_told_as_it_is(truth: Truth) -> None:
    """Of the town hall twelve months against twelve, of an action its estimate beside the measurement."""
    told = judge_towns(truth, TOWNS)
    assert told.right_years >= 0.9
    assert told.right_evidence >= 0.9
    assert told.false_years <= 0.05
    assert told.false_evidence <= 0.07


def test_the_simulated_tools_spread_alike_whatever_becomes_of_work() -> None:
    """Else a rule that looks at use could guess."""
    use = [
        simulate_work(truth, 1).release.tables["use_month"]["low"].to_pylist() for truth in TRUTHS
    ]
    assert set(map(max, use)) == {94.0}


def test_months_that_may_still_change_are_not_in_a_simulated_release() -> None:
    rows = simulate_work("less", 1).release.tables["overtime_month"].to_pylist()
    assert {row["month"] for row in rows if row["low"] is not None} == set(MONTHS[:FINAL])
