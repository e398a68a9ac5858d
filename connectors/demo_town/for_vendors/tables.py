"""Writes tables as CSV in Excel's style, and as inline tables of TOML."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Row = tuple[object, ...]


def write_table(
    path: Path, columns: Sequence[str], rows: Iterable[Row], *, encoding: str = "utf-8-sig"
) -> None:
    """Write a CSV file in Excel's style.

    Args:
        path: the file.
        columns: the header.
        rows: the cells of each row, in the order of the header.
        encoding: UTF-8 with a byte order mark by default.
    """
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def inline_table(pairs: Mapping[str, str]) -> str:
    """Return an inline table of TOML."""
    # A JSON string is also a valid basic string of TOML.
    lines = (
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in pairs.items()
    )
    return f"{{ {', '.join(lines)} }}"
