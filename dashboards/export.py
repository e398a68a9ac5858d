"""Writes the release tables as CSV, for `hirogari export`: the value of each cell as text, beside its ends.

The column `shown` holds the text. It is Japanese in every town, because spreadsheets of town halls read it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, Any

from dashboards.text.words import Words
from warehouse.folders.folder_mark import FolderKind
from warehouse.folders.owned_files import write_files
from warehouse.release.tables.cell_tables import CELL_TABLES, value_of

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.tables.release import Release

EXPORT = FolderKind("export", "hirogari export DIR")
_WORDS = Words("ja")


def write_csv(release: Release, folder: Path) -> tuple[Path, ...]:
    """Write each release table as CSV that Excel opens as UTF-8; no cell can be run as a formula.

    Raises:
        FolderRefused: another program's file has the name of one of them; nothing was written.
    """
    files = {}
    for name, table in release.tables.items():
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        has_cells = name in CELL_TABLES
        writer.writerow(
            "shown" if has_cells and one == "coding" else one for one in table.column_names
        )
        for row in exported_rows(release, name):
            writer.writerow(map(_neutral, row.values()))
        files[f"{name}.csv"] = text.getvalue().encode("utf-8-sig")
    return write_files(folder, EXPORT, files)


def exported_rows(release: Release, name: str) -> list[dict[str, Any]]:
    """Return the rows of a release table with the text `shown` (63%, 5%未満, 40〜60%, 1,230) in the place of the coding."""
    rows: list[dict[str, Any]] = release.tables[name].to_pylist()
    if name == "section":
        return [{**row, "name": _WORDS.group(row["section"], row["name"])} for row in rows]
    return [_with_text(name, row) for row in rows] if name in CELL_TABLES else rows


def _with_text(table: str, row: dict[str, Any]) -> dict[str, Any]:
    text = _WORDS.shown(value_of(table, row)) or None
    return {
        "shown" if name == "coding" else name: text if name == "coding" else cell
        for name, cell in row.items()
    }


def _neutral(cell: object) -> object:
    """Return the cell; text that a spreadsheet would run as a formula gets a leading apostrophe."""
    if isinstance(cell, str) and _begins_like_a_formula(cell):
        return f"'{cell}"
    return cell


def _begins_like_a_formula(text: str) -> bool:
    # A full-width sign is typed as easily here, and a spreadsheet may read it as the plain one.
    plain = unicodedata.normalize("NFKC", text)
    return text[:1] in {"\t", "\r"} or plain.lstrip()[:1] in {"=", "+", "-", "@", "|"}
