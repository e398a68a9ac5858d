"""The pages compare a section with a year before only of the same sections, and else say that they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest

from dashboards.cards.paper.paper_year import year_figure
from dashboards.cards.use.changes import change_table, changed_sentence
from dashboards.cards.use.trends import FAXES, direction, measure_sentence, series_of
from dashboards.pages.sections.section import section_page
from dashboards.pages.work import section_work_figure
from dashboards.read.series.cells import Cells, newest, year_before
from dashboards.read.targets import Targets
from dashboards.sentences.sentences import share_sentence, sheets_sentence, tool_compared
from dashboards.text.words import Words
from tests.releases import month_list
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN, Release
from warehouse.town import Town

Row = dict[str, Any]
JA, EN = Words("ja"), Words("en")
NOW, THEN = date(2025, 6, 1), date(2024, 6, 1)
TOOK_IN: list[Row] = [
    {"section": "a", "name": "福祉課", "position": 0},
    {"section": "b", "name": "介護課", "to_on": date(2025, 3, 31), "successor": "a", "position": 1},
    {"section": "c", "name": "税務課", "position": 2},
    {"section": TOWN, "name": None, "position": 4},
]
UNLIKE = "課の統合や再編があり、1年前とはくらべられません。"


def release(**tables: list[Row]) -> Release:
    return Release.of(
        Town("町", date(2024, 4, 1), 4),
        date(2025, 9, 30),
        datetime(2025, 9, 30, 17, tzinfo=UTC),
        {
            name: pa.Table.from_pylist(rows, schema=SCHEMAS[name])
            for name, rows in ({"section": TOOK_IN} | tables).items()
        },
    )


def read(**tables: list[Row]) -> Cells:
    return Cells(release(**tables))


def told(section: str, month: date, value: float | None, **key: object) -> Row:
    """One final cell; without a value it is withheld."""
    row: Row = {"section": section, "month": month, "state": "final", **key}
    if value is None:
        none = dict.fromkeys(("coding", "low", "high"))
        return row | none | {"withheld_because": "dominance"}
    return row | {"coding": "exact", "low": value, "high": value}


def years(then: dict[str, float | None], now: dict[str, float | None], **key: object) -> list[Row]:
    """Cells of June of two years, by section."""
    return [
        told(section, month, value, **key)
        for month, values in ((THEN, then), (NOW, now))
        for section, value in values.items()
    ]


BOUGHT = {"source": "book", "kind": "bought", "quality": "measured"}


@pytest.mark.parametrize(
    ("b", "end"),
    [
        (500, "前の年の同じ月（1,490〜1,508枚）より約21〜23%少ない数です。1年前の数は、いまの課に入った課をあわせたものです。"),
        (None, "前の年の同じ月の記録はありません。"),
    ],
)  # fmt: skip
def test_sheets_of_a_section_that_took_in_another(b: float | None, end: str) -> None:
    """1,170 against 1,000 would be more; both together were 1,500. If one is hidden nothing is told."""
    cells = read(paper_month=years({"a": 1000, "b": b, "c": 9}, {"a": 1170, "c": 9}, **BOUGHT))
    series = cells.sheets("a", "bought")
    assert series is not None
    assert sheets_sentence(series, "福祉課", "bought", JA).endswith(end)


def test_sheets_of_two_books_are_added_up_of_both_sections() -> None:
    """And a book that one of them is not shown in leaves no base."""
    now: dict[str, float | None] = {"a": 585}
    first = years({"a": 500, "b": 250}, now, **BOUGHT)
    other = BOUGHT | {"source": "other"}
    series = read(paper_month=[*first, *years({"a": 500, "b": 250}, now, **other)]).sheets(
        "a", "bought"
    )
    assert series is not None
    assert year_before(series, series[-1]).shown == Value.between(1480, 1516, "count")
    series = read(paper_month=[*first, *years({"a": 500, "b": None}, now, **other)]).sheets(
        "a", "bought"
    )
    assert series is not None
    assert year_before(series, series[-1]).low is None


def test_small_sections_are_compared_only_with_the_same_ones() -> None:
    """Who is merged is told by the rows that say so."""
    papers = years({SMALL: 1000}, {SMALL: 900}, **BOUGHT)
    merged = {"coding": None, "low": None, "high": None, "withheld_because": "small_group"}
    both = [told(code, month, 0, tool="files") | merged for code in "xy" for month in (THEN, NOW)]
    ends = []
    for members in (both, both[:-1], []):
        series = read(paper_month=papers, use_month=members).sheets(SMALL, "bought")
        assert series is not None
        ends.append(sheets_sentence(series, "小規模課", "bought", JA))
    assert ends[0].endswith("前の年の同じ月（1,000枚）より約9〜11%少ない数です。")
    assert [end.endswith(UNLIKE) for end in ends] == [False, True, True]


def test_a_share_of_documents_is_that_of_both_sections_counts() -> None:
    """30 % of 1,000 and 90 % of 500 are 50 % of 1,500; now it is 60 % of as many."""
    rows = years({"a": 30, "b": 90, "c": 1}, {"a": 60, "c": 1}, pair="documents")
    counts = {"a": (300, 700), "b": (450, 50), "c": (1, 99)}
    rows = [
        row | dict(zip(("digital", "paper"), counts[row["section"]], strict=True))
        if (row["section"], row["month"]) != ("a", NOW)
        else row | {"digital": 900, "paper": 600}
        for row in rows
    ]
    cells = read(paper_digital_month=rows)
    series = cells.pair("a", "documents")
    assert year_before(series, series[-1]).shown == Value.between(50, 50)
    assert "1年前の50%から約9〜11ポイント増えています。" in share_sentence(
        series, "福祉課", "documents", JA
    )


def test_a_rate_of_other_people_is_not_compared_and_the_page_says_so() -> None:
    """Two rates have no sum: neither a difference nor a rise is told, also not of a later first month."""
    rows = years({"a": 30, "b": 90, "c": 40}, {"a": 60, "c": 41}, tool="files")
    cells = read(use_month=rows)
    assert tool_compared(cells.use("a", "files"), "files", JA) == f"ファイル共有は{UNLIKE}"
    assert "reorganised" in tool_compared(cells.use("a", "files"), "files", EN)
    assert changed_sentence(cells, cells.sections, "files", JA).startswith("くらべられる1課のうち")
    lines = [(one.name, cells.use(one.code, "files")) for one in cells.sections]
    table = change_table("t", "表", "課", lines, JA)
    assert [row[1][0].text for row in table.rows] == ["くらべられない", "40%"]
    assert table.notes == (
        "くらべられない：課の統合や再編があり、同じ課どうしでくらべられる数字がありません。",
    )
    later = [row for row in rows if row["month"] == NOW]
    later += [told("a", date(2025, 1, 1), 20, tool="files")]
    # Nobody lived the year before: no word of it.
    assert tool_compared(read(use_month=later).use("a", "files"), "files", JA) == ""


def test_a_measure_of_work_has_not_grown_by_a_merger() -> None:
    """Hours of meetings a head are a rate; FAXes are a count."""
    hours = years({"a": 2, "b": 9}, {"a": 6}, measure="meeting_hours")
    faxes = years({"a": 100, "b": 400}, {"a": 300}, what="fax", measure="count")
    cells = read(
        work_month=hours, book_month=faxes, use_month=years({"a": 1}, {"a": 1}, tool="files")
    )
    figure = section_work_figure(cells, "a", JA)
    assert figure is not None
    assert [line.kind for line in figure.lines] == ["level", "down"]
    assert figure.lines[0].text.endswith(UNLIKE)
    series = series_of(cells, FAXES, "a")
    assert direction(series) == "down"
    assert "1年前（495〜508通）より少ない" in measure_sentence(series, "福祉課", FAXES, JA)


def test_the_section_s_page_says_that_its_documents_have_no_base() -> None:
    """What was told of the months before the merger is not told as its verdict of today."""
    base = {"verdict": "replaced"} | {
        f"{side}_{end}": by
        for side, by in (("digital", 20.0), ("paper", -20.0))
        for end in ("low", "high")
    }
    moves = {"digital_moves": "up", "paper_moves": "down", "state": "final"}
    rows = [
        {"section": "a", "month": date(2025, 3, 1)} | base | moves,
        {"section": "a", "month": NOW, "uncompared_because": "reorganised", "state": "final"},
    ]
    documents = {"pair": "documents", "digital": 1.0, "paper": 1.0}
    shares = years({"a": 50}, {"a": 50}, **documents)
    given = release(replacement_month=rows, paper_digital_month=shares)
    cells, targets = Cells(given), Targets(given)
    page = section_page(cells, targets, cells.sections[0], JA)
    assert any("課の統合や再編があり、基準の時期に" in line for line in page.lead)
    assert not any("置き換え」にあたります" in line for line in page.lead)


@pytest.mark.parametrize(
    ("why", "said"),
    [("reorganised", "課の統合や再編があり"), ("not_shown", "同じ月の記録がそろっていない")],
)
def test_a_target_beside_no_change_says_that_it_cannot_be_compared(why: str, said: str) -> None:
    """In the title, the sentence, the table and its note; and no bar of a target is drawn."""
    row = {
        "section": TOWN, "fiscal_year": 2025, "months": 6, "sheets": 7000.0, "base_year": 2024,
        "target": -20.0, "state": "provisional", "uncompared_because": why,
    }  # fmt: skip
    papers = [told(TOWN, month, 1000, **BOUGHT) for month in month_list(date(2025, 4, 1), 6)]
    given = release(paper_year=[row], paper_month=papers)
    figure = year_figure(Cells(given), Targets(given), JA)
    assert figure is not None
    assert figure.title == "今年度に買った紙は7,000枚（基準の年度とはくらべられない）"
    assert said in figure.note
    assert "目標の−20%に届いたかも、まだ言えません" in figure.note
    assert [legend.swatch for legend in figure.legends] == ["paper"]
    (table,) = figure.tables
    assert table.rows[0][1][2].text == "くらべられない"
    assert said in table.notes[0]


def test_a_section_without_any_change_is_compared_as_before() -> None:
    """The newest value has no base of its own and a year before is the section's own."""
    cells = read(use_month=years({"a": 30, "c": 40}, {"a": 30, "c": 60}, tool="files"))
    series = cells.use("c", "files")
    cell = newest(series)
    assert cell is not None
    assert (cell.base, year_before(series, cell).low) == (None, 40)
