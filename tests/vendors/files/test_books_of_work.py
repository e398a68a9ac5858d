"""The books of overtime and of tasks: read whole, without a name, and refused where their numbers cannot be right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from connectors.vendors.books import actions, tallies, tasks
from connectors.vendors.books.book import BookError
from tests.japanese import raises_saying
from tests.vendors.files.test_books import _fill, _read

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "年月,課,時間,人数,いちばん長い人の時間"


def _overtime(tmp_path: Path, row: str) -> list[dict[str, Any]]:
    path = tmp_path / "overtime.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="cp932")
    return _read("overtime", path)


def test_overtime_is_hours_and_a_number_of_people(tmp_path: Path) -> None:
    """A month without any is written as 0; the longest hours may be left out."""
    told = {row["side"]: row["count"] for row in _overtime(tmp_path, "2025-05,総務課,31.5,4,12")}
    assert told == {"hours": 31.5, "people": 4.0, "longest": 12.0}
    told = {row["side"]: row["count"] for row in _overtime(tmp_path, "2025-05,総務課,0,0,")}
    assert told == {"hours": 0.0, "people": 0.0}


@pytest.mark.parametrize(
    "row", ["2025-05,総務課,31.5,0,", "2025-05,総務課,10,3,12", "2025-05,総務課,0,0,1"]
)
def test_overtime_of_nobody_or_longer_than_all_is_refused(row: str, tmp_path: Path) -> None:
    with raises_saying(BookError, "時間と人数が合いません"):
        _overtime(tmp_path, row)


def test_a_book_of_overtime_without_people_is_refused(tmp_path: Path) -> None:
    """Without them no section's hours could ever be shown, and nobody would know why."""
    path = tmp_path / "overtime.csv"
    path.write_text("年月,課,時間\n2025-05,総務課,31.5\n", encoding="utf-8")
    with raises_saying(Exception, "人数"):
        _read("overtime", path)


def _tasks(tmp_path: Path, *rows: tuple[object, ...]) -> list[dict[str, Any]]:
    path = tasks.write_template(tmp_path / "tasks.xlsx")
    _fill(path, *rows)
    return _read("tasks", path)


def test_a_task_has_a_line_for_each_month_from_which_it_is_otherwise(tmp_path: Path) -> None:
    rows = _tasks(
        tmp_path,
        ("契約書の転記", "総務課", 20, "続ける", "令和7年4月", None),
        ("契約書の転記", "総務課", None, "なくした", "2025-08", 3),
    )
    assert [(r["became"], r["hours"], r["stamps"], r["from_on"]) for r in rows] == [
        ("kept", 20.0, None, date(2025, 4, 1)),
        ("abolished", None, 3, date(2025, 8, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ("転記", "総務課", 20, "やめた", "2025-04", None),
            "続ける、減らした、自動化した、なくした",
        ),
        (("転記", "総務課", None, "減らした", "2025-04", None), "ひと月の時間"),
        (("転記", "総務課", 20, "続ける", None, None), "いつから"),
    ],
)
def test_a_line_of_a_task_that_cannot_be_counted_is_named(
    row: tuple[object, ...], said: str, tmp_path: Path
) -> None:
    with raises_saying(BookError, said):
        _tasks(tmp_path, row)


def test_an_action_says_what_its_hours_are_used_for(tmp_path: Path) -> None:
    """The column stands last in the template, and may be empty."""
    path = actions.write_template(tmp_path / "actions.xlsx")
    common = (None, None, "改善", None, None, "2025-04-01", None, None, None, None, None, 9, 1)
    _fill(path, ("1", "一", "課", *common, "訪問の相談"), ("2", "二", "課", *common))
    assert [row["freed_for"] for row in _read("actions", path)] == ["訪問の相談", None]


def test_the_template_says_that_titles_may_be_shown_and_offers_the_words(tmp_path: Path) -> None:
    book = load_workbook(tasks.write_template(tmp_path / "tasks.xlsx"))
    said = "".join(str(row[0].value) for row in book["書き方"].iter_rows())
    assert "業務の名前は、取り組みの件名と同じように画面に出る" in said
    offered = [row[0].value for row in book["区分"].iter_rows()]
    assert offered == ["続ける", "減らした", "自動化した", "なくした"]
    book = load_workbook(tallies.write_template(tmp_path / "overtime.xlsx", "overtime"))
    assert "氏名や職員番号は書きません" in "".join(
        str(row[0].value) for row in book["書き方"].iter_rows()
    )
