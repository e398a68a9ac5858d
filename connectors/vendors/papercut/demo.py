"""The demo town's print jobs as PaperCut Print Logger logs them: one CSV file per day."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.documents import printed_name
from connectors.demo_town.for_vendors.shares import jobs_of, logons
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob

_BANNER = "PaperCut Print Logger - http://www.papercut.com/"
_COLUMNS = (
    "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,"
    "Duplex,Grayscale,Size"
)


def write_papercut(town: DemoTown, folder: Path) -> None:
    """Write one file per day, also for days without jobs; the file of the lost day is missing."""
    (folder / "papercut").mkdir(exist_ok=True)
    accounts = logons(town)
    for on, jobs in jobs_of(town, "papercut").items():
        if on == town.lost_on:
            continue
        text = io.StringIO(newline="")
        text.write(f"{_BANNER}\r\n{_COLUMNS}\r\n")
        csv.writer(text).writerows(_row(job, accounts[job.who]) for job in jobs)
        name = f"papercut-print-log-{on}.csv"
        (folder / "papercut" / name).write_bytes(text.getvalue().encode("cp932"))


def _row(job: SimulatedJob, logon: str) -> tuple[object, ...]:
    """Return one row; PaperCut ends each row with a comma, hence the empty last cell."""
    return (
        f"{local_time(job.at_ms):%Y-%m-%d %H:%M:%S}", logon, job.pages, job.copies,
        f"{job.section}-mfp2", printed_name(job), f"PC{logon[:3].upper()}{job.number:03d}", "A4",
        "PCL6", "", "", "DUPLEX" if job.is_duplex else "NOT DUPLEX", "GRAYSCALE",
        f"{20 + job.pages * 37}kb", "",
    )  # fmt: skip


VENDORS = {
    "papercut": DemoVendor(
        kind="papercut",
        about="print jobs; a file a day, of which one is lost",
        source="copiers",
        settings='files = ["town/papercut/papercut-print-log-*.csv"]',
        tools=("printing",),
        is_missing_a_day=True,
        write=write_papercut,
    )
}
