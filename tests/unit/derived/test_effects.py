"""An effect is a whole number of points with its interval, or cannot be said."""

from __future__ import annotations

import random

from tests.unit.derived.released_rows import MONTHS, panel, trained, use, worked_out


def test_a_change_after_a_training_is_told_in_whole_points() -> None:
    """Against the six sections that were not trained."""
    row = worked_out("effect", use_month=panel(12), training=trained(4))[0]
    assert (row["kind"], row["method"]) == ("training", "difference_in_differences")
    assert (row["treated"], row["compared"]) == (4, 6)
    assert row["change"] == 12
    assert row["low"] <= 12 <= row["high"]
    assert row["low"] > 0


def test_without_a_change_the_interval_holds_zero_or_nothing_is_said() -> None:
    """Rounding the interval outwards never makes something of nothing."""
    row = worked_out("effect", use_month=panel(0), training=trained(4))[0]
    assert row["method"] == "cannot_say" or row["low"] <= 0 <= row["high"]


def test_an_interval_over_half_of_everything_says_nothing() -> None:
    """Three of seven sections trained, each going its own way: anything from -26 to 66 points."""
    rng = random.Random(1)
    rows = [
        row for k in range(7) for row in use(*(rng.randint(5, 90) for _ in MONTHS), section=f"s{k}")
    ]
    row = worked_out("effect", use_month=rows, training=trained(3))[0]
    assert (row["treated"], row["compared"]) == (3, 4)
    assert (row["method"], row["reason"], row["change"]) == ("cannot_say", "not_bounded", None)


def test_it_cannot_be_said_with_three_sections_or_hidden_months() -> None:
    """The reason is told; a rate known as 60%以上 is not known."""
    few = [row for row in panel(12) if row["section"] in {"s0", "s1", "s4"}]
    hidden = [
        row | ({"low": 60.0, "high": 100.0} if row["month"] == MONTHS[6] else {})
        for row in panel(12)
    ]
    for rows, reason in ((few, "too_few_sections"), (hidden, "too_few_months")):
        told = worked_out("effect", use_month=rows, training=trained(4))[0]
        assert (told["method"], told["reason"], told["change"]) == ("cannot_say", reason, None)
