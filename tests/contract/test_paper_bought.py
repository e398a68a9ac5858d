"""The purchase book is taken whole when it is sound, and told cell by cell when it is not."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.io.tables.cell_parsing import count_in, day_in, month_in
from connectors.vendors.books import paper_bought
from connectors.vendors.books.book import BookError
from tests.japanese import in_japanese, raises_saying

if TYPE_CHECKING:
    from pathlib import Path

YEAR = Window(date(2025, 4, 1), date(2026, 4, 1))
HEADER = "年月,課,枚数,備考\n"


def _rows(path: Path, **more: Any) -> list[tuple[date, str, int]]:  # noqa: ANN401 - any setting
    settings = paper_bought.Settings(name="book", file=path, **more)
    connector = paper_bought.connect(settings)
    batches = list(connector.fetch(paper_bought.STREAM, YEAR))
    assert all(batch.day_on.day == 1 for batch in batches)
    rows = pa.concat_tables(batch.rows for batch in batches).to_pylist()
    return [(row["day_on"], row["section"], row["sheets"]) for row in rows]


def _csv(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "book.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_every_encoding_gives_the_same_book(tmp_path: Path, encoding: str) -> None:
    """①㈱髙﨑 and half-width kana stay as they are written."""
    text = HEADER + '令和7年4月,①㈱髙﨑ｶﾅ,"1,200",x\n2025/5,総務課,５００,\n'
    assert _rows(_csv(tmp_path, text, encoding)) == [
        (date(2025, 4, 1), "①㈱髙﨑ｶﾅ", 1200),
        (date(2025, 5, 1), "総務課", 500),
    ]


def test_excel_is_read_from_the_sheet_that_has_the_header(tmp_path: Path) -> None:
    """Dates are dates, numbers are numbers, and a cover sheet may come first."""
    book = Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["用紙購入について"])
    sheet = book.create_sheet("令和7年度")
    sheet.append(["コピー用紙"])
    sheet.append(["課", "年月", "枚数"])
    sheet.append(["soumu", date(2025, 4, 15), 2500])
    sheet.append([None, None, None])
    sheet.append(["soumu", "2025-05", 0.0])
    book.save(tmp_path / "book.xlsx")
    assert _rows(tmp_path / "book.xlsx") == [
        (date(2025, 4, 1), "soumu", 2500),
        (date(2025, 5, 1), "soumu", 0),
    ]


def test_boxes_and_reams_become_sheets_only_if_somebody_said_how_many(tmp_path: Path) -> None:
    """In the book's own column, or in the settings; 2,500 is not assumed."""
    path = _csv(tmp_path, "年月,課,箱,冊,箱あたり枚数\n2025-04,soumu,2,3,2500\n2025-05,soumu,,1,\n")
    assert _rows(path, sheets_per_ream=500) == [
        (date(2025, 4, 1), "soumu", 6500),
        (date(2025, 5, 1), "soumu", 500),
    ]
    with raises_saying(BookError, "1冊が何枚か"):
        _rows(path)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("2025-04,,10,", "「課」が空です"),
        ("4月,soumu,10,", "「年月」が年月として読めません"),
        ("2025-13,soumu,10,", "暦にない"),
        ("25-04,soumu,10,", "西暦4桁でも元号でもない"),
        ("2025-04,soumu,,x", "「枚数」が空です"),
        ("2025-04,soumu,約100,", "数として読めません"),
        ("2025-04,soumu,-5,", "0以上の整数"),
        ("2025-04,soumu,1.5,", "0以上の整数"),
        ("2025-05,soumu,10,", "2行目と同じ"),
    ],
)
def test_each_wrong_cell_is_named_and_no_row_is_taken(tmp_path: Path, row: str, word: str) -> None:
    """File, row and column in Japanese; the sound row beside it is not taken either."""
    with raises_saying(BookError, word) as caught:
        _rows(_csv(tmp_path, f"{HEADER}2025-05,soumu,500,\n{row}\n"))
    assert "book.csv 3行目" in in_japanese(caught.value)


