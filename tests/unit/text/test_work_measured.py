"""The page of work sets each estimate beside its measurement, and claims a fall only where one was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from dashboards.cards.work_measured import (
    evidence_figure,
    read_work_measured,
    tasks_figure,
    years_figure,
)
from dashboards.pages.board import board_page
from dashboards.pages.work import work_page
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from tests.released_office import office_rows
from tests.releases import Made, make_release, month_list
from warehouse.months import month_before
from warehouse.release.tables.release import SCHEMAS, TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.release.tables.release import Release

JA = Words("ja")
MONTHS = month_list(date(2024, 4, 1), 24)
START = date(2025, 6, 1)
NAMES = (("a", "甲課", 10), ("b", "乙課", 10))
Row = dict[str, Any]


def _hours(section: str, hours: Sequence[float], state: str = "final") -> list[Row]:
    """Overtime a head, one cell a month."""
    return [
        {
            "section": section,
            "month": month,
            "shown": f"{one}",
            "low": one,
            "high": one,
            "state": state,
        }
        for month, one in zip(MONTHS, hours, strict=False)
    ]


def _release(answer: str = "changed", series: str = "overtime", **more: object) -> Release:
    """An action in section a that saves 20 hours a month by estimate, and its verdict."""
    action = office_rows()["action"][0] | {
        "action": "1",
        "title": "集計を翌朝に移す",
        "section": "a",
        "booked_section": "a",
        "series": series,
        "acted_on": date(2025, 6, 10),
        "hours_saved": 24.0,
        "hours_added": 4.0,
        **more,
    }
    verdict = {
        "action": "1",
        "title": action["title"],
        "series": series,
        "section": "a",
        "started": START,
        "judged_after": date(2025, 12, 1),
        "answer": answer,
        "change": -30.0,
        "low": -40.0,
        "high": -15.0,
        "controls": 4,
    }
    counts = [{"name": "電話", "unit": "件", "better": "less"}]
    return make_release(
        Made(
            months=24,
            names=NAMES,
            extra={
                "action": [action],
                "verdict": [verdict],
                "own_count": counts,
                "overtime_month": _hours("a", [10.0] * 24) + _hours(TOWN, [9.0] * 24),
            },
        )
    )


def _evidence(release: Release) -> tuple[str, str]:
    (one,) = read_work_measured(release, Targets(release)).evidence
    return one.backing, one.why


@pytest.mark.parametrize(
    ("release", "told"),
    [
        (_release(), ("backed", "")),
        (_release(hours_saved=44.0, hours_added=4.0), ("backed", "")),
        (_release(hours_saved=45.0, hours_added=4.0), ("not_yet", "less")),
        (_release(hours_saved=4.0, hours_added=4.0), ("not_yet", "no_estimate")),
        (_release("reversed"), ("against", "")),
        (_release("not_shown"), ("not_yet", "not_shown")),
        (_release("own_past"), ("not_yet", "own_past")),
        (_release("too_early"), ("not_yet", "too_early")),
        (_release(series="count 電話"), ("not_yet", "not_hours")),
    ],
)
def test_an_estimate_is_backed_only_by_a_fall_that_holds_it(
    release: Release, told: tuple[str, str]
) -> None:
    """Ten people with ten hours each: a fall of 15 to 40 % is 15 to 40 hours."""
    assert _evidence(release) == told


def test_a_share_of_use_is_no_evidence_of_work() -> None:
    release = _release(series="use chat")
    assert read_work_measured(release, Targets(release)).evidence == ()


def _years(hours: Sequence[float], state: str = "final") -> str:
    rows = _hours("a", hours, state) + _hours(TOWN, hours, state)
    release = make_release(Made(months=24, names=NAMES, extra={"overtime_month": rows}))
    years = read_work_measured(release, Targets(release)).years
    return next(one.way for one in years if one.series == "overtime")


NOISE = [0.5 * ((7 * at) % 5 - 2) for at in range(24)]
SEASON = [4.0 * (month.month in {3, 4}) for month in MONTHS]


@pytest.mark.parametrize(
    ("change", "way"), [(0.0, "open"), (-3.0, "less"), (3.0, "more"), (-0.2, "open")]
)
def test_twelve_months_are_held_against_the_same_twelve(change: float, way: str) -> None:
    """A season is on both sides; a difference within the noise is none."""
    hours = [10 + SEASON[at] + NOISE[at] + (change if at >= 12 else 0) for at in range(24)]
    assert _years(hours) == way


def test_a_difference_that_rounding_leaves_is_none() -> None:
    """Ten hours for ten and a half may be the same hours, however steady both are."""
    assert _years([10.5] * 12 + [10.0] * 12) == "open"


def test_a_year_and_a_half_is_too_early() -> None:
    assert _years([10.0] * 12 + [5.0] * 6) == "too_early"


def test_series_of_which_nothing_can_be_said_are_one_line() -> None:
    """The same sentence is not written for each."""
    rows = {"overtime_month": _hours(TOWN, [10.0] * 18)}
    release = make_release(Made(months=24, names=NAMES, extra=rows))
    measured = read_work_measured(release, Targets(release))
    early = [one for one in measured.years if one.way == "too_early"]
    figure = years_figure(replace(measured, years=(*early, replace(early[0], series="faxes"))), JA)
    assert figure is not None
    told = [line.text for line in figure.lines if "まだ言えません" in line.text]
    assert len(told) == 1
    assert "超過勤務の時間（1人あたり）" in told[0]
    assert "、FAXの枚数" in told[0]


def test_other_sections_a_year_before_are_no_comparison() -> None:
    rows = _hours("a", [10.0] * 24) + _hours(TOWN, [10.0] * 24)
    rows += [row for row in _hours("b", [5.0] * 24) if row["month"] >= month_before(MONTHS[-1], 6)]
    release = make_release(Made(months=24, names=NAMES, extra={"overtime_month": rows}))
    ways = {one.series: one.way for one in read_work_measured(release, Targets(release)).years}
    assert ways["overtime"] == "reorganised"


def test_the_card_of_an_action_says_what_its_hours_are_used_for() -> None:
    release = _release(freed_for="昼休みの窓口を開ける")
    page = board_page(Targets(release), Cells(release), JA)
    lines = [line for lane in page.lanes for card in lane.cards for line in card.lines]
    assert "浮いた時間の使い道：昼休みの窓口を開ける" in lines


def test_the_page_opens_with_what_was_measured() -> None:
    """The estimate follows; alone it opens the page only where nothing was measured."""
    release = _release()
    page = work_page(
        Targets(release), Cells(release), read_work_measured(release, Targets(release)), JA
    )
    assert page.sentence == (
        "仕事の量で測る取り組み1件のうち、減ったと裏づけられたのは1件、逆に動いたのは0件です。"
    )
    assert page.lead[0].startswith("見積もりでは")


def test_what_is_not_counted_in_hours_is_told_in_per_cent() -> None:
    """A count that moved the other way says by how much."""
    release = _release("reversed", series="count 電話")
    figure = evidence_figure(read_work_measured(release, Targets(release)), JA)
    assert figure is not None
    ((_, cells),) = figure.tables[0].rows
    assert [cell.text for cell in cells] == ["逆", "電話", "−20時間", "−40〜−15%"]


def test_hours_that_a_section_wrote_down_itself_are_told_as_such() -> None:
    rows = [
        {"section": "a", "what": "tasks", "measure": "hours", "month": month, "state": "final"}
        | {"coding": "exact", "low": 100.0, "high": 100.0}
        for month in MONTHS
    ]
    release = _release(series="task_hours")
    tables = release.tables | {"book_month": pa.Table.from_pylist(rows, SCHEMAS["book_month"])}
    assert _evidence(replace(release, tables=tables)) == ("backed", "stated")


def test_abolished_tasks_are_counted_apart_from_improved_ones() -> None:
    tasks = [
        {"task": task, "section": "a", "kind": kind, "from_on": START, "hours_now": now}
        | {"hours_before": before, "stamps": stamps}
        for task, kind, before, now, stamps in (
            ("入力", "automated", 20.0, 5.0, None),
            ("押印", "abolished", 6.0, 0.0, 3),
            ("照会", "less", None, 2.0, None),
        )
    ]
    release = make_release(Made(months=24, names=NAMES, extra={"task_change": tasks}))
    work = read_work_measured(release, Targets(release))
    figure = tasks_figure(work, Cells(release), JA)
    assert figure is not None
    assert "なくした仕事は1件（業務改革）" in figure.title
    assert "2件（業務改善）" in figure.title
    assert "3か所" in figure.note
    assert [row for row, _ in figure.tables[0].rows] == ["押印", "入力", "照会"]
