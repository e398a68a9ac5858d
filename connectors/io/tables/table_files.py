"""The sheets of a file that people keep: CSV or Excel, read whole and right, or refused with what to do.

The encoding is proved, never guessed: UTF-16 or UTF-8 with its mark, else strict UTF-8, else strict
CP932 (Python's `shift_jis` fails on ①㈱髙﨑).
"""

from __future__ import annotations

import csv
import io
import stat
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.io.http.web_pages import is_web_page
from connectors.io.tables.excel_files import (
    MOST_BYTES,
    MOST_ROWS,
    Sheet,
    read_workbook,
    refuse_old_format,
    refused,
)
from connectors.io.tables.row_ends import ends_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["MOST_BYTES", "decode", "read_sheets"]

LONGEST_LINE = 1024 * 1024
_MAYBE_CUT = (
    Message("its last row has no end: it may have been cut short"),
    Message(
        "look at the last row, end it with a line break, and save (from Google Sheets: as .xlsx)"
    ),
)


def read_sheets(path: Path) -> Sequence[Sheet]:
    """Return each sheet with its lines as they stand; a CSV is one sheet. What the file is, its bytes say, not its name.

    Raises:
        SkipPart: as for `read_rows`.
    """
    if _first_bytes(path)[:2] == b"PK":
        return read_workbook(path)
    return [Sheet(path.name, _read_csv(path))]


def _first_bytes(path: Path) -> bytes:
    try:
        told = path.stat()
        if not stat.S_ISREG(told.st_mode):
            # A pipe or a device would be waited for, perhaps for ever.
            raise refused(
                path,
                Message("no ordinary file (a folder, a pipe or the like)"),
                Message("save it to a file first, and name that"),
            )
        size = told.st_size
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        raise SkipPart(
            Message("the file cannot be opened for reading"),
            place=str(path),
            next_step=_look_beside(path),
        ) from None
    if size == 0:
        raise refused(path, Message("nothing is in it (0 bytes)"), Message("save it once more"))
    if size > MOST_BYTES:
        raise refused(
            path, Message("it is too large"), Message("save the table alone into another file")
        )
    # XML that is no page is no table either: the old Excel's, for one.
    if is_web_page(start) or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"<?xml"):
        raise refused(
            path,
            Message("it is a web page and no table"),
            Message("log in again, and save it as CSV or Excel"),
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse_old_format(path)
    return start


def _look_beside(path: Path) -> Message:
    """Say what to do about a file that is not there, or may not be read: it may be saved in the other format."""
    others = [] if path.exists() else [path.with_suffix(one) for one in (".xlsx", ".csv", ".xlsm")]
    if there := next((one for one in others if one.is_file()), None):
        return Message("{name} stands beside it: name that file in the settings", name=there.name)
    return Message("look where the file is, and at its permissions")


def decode(raw: bytes) -> str | None:
    """Return the text of a file in UTF-16 with its mark, UTF-8 or CP932; None if it is none of them."""
    encodings = (
        ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    )
    for encoding in encodings:
        try:
            # A program that adds a mark to a file that has one leaves two.
            return raw.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    return None


def _read_csv(path: Path) -> list[list[str]]:
    text = decode(path.read_bytes())
    if text is None:
        raise refused(
            path,
            Message("its encoding is neither UTF-8 nor Shift_JIS (CP932)"),
            Message("save it anew as CSV in UTF-8"),
        )
    if "\0" in text:
        raise refused(
            path,
            Message("it holds a character that cannot be read (NUL)"),
            Message("copy the table into a new file and save that"),
        )
    # StringIO breaks lines where CSV does; str.splitlines would break them inside cells as well.
    lines = list(io.StringIO(text, newline=""))
    if len(lines) > MOST_ROWS or max(map(len, lines)) > LONGEST_LINE:
        raise refused(
            path,
            Message("its rows are too many, or too long"),
            Message("save the table alone into another file"),
        )
    try:
        dialect = "excel-tab" if "\t" in lines[0] and "," not in lines[0] else "excel"
        rows = list(csv.reader(lines, dialect=dialect, strict=True))
    except csv.Error:
        if not text.endswith(("\n", "\r")):
            raise refused(path, *_MAYBE_CUT) from None
        raise refused(
            path,
            Message('its quotation marks (") do not pair'),
            Message("open it in Excel, and save it anew as CSV"),
        ) from None
    if not (text.endswith(("\n", "\r")) or ends_whole(rows, is_quoted=text.endswith('"'))):
        raise refused(path, *_MAYBE_CUT)
    return rows
