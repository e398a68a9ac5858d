"""When 80 % have begun: on record where it has come, else the months in which it may, else why none are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.derived.released_rows import MONTHS, TERMS, Row, bands, only, worked_out

if TYPE_CHECKING:
    from warehouse.release.derived.yardsticks import Yardsticks

STEPS = (0, 0, 2, 2, 4, 4, 6, 7, 8)
NINE_MONTHS = replace(TERMS, as_of=date(2025, 12, 31))


def curve_row(*pairs: tuple[float, float] | None, terms: Yardsticks = NINE_MONTHS) -> Row:
    """Return what is told of a section of 12 with these bands."""
    return worked_out("curve_fit", terms, activation_month=bands(*pairs))[0]


def per_cents(least: int, most: int) -> tuple[float, float]:
    return round(100 * least / 12), round(100 * most / 12)


def test_the_months_of_80_per_cent_are_whole_lie_ahead_and_grow_with_the_bands() -> None:
    """The record ends in December: January at the earliest. Bands of two counts more end later."""
    exact = curve_row(*(per_cents(step, step) for step in STEPS))
    assert exact["refused"] is None
    assert exact["reached_month"] is None
    assert exact["first_month"] == date(2026, 1, 1)
    assert exact["last_month"].day == 1
    wide = curve_row(*(per_cents(max(0, step - 1), min(9, step + 1)) for step in STEPS))
    assert wide["last_month"] > exact["last_month"]


def test_a_month_that_has_passed_is_told_from_the_record_and_not_from_the_fit() -> None:
    """Ten of twelve in July: that month and no interval, however few months there are, and for ever after."""
    reached = [(0, 0), (50, 50), (50, 50), (83, 83), (83, 83)]
    for later in (0, 4, 7):
        row = curve_row(*reached, *[(92.0, 92.0)] * later)
        assert row["reached_month"] == MONTHS[3]
        assert (row["refused"], row["first_month"], row["last_month"]) == (None, None, None)


def test_a_band_that_may_hold_80_per_cent_lets_the_months_begin_with_it() -> None:
    """75 to 92 per cent in December: it may have come then, and not before."""
    steps = [(0, 0), (8, 8), (17, 17), (33, 33), (42, 42), (50, 50), (58, 58), (67, 67), (67, 92)]
    assert curve_row(*steps)["first_month"] == date(2025, 12, 1)


def test_months_that_have_passed_unseen_are_not_told() -> None:
    """All months after December are withheld; in 2027 the last month in question is over and nobody knows."""
    steps = [per_cents(step, step) for step in STEPS]
    assert curve_row(*steps, None, None)["refused"] is None
    late = replace(TERMS, as_of=date(2028, 1, 31))
    row = curve_row(*steps, None, None, terms=late)
    assert (row["refused"], row["last_month"]) == ("not_shown", None)


@pytest.mark.parametrize(
    ("pairs", "refused"),
    [
        ([(0, 17)] * 5, "too_few_months"),
        ([(0, 17)] * 4 + [(42, 67)] * 4, "not_half_yet"),
        ([(0, 0), (25, 25), (42, 42), (50, 50), *[(67.0, 67.0)] * 4], "nobody_new"),
        ([(0, 0), (25, 25), (42, 42), (50, 50), *[(58.0, 83.0)] * 4], "perhaps_reached"),
        ([(50, 50), (50, 50), (50, 50), (50, 50), (50, 50), (50, 50), (58, 58)], "too_wide"),
        ([None] * 8, "not_shown"),
    ],
)
def test_a_curve_is_refused_and_says_why(pairs: list[Any], refused: str) -> None:
    """Half of the section must be sure: the band's low end counts."""
    rows = worked_out("curve_fit", activation_month=bands(*pairs))
    assert only(rows, "refused", "first_month", "reached_month") == [(refused, None, None)]
