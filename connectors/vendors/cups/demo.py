"""The demo town's print jobs as CUPS logs them in page_log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.documents import printed_name
from connectors.demo_town.for_vendors.shares import jobs_by_month, logons, rotated
from connectors.demo_town.simulate.workdays import local_time

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob


def write_cups(town: DemoTown, folder: Path) -> None:
    """Write a tab-separated page_log with the job's name last, rotated at the turn of each month."""
    (folder / "cups").mkdir(exist_ok=True)
    number = 0
    accounts = logons(town)
    for month, jobs in jobs_by_month(town, "cups").items():
        lines = [
            _line(job, number + place, accounts[job.who]) for place, job in enumerate(jobs, start=1)
        ]
        number += len(jobs)
        if lines:
            log = folder / "cups" / rotated("page_log", month, town.today)
            log.write_text("".join(lines), encoding="utf-8")


def _line(job: SimulatedJob, number: int, logon: str) -> str:
    """Return one line as cupsd writes it: `total` counts impressions, `sides` may be unknown (`-`)."""
    printed = f"{local_time(job.at_ms):%d/%b/%Y:%H:%M:%S %z}"
    sides = "two-sided-long-edge" if job.is_duplex else "one-sided"
    # cupsd halves the impressions of all copies and rounds down: too few sheets for odd page counts.
    media = job.impressions // 2 if job.is_duplex else job.impressions
    fields = (
        f"[{printed}]", f"{job.section}-mfp1", logon, number, "total", job.impressions,
        job.impressions, media, job.copies, sides if job.has_sides else "-", "-", "monochrome",
        "1", "-", "localhost", printed_name(job),
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


def _records_sheets(job: SimulatedJob) -> bool:
    return job.has_sides


VENDORS = {
    "cups": DemoVendor(
        kind="cups",
        about="print jobs; sides unknown now and then",
        source="printers",
        settings='files = ["town/cups/page_log*"]',
        tools=("printing",),
        records_sheets=_records_sheets,
        write=write_cups,
    )
}