def test_no_cell_is_repeated_in_a_message(tmp_path: Path) -> None:
    """What is wrong is named by its place."""
    with pytest.raises(BookError) as caught:
        _rows(_csv(tmp_path, HEADER + "canary,canary,canary,canary\n"))
    assert "canary" not in in_japanese(caught.value)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "0バイト"),
        (b"<!DOCTYPE html><table>", "ウェブページ"),
        ((HEADER + "2025-04,soumu,2").encode(), "途中で切れた"),
        ((HEADER + "2025-04,so\0umu,20,\n").encode(), "NUL"),
        (HEADER.encode() + b"\x81\xff\n", "文字コード"),
        ((HEADER + '2025-04,"soumu,20,\n').encode(), "引用符"),
        ("年月,課,まいすう\n2025-04,soumu,20\n".encode(), "「枚数」"),
        ("年月,かか,枚数\n2025-04,soumu,20\n".encode(), "「課」"),
        ("あ,い\n1,2\n".encode(), "見出しの行がありません"),
        ((HEADER + "2025-04,soumu,1,200,\n").encode(), "列が見出しより多く"),
        ("年月,課,枚数,枚数\n2025-04,soumu,20,30\n".encode(), "二つあります"),
        (b"\xd0\xcf\x11\xe0old", "パスワード"),
        (b"PK\x03\x04broken", "Excelファイルとして読めません"),
        (HEADER.encode() + b"x" * 2_000_000 + b"\n", "長すぎます"),
    ],
)
def test_a_file_that_cannot_be_read_with_certainty_is_refused(
    tmp_path: Path, content: bytes, word: str
) -> None:
    """Never "success with fewer rows"; each with what to do."""
    path = tmp_path / "book.csv"
    path.write_bytes(content)
    with raises_saying(SkipPart, word) as caught:
        _rows(path)
    assert caught.value.next_step


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """What an archive says it unpacks to is looked at first."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        for number in range(3):
            parts.writestr(f"xl/{number}.xml", b"\0" * 100_000_000)
    path = tmp_path / "book.xlsx"
    path.write_bytes(packed.getvalue())
    assert path.stat().st_size < 1_000_000
    with raises_saying(SkipPart, "大きすぎます"):
        _rows(path)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    """With its whole path."""
    with raises_saying(SkipPart, "開けません"):
        _rows(tmp_path / "none.csv")


def test_the_book_vouches_from_its_first_to_its_last_month(tmp_path: Path) -> None:
    """A month within is a month of nothing; later months are not written yet."""
    path = _csv(tmp_path, HEADER + "2025-05,soumu,1,\n2025-07,soumu,2,\n")
    connector = paper_bought.connect(paper_bought.Settings(name="book", file=path))
    batches = list(connector.fetch(paper_bought.STREAM, YEAR))
    assert [(batch.day_on.month, batch.rows.num_rows) for batch in batches] == [
        (5, 1),
        (6, 0),
        (7, 1),
    ]
    assert connector.first_day(paper_bought.STREAM) == date(2025, 5, 1)
    assert [finding.is_ok for finding in connector.check()] == [True]


def test_the_template_can_be_filled_in_and_read(tmp_path: Path) -> None:
    """An empty book is told as empty; with one row it is a book."""
    path = paper_bought.write_template(tmp_path / "paper_bought.xlsx")
    connector = paper_bought.connect(paper_bought.Settings(name="book", file=path))
    (finding,) = connector.check()
    assert (finding.is_ok, bool(finding.next_step)) == (False, True)
    book = load_workbook(path)
    book["用紙購入"].append(["令和7年4月", "soumu", 2500])
    book.save(path)
    assert _rows(path) == [(date(2025, 4, 1), "soumu", 2500)]


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_a_day_is_the_same_day_however_it_is_written(day: date) -> None:
    """Western and Japanese years, marks and full-width digits."""
    written = [
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
    ]
    if day >= date(2019, 5, 1):
        written += [
            f"令和{day.year - 2018}年{day.month}月{day.day}日",
            f"R{day.year - 2018}.{day.month}.{day.day}",
        ]
    full_width = str.maketrans("0123456789", "０１２３４５６７８９")
    for text in written:
        assert day_in(text) == day
        assert day_in(text.translate(full_width)) == day
        assert month_in(text) == day.replace(day=1)


@given(st.text(max_size=20))
def test_no_text_breaks_the_readers_of_cells(text: str) -> None:
    """They read it or say so."""
    for parse in (day_in, month_in, count_in):
        try:
            parse(text)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - most texts raise, some do not
