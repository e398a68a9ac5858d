"""What is told of paper made of several numbers holds the truth: exact of books, as wide as the rounding of what people did."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.derived.released_rows import BASE, HEADS, MONTHS, TERMS, Row, documents, worked_out
from warehouse.release.tables.bands import code_printed, round_sheets, sheets_unit

COUNT = st.integers(10, 60_000)
SIDES = st.tuples(st.integers(10, 3_000), st.integers(10, 3_000))


def paper(kind: str, low: float, high: float) -> Row:
    """A month's sheets as they are shown."""
    key = {"section": "a", "month": MONTHS[0], "kind": kind, "source": kind, "quality": "measured"}
    cell = {"coding": "exact", "low": low, "high": high, "state": "final", "withheld_because": None}
    return key | cell


def holds(low: float, high: float, truth: float) -> bool:
    """Tell whether two ends hold the truth; one value does within half of its unit."""
    half = sheets_unit(abs(low)) / 2 if low == high else 0
    return low - half <= truth <= high + half


@given(COUNT, st.integers(0, 60_000))
@example(41_249, 41_151)
@example(1_004, 9)
@example(104, 96)
def test_bought_less_printed_holds_the_true_difference(bought: int, printed: int) -> None:
    """41,249 and 41,151 are both told as 41,200: which is more cannot be said, and not that they are the same."""
    shown = code_printed(printed)
    told = round_sheets(bought)
    terms = replace(TERMS, bought={("a", MONTHS[0]): float(bought)})
    rows = [paper("bought", told, told), paper("printed", shown.low, shown.high)]
    (row,) = worked_out("paper_difference_month", terms, paper_month=rows)
    assert holds(row["low"], row["high"], bought - printed)
    assert holds(row["printed_low"], row["printed_high"], printed)
    assert row["bought"] == told
    whys = {"stock": bought < printed, "not_logged": bought > printed, "rounding": True}
    assert whys[row["why"]]


def test_what_was_bought_is_known_exactly() -> None:
    """1,049 bought, told as 1,050, and 500 printed (495 to 504): with a rounded book it would be wider."""
    terms = replace(TERMS, bought={("a", MONTHS[0]): 1_049.0})
    rows = [paper("bought", 1_050, 1_050), paper("printed", 500, 500)]
    (row,) = worked_out("paper_difference_month", terms, paper_month=rows)
    assert (row["low"], row["high"]) == (550, 550)
    (row,) = worked_out("paper_difference_month", paper_month=rows)
    assert (row["low"], row["high"]) == (540, 560)


def true_verdict(now: tuple[int, int], base: list[tuple[int, int]]) -> tuple[list[float], str]:
    """Both changes in per cent, and the verdict, of the true counts."""
    days = [TERMS.days_in[month] for month in MONTHS[:4]]
    changes = [
        100 * (now[side] / days[3] / (sum(one[side] for one in base) / sum(days[:3])) - 1)
        for side in (0, 1)
    ]
    up, down = changes[0] > 10, changes[1] < -10
    if up:
        return changes, "replaced" if down else "added"
    return changes, "shrunk" if down and changes[0] < -10 else "untouched"


@given(SIDES, st.lists(SIDES, min_size=3, max_size=3))
@example((1_154, 1_154), [(1_045, 1_045)] * 3)
def test_the_change_against_the_base_holds_the_true_one(
    now: tuple[int, int], base: list[tuple[int, int]]
) -> None:
    """A verdict is the true one, or the rounding leaves it open."""
    told = [(float(round_sheets(d)), float(round_sheets(p))) for d, p in [*base, now]]
    (row,) = worked_out("replacement_month", use_month=HEADS, paper_digital_month=documents(*told))
    changes, verdict = true_verdict(now, base)
    for side, change in zip(("digital", "paper"), changes, strict=True):
        assert row[f"{side}_low"] - 0.5 <= change <= row[f"{side}_high"] + 0.5
        if row[f"{side}_low"] < row[f"{side}_high"]:
            assert row[f"{side}_low"] <= change <= row[f"{side}_high"]
        then, here = row[f"{side}_then"], row[f"{side}_now"]
        assert here == pytest.approx(then * (1 + change / 100), rel=0.12, abs=0.02)
        way = "up" if change > 10 else "down" if change < -10 else "level"
        assert row[f"{side}_moves"] in {way, "open"}
    assert row["verdict"] in {verdict, "open"}


def test_a_large_change_is_no_open_one() -> None:
    """Twice as many in digital form and half on paper are a replacement, however they are rounded."""
    (row,) = worked_out(
        "replacement_month", use_month=HEADS, paper_digital_month=documents(*BASE, (200.0, 50.0))
    )
    assert row["verdict"] == "replaced"
    assert row["digital_low"] > 10
