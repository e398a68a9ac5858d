"""What pages say as a whole: headlines, alerts, suggestions, the watch on work, words that are explained."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.vendors.registry import KINDS
from dashboards.cards.alerts import MOST_ALERTS, alert_lines, alerts_figure
from dashboards.cards.card.parts import gap_title, panel_legends
from dashboards.cards.paper.quadrant import quadrant_figure
from dashboards.cards.paper.shares_and_sheets import sheets_figure
from dashboards.cards.use.adoption import adoption_figure
from dashboards.cards.use.changes import changed_sentence
from dashboards.pages import write_site
from dashboards.pages.glossary import TERMS
from dashboards.pages.handover import handover_page, section_items
from dashboards.pages.overview import overview_page, town_sentence
from dashboards.pages.sections.next_steps import outlook_figure, own_lines, paper_lines
from dashboards.pages.sections.section import section_sentence
from dashboards.pages.sections.sections import often_sentence
from dashboards.pages.tiles import section_tiles
from dashboards.pages.work import watch_figure
from dashboards.read.series.cells import Cells, at_month
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from flows.settings import privacy_notice
from tests.releases import EVERYTHING, Made, make_release, office_rows
from warehouse.policy import USUAL
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path

JA = Words("ja")
MONTH = date(2026, 2, 1)
Row = dict[str, object]


def read(**tables: list[Row]) -> tuple[Cells, Targets]:
    """A release of two sections, total office and all, with these tables."""
    sections: list[Row] = [
        {"section": code, "name": name, "position": at}
        for at, (code, name) in enumerate((("a", "福祉課"), ("b", "税務課"), (TOWN, "全庁")))
    ]
    made = Made(months=1, names=(), tools=(), extra={"section": sections} | tables)
    release = make_release(made)
    # The maker adds groups of its own; these alone are looked at.
    return Cells(release), Targets(release)


def use(section: str, low: float, high: float | None = None, state: str = "final") -> Row:
    """One month of file sharing."""
    high = low if high is None else high
    shown = f"{low:g}%" if low == high else f"{low:g}%以上"
    key = {"section": section, "tool": "files", "month": MONTH, "state": state}
    return key | {"shown": shown, "low": low, "high": high}


def target(per_cent: float) -> Row:
    """What file sharing aims at in fiscal 2025."""
    return {"section": None, "tool": "files", "fiscal_year": 2025, "per_cent": per_cent}


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
    page = overview_page(cells, targets, JA)
    assert cells.tools == ("chat", "files")
    assert page.sentence.startswith("全庁では令和8年2月、開庁日の60%でチャットを使いました。")
    assert (page.tiles[0].name, page.tiles[0].value) == ("チャットの利用日率", "60%")


def test_a_side_that_was_never_read_is_missing_and_not_0() -> None:
    """Neither 「0%が電子」 nor 「使った職員 0〜45%」 is told of a tool of which no day was counted."""
    key: Row = {"section": TOWN, "month": MONTH, "state": "final"}
    nothing: Row = {"shown": "0%", "low": 0.0, "high": 0.0}
    half = key | nothing | {"pair": "documents", "digital": None, "paper": 700.0}
    unread = key | {"tool": "files", "state": "incomplete"}
    band = {"shown": "0〜45%", "low": 0.0, "high": 45.0}
    cells, targets = read(
        use_month=[unread], activation_month=[unread | band], paper_digital_month=[half]
    )
    page = overview_page(cells, targets, JA)
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


def alert(kind: str, **more: object) -> Row:
    """An alert on 福祉課."""
    return {"kind": kind, "section": "a", "month": MONTH, "value": 40.0, "before": 60.0} | more


def test_alerts_are_plain_sentences_with_the_way_to_their_place() -> None:
    """A fall, a rise, a stopped source, what is overdue."""
    rows = [
        alert("use_fell", tool="files", before_high=62.0),
        alert("paper_rose", value_high=42.0),
        alert("use_fell", section="elsewhere", tool="files"),
        {"kind": "source_stale", "source": "copiers", "value": 4.0},
        {"kind": "source_absent", "source": "zoom", "value": 9.0},
    ]
    cells, targets = read(alert=rows, action=office_rows()["action"])
    assert [(line.text, line.link) for line in alert_lines(cells, targets, JA)] == [
        (
            "福祉課のファイル共有が令和8年2月に40%でした（その前の3か月は平均60〜62%）",
            "section-a.html",
        ),
        (
            "福祉課の印刷が令和8年2月までの3か月に一人月40〜42枚でした（前の年の同じ3か月は60枚。ほかの課の動きを差し引いても増えています）",
            "section-a.html",
        ),
        ("記録が止まっています：copiers（開庁日で4日）", "data.html"),
        ("まだ一度も届いていない記録：zoom（待ちはじめて開庁日で9日）", "data.html"),
        ("確かめる期限を過ぎた取り組みが1件あります（②）", "actions.html"),
    ]


def test_many_alerts_are_counted_and_not_listed() -> None:
    """The first few, and how many more; none at all is said too."""
    cells, targets = read(alert=[alert("paper_rose")] * (MOST_ALERTS + 3))
    card, _ = alerts_figure(cells, targets, JA)
    assert card.title == f"いま、気をつけること：{MOST_ALERTS + 3}件"
    assert len(card.lines) == MOST_ALERTS + 2
    assert card.lines[-2].text.startswith("ほかに3件あります")
    assert card.lines[-1].text.endswith("ほかは、変わったかどうかを言えません。")
    calm, _ = alerts_figure(*read(), JA)
    assert [line.kind for line in calm.lines] == ["open"]


def verdict_row(section: str, verdict: str) -> Row:
    """A verdict of February 2026."""
    changes = {"digital_low": 20.0, "digital_high": 20.0, "paper_low": -20.0, "paper_high": -20.0}
    moves = {"digital_moves": "up", "paper_moves": "down"}
    key = {"section": section, "month": MONTH, "verdict": verdict, "state": "final"}
    return key | changes | moves


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("added", "電子は増えましたが、紙は減っていません。"),
        ("untouched", "紙も電子も、まだ大きく動いていません。"),
        ("replaced", None),
        ("shrunk", None),
    ],
)
def test_where_paper_did_not_give_way_there_is_something_to_try(
    verdict: str, said: str | None
) -> None:
    """With the section to ask, where there is one; where it did there is nothing to say."""
    cells, targets = read(
        replacement_month=[verdict_row("a", verdict), verdict_row("b", "replaced")]
    )
    lines = paper_lines(cells, targets, "a", JA)
    assert [line.link for line in lines] == ([] if said is None else ["", "section-b.html"])
    assert said is None or lines[0].text.startswith(said)
    alone, targets = read(replacement_month=[verdict_row("a", verdict)])
    assert all(not line.link for line in paper_lines(alone, targets, "a", JA))


def test_the_newest_final_verdict_counts() -> None:
    """Not an older one, not one that may still change, not one that is withheld."""
    rows = [
        verdict_row("a", "untouched") | {"month": date(2026, 1, 1)},
        verdict_row("a", "replaced"),
        verdict_row("a", "shrunk") | {"month": date(2026, 3, 1), "state": "provisional"},
        verdict_row("a", "added") | {"month": date(2026, 4, 1), "verdict": None},
    ]
    cells, targets = read(replacement_month=rows)
    found = targets.outcomes.quadrant("a")
    assert found is not None
    assert found.verdict == "replaced"
    figure = quadrant_figure(cells, targets, JA)
    assert figure is not None
    assert figure.title == "置き換えは1課"
    assert quadrant_figure(cells, targets, JA, own="b") is None


def test_what_a_section_lacks_for_the_hand_over_is_a_suggestion() -> None:
    """Only where it is known to be missing."""
    items = [
        {"section": "a", "item": "lead_named", "is_met": False},
        {"section": "a", "item": "own_action", "is_met": False},
        {"section": "b", "item": "lead_named", "is_met": True},
    ]
    cells, targets = read(handover=items)
    assert [line.link for line in own_lines(cells, targets, "a", JA)] == [
        "actions.html",
        "handover.html",
    ]
    assert own_lines(cells, targets, "b", JA) == []
    assert own_lines(cells, targets, "elsewhere", JA) == []


@pytest.mark.parametrize(
    ("low", "high", "met"), [(80, 100, True), (60, 79, False), (60, 100, None), (None, None, None)]
)
def test_training_is_met_only_where_its_band_says_so(
    low: float | None, high: float | None, *, met: bool | None
) -> None:
    """A band that holds 80 per cent leaves it open."""
    row = {
        "section": "a",
        "training": "t",
        "shown": "x",
        "low": low,
        "high": high,
        "state": "final",
    }
    cells, targets = read(training_coverage=[row])
    assert section_items(targets, cells, "a")["training"] is met
    assert section_items(targets, cells, "b")["training"] is None


def test_the_hand_over_counts_what_is_known_and_names_what_is_left() -> None:
    """X of y for each section and item; what nobody can be told of is not counted as missing."""
    release = make_release(EVERYTHING)
    cells, targets = Cells(release), Targets(release)
    page = handover_page(targets, cells, release.as_of, JA)
    assert [tile.value for tile in page.tiles] == ["365日", "0／9課", "19／36"]
    table, items = page.figures
    first = next(row for name, row in table.tables[0].rows if name == "総務課")
    assert first[0].text == "4／4"
    assert items.title == "いちばん残っているのは「中心になる人が決まった」"


def work(section: str, month: date, per_cent: float) -> Row:
    """Use out of hours."""
    key = {"section": section, "measure": "out_of_hours", "month": month, "state": "final"}
    return key | {"shown": f"約{per_cent:g}%", "low": per_cent, "high": per_cent}


def hours(net: float) -> Row:
    """Estimates of the newest month."""
    return {
        "section": TOWN,
        "month": MONTH,
        "hours_saved": 10.0,
        "hours_added": 10.0 - net,
        "net_hours": net,
        "actions": 1,
    }


@pytest.mark.parametrize(
    ("was", "now", "net", "title"),
    [
        (10, 10, 5, "仕事が増えたとも、増えていないとも、この記録からは言えません"),
        (10, 5, 5, "仕事が増えたとも、増えていないとも、この記録からは言えません"),
        (5, 15, 5, "「DXに追われて仕事が増える」のしるしが1つあります"),
        (5, 15, -5, "「DXに追われて仕事が増える」のしるしが2つあります"),
        (None, None, 5, "仕事が増えたかは、まだ言えません"),
    ],
)
def test_the_watch_on_work_tells_when_there_is_more(
    was: float | None, now: float | None, net: float, title: str
) -> None:
    """More out of hours, or more hours added than saved; one step of rounding is no sign."""
    rows = []
    if was is not None and now is not None:
        rows = [work(TOWN, date(2025, 2, 1), was), work(TOWN, MONTH, now)]
    uses = [use(TOWN, 50) | {"month": date(2025, 2, 1)}, use(TOWN, 50)]
    cells, targets = read(work_month=rows, hours_month=[hours(net)], use_month=uses)
    assert watch_figure(cells, targets, JA).title == title


@pytest.mark.parametrize(("grown", "title"), [(12, "しるしが1つあります"), (9, "言えません")])
def test_a_rise_inside_the_rounding_of_every_month_is_a_sign_all_the_same(
    grown: int, title: str
) -> None:
    """Twelve of twelve months a little above the year before; nine of twelve happen by chance."""
    months = [date(2024 + (m + 2) // 12, (m + 2) % 12 + 1, 1) for m in range(24)]
    rows = [
        work(TOWN, month, 12 if place >= 12 and place < 12 + grown else 10)
        for place, month in enumerate(months)
    ]
    uses = [use(TOWN, 50) | {"month": month} for month in months]
    cells, targets = read(work_month=rows, hours_month=[hours(5)], use_month=uses)
    figure = watch_figure(cells, targets, JA)
    assert title in figure.title
    assert any("12か月のうち12か月で" in line.text for line in figure.lines) == (grown == 12)


def test_a_bound_at_the_target_contradicts_nothing() -> None:
    """The headline and the outlook of 「85%以上」 both say that 80 is reached."""
    pace: Row = {"section": "a", "tool": "files", "month": MONTH, "target": 80.0, "months_left": 1}
    cells, targets = read(use_month=[use("a", 85, 100)], target=[target(80)], target_month=[pace])
    figure = outlook_figure(cells, targets, "a", JA)
    assert figure is not None
    assert figure.lines[0].text == "ファイル共有は目標80%に届いています。"


def test_a_legend_names_only_what_stands_in_the_pictures() -> None:
    """No mark for provisional months where there is none."""
    cells, targets = read(use_month=[use("a", 50)])
    told = {legend.swatch for legend in panel_legends(cells, targets, ("a",), JA)}
    assert told == {"line", "ribbon"}
    cells, targets = read(use_month=[use("a", 60, 100, "provisional")], target=[target(80)])
    told = {legend.swatch for legend in panel_legends(cells, targets, ("a",), JA)}
    assert told == {"line", "ribbon", "dashed", "hollow", "arrow"}


def test_the_legend_of_sheets_names_only_what_stands_in_the_picture() -> None:
    """A withheld month of the book is a box, one of the printers a gap in their line; without, neither."""

    def sheets(kind: str, shown: str | None, why: str | None = None) -> Row:
        value = None if shown is None else 500.0
        key = {"section": "a", "kind": kind, "source": kind, "month": MONTH, "state": "final"}
        return key | {"shown": shown, "low": value, "high": value, "withheld_because": why}

    def told(*newest: Row) -> set[str]:
        seen = [row for row in newest if row["shown"]]
        earlier = [row | {"month": date(2025, k, 1)} for row in seen for k in (11, 12)]
        cells, _ = read(use_month=[use("a", 50)], paper_month=[*newest, *earlier])
        figure = sheets_figure(cells, "a", "福祉課", JA)
        assert figure is not None
        return {legend.swatch for legend in figure.legends}

    both = (sheets("bought", "500"), sheets("printed", "500"))
    before = {"month": date(2026, 1, 1)}
    assert told(*both) == {"paper", "dashed"}
    assert told(both[0]) == {"paper"}
    hidden = sheets("printed", None, "dominance") | before
    assert told(*both, hidden) == {"paper", "dashed", "broken"}
    hidden = sheets("bought", None, "small_group") | before
    assert told(*both, hidden) == {"paper", "dashed", "withheld"}


def test_a_year_s_change_is_counted_where_it_can_be_compared() -> None:
    """Up, level, down; a bound has no difference; without a year before nothing is counted.

    The small sections are counted where the same ones were merged.
    """
    before = date(2025, 2, 1)
    merged = {"shown": None, "low": None, "high": None, "withheld_because": "small_group"}
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
        "くらべられる3課のうち、1年前より増えた課は1、ほぼ同じ課は1、減った課は1です。"
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
    band = use("a", 80) | {"shown": "80〜100%", "high": 100.0}
    chat = {"tool": "chat"}
    uses = [use("a", 70), use("a", 20) | chat]
    cells, _ = read(use_month=uses, activation_month=[band, band | chat])
    assert gap_title(cells, "a", JA) == (
        "使った人と使う日の差が大きいのはチャット（80〜100%と20%）"
    )
    cells, _ = read(use_month=[use("a", 20, 100)], activation_month=[band])
    assert gap_title(cells, "a", JA) == "一度使った人と、ふだん使う日"


def test_the_notice_promises_no_more_than_the_pages_keep() -> None:
    """No person is ranked; that sections stand in order of their distance is said beforehand."""
    assert "個人の順位づけにも使いません。" in privacy_notice.notice_text(USUAL)
    cells, targets = read(use_month=[use("a", 50), use("b", 90)], target=[target(80)])
    figure = adoption_figure(cells, targets, JA, cells.sections, ("files",))
    assert figure.note.startswith("目標から遠い課が先")
    assert "目標から遠い順に並べて" in privacy_notice.notice_text(USUAL)


EVERYBODY_KNOWS = {"ページ", "コピー"}


def test_every_katakana_word_is_explained(tmp_path: Path) -> None:
    """Whatever foreign word a page uses stands among the words that are explained."""
    write_site(make_release(EVERYTHING), tmp_path / "site")
    explained = " ".join(JA.pgettext("explained word", term.name) for term in TERMS)
    unknown: dict[str, str] = {}
    for path in (tmp_path / "site").glob("*.html"):
        # Names of sections, actions and the like are the town's own words.
        text = re.sub(r"<bdi>.*?</bdi>|<svg.*?</svg>", "", path.read_text(encoding="utf-8"))
        words = re.findall(r"[ァ-ヴー]{3,}", html.unescape(re.sub(r"<[^>]+>", " ", text)))
        if path.stem != "words":
            unknown |= {word: path.stem for word in words if word not in explained}
    assert {word: page for word, page in unknown.items() if word not in EVERYBODY_KNOWS} == {}


def test_every_kind_of_source_has_a_word_for_its_readers() -> None:
    """The data page names what a source is, in both languages; `windows_files` says nothing to staff."""
    for language in ("ja", "en"):
        words = Words(language)
        assert [kind for kind in KINDS if not words.knows_kind(kind)] == []
