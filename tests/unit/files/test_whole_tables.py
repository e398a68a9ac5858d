"""All of a table file is read, or it is refused with what would have been left."""

from __future__ import annotations

import os
import re
import zipfile
from typing import TYPE_CHECKING, Any, Literal

import pytest
from openpyxl import Workbook

from connectors.contract.errors import SkipPart
from connectors.io.tables.headings import Columns
from connectors.io.tables.table_files import read_sheets
from connectors.io.tables.tabular import read_rows
from flows.messages import in_language
from tests.japanese import raises_saying

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COLUMNS = Columns(required={"年月": (), "課": (), "枚数": ()})
HEADER = ["年月", "課", "枚数"]


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return book


def _lines(month: int) -> list[list[Any]]:
    return [HEADER, *([f"2025-{month:02d}", section, 10 * month] for section in ("総務課", "税務課"))]  # fmt: skip


def _rewrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {one.filename: source.read(one) for one in source.infolist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, change(content) if "worksheets/sheet1" in name else content)


@pytest.mark.parametrize("told", ["A1", "A1:C2", "A1:B9", "B2:C3", "A1:XFD1048576"])
def test_a_wrong_dimension_is_not_believed(told: str, tmp_path: Path) -> None:
    """What a file says of its own size is stale as often as not."""
    path = tmp_path / "b.xlsx"
    _book(path, {"表": [*_lines(4), *_lines(5)[1:], *_lines(6)[1:]]})
    named = f'<dimension ref="{told}"/>'.encode()
    _rewrite(path, lambda part: re.sub(rb'<dimension ref="[^"]*" ?/>', named, part))
    assert [row.cells["枚数"] for row in read_rows(path, COLUMNS)] == [40, 40, 50, 50, 60, 60]


def test_every_sheet_with_the_header_is_read(tmp_path: Path) -> None:
    """A sheet a month, with a title above one of them, and a sheet of words between."""
    path = tmp_path / "b.xlsx"
    _book(
        path,
        {
            "4月": _lines(4),
            "書き方": [["年月は 2025-04 のように"]],
            "5月": [["五月分"], [], *_lines(5)],
        },
    )
    rows = read_rows(path, COLUMNS)
    assert [(row.cells["年月"], row.number) for row in rows] == [
        ("2025-04", 2), ("2025-04", 3), ("2025-05", 4), ("2025-05", 5),
    ]  # fmt: skip
    assert "シート「5月」" in in_language(rows[-1].place, "ja")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_table_is_neither_read_nor_left_in_silence(
    state: Literal["hidden", "veryHidden"], tmp_path: Path
) -> None:
    """It may be last year's or an old copy: the operator decides."""
    path = tmp_path / "b.xlsx"
    book = _book(path, {"旧": _lines(4), "今": _lines(5)})
    book["旧"].sheet_state = state
    book.active = 1
    book.save(path)
    with raises_saying(SkipPart, "隠れたシートにも表があります") as raised:
        read_rows(path, COLUMNS)
    assert "シート「旧」" in in_language(raised.value.place, "ja")


def test_hidden_rows_and_columns_are_read(tmp_path: Path) -> None:
    """A filter hides rows from the eye, not from the table."""
    path = tmp_path / "b.xlsx"
    book = _book(path, {"表": [*_lines(4), *_lines(5)[1:]]})
    sheet = book["表"]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.auto_filter.ref = "A1:C5"
    book.save(path)
    assert len(read_rows(path, COLUMNS)) == 4


def test_a_sheet_whose_header_differs_is_told(tmp_path: Path) -> None:
    """One sheet with a renamed column would be left out."""
    path = tmp_path / "b.xlsx"
    _book(path, {"4月": _lines(4), "5月": [["年月", "課", "まいすう"], ["2025-05", "総務課", 5]]})
    with raises_saying(SkipPart, "「枚数」がなく") as raised:
        read_rows(path, COLUMNS)
    assert "シート「5月」" in in_language(raised.value.place, "ja")


