"""A fitted curve gives an interval as wide as its bands, or is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.derived.released_rows import bands, only, worked_out

STEPS = (0, 0, 3, 3, 6, 6, 9, 9, 9)


def test_the_day_of_80_per_cent_lies_in_an_interval_wide_enough_for_the_bands() -> None:
    """Each band's low and high give an interval of their own; the envelope is told."""
    paths = [
        bands(*((round(100 * s / 12), round(100 * min(12, s + 2 + (s == 9)) / 12)) for s in STEPS))
    ]
    row = worked_out("curve_fit", activation_month=paths[0])[0]
    assert row["refused"] is None
    assert row["goal_low_on"] < row["goal_on"] < row["goal_high_on"]
    middle = [(round(100 * (s + 1) / 12),) * 2 for s in STEPS]
    narrow = worked_out("curve_fit", activation_month=bands(*middle))[0]
    assert row["goal_low_on"] < narrow["goal_low_on"]
    assert row["goal_high_on"] > narrow["goal_high_on"]


@pytest.mark.parametrize(
    ("pairs", "refused"),
    [
        ([(0, 17)] * 5, "too_few_months"),
        ([(0, 17)] * 4 + [(42, 67)] * 4, "not_half_yet"),
        ([None] * 8, "not_shown"),
    ],
)
def test_a_curve_is_refused_and_says_why(pairs: list[Any], refused: str) -> None:
    """Half of the section must be sure: the band's low end counts."""
    assert only(worked_out("curve_fit", activation_month=bands(*pairs)), "refused", "goal_on") == [
        (refused, None)
    ]
