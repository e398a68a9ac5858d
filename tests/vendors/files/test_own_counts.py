"""The book of own counts and the measures of actions: which words name a series, and which are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from connectors.contract.shapes import TOOLS
from connectors.vendors.books import actions, counts
from connectors.vendors.books.book import BookError
from connectors.vendors.books.series_words import SERIES_WORDS, own_count, series_in
from tests.japanese import raises_saying
from tests.vendors.files.test_books import _fill, _read
from warehouse.release.tables.series import SERIES

if TYPE_CHECKING:
    from pathlib import Path

ROW = ("2025-05", "総務課", "問い合わせの電話の数", 12, "件", "減るほうがよい")


def _book(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    path = counts.write_template(tmp_path / "counts.xlsx")
    _fill(path, *rows)
    return path


def test_a_count_is_kept_by_the_name_that_the_town_gives_it(tmp_path: Path) -> None:
    """An empty value is not known yet; 0 is 0."""
    rows = _read(
        "counts",
        _book(
            tmp_path,
            ROW,
            (*ROW[:1], "税務課", *ROW[2:3], None, *ROW[4:]),
            ("2025-06", *ROW[1:3], 0, *ROW[4:]),
        ),
    )
    assert [(row["pair"], row["count"], row["unit"], row["better"]) for row in rows] == [
        ("count 問い合わせの電話の数", 12.0, "件", "less"),
        ("count 問い合わせの電話の数", 0.0, "件", "less"),
    ]


def test_one_name_in_two_widths_is_one_count(tmp_path: Path) -> None:
    rows = _read(
        "counts",
        _book(
            tmp_path,
            (*ROW[:2], "FAX の件数", *ROW[3:]),
            ("2025-06", ROW[1], "ＦＡＸ　の件数", *ROW[3:]),
        ),
    )
    assert {row["pair"] for row in rows} == {"count FAX の件数"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((*ROW[:5], "ふつう"), "減るほうがよい、減る"),
        ((*ROW[:2], "電子決裁率", *ROW[3:]), "この帳簿がなくても数えている"),
        ((*ROW[:2], None, *ROW[3:]), "数えるもの"),
    ],
)
def test_a_row_that_cannot_be_a_series_is_named(
    row: tuple[object, ...], said: str, tmp_path: Path
) -> None:
    path = _book(tmp_path, row)
    with raises_saying(BookError, said):
        _read("counts", path)


@pytest.mark.parametrize(
    ("words", "series"),
    [
        ("電子決裁率", "ratio approvals"),
        (" 利用日率（チャット） ", "use chat"),
        ("印刷の枚数", "printed"),
        ("ratio filings", "ratio filings"),
        ("気持ち", None),
        (None, None),
    ],
)
def test_words_name_a_series_in_any_width(words: str | None, series: str | None) -> None:
    assert series_in(words) == series


def test_every_series_has_words_and_every_word_a_series() -> None:
    """No two series share a spelling."""
    assert set(SERIES_WORDS) == set(SERIES)
    assert {f"use {tool}" for tool in TOOLS} <= set(SERIES)
    spellings = [words for several in SERIES_WORDS.values() for words in several]
    assert len({own_count(words) for words in spellings}) == len(spellings)


def test_the_template_of_actions_offers_every_series(tmp_path: Path) -> None:
    path = actions.write_template(tmp_path / "actions.xlsx")
    book = load_workbook(path)
    offered: list[Any] = [row[0].value for row in book["ものさし"].iter_rows()]
    assert offered == [words[0] for words in SERIES_WORDS.values()]
    (choice,) = book.worksheets[0].data_validations.dataValidation
    assert choice.formula1 == f"'ものさし'!$A$1:$A${len(offered)}"
    assert "H2" in choice.sqref


def test_an_action_names_a_series_or_perhaps_an_own_count(tmp_path: Path) -> None:
    """Which own counts there are, only the warehouse knows."""
    path = actions.write_template(tmp_path / "actions.xlsx")
    common = ("課", None, None, "改善", None)
    _fill(
        path,
        ("1", "一", *common, "電子決裁率", "2025-04-01"),
        ("2", "二", *common, "電話の数", "2025-04-01"),
        ("3", "三", *common, None, "2025-04-01"),
    )
    assert [row["series"] for row in _read("actions", path)] == [
        "ratio approvals",
        "count 電話の数",
        None,
    ]
