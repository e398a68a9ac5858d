"""What is only known to be 「以上」 or 「未満」 is an arrow at its bound: no point, no column, no box, and no line goes there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.charts.adoption import PANEL_SIZE, draw_panel
from dashboards.charts.drawing.hatching import possible_rows, stroke_rows
from dashboards.charts.drawing.rows import middle_rows, rate_rows
from dashboards.charts.paper import SHEETS_HALF, draw_sheets
from dashboards.charts.trend import TREND_HALF, NewestValue, draw_trend
from dashboards.pages.site import site_pages
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.text.words import Words
from dashboards.theme import light
from tests.releases import EVERYTHING, make_release, month_list
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.release.tables.coding import Coding

JA = Words("ja")
MONTHS = month_list(date(2024, 4, 1), 24)
FAXES = NewestValue("40通", "通", 20)


def count(month: date, value: float, coding: Coding = "exact", low: float | None = None) -> Cell:
    least = value if low is None else low
    return Cell(
        month,
        Value(least, value, coding, "count"),
        least,
        value,
        "final",
        is_share=False,
    )


def marks(svg: str) -> tuple[int, int]:
    """How many points and boxes of a measure a picture has, and how many arrows."""
    plain = re.findall(
        rf'<(?:path|circle)[^>]*(?:stroke="{light("digital")}"|fill="{light("ribbon")}")[^>]*>', svg
    )
    return len(plain), svg.count("↓") + svg.count("↑")


def trend(cells: Sequence[Cell]) -> str:
    return draw_trend(MONTHS, tuple(cells), JA, TREND_HALF, newest_value=FAXES)


def test_no_line_goes_to_a_bound() -> None:
    """「60%以上」 after 80% is no fall, and in the middle of the sections a bound is no value."""
    known = [Cell(month, Value.between(80, 80), 80.0, 80.0, "final", n=10) for month in MONTHS[:3]]
    bound = Cell(MONTHS[3], Value(60, 100, "above", "per_cent"), 60.0, 100.0, "final", n=10)
    rows = rate_rows((*known, bound, *known))
    assert [row["mid"] for row in rows] == [80, 80, 80, None, 80, 80, 80]
    section = (*known, bound)
    (*_, last) = middle_rows([section] * 3 + [(*known, known[0])] * 4)
    assert (last["low"], last["high"]) == (80, 80)


def test_a_bound_of_a_panel_is_a_hatched_range_up_to_the_top() -> None:
    """Anything from the bound to 100% is possible: strokes all over that range, within it, and no point."""
    known = [Cell(month, Value.between(80, 80), 80.0, 80.0, "final", n=10) for month in MONTHS]
    bound = Cell(MONTHS[5], Value(60, 100, "above", "per_cent"), 60.0, 100.0, "final", n=10)
    held = (*known[:5], bound, replace(bound, month=MONTHS[6]), *known[7:])
    (box,) = boxes = possible_rows(held)
    assert box == {"x0": 4.5, "x1": 6.5, "low": 60.0, "high": 100.0}
    strokes = stroke_rows(boxes, len(MONTHS), PANEL_SIZE)
    assert len(strokes) > 5
    for stroke in strokes:
        assert 4.5 - 1e-9 <= stroke["x0"] < stroke["x1"] <= 6.5 + 1e-9
        assert 60 - 1e-9 <= stroke["low"] < stroke["high"] <= 100 + 1e-9
    assert not possible_rows(tuple(known))
    svg = draw_panel(MONTHS, held, (), JA)
    assert "↑" not in svg
    assert svg.count(f'stroke="{light("digital")}"') > draw_panel(
        MONTHS, tuple(known), (), JA
    ).count(f'stroke="{light("digital")}"')


def test_a_bound_of_sheets_is_an_arrow_and_no_column_and_no_point() -> None:
    """The middle of 「500未満」 would be a leap that nobody made."""
    plain = [count(month, 900) for month in MONTHS]
    held = [*plain[:5], count(MONTHS[5], 500, "below", low=0), *plain[6:]]

    def drawn(bought: list[Cell], printed: list[Cell]) -> str:
        return draw_sheets(MONTHS, tuple(bought), tuple(printed), JA, SHEETS_HALF)

    every, cut = drawn(plain, plain), drawn(held, plain)
    assert "↓" not in every
    assert cut.count("↓") == 1
    missing = drawn([*plain[:5], Cell(MONTHS[5]), *plain[6:]], plain)
    columns = [
        re.findall(rf'<path[^>]*fill="{light("paper")}"[^>]*>', one)
        for one in (every, cut, missing)
    ]
    assert columns[1] == columns[2] != columns[0]
    assert drawn(plain, held).count("↓") == 1


@pytest.mark.parametrize("spread", [1, 30])
@pytest.mark.parametrize("at", [5, 23])
def test_a_count_under_something_is_an_arrow_in_a_trend(spread: int, at: int) -> None:
    """On a line and among boxes, in the middle and at the end: as if the month had no value, and an arrow."""
    plain = [count(month, 100 + spread * k) for k, month in enumerate(MONTHS)]

    def drawn(cell: Cell) -> str:
        return trend([*plain[:at], cell, *plain[at + 1 :]])

    bound, none = drawn(count(MONTHS[at], 20, "below", low=0)), drawn(Cell(MONTHS[at]))
    assert marks(bound)[1] == 1
    assert marks(none)[1] == 0
    assert "↓" not in trend(plain)
    # The last value's own point and word stand at another month where the last month has none.
    if at < len(MONTHS) - 1:
        assert marks(bound)[0] == marks(none)[0]
    else:
        assert marks(bound)[0] < marks(trend(plain))[0]


def test_a_count_has_no_end_at_a_hundred() -> None:
    """「90〜130」 of FAXes is a band and not 「90以上」; 「10未満」 is a bound however narrow it is."""
    wide = count(MONTHS[0], 130, "interval", low=90)
    assert (wide.bound, wide.drawn, wide.is_end) == ("", 110, False)
    few = count(MONTHS[0], 10, "below", low=0)
    assert (few.bound, few.drawn, few.is_end) == ("down", 10, True)
    tools = count(MONTHS[0], 4, "above", low=3.8)
    assert (tools.bound, tools.drawn) == ("up", 3.8)
    assert Cell(MONTHS[0], Value(60, 100, "above", "per_cent"), 60, 100).bound == "up"


def test_a_release_says_which_values_are_shares() -> None:
    """Sheets, books, tools and hours are none; days, head counts, pairs and what lies out of hours are."""
    cells = Cells(make_release(EVERYTHING))
    counts = [
        cells.measure("book_month", "somu", "fax", "count"),
        cells.measure("work_month", "somu", "meeting_hours"),
        cells.measure("breadth_month", TOWN),
        *cells.paper("somu", "printed").values(),
    ]
    shares = [
        cells.use("somu", "files"),
        cells.activation("somu", "files"),
        cells.pair("somu", "documents"),
        cells.measure("work_month", "somu", "out_of_hours"),
        cells.measure("outside_month", "somu"),
    ]
    valued = [[cell for cell in series if cell.low is not None] for series in (*counts, *shares)]
    assert all(valued)
    assert [{cell.is_share for cell in series} for series in valued] == [{False}] * 4 + [{True}] * 5


def test_a_page_says_how_an_arrow_is_read() -> None:
    """A picture of hours with 「0.5未満」 has the arrow in its legend."""
    pages = {page.file: page for page in site_pages(make_release(EVERYTHING))}
    figures = [f for page in pages.values() for f in page.figures if f.key == "work-meeting-hours"]
    told = [any(one.swatch == "arrow" for one in figure.legends) for figure in figures]
    drawn = [any("↓" in drawing.svg for drawing in figure.drawings) for figure in figures]
    assert told == drawn
    assert any(drawn)
