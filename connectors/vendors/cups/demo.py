"""What comes out of the printers as CUPS' page_log and PaperCut Print Logger write it down."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.shares import jobs_by_month, jobs_of, logons, rotated
from connectors.demo_town.simulate.names import PAPERS, SUBJECTS
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town.simulate.days import Job
    from connectors.demo_town.simulation import Town

_PAPERCUT_BANNER = "PaperCut Print Logger - http://www.papercut.com/"
_PAPERCUT_COLUMNS = (
    "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,"
    "Duplex,Grayscale,Size"
)


def document_name(job: Job) -> str:
    """Return the job's name as the member's computer gave it."""
    return f"{SUBJECTS[(job.pages + job.number) % len(SUBJECTS)]}_{PAPERS[job.number % len(PAPERS)]}.pdf"


def write_cups(town: Town, folder: Path) -> None:
    """Write the page_log in tabs with the job's name last, rotated at the turn of each month."""
    (folder / "cups").mkdir(exist_ok=True)
    number = 0
    accounts = logons(town)
    for month, jobs in jobs_by_month(town, "cups").items():
        lines = [
            _cups_line(job, number + place, accounts[job.who])
            for place, job in enumerate(jobs, start=1)
        ]
        number += len(jobs)
        if lines:
            log = folder / "cups" / rotated("page_log", month, town.today)
            log.write_text("".join(lines), encoding="utf-8")


def _cups_line(job: Job, number: int, logon: str) -> str:
    """Write one line as cupsd does: `total` counts impressions, `sides` may be unknown (`-`)."""
    printed = f"{local_time(job.at_ms):%d/%b/%Y:%H:%M:%S %z}"
    sides = "two-sided-long-edge" if job.is_duplex else "one-sided"
    # cupsd halves the impressions of all copies and floors: too few for odd pages.
    media = job.impressions // 2 if job.is_duplex else job.impressions
    fields = (
        f"[{printed}]", f"{job.section}-mfp1", logon, number, "total", job.impressions,
        job.impressions, media, job.copies, sides if job.has_sides else "-", "-", "monochrome",
        "1", "-", "localhost", document_name(job),
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


def write_papercut(town: Town, folder: Path) -> None:
    """Write a file a day, also where nobody printed; the lost day's file is not there."""
    (folder / "papercut").mkdir(exist_ok=True)
    accounts = logons(town)
    for on, jobs in jobs_of(town, "papercut").items():
        if on == town.lost_on:
            continue
        text = io.StringIO(newline="")
        text.write(f"{_PAPERCUT_BANNER}\r\n{_PAPERCUT_COLUMNS}\r\n")
        csv.writer(text).writerows(_papercut_row(job, accounts[job.who]) for job in jobs)
        name = f"papercut-print-log-{on}.csv"
        (folder / "papercut" / name).write_bytes(text.getvalue().encode("cp932"))


def _papercut_row(job: Job, logon: str) -> tuple[object, ...]:
    """Write one row; the empty last cell is the comma with which PaperCut ends each row."""
    return (
        f"{local_time(job.at_ms):%Y-%m-%d %H:%M:%S}", logon, job.pages, job.copies,
        f"{job.section}-mfp2", document_name(job), f"PC{logon[:3].upper()}{job.number:03d}", "A4",
        "PCL6", "", "", "DUPLEX" if job.is_duplex else "NOT DUPLEX", "GRAYSCALE",
        f"{20 + job.pages * 37}kb", "",
    )  # fmt: skip
