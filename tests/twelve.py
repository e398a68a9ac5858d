"""Writes a town hall small enough to read in full: twelve staff in two sections, and a month of their printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_twelve(folder: Path) -> None:
    """Write staff.csv, sections.csv and a CUPS page_log of April 2026 with one job per person and day."""
    staff = [
        f"{number:03d},{'soumu' if number < 6 else 'zeimu'},2026-04-01,,user{number}"
        for number in range(12)
    ]
    jobs = [
        f"mfp1 user{number} {number + 100 * day} [{day:02d}/Apr/2026:10:00:0{number % 10} +0900] "
        f"total {number + 1} - localhost 起案書{number} A4 one-sided"
        for day in range(1, 31)
        for number in range(12)
    ]
    files = {
        "staff.csv": ["staff_no,section,from,to,accounts", *staff],
        "sections.csv": [
            "section,name,from,to,successor", "soumu,総務課,2020-04-01,,", "zeimu,税務課,2020-04-01,,",
        ],
        "page_log": jobs,
    }  # fmt: skip
    for name, lines in files.items():
        (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
