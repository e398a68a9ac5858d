"""Selects what a vendor has to write: its share of the acts, calls and print jobs, by month or day, sorted by time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.demo_town.simulate.workdays import days_between, midnight_ms, month_of, months_later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Act, Day, SimulatedJob

Line = tuple[int, str]
"""A line of a log: time (ms since 1970, UTC) and text."""


def acts_by_month(town: DemoTown, vendor: str, tool: str) -> dict[date, list[Act]]:
    """Return month → acts of staff with a tool at the vendor, sorted by time; every month is present."""
    known = {person.staff_no for person in town.staff}
    months: dict[date, list[Act]] = {month: [] for month in town.months}
    for day in town.share_of(vendor):
        months[month_of(day.on)] += [
            act for act in day.acts if act.tool == tool and act.who in known
        ]
    for acts in months.values():
        acts.sort(key=lambda act: act.at_ms)
    return months


def days_by_month(town: DemoTown, vendor: str) -> dict[date, list[Day]]:
    """Return month → its days with only the vendor's share; every month is present."""
    months: dict[date, list[Day]] = {month: [] for month in town.months}
    for day in town.share_of(vendor):
        months[month_of(day.on)].append(day)
    return months


def jobs_of(town: DemoTown, vendor: str) -> dict[date, list[SimulatedJob]]:
    """Return day → print jobs that the vendor records, sorted by time; every day is present."""
    return {
        day.on: sorted(
            (job for job in day.jobs if town.choice.print_server(job.section) == vendor),
            key=lambda job: job.at_ms,
        )
        for day in town.days
    }


def jobs_by_month(town: DemoTown, vendor: str) -> dict[date, list[SimulatedJob]]:
    """Return month → print jobs that the vendor records, sorted by time; every month is present."""
    months: dict[date, list[SimulatedJob]] = {month: [] for month in town.months}
    for on, jobs in jobs_of(town, vendor).items():
        months[month_of(on)] += jobs
    return months


def rotated(name: str, month: date, today: date) -> str:
    """Return the file name of a month's log; logrotate rotates it on the first day of the next month."""
    turned_on = months_later(month, 1)
    return name if turned_on > today else f"{name}-{turned_on:%Y%m%d}"


def each_day(town: DemoTown, month: date, *after_ms: int) -> Iterator[int]:
    """Yield instants `after_ms` milliseconds after midnight, for each day of a month before the town's today.

    At these times the servers' own programs run, so that their logs contain lines for days on which nobody worked.
    """
    for on in days_between(month, min(months_later(month, 1), town.today)):
        for after in after_ms:
            yield midnight_ms(on) + after


def logons(town: DemoTown) -> dict[str, str]:
    """Return staff number → log-on name on the town's own machines."""
    return {person.staff_no: person.logon for person in town.staff}


def write_months(
    town: DemoTown,
    folder: Path,
    vendor: str,
    lines_of: Callable[[DemoTown, date, list[Act]], Iterable[Line]],
) -> None:
    """Write a file server's log for each month as `VENDOR/audit.log…`, sorted by time.

    Args:
        town: the demo town.
        folder: the town's folder; the log's own folder is created in it.
        vendor: the vendor whose share of the work with files is written.
        lines_of: maps town, month and the acts of that month to the lines, in any order.
    """
    (folder / vendor).mkdir(exist_ok=True)
    for month, acts in acts_by_month(town, vendor, "files").items():
        log = folder / vendor / rotated("audit.log", month, town.today)
        lines = sorted(lines_of(town, month, acts), key=lambda line: line[0])
        log.write_text("".join(text for _, text in lines), encoding="utf-8")
