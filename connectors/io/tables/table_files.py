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
    "最後の行が改行で終わらず、途中で切れたおそれがあります",
    "最後の行を確かめ、行末で改行して保存してください(Google スプレッドシートからは、.xlsx で保存してください)",
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
                "ふつうのファイルではありません(フォルダー、パイプなど)",
                "いちどファイルに保存し、それを指定してください",
            )
        size = told.st_size
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        raise SkipPart(
            "ファイルを開けません",
            place=str(path),
            next_step=_look_beside(path),
        ) from None
    if size == 0:
        raise refused(path, "中身がありません(0バイト)", "もう一度保存してください")
    if size > MOST_BYTES:
        raise refused(path, "大きすぎます", "表だけを別のファイルに保存してください")
    # XML that is no page is no table either: the old Excel's, for one.
    if is_web_page(start) or start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(b"<?xml"):
        raise refused(
            path, "表ではなくウェブページです", "ログインし直し、CSVかExcelで保存してください"
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse_old_format(path)
    return start


def _look_beside(path: Path) -> str:
    """Say what to do about a file that is not there, or may not be read: it may be saved in the other format."""
    others = [] if path.exists() else [path.with_suffix(one) for one in (".xlsx", ".csv", ".xlsm")]
    if there := next((one for one in others if one.is_file()), None):
        return f"同じ場所に {there.name} があります。設定のファイル名をそちらに直してください"
    return "ファイルの場所と、読み取りの権限を確かめてください"


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
            "文字コードが UTF-8 でも Shift_JIS(CP932)でもありません",
            "UTF-8 のCSVで保存し直してください",
        )
    if "\0" in text:
        raise refused(
            path, "読めない制御文字(NUL)があります", "表を新しいファイルに写して保存してください"
        )
    # StringIO breaks lines where CSV does; str.splitlines would break them inside cells as well.
    lines = list(io.StringIO(text, newline=""))
    if len(lines) > MOST_ROWS or max(map(len, lines)) > LONGEST_LINE:
        raise refused(path, "行が多すぎるか、長すぎます", "表だけを別のファイルに保存してください")
    try:
        dialect = "excel-tab" if "\t" in lines[0] and "," not in lines[0] else "excel"
        rows = list(csv.reader(lines, dialect=dialect, strict=True))
    except csv.Error:
        if not text.endswith(("\n", "\r")):
            raise refused(path, *_MAYBE_CUT) from None
        raise refused(
            path, '引用符(")の対応がとれていません', "Excelで開き、CSVで保存し直してください"
        ) from None
    if not (text.endswith(("\n", "\r")) or ends_whole(rows, is_quoted=text.endswith('"'))):
        raise refused(path, *_MAYBE_CUT)
    return rows
