"""A released number is a value: its cell keeps the coding that the rule chose, whatever its table and its ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.text.words import Words
from warehouse.release.tables.bands import (
    as_shown,
    band_person_days,
    band_town,
    code_count,
    code_hours,
    code_printed,
    code_share,
)
from warehouse.release.tables.cell_tables import value_of
from warehouse.release.tables.cells import show, withhold
from warehouse.release.tables.coding import Value
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.rounding import Range, value_of_range

if TYPE_CHECKING:
    from collections.abc import Mapping

JA, EN = Words("ja"), Words("en")


def read_back(table: str, value: Value, **key: str) -> Value | None:
    """Write a value as a cell of a release table and take it from there."""
    return value_of(table, {"section": "a", **key, **show(value, n=None, state="final")})


@given(st.integers(0, 400), st.integers(1, 400))
def test_a_share_of_person_days_keeps_its_coding(active: int, assigned: int) -> None:
    """Whole per cents, bottom- and top-coded."""
    value = band_person_days(min(active, assigned), assigned, 5, 95).value
    assert read_back("use_month", value) == value


@given(st.integers(0, 1200), st.integers(0, 1200))
def test_a_head_count_keeps_its_coding(first: int, width: int) -> None:
    """A section's band keeps both ends even where rounding makes them one; the town's is about one value."""
    people = first + width + 3
    of_section = as_shown(first, first + 2, people).value
    assert read_back("activation_month", of_section) == of_section
    of_town = band_town(first, people, 0, people, people)
    if of_town is not None:
        assert read_back("habitual_month", of_town.value, section=TOWN) == of_town.value


@given(st.floats(0, 30_000), st.floats(1, 30_000))
def test_counts_hours_and_shares_keep_their_coding(count: float, of: float) -> None:
    """Sheets, books, hours in meetings, shares of uses and of meetings."""
    share = code_share(min(count, of), of)
    assert read_back("paper_month", code_printed(count), kind="printed") == code_printed(count)
    assert read_back("book_month", code_count(count), measure="count") == code_count(count)
    assert read_back("outside_month", share) == share
    assert read_back("work_month", share, measure="out_of_hours") == share
    hours = code_hours(count / 100)
    assert read_back("work_month", hours, measure="meeting_hours") == hours


@given(st.integers(0, 100), st.integers(0, 100))
def test_ranges_of_segments_and_documents_keep_their_coding(low: int, high: int) -> None:
    """A segment of one step is about it, a share of documents of one per cent is that."""
    known = Range(min(low, high), max(low, high))
    segment, share = value_of_range(known, 5, is_about=True), value_of_range(known)
    assert read_back("segment_month", segment, section=TOWN) == segment
    assert read_back("paper_digital_month", share, pair="documents") == share


@pytest.mark.parametrize(
    "value",
    [
        Value(1, 1.2, "below", "tenths"),
        Value(1.8, 2, "above", "tenths"),
        Value(2.5, 2.5, "exact", "tenths"),
        Value(2.5, 2.5, "about", "tenths"),
    ],
)
def test_breadth_keeps_its_coding(value: Value) -> None:
    """In tenths and in halves 2.5 is not the same."""
    assert read_back("breadth_month", value, section=TOWN) == value


def test_a_withheld_cell_has_no_value() -> None:
    """And a page says nothing for it."""
    row: Mapping[str, object] = {
        "section": "a",
        "kind": "printed",
        **withhold("dominance", n=None, state="final"),
    }
    assert value_of("paper_month", row) is None
    assert JA.shown(None) == EN.shown(None) == ""


@pytest.mark.parametrize(
    ("value", "japanese", "english"),
    [
        (Value(63, 63, "exact", "per_cent"), "63%", "63%"),
        (Value(15, 15, "about", "per_cent"), "約15%", "about 15%"),
        (Value(40, 60, "interval", "per_cent"), "40〜60%", "40–60%"),
        (Value(0, 5, "below", "per_cent"), "5%未満", "under 5%"),
        (Value(95, 100, "above", "per_cent"), "95%以上", "95% or more"),
        (Value(1230, 1230, "exact", "count"), "1,230", "1,230"),
        (Value(0, 0.5, "below", "tenths"), "0.5未満", "under 0.5"),
    ],
)
def test_a_page_renders_a_value_in_its_language(value: Value, japanese: str, english: str) -> None:
    """The column `shown` of the export is the Japanese text."""
    assert JA.shown(value) == japanese
    assert EN.shown(value) == english
