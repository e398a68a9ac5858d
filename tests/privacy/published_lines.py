"""Read published tables as anyone can: each cell as a line, each text as the ends that it says."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path


NOT_YET = {"running_month", "waiting"}
"""Reasons of what a later night shows."""


@dataclass(frozen=True)
class Read:
    """One line that a reader sees."""

    table: str
    section: str
    item: str
    month: date
    n: int | None
    shown: str | None
    why: str = ""
    tool: str = ""
    state: str = ""


def read_export(folder: Path) -> list[Read]:
    """Read the CSV export as anyone can."""
    lines = []
    for table, item in (
        ("use_month", "tool"),
        ("activation_month", "tool"),
        ("habitual_month", "tool"),
        ("segment_month", "segment"),
        ("retention_month", "tool"),
        ("paper_digital_month", "pair"),
    ):
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines += [
                Read(
                    table,
                    row["section"],
                    row[item],
                    date.fromisoformat(row["month"]),
                    int(row["n"]) if row["n"] else None,
                    _text(row),
                    row["withheld_because"],
                    row.get("tool", ""),
                    row["state"],
                )
                for row in csv.DictReader(file)
            ]
    return lines


def _text(row: dict[str, str]) -> str | None:
    """What is shown; of a segment, what it and the more active ones are together; of a pair, its digital side."""
    if "digital" in row:
        return row["digital"] or None
    if row["shown"] and "from_top_low" in row:
        low, high = float(row["from_top_low"]), float(row["from_top_high"])
        return f"約{low:.0f}%" if low == high else f"{low:.0f}〜{high:.0f}%"
    return row["shown"] or None


def per_cents(shown: str) -> tuple[float, float]:
    """Return between which per cents a published text says that the truth lies."""
    if found := re.fullmatch(r"約(\d+)%", shown):
        return float(found[1]) - 2.5, float(found[1]) + 2.5
    if found := re.fullmatch(r"(\d+)〜(\d+)%", shown):
        return float(found[1]) - 0.5, float(found[2]) + 0.5
    if found := re.fullmatch(r"(\d+)%未満", shown):
        return 0.0, float(found[1]) - 0.5
    if found := re.fullmatch(r"(\d+)%以上", shown):
        return float(found[1]) - 0.5, 100.0
    return float(shown.rstrip("%")) - 0.5, float(shown.rstrip("%")) + 0.5


def rounded(told: float) -> tuple[float, float]:
    """Between which counts one lies that was rounded to two digits below 1,000 and to three above."""
    unit = 10.0 ** max(0, len(str(int(told))) - (2 if told < 1000 else 3))
    return told - unit / 2 + (unit == 1) / 2, told + unit / 2 - 1 + (unit == 1) / 2


def month_end(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def counts_said(line: Read, size: int) -> tuple[float, float]:
    """Return between which counts a published head count says that the truth lies."""
    low, high = per_cents(line.shown or "")
    slack = 0.0
    if line.section == "_town":
        step = 5 * -(-3 * 100 // (5 * size))
        slack = step / 2 - (2.5 if "約" in (line.shown or "") else 0.5)
    return np.ceil((low - slack) * size / 100), np.floor((high + slack) * size / 100)
