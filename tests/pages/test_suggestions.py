"""Alerts, suggestions and the watch on work name a place and a next step, from sure numbers only."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.cards.alerts import MOST_ALERTS, alert_lines, alerts_figure
from dashboards.cards.paper.quadrant import quadrant_figure
from dashboards.pages.handover import handover_page, items_figure, section_items
from dashboards.pages.sections.next_steps import next_figure, paper_lines
from dashboards.pages.work import watch_figure
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from tests.pages.two_sections import JA, MONTH, Row, alert, hours, read, target, use, work
from tests.releases import EVERYTHING, make_release, office_rows
from warehouse.release.tables.release import TOWN


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
    card, *_ = alerts_figure(cells, targets, JA)
    assert card.title == f"いま、気をつけること：{MOST_ALERTS + 3}件"
    assert len(card.lines) == MOST_ALERTS + 2
    assert card.lines[-2].text.startswith("ほかに3件あります")
    assert card.lines[-1].text.endswith("ほかは、比べるのに足りる数字がそろっていません。")
    calm, *_ = alerts_figure(*read(), JA)
    assert [line.kind for line in calm.lines] == ["open"]


def verdict_row(section: str, verdict: str) -> Row:
    """A verdict of February 2026."""
    changes = {"digital_low": 20.0, "digital_high": 20.0, "paper_low": -20.0, "paper_high": -20.0}
    changes |= {"digital_then": 1.0, "digital_now": 1.2, "paper_then": 5.0, "paper_now": 4.0}
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


CLOSING: Row = {"closing_on": date(2027, 3, 31), "paper_per_cent": 50.0}


def open_items(**tables: list[Row]) -> dict[str, str]:
    """What the list of 福祉課 says of each item: item → its text."""
    items: list[Row] = [
        {"section": "a", "item": "lead_named", "is_met": False},
        {"section": "a", "item": "own_action", "is_met": True},
    ]
    cells, targets = read(handover=items, office=[CLOSING], **tables)
    figure = items_figure(cells, targets, "a", JA)
    assert figure is not None
    return dict(line.text.split("：", 1) for line in figure.lines)


def test_an_open_item_says_what_to_do_by_whom_and_until_when() -> None:
    """A met one and one that cannot be told say nothing more."""
    said = open_items()
    assert said["中心になる人が決まった"].endswith("（課長、令和9年3月31日まで）。")
    assert said["自分の取り組み"] == "できた"
    assert said["8割が研修を受けた"] == "分からない"


def test_an_action_under_way_is_named_where_it_alone_keeps_a_tool_from_being_normal() -> None:
    """Checked and closed, the months after it count; below the target it is not what is missing."""
    action = {"action": "1", "title": "甲", "tool": "files", "section": "a", "step": "acted"}
    action |= {"observed_on": MONTH, "acted_on": MONTH, "is_overdue": False}
    normal = {"section": "a", "tool": "files", "month": MONTH, "is_normal": False, "state": "final"}
    known = {"action": [action], "normal_month": [normal], "target": [target(75)]}
    at = open_items(use_month=[use("a", 80)], **known)
    assert "①を確かめて閉じれば" in at["ファイル共有が当たり前に"]
    assert "遅くとも令和9年1月から" in at["ファイル共有が当たり前に"]
    short = open_items(use_month=[use("a", 60)], **known)
    assert "あと15ポイント" in short["ファイル共有が当たり前に"]
    other = open_items(use_month=[use("a", 80)], **known | {"action": [action | {"section": "b"}]})
    assert "①" not in other["ファイル共有が当たり前に"]


def test_what_a_section_lacks_is_told_once() -> None:
    """In the list of the hand-over, and not among the ideas as well; without figures there is a first step."""
    items: list[Row] = [{"section": "a", "item": "own_action", "is_met": False}]
    cells, targets = read(handover=items)
    (line,) = next_figure(cells, targets, "a", JA).lines
    assert "はじめの一歩" in line.text
    assert "取り組み" not in line.text


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
        "coding": "exact",
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
