"""Targets, actions and hand-over: what is said of them, and when nothing can be said."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.cards.card.parts import distance_words
from dashboards.charts.drawing.rows import action_rows, target_rows
from dashboards.pages.board import board_sentence, cadence_sentence
from dashboards.pages.handover import countdown_sentence, section_items
from dashboards.pages.sections.next_steps import next_lines
from dashboards.pages.site import site_pages
from dashboards.pages.work import work_sentence
from dashboards.read.joint_actions import joint_actions
from dashboards.read.series.cell import Cell
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Distance, Targets
from dashboards.text.words import Words
from tests.releases import EVERYTHING, Made, make_release, month_list, office_rows
from warehouse.release.tables.coding import Value

if TYPE_CHECKING:
    from dashboards.read.series.cells import Series

JA = Words("ja")
MONTHS = month_list(date(2025, 10, 1), 5)


def targets_of(**changed: list[dict[str, object]]) -> Targets:
    """The office's tables with some of them changed."""
    return Targets(make_release(Made(months=1, names=(), extra=office_rows() | changed)))


def use(*values: tuple[float, float] | None) -> Series:
    """Final months with these bands, the newest last."""
    return tuple(
        Cell(month, state="final", withheld="small_group")
        if value is None
        else Cell(month, Value.between(*value), value[0], value[1], "final")
        for month, value in zip(MONTHS, values, strict=False)
    )


def test_a_section_s_own_target_goes_before_the_one_of_all() -> None:
    """And a target belongs to its fiscal year: March and April have different ones."""
    targets = targets_of()
    assert targets.target("somu", "files", date(2026, 3, 1)) == 70
    assert targets.target("zeimu", "files", date(2026, 3, 1)) == 77
    assert targets.target("zeimu", "files", date(2025, 3, 1)) == 40
    assert targets.target("zeimu", "chat", date(2026, 3, 1)) is None
    assert targets.target("zeimu", "files", date(2026, 4, 1)) is None


def test_normal_is_what_the_newest_final_month_says() -> None:
    """An older month or one that may still change says nothing; without a row it is open."""
    row = {"section": "zeimu", "tool": "files", "state": "final", "is_normal": True}
    rows = [
        row | {"month": MONTHS[1]},
        row | {"month": MONTHS[0], "is_normal": False},
        row | {"month": MONTHS[2], "is_normal": False, "state": "provisional"},
    ]
    outcomes = targets_of(normal_month=rows).outcomes
    assert outcomes.is_normal("zeimu", "files") is True
    assert outcomes.is_normal("zeimu", "chat") is None


def test_the_distance_is_told_in_words_and_by_a_sign() -> None:
    """Reached, about there, points to go (one at least), or nothing without a target."""
    assert distance_words(Distance(3, "reached"), JA) == "● 目標に届いた"
    assert distance_words(Distance(0, "almost"), JA) == "○ 目標とほぼ同じ"
    assert distance_words(Distance(-7.6, "below"), JA) == "△ 目標まで8ポイント"
    assert distance_words(Distance(-0.5, "below"), JA) == "△ 目標まで1ポイント"
    assert distance_words(None, JA) == ""


def test_a_bound_that_holds_the_target_has_no_distance() -> None:
    """「67%以上」 may or may not have reached 77; 「80%以上」 has; 「20%未満」 has not."""
    targets = targets_of()
    assert targets.distance("zeimu", "files", use((67, 100))) is None
    assert targets.distance("zeimu", "files", use((80, 100))) == Distance(3, "reached")
    assert targets.distance("zeimu", "files", use((0, 20))) == Distance(-57, "below")
    assert targets.distance("zeimu", "chat", use((80, 80))) is None


def test_the_board_s_sentences_count_what_is_checked_and_overdue() -> None:
    """With and without anything overdue, with and without a finished round."""
    assert board_sentence(joint_actions(targets_of().actions), JA) == (
        "3件の取り組みのうち1件を確かめました。1件は、確かめる期限を過ぎています。"
    )
    first = office_rows()["action"][:1]
    assert board_sentence(joint_actions(targets_of(action=first).actions), JA) == (
        "1件の取り組みのうち1件を確かめました。期限を過ぎたものはありません。"
    )
    assert cadence_sentence(joint_actions(targets_of().actions), JA) == (
        "気づいてから確かめるまで、まん中の値で91日かかっています（1件）。"
    )
    open_ones = office_rows()["action"][1:]
    assert cadence_sentence(joint_actions(targets_of(action=open_ones).actions), JA).endswith(
        "まだ言えません。"
    )


