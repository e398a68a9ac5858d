"""Verdicts, differences and years of paper compare only what is shown on both sides."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.derived.released_rows import (
    BASE,
    HEADS,
    MONTHS,
    TERMS,
    TOLD,
    documents,
    only,
    sheets,
    worked_out,
)
from warehouse.release.derived.yardsticks import Yardsticks


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        ((200.0, 50.0), "replaced"),
        ((200.0, 100.0), "added"),
        ((100.0, 100.0), "untouched"),
        ((50.0, 50.0), "shrunk"),
        ((100.0, 50.0), "untouched"),
    ],
)
def test_the_verdict_on_rounded_counts(now: tuple[float, float], verdict: str) -> None:
    """Against three months of the base period, per head and working day."""
    rows = worked_out(
        "replacement_month", use_month=HEADS, paper_digital_month=documents(*BASE, now)
    )
    assert only(rows, "month", "verdict") == [(MONTHS[3], verdict)]


def test_a_section_that_halves_does_not_look_as_if_it_printed_less() -> None:
    """Half the people with half the paper each print as much a head as before."""
    heads = [row | {"n": 5 if row["month"] >= MONTHS[3] else 10} for row in HEADS]
    rows = worked_out(
        "replacement_month", use_month=heads, paper_digital_month=documents(*BASE, (70.0, 50.0))
    )
    assert rows[0]["paper_moves"] == "level"
    assert rows[0]["verdict"] == "added"


def test_a_hidden_base_month_moves_the_base_to_the_first_months_that_are_shown() -> None:
    """And the row says which they are; until there are three there is no verdict."""
    pairs = [None, *BASE, (200.0, 50.0)]
    rows = worked_out("replacement_month", use_month=HEADS, paper_digital_month=documents(*pairs))
    assert only(rows, "month", "base_from", "base_to", "verdict") == [
        (MONTHS[4], MONTHS[1], MONTHS[3], "replaced")
    ]
    rows = worked_out(
        "replacement_month", use_month=HEADS, paper_digital_month=documents(None, *BASE[:2], None)
    )
    assert only(rows, "base_to", "verdict", "withheld_because") == [(None, None, "dominance")]


def test_bought_against_printed_says_why_they_differ() -> None:
    """Only where both are shown."""
    bought = sheets("bought", 1000, 1000, None, 1000)
    printed = sheets("printed", 900, 1200, 900, 900)
    printed[3]["quality"] = "unknown"
    rows = worked_out("paper_difference_month", paper_month=[*bought, *printed])
    assert only(rows, "month", "low", "high", "why") == [
        (MONTHS[0], 90, 110, "not_logged"),
        (MONTHS[1], -210, -190, "stock"),
        (MONTHS[3], 90, 110, "unknown_sheets"),
    ]


def test_bought_against_printed_where_one_log_tells_of_little() -> None:
    """Under ten is what it is: none, or up to ten sheets more."""
    few = {"coding": "below", "low": 0.0, "high": 10.0}
    logs = [
        sheets("printed", 900),
        [row | few for row in sheets("printed", 5, 5, source="copiers")],
    ]
    rows = worked_out(
        "paper_difference_month", paper_month=[*sheets("bought", 1000, 1000), *logs[0], *logs[1]]
    )
    assert only(rows, "month", "printed_low", "printed_high", "low", "high") == [
        (MONTHS[0], 890, 920, 80, 110),
        (MONTHS[1], 0, 10, 980, 1010),
    ]


def test_a_year_is_held_against_the_same_months_of_the_base_year() -> None:
    """Half a year against half a year, with what the sheets stand for and the target."""
    this_year = sheets("bought", *[500] * 6)
    before = [
        {
            **row,
            "month": row["month"].replace(year=row["month"].year - 1),
            "low": 1000,
            "high": 1000,
        }
        for row in sheets("bought", *[1] * 12)
    ]
    factor = {"quantity": "yen", "per_sheet": 1.75, "source": "見積書"}
    terms = Yardsticks(TOLD, date(2025, 10, 2), paper_change={2025: -30.0})
    rows = worked_out("paper_year", terms, paper_month=[*this_year, *before], paper_factor=[factor])
    columns = ("fiscal_year", "months", "sheets", "base_sheets", "change", "target", "yen", "state")
    assert only(rows, *columns) == [
        (2024, 12, 12_000, 12_000, 0, None, 21_000, "final"),
        (2025, 6, 3_000, 6_000, -50, -30, 5_250, "provisional"),
    ]


def test_a_year_that_ended_without_a_month_is_incomplete_and_not_provisional() -> None:
    """Nothing comes to it any more; a day before its end it might."""
    eleven = sheets("bought", *[500] * 11)
    states = [
        only(
            worked_out("paper_year", Yardsticks(TOLD, as_of), paper_month=eleven), "months", "state"
        )
        for as_of in (date(2026, 3, 30), date(2026, 3, 31))
    ]
    assert states == [[(11, "provisional")], [(11, "incomplete")]]


def test_a_hidden_month_of_the_base_year_leaves_the_change_open() -> None:
    """A sum without it would be too low."""
    before = [
        {**row, "month": row["month"].replace(year=row["month"].year - 1)}
        for row in sheets("bought", None, *[1000] * 11)
    ]
    terms = Yardsticks(TOLD, TERMS.as_of, paper_base_year=2024)
    rows = worked_out("paper_year", terms, paper_month=[*sheets("bought", 500), *before])
    assert only(rows, "fiscal_year", "base_sheets", "change") == [
        (2024, 11_000, 0), (2025, None, None),
    ]  # fmt: skip
