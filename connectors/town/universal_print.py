"""The same paper as Universal Print reports it by person and day, saved by PowerShell as one CSV.

Days are Microsoft's own (UTC), which begin at nine in the morning in Japan; jobs are only counted.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from connectors.town.books import write_table
from connectors.town.identifiers import code
from connectors.town.shares import jobs_of
from connectors.town.workdays import utc_day

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from connectors.town.days import Job
    from connectors.town.raising import Town

_COLUMNS = (
    "Id", "UserPrincipalName", "UsageDate", "CompletedJobCount", "IncompleteJobCount", "PageCount",
    "MediaSheetCount", "DoubleSidedSheetCount", "SingleSidedSheetCount",
)  # fmt: skip


def write_usage(town: Town, folder: Path) -> None:
    """Write `universal_print/usage.csv`, a row a person and day."""
    (folder / "universal_print").mkdir(exist_ok=True)
    days: dict[tuple[date, str], list[Job]] = defaultdict(list)
    for jobs in jobs_of(town, "universal_print").values():
        for job in jobs:
            days[utc_day(job.at_ms), job.who].append(job)
    people = {person.staff_no: person for person in town.staff}
    rows = (
        (
            code(36, "usage", day, who), people[who].address_on(day), f"{day:%Y/%m/%d} 0:00:00",
            len(jobs), 0, sum(job.impressions for job in jobs), sum(job.sheets for job in jobs),
            sum(job.sheets for job in jobs if job.is_duplex),
            sum(job.sheets for job in jobs if not job.is_duplex),
        )
        for (day, who), jobs in sorted(days.items())
    )  # fmt: skip
    write_table(folder / "universal_print" / "usage.csv", _COLUMNS, rows)