@pytest.mark.parametrize(
    ("saved", "added", "rest"),
    [
        (12.0, 2.0, "差し引き10時間の減"),
        (2.0, 12.0, "差し引き10時間の増"),
        (2.0, 2.0, "差し引き0時間"),
        (12.4, 6.6, "差し引き6時間の減"),  # shown as 12 and 7, and six remain of the book's own
    ],
)
def test_hours_are_told_as_estimates_with_what_they_add(
    saved: float, added: float, rest: str
) -> None:
    """Work that an action adds is not kept quiet."""
    row = office_rows()["action"][0] | {"hours_saved": saved, "hours_added": added}
    said = work_sentence(targets_of(action=[row]), JA)
    assert said.startswith("見積もりでは")
    assert rest in said


def test_an_action_given_up_saves_no_hours() -> None:
    """Only what was put to work and goes on counts."""
    rows = office_rows()["action"][:1] * 2
    rows[1] = rows[1] | {"action": "9", "result": "stop"}
    assert "12時間減り、2時間増え" in work_sentence(targets_of(action=rows), JA)
    assert "まだありません" in work_sentence(targets_of(action=rows[1:]), JA)


@pytest.mark.parametrize(
    ("closing", "said"),
    [
        (None, "担当室が閉じる日は、決められていません。"),
        (date(2026, 4, 9), "担当室が閉じる令和8年4月9日まで、あと9日です。"),
        (date(2026, 3, 31), "担当室は令和8年3月31日に閉じます。"),
        (date(2026, 3, 30), "担当室は令和8年3月30日で閉じました。"),
    ],
)
def test_the_countdown_has_a_branch_for_each_case(closing: date | None, said: str) -> None:
    """No day, days left, closed."""
    assert countdown_sentence(closing, date(2026, 3, 30), JA) == said


def test_a_hand_over_item_that_cannot_be_told_is_neither_met_nor_not() -> None:
    """The small sections' use is not shown, so whether it is normal is not either."""
    release = make_release(EVERYTHING)
    items = section_items(Targets(release), Cells(release), "nowhere")
    assert items == {
        "normal_files": None,
        "normal_chat": None,
        "normal_meetings": None,
        "lead_named": None,
        "own_action": None,
        "paper": None,
        "training": None,
    }


def test_pages_of_what_has_not_begun_are_not_linked() -> None:
    """Without actions, hours or a hand-over there is no empty page."""
    files = {page.file for page in site_pages(make_release(Made(months=2, names=())))}
    assert not files & {"actions.html", "work.html", "handover.html"}


def test_targets_are_steps_and_actions_of_one_month_share_a_line() -> None:
    """One line a fiscal year's target; ①② where two began together; others' months are left out."""
    assert target_rows([40, 40, None, 70]) == [
        {"x0": -0.5, "x1": 1.5, "target": 40},
        {"x0": 2.5, "x1": 3.5, "target": 70},
    ]
    marks = [(MONTHS[1], "①"), (MONTHS[1], "②"), (date(2030, 1, 1), "③")]
    assert action_rows(MONTHS, marks) == [{"at": 1, "word": "①②"}]


def _tried(section: str, low: float, high: float, used: float) -> Cells:
    """One month of files: this band has used it, on this share of days."""
    month = date(2026, 1, 1)
    key = {"section": section, "tool": "files", "month": month, "state": "final"}
    use_row = key | {"coding": "exact", "low": used, "high": used}
    band = key | {"coding": "interval", "low": low, "high": high}
    extra = {"use_month": [use_row], "activation_month": [band]}
    return Cells(make_release(Made(months=1, names=(), tools=(), extra=extra)))


@pytest.mark.parametrize(
    ("low", "high", "used", "said"),
    [
        (80, 100, 50, "使う日は50%です"),
        (80, 100, 51, None),
        (20, 40, 15, "使ったことのある人がまだ20〜40%です"),
        (40, 60, 15, None),
    ],
)
def test_a_suggestion_comes_from_the_figures_or_not_at_all(
    low: float, high: float, used: float, said: str | None
) -> None:
    """Many have tried and few use it, or few have tried; and it promises no result."""
    lines = [line.text for line in next_lines(_tried("a", low, high, used), "a", JA)]
    assert bool(lines) == (said is not None)
    assert not said or said in lines[0]
