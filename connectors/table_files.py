"""The sheets of a file that people keep: CSV or Excel, read whole and right, or refused with what to do.

The encoding is proved, never guessed: UTF-16 or UTF-8 with its mark, else strict UTF-8, else strict
CP932 (Python's `shift_jis` fails on ①㈱髙﨑).
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from typing import TYPE_CHECKING

from connectors.errors import SkipPart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

MOST_BYTES = 64 * 1024 * 1024
"""A table kept by hand is never larger; an Excel file may unpack to four times as much."""
MOST_ROWS = 300_000
MOST_COLUMNS = 200
LONGEST_LINE = 1024 * 1024


def read_sheets(path: Path) -> Sequence[tuple[str, Sequence[Sequence[object]]]]:
    """Return each sheet's place and lines as they stand; a CSV is one sheet.

    Raises:
        SkipPart: as for `read_rows`.
    """
    if _first_bytes(path)[:2] == b"PK":
        return _read_excel(path)
    return [(path.name, _read_csv(path))]


def _first_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(512)
    except OSError:
        raise SkipPart(
            "ファイルを開けません",
            place=str(path),
            next_step="ファイルの場所と、読み取りの権限を確かめてください",
        ) from None
    if size == 0:
        raise _refused(path, "中身がありません(0バイト)", "もう一度保存してください")
    if size > MOST_BYTES:
        raise _refused(path, "大きすぎます", "表だけを別のファイルに保存してください")
    if (
        start.lstrip(b"\xef\xbb\xbf \t\r\n")
        .lower()
        .startswith((b"<!doctype", b"<html", b"<?xml", b"<head"))
    ):
        raise _refused(
            path, "表ではなくウェブページです", "ログインし直し、CSVかExcelで保存してください"
        )
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(
            path,
            "古いExcel形式(.xls)か、パスワードつきのファイルです",
            "パスワードなしの .xlsx で保存してください",
        )
    return start


def _refused(path: Path, thing: str, next_step: str) -> SkipPart:
    return SkipPart(thing, place=path.name, next_step=next_step)


def decode(raw: bytes) -> str | None:
    """Return the text of a file in UTF-16 with its mark, UTF-8 or CP932; None if it is none of them."""
    encodings = (
        ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp932")
    )
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _read_csv(path: Path) -> list[list[str]]:
    text = decode(path.read_bytes())
    if text is None:
        raise _refused(
            path,
            "文字コードが UTF-8 でも Shift_JIS(CP932)でもありません",
            "UTF-8 のCSVで保存し直してください",
        )
    if "\0" in text:
        raise _refused(
            path, "読めない制御文字(NUL)があります", "表を新しいファイルに写して保存してください"
        )
    if not text.endswith(("\n", "\r")):
        raise _refused(
            path,
            "最後の行が改行で終わらず、途中で切れたおそれがあります",
            "最後の行を確かめ、行末で改行して保存してください",
        )
    # StringIO breaks lines where CSV does; str.splitlines would break them inside cells as well.
    lines = list(io.StringIO(text, newline=""))
    if len(lines) > MOST_ROWS or max(map(len, lines)) > LONGEST_LINE:
        raise _refused(path, "行が多すぎるか、長すぎます", "表だけを別のファイルに保存してください")
    try:
        dialect = "excel-tab" if "\t" in lines[0] and "," not in lines[0] else "excel"
        return list(csv.reader(lines, dialect=dialect, strict=True))
    except csv.Error:
        raise _refused(
            path, '引用符(")の対応がとれていません', "Excelで開き、CSVで保存し直してください"
        ) from None


def _read_excel(path: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - 0.2 s, and only where a book is in Excel

    try:
        _check_unpacked(path)
        with warnings.catch_warnings():
            # openpyxl warns of decorations (data validation, styles) that it does not read.
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(path, read_only=True, data_only=True)
            try:
                return [
                    (
                        f"{path.name} シート「{sheet.title}」",
                        _sheet_rows(path, sheet.iter_rows(values_only=True)),
                    )
                    for sheet in book.worksheets
                ]
            finally:
                book.close()
    except SkipPart:
        raise
    except Exception:  # noqa: BLE001 - a broken workbook raises whatever its part's parser raises
        raise _refused(
            path, "Excelファイルとして読めません", "Excelで開き、.xlsx で保存し直してください"
        ) from None


def _check_unpacked(path: Path) -> None:
    """Refuse an archive that would unpack to far more than any book holds (zipfile keeps to the sizes it declares)."""
    with zipfile.ZipFile(path) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > 4 * MOST_BYTES:
        raise _refused(path, "ひらくと大きすぎます", "表だけを別のファイルに保存してください")


def _sheet_rows(path: Path, lines: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for line in lines:
        rows.append(line[:MOST_COLUMNS])
        if len(rows) > MOST_ROWS:
            raise _refused(path, "行が多すぎます", "表だけを別のファイルに保存してください")
    return rows
