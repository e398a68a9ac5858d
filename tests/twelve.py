"""Twelve members of staff in two sections, and a month of what they print: a town hall to read in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_twelve(folder: Path) -> None:
    """Write staff.csv, sections.csv and CUPS's page_log of April 2026."""
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
