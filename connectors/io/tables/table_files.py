"""Reads the sheets of a CSV or Excel file kept by people: completely, or refused with a next step.

The encoding is verified, never guessed: UTF-16 or UTF-8 with a byte order mark, otherwise strict UTF-8, otherwise
strict CP932 (Python's `shift_jis` fails on ①㈱髙﨑).
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
    """Return each sheet with its lines; a CSV is one sheet. The first bytes decide the file type, not the name.

    Raises:
        SkipPart: as for `read_rows`.
    """
    if _first_bytes(path)[:2] == b"PK":
        return read_workbook(path)
    return [Sheet(path.name, _read_csv(path))]


def _first_bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # Reading a pipe or a device could block for ever.
            raise refused(
                path,
                Message("no ordinary file (a folder, a pipe or the like)"),
                Message("save it to a file first, and name that"),
            )
        size = status.st_size
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
    # XML is refused even if it is not HTML: old Excel versions save XML, for example.
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
    """Return the next step for a file that is missing or unreadable: it may have been saved in the other format."""
    others = [] if path.exists() else [path.with_suffix(one) for one in (".xlsx", ".csv", ".xlsm")]
    if there := next((one for one in others if one.is_file()), None):
        return Message("{name} stands beside it: name that file in the settings", name=there.name)
    return Message("look where the file is, and at its permissions")


def decode(raw: bytes) -> str | None:
    """Decode UTF-16 with a byte order mark, UTF-8 or CP932; return None if the bytes are none of them."""
    encodings = (
        ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    )
    for encoding in encodings:
        try:
            # A program that adds a byte order mark to a file that already has one leaves two.
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
    # StringIO splits lines where CSV does; str.splitlines would also split inside cells.
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
