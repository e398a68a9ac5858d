"""The first sentence of a page says what the numbers allow, and which of them are missing."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.cards.card.parts import gap_title
from dashboards.cards.use.adoption import adoption_figure
from dashboards.cards.use.changes import changed_sentence
from dashboards.cards.work_measured import WorkMeasured
from dashboards.pages.overview import overview_page, town_sentence
from dashboards.pages.sections.next_steps import outlook_figure
from dashboards.pages.sections.section import section_sentence
from dashboards.pages.sections.sections import often_sentence
from dashboards.pages.tiles import section_tiles, town_tiles
from dashboards.read.series.cells import at_month
from dashboards.read.work_years import WorkYear
from tests.pages.two_sections import JA, MONTH, Row, read, target, use
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.release.tables.rounding import Range


@pytest.mark.parametrize(
    ("town", "aim", "said"),
    [
        (
            60,
            80,
            "令和8年2月、ファイル共有は開庁日の60%で使われました。目標の80%まであと20ポイント、2課のうち1課が届いています。",
        ),
        (
            81,
            80,
            "令和8年2月、ファイル共有は開庁日の81%で使われました。全庁は目標の80%に届き、2課のうち1課も届いています。",
        ),
        (
            80,
            80,
            "令和8年2月、ファイル共有は開庁日の80%で使われました。全庁は目標の80%とほぼ同じで、2課のうち1課が届いています。",
        ),
        (
            60,
            None,
            "全庁では令和8年2月、開庁日の60%でファイル共有を使いました。比べられる前の月はまだありません。",
        ),
    ],
)
def test_the_first_sentence_says_how_much_how_far_and_how_many(
    town: float, aim: float | None, said: str
) -> None:
    """Short of the target, at it, about at it, and without one."""
    rows = [use(TOWN, town), use("a", 50), use("b", 90)]
    cells, targets = read(use_month=rows, target=[] if aim is None else [target(aim)])
    assert town_sentence(cells, targets, JA) == said


def test_the_first_tool_with_records_heads_the_page() -> None:
    """A town with chat alone has no empty front page, though files come first elsewhere."""
    unread: Row = {"section": TOWN, "tool": "files", "month": MONTH, "state": "incomplete"}
    cells, targets = read(use_month=[unread, use(TOWN, 60) | {"tool": "chat"}])
    page = overview_page(cells, targets, WorkMeasured((), (), ()), JA)
    assert cells.tools == ("chat", "files")
    assert page.sentence.startswith("全庁では令和8年2月、開庁日の60%でチャットを使いました。")
    assert (page.tiles[0].name, page.tiles[0].value) == ("チャットの利用日率", "60%")


def test_a_side_that_was_never_read_is_missing_and_not_0() -> None:
    """Neither 「0%が電子」 nor 「使った職員 0〜45%」 is told of a tool of which no day was counted."""
    key: Row = {"section": TOWN, "month": MONTH, "state": "final"}
    nothing: Row = {"coding": "exact", "low": 0.0, "high": 0.0}
    half = key | nothing | {"pair": "documents", "digital": None, "paper": 700.0}
    unread = key | {"tool": "files", "state": "incomplete"}
    band = {"coding": "interval", "low": 0.0, "high": 45.0}
    cells, targets = read(
        use_month=[unread], activation_month=[unread | band], paper_digital_month=[half]
    )
    page = overview_page(cells, targets, WorkMeasured((), (), ()), JA)
    assert [(tile.name, tile.value) for tile in page.tiles[:2]] == [
        ("ファイル共有の利用日率", "欠測"),
        ("ファイル共有を使ったことのある職員", "欠測"),
    ]
    missing = at_month(cells.pair(TOWN, "documents"), MONTH)
    assert (missing.shown, missing.low, missing.state) == (None, None, "incomplete")
    told, _ = read(paper_digital_month=[half | {"digital": 0.0}])
    assert at_month(told.pair(TOWN, "documents"), MONTH).shown == Value.between(0, 0)


@pytest.mark.parametrize(
    ("why", "state", "note", "tile"),
    [
        (None, "incomplete", "数えられる記録がまだないため、ここにはありません", "欠測"),
        (None, "none", "数えられる記録がまだないため、ここにはありません", "まだない"),
        ("running_month", "none", "数えられる記録がまだないため、ここにはありません", "まだない"),
        ("small_group", "final", "人数が少ないため「小規模課」にまとめています", "非公表"),
        ("dominance", "final", "人が特定されないよう、ここには出していません", "非公表"),
        ("unserved", "final", "人ごとの記録がないため、ここにはありません", "分からない"),
    ],
)
def test_a_section_without_a_number_is_told_its_own_reason(
    why: str | None, state: str, note: str, tile: str
) -> None:
    """Only a small section is called small, only what is hidden is called withheld."""
    hidden: Row = {"section": "a", "tool": "files", "month": MONTH, "state": state}
    rows = [use(TOWN, 60), use("b", 90), hidden | {"withheld_because": why}]
    cells, targets = read(use_month=rows)
    figure = adoption_figure(cells, targets, JA, cells.sections, ("files",))
    assert f"福祉課は、{note}。" in figure.note
    assert section_tiles(cells, targets, "a", JA)[0].value == tile


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (50, 50, "開庁日の50%でファイル共有を使いました。目標の80%まであと30ポイントです。"),
        (81, 81, "開庁日の81%でファイル共有を使いました。目標の80%に届いています。"),
        (80, 80, "開庁日の80%でファイル共有を使いました。目標の80%とほぼ同じです。"),
        (85, 100, "開庁日の85%以上でファイル共有を使いました。目標の80%に届いています。"),
        (60, 100, "開庁日の60%以上でファイル共有を使いました。"),
    ],
)
def test_a_section_s_sentence_says_of_a_bound_only_what_is_sure(
    low: float, high: float, said: str
) -> None:
    """「60%以上」 may or may not be at 80; 「85%以上」 is."""
    cells, targets = read(use_month=[use("a", low, high)], target=[target(80)])
    section = next(s for s in cells.sections if s.code == "a")
    assert section_sentence(cells, targets, section, JA) == f"福祉課では令和8年2月、{said}"


def test_a_bound_at_the_target_contradicts_nothing() -> None:
    """The headline and the outlook of 「85%以上」 both say that 80 is reached."""
    pace: Row = {"section": "a", "tool": "files", "month": MONTH, "target": 80.0, "months_left": 1}
    cells, targets = read(use_month=[use("a", 85, 100)], target=[target(80)], target_month=[pace])
    figure = outlook_figure(cells, targets, "a", JA)
    assert figure is not None
    assert figure.lines[0].text == "ファイル共有は目標80%に届いています。"


def test_a_year_s_change_is_counted_where_it_can_be_compared() -> None:
    """Up, level, down; a bound has no difference; without a year before nothing is counted.

    The small sections are counted where the same ones were merged.
    """
    before = date(2025, 2, 1)
    merged = {"coding": None, "low": None, "high": None, "withheld_because": "small_group"}
    members = [
        row | merged for code in "cd" for row in (use(code, 0) | {"month": before}, use(code, 0))
    ]
    rows = [
        row
        for section, was, now in (("a", 40, 60), ("b", 60, 40), (SMALL, 50, 51))
        for row in (use(section, was) | {"month": before}, use(section, now))
    ]
    cells, _ = read(use_month=rows)
    assert changed_sentence(cells, cells.sections, "files", JA).startswith("くらべられる2課のうち")
    cells, _ = read(use_month=[*rows, *members])
    assert changed_sentence(cells, cells.sections, "files", JA) == (
        "くらべられる3課のうち、1年前より増えた課は1、ほぼ同じかちがうとは言えない課は1、減った課は1です。"
    )
    cells, _ = read(use_month=[use("a", 60, 100) | {"month": before}, use("a", 70)])
    assert changed_sentence(cells, cells.sections, "files", JA).endswith("まだありません。")


def test_daily_use_is_counted_only_where_it_is_sure() -> None:
    """「60%以上」 may be 80, and is not counted."""
    cells, _ = read(use_month=[use("a", 80), use("b", 60, 100)])
    assert often_sentence(cells, cells.sections, "files", JA) == (
        "開庁日の80%以上で使っているのは、2課のうち1課です。"
    )


def test_the_widest_gap_between_tried_and_used_is_the_title() -> None:
    """Not where only a bound of the use is known."""
    band = use("a", 80) | {"coding": "interval", "high": 100.0}
    chat = {"tool": "chat"}
    uses = [use("a", 70), use("a", 20) | chat]
    cells, _ = read(use_month=uses, activation_month=[band, band | chat])
    assert gap_title(cells, "a", JA) == (
        "使った人と使う日の差が大きいのはチャット（80〜100%と20%）"
    )
    cells, _ = read(use_month=[use("a", 20, 100)], activation_month=[band])
    assert gap_title(cells, "a", JA) == "一度使った人と、ふだん使う日"


def test_the_first_page_has_a_figure_for_the_council_and_the_day_of_the_closing() -> None:
    """Whether work became less, with its interval, the days that are left, and paper beside its target."""
    months = (date(2025, 3, 1), MONTH)
    office: Row = {"closing_on": date(2027, 3, 31), "paper_per_cent": 50.0}
    paper: Row = {
        "section": TOWN,
        "fiscal_year": 2025,
        "months": 11,
        "sheets": 880.0,
        "base_year": 2024,
        "base_sheets": 1000.0,
        "change": -12.0,
        "target": -20.0,
        "state": "final",
    }
    cells, targets = read(
        use_month=[use(TOWN, 60)],
        office=[office],
        paper_year=[paper],
        handover=[{"section": "a", "item": "own_action", "is_met": False}],
    )
    told = {}
    for way, change in (("less", Range(-14.2, -5.4)), ("open", Range(-4, 3)), ("too_early", None)):
        year = WorkYear("overtime", way, months if change else None, change)
        measured = WorkMeasured((), (year,), ())
        tiles = {
            tile.name: (tile.value, tile.note) for tile in town_tiles(cells, targets, measured, JA)
        }
        told[way] = tiles["仕事は減ったか"][0]
    assert told == {
        "less": "減った（−14〜−5%）",
        "open": "どちらとも言えない",
        "too_early": "まだ言えない",
    }
    assert tiles["買った紙"][1].startswith("目標−20%・")
    assert "担当室が閉じるまで" in tiles
    none = town_tiles(cells, targets, WorkMeasured((), (), ()), JA)
    assert "仕事は減ったか" not in {tile.name for tile in none}
