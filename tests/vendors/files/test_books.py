"""Books kept by hand: templates that can be filled in, and every wrong cell named by its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from connectors.contract.streams import Window
from connectors.vendors.books import actions, tallies, trainings
from connectors.vendors.books.book import BookError
from connectors.vendors.registry import module_of
from tests.japanese import in_japanese, raises_saying
from warehouse.facts.ledger import record_failure
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Connector

YEAR = Window(date(2025, 4, 1), date(2026, 4, 1))
PAIRS = (
    "approvals", "filings", "meetings", "inspections", "minutes", "fax", "automation", "overtime",
)  # fmt: skip


def _connect(kind: str, path: Path) -> Connector:
    module = module_of(kind)
    given: dict[str, Any] = {"name": kind, "kind": kind, "file": path}
    return module.connect(module.Settings(**given))


def _read(kind: str, path: Path) -> list[dict[str, Any]]:
    connector = _connect(kind, path)
    batches = connector.fetch(connector.streams[0], YEAR)
    return [row for batch in batches for row in batch.rows.to_pylist()]


def _fill(path: Path, *rows: tuple[object, ...]) -> None:
    book = load_workbook(path)
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)


@pytest.mark.parametrize("pair", PAIRS)
def test_a_template_of_counts_can_be_filled_in(pair: str, tmp_path: Path) -> None:
    """What `hirogari init` writes is read back with its own header."""
    path = tallies.write_template(tmp_path / f"{pair}.xlsx", pair)
    counts = (3,) if pair == "fax" else (3, 4)
    _fill(path, ("令和7年5月", "総務課", *counts))
    rows = _read(pair, path)
    assert [row["count"] for row in rows] == list(map(float, counts))
    assert {(row["pair"], row["day_on"]) for row in rows} == {(pair, date(2025, 5, 1))}


def test_the_templates_of_trainings_and_actions_can_be_filled_in(tmp_path: Path) -> None:
    """As above, with Excel's own dates."""
    path = trainings.write_template(tmp_path / "trainings.xlsx")
    _fill(path, (date(2025, 5, 7), "はじめてのチャット", "総務課", "チャット", 6))
    assert _read("trainings", path)[0]["attended"] == 6
    path = actions.write_template(tmp_path / "actions.xlsx")
    row = (
        1,
        "回覧をチャットに",
        "総務課",
        "チャット",
        "係長",
        "改革",
        "早くなる",
        "用紙",
        date(2025, 5, 7),
    )
    _fill(path, (*row, None, date(2025, 6, 1), None, None, None, 2, 0.5))
    (action,) = _read("actions", path)
    assert (action["type"], action["tool"], action["decided_on"]) == (
        "reform",
        "chat",
        date(2025, 6, 1),
    )
    assert (action["hours_saved"], action["hours_added"]) == (2.0, 0.5)


def test_an_empty_side_is_not_a_zero(tmp_path: Path) -> None:
    """A side that is not yet known has no row; a written 0 has one."""
    path = tmp_path / "approvals.csv"
    path.write_text("年月,課,電子決裁,紙決裁\n2025-05,総務課,5,\n2025-06,総務課,5,0\n", "utf-8")
    told = {(row["day_on"].month, row["side"]): row["count"] for row in _read("approvals", path)}
    assert told == {(5, "digital"): 5.0, (6, "digital"): 5.0, (6, "paper"): 0.0}


@pytest.mark.parametrize(
    ("kind", "header", "row", "said"),
    [
        ("approvals", "年月,課,電子決裁,紙決裁", "2025-13,総務課,1,1", "暦にない"),
        ("approvals", "年月,課,電子決裁,紙決裁", "2025-05,総務課,いち,1", "「電子決裁」"),
        ("approvals", "年月,課,電子決裁,紙決裁", "2025-05,総務課,,", "どれも空"),
        ("trainings", "日付,研修,課,ツール,参加人数", "2025-05-07,初級,総務課,電話,3", "ツール"),
        ("actions", "番号,件名,種類,観察,決定", "1,回覧,改良,2025-05-01,", "改善、改革"),
        ("actions", "番号,件名,種類,観察,決定", "1,回覧,改善,2025-05-02,2025-05-01", "日付の順"),
    ],
)
def test_a_wrong_cell_is_named_and_no_row_is_taken(
    kind: str, header: str, row: str, said: str, tmp_path: Path
) -> None:
    """The message says file, row and what would be right, in Japanese; the sound rows wait too."""
    path = tmp_path / "book.csv"
    good = {
        "approvals": "2025-04,総務課,1,1",
        "trainings": "2025-04-07,初級,総務課,,3",
        "actions": "9,回覧,改善,2025-05-01,",
    }[kind]
    path.write_text(f"{header}\n{good}\n{row}\n", encoding="cp932")
    with pytest.raises(BookError) as raised:
        _read(kind, path)
    assert said in in_japanese(raised.value)
    assert "3行目" in in_japanese(raised.value)


def test_one_section_and_month_stands_once(tmp_path: Path) -> None:
    """A doubled line is refused, naming both."""
    path = tmp_path / "fax.csv"
    path.write_text("年月,課,枚数\n2025-05,総務課,5\n2025-05,総務課,7\n", encoding="utf-8")
    with raises_saying(BookError, "3行目: 2行目と同じ"):
        _read("fax", path)


def test_the_ledger_keeps_of_a_wrong_book_nothing_that_its_sheets_are_called(
    tmp_path: Path,
) -> None:
    """A sheet may be called after whoever keeps it; the operator is told which one it is."""
    path = tallies.write_template(tmp_path / "fax.xlsx", "fax")
    _fill(path, ("2025-13", "総務課", 5))
    book = load_workbook(path)
    book.worksheets[0].title = "山田太郎"
    book.save(path)
    with raises_saying(BookError, "シート「山田太郎」") as raised:
        _read("fax", path)
    (stream,) = _connect("fax", path).streams
    with open_store(tmp_path / "warehouse.duckdb") as store:
        record_failure(store, "fax", stream, YEAR, raised.value, datetime.now(UTC))
        kept = str(store.rows("from ledger.source_day"))
    assert "{count} mistakes" in kept
    assert "山田" not in kept


def test_rows_that_add_up_others_are_no_rows(tmp_path: Path) -> None:
    """合計 under a table or 小計 within it; the section 会計課 is a section."""
    path = tmp_path / "fax.csv"
    path.write_text(
        "年月,課,枚数\n2025-05,会計課,5\n2025-05,総務課,7\n2025-05,小計,12\n5月計,,12\n合 計,,12\n",
        encoding="cp932",
    )
    assert [row["section"] for row in _read("fax", path)] == ["会計課", "総務課"]
    assert set(_connect("fax", path).sections()) == {"会計課", "総務課"}  # type: ignore[attr-defined]


def test_the_same_row_on_two_sheets_names_the_other_sheet(tmp_path: Path) -> None:
    """A sheet that was copied is doubled, not added."""
    path = tallies.write_template(tmp_path / "fax.xlsx", "fax")
    _fill(path, ("2025-05", "総務課", 5))
    book = load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "写し"
    book.save(path)
    with raises_saying(BookError, r"写し」 2行目: fax.xlsx シート「FAX」 2行目と同じ"):
        _read("fax", path)
