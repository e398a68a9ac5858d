"""A share is told of exact counts where nobody stands behind them, else as a range that the rounded counts leave."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.release.april_release import DAYS, MONTH, SIZES, people, released
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import Range, share_between

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
NUMBER = st.floats(-100, 100).map(lambda value: round(value, 6))


def counted(pair: str, counts: dict[str, tuple[int, int]]) -> list[Row]:
    """The mart's rows of a pair."""
    return [
        {
            "pair": pair,
            "section": section,
            "month": MONTH,
            "digital": float(digital),
            "paper": float(paper),
            "state": "final",
        }
        for section, (digital, paper) in counts.items()
    ]


BOOK = {"a": (120, 30), "b": (104, 146), "c": (995, 105), "tiny": (1, 299)}
BOOKS = ("approvals", "filings", "inspections", "minutes", "meetings")


def test_a_books_share_is_that_of_its_exact_counts(tmp_path: Path) -> None:
    """104 and 146 are shown as 100 and 150: their share is 41.6 %, and that of the shown counts would be 40 %.

    Half a per cent goes up as everywhere: 1 of 8 is 13 %. Meetings without a log are the book's too.
    """
    laid = [row for pair in BOOKS for row in counted(pair, BOOK | {"c": (1, 7)})]
    rows = released(tmp_path, mart__paper_digital_month=laid)["paper_digital_month"]
    for pair in BOOKS:
        found = {row["section"]: row for row in rows if row["pair"] == pair}
        assert (found["b"]["digital"], found["b"]["paper"]) == (100, 150)
        assert found["b"]["shown"] == "42%"
        assert found["c"]["shown"] == "13%"
        assert found[TOWN]["shown"] == "32%"


def documents(folder: Path, counts: dict[str, tuple[int, int]]) -> dict[str, Row]:
    """What a reader sees of documents that everyone of a section handles alike."""
    each = {
        section: [amount // SIZES[section] for amount in both] for section, both in counts.items()
    }
    rows = released(
        folder,
        core__handling_day=[
            {"staff": one, "day_on": DAYS[0], "handlings": each[s][0]}
            for s in SIZES
            for one in people(s)
        ],
        core__print_day=[
            {"source": "p", "staff": one, "day_on": DAYS[0], "jobs": each[s][1], "sheets": 0}
            for s in SIZES
            for one in people(s)
        ],
        mart__paper_digital_month=counted("documents", counts),
    )["paper_digital_month"]
    return {row["section"]: row for row in rows if row["shown"] is not None}


def test_a_share_of_documents_is_as_wide_as_its_rounded_counts(tmp_path: Path) -> None:
    """104 and 146 are shown as 100 and 150: the share lies between 100 of 254 and 104 of 249."""
    found = documents(tmp_path, {**BOOK, "tiny": (100, 200)})
    assert (found["b"]["digital"], found["b"]["paper"]) == (100, 150)
    assert found["b"]["shown"] == "39〜42%"
    assert (found["b"]["low"], found["b"]["high"]) == (39, 42)


def test_a_share_of_documents_is_one_number_where_the_counts_are_exact(tmp_path: Path) -> None:
    """Below a hundred nothing is rounded, so there is no width."""
    found = documents(tmp_path, {**BOOK, "b": (40, 60), "tiny": (100, 200)})
    assert found["b"]["shown"] == "40%"


def test_a_years_paper_is_taken_of_the_books_exact_sheets(tmp_path: Path) -> None:
    """1,049 and 1,051 a month are both shown as 1,050: the year has 24 sheets fewer, and not none."""
    book = {"source": "book", "kind": "bought", "quality": "measured", "state": "final"}
    laid = [
        {**book, "section": section, "month": date(year + (month < 4), month, 1), "sheets": sheets}
        for section in SIZES
        for year, sheets in ((2023, 1_051), (2024, 1_049))
        for month in range(1, 13)
    ]
    rows = released(tmp_path, mart__paper_month=laid)
    assert {row["shown"] for row in rows["paper_month"] if row["section"] == "b"} == {"1,050"}
    year = next(
        row for row in rows["paper_year"] if (row["section"], row["fiscal_year"]) == ("b", 2024)
    )
    assert (year["fewer"], year["change"], year["sheets"]) == (24, 0, 12_600)


COUNT = st.integers(0, 20_000)


@given(COUNT, COUNT)
def test_what_is_told_of_rounded_counts_holds_the_share_of_the_exact_ones(
    digital: int, paper: int
) -> None:
    """And it tells no more than the two counts that stand beside it."""
    if not digital + paper:
        return
    shown = (float(round_sheets(digital)), float(round_sheets(paper)))
    known = share_between(*shown)
    told = known.rounded()
    truth = 100 * digital / (digital + paper)
    assert known.low <= truth <= known.high
    assert told.low - 0.5 <= truth <= told.high + 0.5
    if told.low < told.high:
        assert told.low <= truth <= told.high
    row = {"pair": "documents", "digital": shown[0], "paper": shown[1]}
    assert (
        known_between("paper_digital_month", {**row, "low": told.low, "high": told.high}) == known
    )


@given(NUMBER, NUMBER, st.sampled_from([1, 5]))
def test_a_range_is_told_by_one_number_only_where_all_of_it_rounds_to_that(
    one: float, other: float, step: int
) -> None:
    """Else by the multiples around it."""
    known = Range(min(one, other), max(one, other))
    told = known.rounded(step)
    assert told.low % step == 0 == told.high % step
    if told.low == told.high:
        assert told.low - step / 2 <= known.low
        assert known.high <= told.low + step / 2
    else:
        assert told.low <= known.low
        assert known.high <= told.high
        assert told.high - told.low < known.high - known.low + 2 * step