@pytest.mark.parametrize(
    ("block", "said"),
    [("A2:A3", "結合"), ("C2:C3", "結合"), ("B2:C2", "結合"), ("A5:C5", ""), ("D2:D3", "")],
)
def test_merged_cells_of_the_table_are_refused(block: str, said: str, tmp_path: Path) -> None:
    """A value that shows for several rows stands in the first alone; notes may be merged."""
    path = tmp_path / "b.xlsx"
    book = _book(path, {"表": [*_lines(4), [], ["※7月からは概算"]]})
    book["表"].merge_cells(block)
    book.save(path)
    if not said:
        assert len(read_rows(path, COLUMNS)) == 2
        return
    with raises_saying(SkipPart, f"セル {block} が{said}"):
        read_rows(path, COLUMNS)


def test_a_formula_without_its_result_is_no_empty_cell(tmp_path: Path) -> None:
    """A program that does not calculate stores none; an empty text is a result."""
    path = tmp_path / "b.xlsx"
    _book(path, {"表": [HEADER, ["2025-04", "総務課", "=10*4"]]})
    with raises_saying(SkipPart, "C2 の式に、計算した結果がありません"):
        read_rows(path, COLUMNS)
    _rewrite(path, lambda part: part.replace(b'<c r="C2"><f>', b'<c r="C2" t="str"><f>'))
    assert read_rows(path, COLUMNS)[0].cells["枚数"] in {None, ""}
    _rewrite(
        path,
        lambda part: re.sub(rb' t="str"(><f>10\*4</f>)(?:<v ?/>|<v></v>)', rb"\1<v>40</v>", part),
    )
    assert read_rows(path, COLUMNS)[0].cells["枚数"] == 40


def test_rows_out_of_their_order_are_refused(tmp_path: Path) -> None:
    """The library would leave them out."""
    path = tmp_path / "b.xlsx"
    _book(path, {"表": [*_lines(4), *_lines(5)[1:]]})
    _rewrite(path, lambda part: part.replace(b'<row r="4"', b'<row r="2"'))
    with raises_saying(SkipPart, "順に並んでいません"):
        read_rows(path, COLUMNS)


def test_notes_and_repeated_headers_are_no_rows(tmp_path: Path) -> None:
    """Under the table, between its years, and a header that stands again for printing."""
    path = tmp_path / "b.csv"
    path.write_text(
        "令和7年度 用紙,,\n,,\n年月,課,枚数\n2025-04,総務課,1\n,,\n年月,課,枚数\n2025-05,総務課,2\n※概算,,\n",
        "utf-8",
    )
    assert [row.number for row in read_rows(path, COLUMNS)] == [4, 7]


def test_empty_rows_far_below_cost_nothing(tmp_path: Path) -> None:
    """A cell that was once coloured at the end of the sheet is no row."""
    path = tmp_path / "b.xlsx"
    book = _book(path, {"表": _lines(4)})
    book["表"].cell(400_000, 2).number_format = "0.00"
    book.save(path)
    assert len(read_rows(path, COLUMNS)) == 2


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _zipped(name: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as target:
            target.writestr(name, "x")

    return write


def _old(word: str) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + word.encode("utf-16-le")) and None


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (_pipe, "パイプ"),
        (lambda path: path.mkdir(), "フォルダー"),
        (_zipped("xl/workbook.bin"), "xlsb"),
        (_zipped("content.xml"), "ods"),
        (_zipped("word/document.xml"), "Word"),
        (_zipped("soumu/2025-04-10.json"), "ZIP"),
        (_old("Workbook"), r"\.xls\)のファイル"),
        (_old("EncryptedPackage"), "パスワードつきのファイルです"),
        (_old("?"), "か、パスワード"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_and_waited_for_never(
    write: Callable[[Path], None], said: str, tmp_path: Path
) -> None:
    """By what its bytes say, whatever it is called."""
    path = tmp_path / "b.xlsx"
    write(path)
    with raises_saying(SkipPart, said) as raised:
        read_sheets(path)
    assert raised.value.next_step
