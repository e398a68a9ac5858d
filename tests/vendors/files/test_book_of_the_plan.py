"""The book of the plan: read whole, with targets as town halls write them, and refused where a per cent is a fraction."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from connectors.vendors.books import plan
from connectors.vendors.books.book import BookError
from connectors.vendors.books.series_words import SERIES_WORDS
from tests.japanese import raises_saying
from tests.vendors.files.test_books import _fill, _read

if TYPE_CHECKING:
    from pathlib import Path

SHARE, AMOUNT = "電子決裁率", "印刷の枚数"


def _plan(tmp_path: Path, measure: object, target: object, look: object) -> list[dict[str, Any]]:
    path = plan.write_template(tmp_path / "plan.xlsx")
    line = ("P1", "書かない窓口", "待つ時間が短くなる", "住民", "町民課", "町長", "はい")
    _fill(path, (*line, measure, target, look, "令和7年4月", "2027-03", ""))
    return _read("plan", path)


def test_an_item_is_filed_under_the_month_in_which_it_was_decided(tmp_path: Path) -> None:
    (row,) = _plan(tmp_path, SHARE, 60, "ひと月の数")
    assert (row["day_on"], row["due_on"], row["began_on"]) == (
        date(2025, 4, 1),
        date(2027, 3, 1),
        None,
    )
    assert (row["for_whom"], row["decided_by"], row["of_state"]) == ("residents", "mayor", "yes")
    assert (row["series"], row["target"], row["target_is"]) == ("ratio approvals", 60.0, "level")


@pytest.mark.parametrize(
    ("written", "read"),
    [(-30, -30.0), ("△30", -30.0), ("▲30%", -30.0), ("－３０％", -30.0), ("+5ポイント", 5.0)],
)
def test_a_target_is_read_as_town_halls_write_it(
    written: object, read: float, tmp_path: Path
) -> None:
    """Full-width signs and the triangles of ledgers included."""
    (row,) = _plan(tmp_path, AMOUNT, written, "前からの増減")
    assert (row["target"], row["target_is"]) == (read, "change")


def test_a_share_that_a_cell_of_per_cents_holds_is_refused(tmp_path: Path) -> None:
    """Excel stores 60 % as 0.6, which would be a target that everyone reaches."""
    with raises_saying(BookError, "60% は 60 と書き"):
        _plan(tmp_path, SHARE, 0.6, "ひと月の数")


def test_a_target_in_words_is_refused_with_its_place(tmp_path: Path) -> None:
    with raises_saying(BookError, "2行目"):
        _plan(tmp_path, AMOUNT, "半分くらい", "前からの増減")


def test_the_template_offers_the_town_s_series(tmp_path: Path) -> None:
    """And the words of each column that has a few."""
    book = load_workbook(plan.write_template(tmp_path / "plan.xlsx"))
    offered = [row[0] for row in book["ものさし"].iter_rows(values_only=True)]
    assert offered == [words[0] for words in SERIES_WORDS.values()]
    assert [row[0] for row in book["決めた人"].iter_rows(values_only=True)] == ["町長", "室", "課"]
