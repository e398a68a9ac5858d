"""Reads the sheets of an Excel file with all their rows and columns, whatever size the file itself declares.

Cells whose stored value differs from what a person sees on the screen are listed beside the lines: merged cells, and
formulas whose result was not stored by the program that wrote the file. `tabular` refuses a table that contains such
cells.
"""

from __future__ import annotations

import warnings
import zipfile
from bisect import bisect_left
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
"""Maximum size of a table file; no table kept by hand is larger. An Excel file may unpack to four times as much."""
MOST_ROWS = 300_000
MOST_COLUMNS = 200
_PARTS = {
    "xl/workbook.bin": Message("an Excel workbook in binary form (.xlsb)"),
    "content.xml": Message("an OpenDocument file (.ods)"),
    "word/document.xml": Message("a Word file"),
    "ppt/presentation.xml": Message("a PowerPoint file"),
    "Index/Document.iwa": Message("a Numbers file"),
}
_WORKBOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_PASSWORD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Block:
    """A rectangle of cells; rows and columns are numbered from 1, first and last inclusive."""

    name: str
    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its place for messages, its lines from row 1 on, and its cells that cannot be read as they look."""

    place: str
    lines: Sequence[Sequence[object]]
    is_hidden: bool = False
    merged: tuple[Block, ...] = ()
    without_result: tuple[Block, ...] = ()
    """Formulas without a stored result: their cells are read as empty."""


def refused(path: Path, thing: Message, next_step: Message) -> SkipPart:
    """Return the error for a file that cannot be read as a table."""
    return SkipPart(thing, place=path.name, next_step=next_step)


def refuse_old_format(path: Path) -> SkipPart:
    """Return the error for an OLE file: old Excel files and encrypted new ones share this container."""
    content = path.read_bytes()
    if _PASSWORD in content:
        return refused(
            path,
            Message("the file has a password"),
            Message("remove the password and save it as .xlsx"),
        )
    return refused(
        path,
        Message("a workbook in the old Excel form (.xls)")
        if any(name in content for name in _WORKBOOKS)
        else Message("it is an old Excel file (.xls), or has a password"),
        Message("open it in Excel and save it as an Excel workbook (.xlsx)"),
    )


def read_workbook(path: Path) -> list[Sheet]:
    """Return every worksheet, including hidden ones.

    Raises:
        SkipPart: the file is of another kind, too large, or broken.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - 0.2 s, and only where a book is in Excel

    try:
        # Given a path, openpyxl trusts the file name; given an open file, it looks at the bytes.
        with path.open("rb") as file, zipfile.ZipFile(file) as parts:
            _check_parts(path, parts)
            with warnings.catch_warnings():
                # openpyxl warns about features that it does not read (data validation, styles).
                warnings.simplefilter("ignore", UserWarning)
                book = load_workbook(file, read_only=True, data_only=True)
                try:
                    return [_sheet(path, parts, one) for one in book.worksheets]
                finally:
                    book.close()
    except SkipPart:
        raise
    except Exception:  # noqa: BLE001 - a broken workbook raises whatever its part's parser raises
        raise refused(
            path,
            Message("it cannot be read as an Excel file"),
            Message("open it in Excel, and save it anew as .xlsx"),
        ) from None


def _check_parts(path: Path, parts: zipfile.ZipFile) -> None:
    """Refuse other kinds of archive, and one that would unpack to far more than any book holds."""
    names = set(parts.namelist())
    other = next((said for name, said in _PARTS.items() if name in names), None)
    if other or not any(name.startswith("xl/") for name in names):
        raise refused(
            path,
            other or Message("a ZIP file, which is no table"),
            Message("open it in Excel, and save it anew as .xlsx")
            if other
            else Message("take the file out of it and name that"),
        )
    # zipfile never unpacks more than the sizes that the archive declares.
    if sum(part.file_size for part in parts.infolist()) > 4 * MOST_BYTES:
        raise refused(
            path,
            Message("it unpacks to too much"),
            Message("save the table alone into another file"),
        )


def _sheet(path: Path, parts: zipfile.ZipFile, sheet: Any) -> Sheet:  # noqa: ANN401 - openpyxl's read-only sheet has no public type
    place = Message("{file} sheet “{sheet}”", file=path.name, sheet=sheet.title)
    # A sheet's <dimension> is often stale: the program that wrote the file did not update it.
    sheet.reset_dimensions()
    lines = _lines(path, sheet.iter_rows(values_only=True))
    # openpyxl has no public name for the archive member that holds a sheet.
    with parts.open(sheet._worksheet_path) as part:  # noqa: SLF001 - see above
        merged, without_result = _odd_cells(place, part)
    return Sheet(place, lines, sheet.sheet_state != "visible", merged, without_result)


def _lines(path: Path, lines: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    filled = 0
    for line in lines:
        if any(cell is not None for cell in line[MOST_COLUMNS:]):
            raise refused(
                path,
                Message("too many columns ({most} at most)", most=MOST_COLUMNS),
                Message("save the table alone into another file"),
            )
        rows.append(line[:MOST_COLUMNS])
        if any(cell is not None for cell in line):
            filled = len(rows)
        if filled > MOST_ROWS:
            raise refused(
                path,
                Message("it has too many rows"),
                Message("save the table alone into another file"),
            )
    return rows[:filled]


def _odd_cells(place: str, part: IO[bytes]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the merged blocks, and the formulas without a stored result.

    Raises:
        SkipPart: the rows are out of order; openpyxl would leave some out.
    """
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415 - see `read_workbook`

    merged: list[Block] = []
    without_result: list[Block] = []
    last_row = 0
    for _event, element in iterparse(part):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "c" and _lacks_result(element) and element.get("r"):
            without_result.append(_block(element.get("r")))
        elif tag == "mergeCell":
            merged.append(_block(element.get("ref")))
        elif tag == "row":
            number = int(element.get("r") or last_row + 1)
            if number <= last_row:
                raise SkipPart(
                    Message("row {number} is out of order", number=number),
                    place=place,
                    next_step=Message("open it in Excel and save it again"),
                )
            last_row = number
            element.clear()
    return tuple(merged), tuple(without_result)


def _lacks_result(cell: Any) -> bool:  # noqa: ANN401 - an element of whichever XML library openpyxl found
    children: Mapping[str, Any] = {str(one.tag).rpartition("}")[2]: one for one in cell}
    if "f" not in children or cell.get("t") == "str":
        # An empty text is a valid result.
        return False
    value = children.get("v")
    return value is None or not (value.text or "").strip()


def _block(reference: str) -> Block:
    from openpyxl.utils import range_boundaries  # noqa: PLC0415 - see `read_workbook`

    first_column, first_row, last_column, last_row = (
        int(one or 0) for one in range_boundaries(reference)
    )
    return Block(reference, first_row, last_row, first_column, last_column)


def blocks_in(
    blocks: Iterable[Block], rows: Sequence[int], columns: Collection[int]
) -> Iterator[Block]:
    """Yield the blocks that contain a cell of one of the rows (sorted) in one of the columns."""
    for block in blocks:
        place = bisect_left(rows, block.first_row)
        is_in_a_row = place < len(rows) and rows[place] <= block.last_row
        if is_in_a_row and any(
            block.first_column <= column <= block.last_column for column in columns
        ):
            yield block
