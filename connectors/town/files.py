"""The files a town hall keeps: roster and print logs of two print servers; the books beside them."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.contract import TOKYO
from connectors.town.books import write_books, write_table
from connectors.town.names import ADMINISTRATOR, PAPERS, SUBJECTS
from connectors.town.vendors import VENDORS
from connectors.town.workdays import month_of, months_later

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from connectors.town.days import Job
    from connectors.town.raising import Town
    from connectors.town.staff import Person

ABOUT = "town.json"
"""What a settings file says of the town: name, launched_on, since, and the administrator."""
STAFF, SECTIONS = "staff.csv", "sections.csv"
CUPS_FILES = "cups/page_log*"
PAPERCUT_FILES = "papercut/papercut-print-log-*.csv"

_PAPERCUT_BANNER = "PaperCut Print Logger - http://www.papercut.com/"
_PAPERCUT_COLUMNS = (
    "Time,User,Pages,Copies,Printer,Document Name,Client,Paper Size,Language,Height,Width,"
    "Duplex,Grayscale,Size"
)


def write_files(town: Town, folder: Path) -> None:
    """Write every file of the town into `folder`, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / STAFF, ("staff_no", "section", "from", "to", "accounts"), _staff(town))
    write_table(
        folder / SECTIONS,
        ("section", "name", "from", "to", "successor"),
        (
            (section.code, section.name, section.from_on, section.to_on, section.successor)
            for section in town.sections
        ),
    )
    about = {
        "name": town.name,
        "launched_on": str(town.launched_on),
        "since": str(town.since),
        "subject": ADMINISTRATOR,
        "vendors": town.choice.vendors,
        "tools": town.choice.tools,
        "begins": {vendor: str(town.choice.since(vendor, town.since)) for vendor in VENDORS},
    }
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
    if "cups" in town.choice.vendors:
        _write_cups(town, folder / "cups")
    if "papercut" in town.choice.vendors:
        _write_papercut(town, folder / "papercut")
    write_books(town, folder)


def _staff(town: Town) -> Iterable[tuple[object, ...]]:
    for person in town.staff:
        accounts = " ".join((*_aliases(person), person.logon))
        for post in person.posts:
            yield person.staff_no, post.section, post.from_on, post.to_on, accounts


def _aliases(person: Person) -> Iterable[str]:
    for address in person.addresses:
        if address.from_on is None and address.to_on is None:
            yield address.mail
        else:
            yield f"{address.mail}[{address.from_on or ''}..{address.to_on or ''}]"


def document_name(job: Job) -> str:
    """Return the job's name as the member's computer gave it."""
    return f"{SUBJECTS[(job.pages + job.number) % len(SUBJECTS)]}_{PAPERS[job.number % len(PAPERS)]}.pdf"


def _local(at_ms: int) -> datetime:
    # Print logs know whole seconds only.
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(TOKYO)


def _write_cups(town: Town, folder: Path) -> None:
    """Write the page_log in tabs with the job's name last, rotated at the turn of each month."""
    folder.mkdir(exist_ok=True)
    lines: dict[date, list[str]] = {}
    number = 0
    logons = {person.staff_no: person.logon for person in town.staff}
    for day in town.days:
        jobs = [job for job in day.jobs if town.choice.print_server(job.section) == "cups"]
        for job in sorted(jobs, key=lambda job: job.at_ms):
            number += 1
            line = _cups_line(job, number, logons[job.who])
            lines.setdefault(month_of(day.on), []).append(line)
    for month, found in lines.items():
        turned_on = months_later(month, 1)
        name = "page_log" if turned_on > town.today else f"page_log-{turned_on:%Y%m%d}"
        (folder / name).write_text("".join(found), encoding="utf-8")


def _cups_line(job: Job, number: int, logon: str) -> str:
    """Write one line as cupsd does: `total` counts impressions, `sides` may be unknown (`-`)."""
    printed = f"{_local(job.at_ms):%d/%b/%Y:%H:%M:%S %z}"
    sides = "two-sided-long-edge" if job.is_duplex else "one-sided"
    # cupsd halves the impressions of all copies and floors: too few for odd pages.
    media = job.impressions // 2 if job.is_duplex else job.impressions
    fields = (
        f"[{printed}]", f"{job.section}-mfp1", logon, number, "total", job.impressions,
        job.impressions, media, job.copies, sides if job.has_sides else "-", "-", "monochrome",
        "1", "-", "localhost", document_name(job),
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


def _write_papercut(town: Town, folder: Path) -> None:
    """Write a file a day, also where nobody printed; the lost day's file is not there."""
    folder.mkdir(exist_ok=True)
    logons = {person.staff_no: person.logon for person in town.staff}
    for day in town.days:
        if day.on == town.lost_on:
            continue
        text = io.StringIO(newline="")
        text.write(f"{_PAPERCUT_BANNER}\r\n{_PAPERCUT_COLUMNS}\r\n")
        writer = csv.writer(text)
        jobs = [job for job in day.jobs if town.choice.print_server(job.section) == "papercut"]
        for job in sorted(jobs, key=lambda job: job.at_ms):
            writer.writerow(_papercut_row(job, logons[job.who]))
        name = f"papercut-print-log-{day.on}.csv"
        (folder / name).write_bytes(text.getvalue().encode("cp932"))


def _papercut_row(job: Job, logon: str) -> tuple[object, ...]:
    """Write one row; the empty last cell is the comma with which PaperCut ends each row."""
    return (
        f"{_local(job.at_ms):%Y-%m-%d %H:%M:%S}", logon, job.pages, job.copies,
        f"{job.section}-mfp2", document_name(job), f"PC{logon[:3].upper()}{job.number:03d}", "A4",
        "PCL6", "", "", "DUPLEX" if job.is_duplex else "NOT DUPLEX", "GRAYSCALE",
        f"{20 + job.pages * 37}kb", "",
    )  # fmt: skip
