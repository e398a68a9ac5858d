"""PaperCut Print Logger (the free logger for Windows print servers): its CSV files, one row per job."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from connectors.contract.configuration import SourceSettings
from connectors.contract.errors import SkipPart, SourceError
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO, Field, Finding, Handling, day_of
from connectors.io.logs.line_forms import form_of
from connectors.io.logs.unrecognised import Unrecognised, UnrecognisedCounts
from connectors.io.print_jobs.finished_days import day_named, is_finished_day, is_programs_own
from connectors.io.print_jobs.jobs import Found, Job, name_field, print_stream, sheets_of
from connectors.io.print_jobs.log_files import LogFiles, list_files
from connectors.io.print_jobs.paper import PaperRule, PaperSettings
from connectors.io.tables.table_files import MOST_BYTES, decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.streams import Batch, Stream, Window

_NEEDED = ("Time", "User", "Pages", "Copies", "Printer", "Duplex")
_DUPLEX = {"DUPLEX": True, "NOT DUPLEX": False}
_HEADER_WITHIN = 3
_NEXT_STEP = Message("copy the file anew from the print server, without opening it in Excel")

STREAM = print_stream(
    Field("Time", Handling.KEEP, "when, in the print server's local time"),
    Field("User", Handling.PSEUDONYMISE, "who"),
    Field("Pages", Handling.KEEP, "printed sides of one copy"),
    Field("Copies", Handling.KEEP, "copies"),
    Field("Printer", Handling.PSEUDONYMISE, "the queue"),
    name_field("Document Name"),
    Field("Client", Handling.DROP, "a machine's name"),
    Field("Paper Size", Handling.DROP, "paper size"),
    Field("Language", Handling.DROP, "the driver's language"),
    Field("Height", Handling.DROP, "paper size"),
    Field("Width", Handling.DROP, "paper size"),
    Field("Duplex", Handling.KEEP, "both sides or one"),
    Field("Grayscale", Handling.DROP, "colour"),
    Field("Size", Handling.DROP, "bytes"),
)


class Settings(PaperSettings, SourceSettings):
    """`kind = "papercut"`: the paths of the Print Logger's CSV files."""

    kind: Literal["papercut"] = "papercut"
    files: LogFiles


class PaperCut:
    """One PaperCut Print Logger as a source.

    A file with a date in its name covers that day, even if nobody printed. Any other file covers the days
    from its first to its last row.
    """

    def __init__(self, settings: Settings) -> None:
        """Keep the settings without opening any file."""
        self._settings = settings
        self._rule = PaperRule(settings)
        self.tally = UnrecognisedCounts()

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The only stream of the source."""
        return (STREAM,)

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings, else the earliest day in a file's name or rows."""
        if self._settings.since:
            return self._settings.since
        days: list[date] = []
        for path in self._files():
            named = day_named(path)
            days.extend([named] if named else _days_in(path))
        return min(days, default=None)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch for each day of the window that a file covers.

        Raises:
            StopSource: no file exists.
            SkipPart: raised last: unreadable rows or files were left out.
        """
        del stream
        found = Found(window)
        broken: list[SkipPart] = []
        files = self._files()
        for path in files:
            named = day_named(path)
            if named and not window.holds(named):
                continue
            try:
                damaged, rows = _read(path, named, found, self._rule, files)
            except SkipPart as error:
                broken.append(error)
                continue
            yield from found.overflow()
            form = form_of(damaged[0].line) if damaged else ""
            self.tally.note(STREAM.name, path, Unrecognised(len(damaged), rows, form))
            if damaged:
                broken.append(_set_aside(path, _of_rows(damaged)))
        yield from found.batches()
        if broken:
            raise broken[0]

    def check(self) -> Iterator[Finding]:
        """Read every file; report whether the newest one is readable, and which jobs were left out as not paper."""
        self._rule.start_anew()
        place = f"source {self.name}"
        try:
            files = self._files()
        except SourceError as error:
            yield finding_of(error)
            return
        for path in files:
            try:
                rows = list(_rows(path))
            except SkipPart as error:
                yield finding_of(error)
                continue
            damaged = [row for row in rows if not row.job]
            for row in rows:
                if row.job:
                    self._rule.is_paper(row.job.printer)
            if damaged:
                yield finding_of(_set_aside(path, _of_rows(damaged)))
            elif path == files[-1]:
                thing = Message("the newest file reads: {count} jobs", count=len(rows))
                yield Finding(is_ok=True, thing=thing, place=str(path))
        yield from self._rule.findings(place)

    def _files(self) -> list[Path]:
        return list_files(self._settings.files, source=self.name)


def _of_rows(damaged: list[_Row]) -> str:
    form = form_of(damaged[0].line)
    return Message(
        "{count} rows (the first is {first}), such as {form}",
        count=len(damaged),
        first=damaged[0].number,
        form=form,
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: its number, its job (None if the row cannot be parsed) and its text."""

    number: int
    job: Job | None
    line: str = field(repr=False)

    @property
    def has_end(self) -> bool:
        """Whether the line ends with a line break; otherwise it may be cut."""
        return self.line.endswith("\n")


def _read(
    path: Path, named: date | None, found: Found, rule: PaperRule, files: list[Path]
) -> tuple[list[_Row], int]:
    """Add the file's jobs and covered days to `found`; return the damaged rows and the number of rows."""
    damaged: list[_Row] = []
    rows = 0
    days: list[date] = []
    is_cut = False
    last_at: datetime | None = None
    for rows, row in enumerate(_rows(path), start=1):  # noqa: B007 - their number is returned
        day_on = day_of(row.job.printed_at) if row.job else None
        if not row.has_end:
            is_cut = True
        elif row.job is None or (named and day_on != named):
            damaged.append(row)
        else:
            days.append(day_of(row.job.printed_at))
            last_at = max(row.job.printed_at, last_at or row.job.printed_at)
            if rule.is_paper(row.job.printer):
                found.add(row.job)
    if named:
        days = [named]
    # The logger creates a day's file on that day, and also logs jobs that print to a file: each day is proven.
    found.proven.update(days)
    if days:
        found.vouch(min(days), max(days))
        others = [one for one in files if one != path]
        is_whole = is_finished_day(path, max(days)) or is_programs_own(path, last_at, others)
        (found.closed if is_whole else found.open).add(max(days))
        found.closed.update(day for day in days if day < max(days))
        # Without a date in the file's name, a damaged row may be of any day.
        found.partial.update({max(days)} if is_cut or (named and damaged) else ())
    return damaged, rows


def _rows(path: Path) -> Iterator[_Row]:
    """Yield each row under the header; identical jobs within one second are numbered to stay distinct."""
    lines = _lines(path)
    start, header = _header(path, lines)
    turns: dict[str, int] = {}
    for number, line in enumerate(lines[start:], start=start + 1):
        if line.strip():
            job = _job_of(header, line)
            if job:
                turns[job.event] = turns.get(job.event, -1) + 1
                job = replace(job, event=f"{job.event}|{turns[job.event]}")
            yield _Row(number, job, line)


def _header(path: Path, lines: list[str]) -> tuple[int, list[str]]:
    names: list[str] = []
    for number, line in enumerate(lines[:_HEADER_WITHIN], start=1):
        names = [name.strip() for name in line.split(",")]
        if set(_NEEDED) <= set(names):
            return number, names
    missing = [name for name in _NEEDED if name not in names]
    raise _set_aside(path, f"no header with {', '.join(missing)}")


def _lines(path: Path) -> list[str]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _set_aside(path, "the whole file, larger than any log of a day or month")
        raw = path.read_bytes()
    except OSError:
        raise _set_aside(path, "the whole file, which cannot be opened") from None
    text = decode(raw)
    if text is None or "\0" in text:
        raise _set_aside(path, "the whole file, which is neither UTF-8 nor CP932")
    if not text:
        raise _set_aside(path, "the whole file, which is empty (0 bytes)")
    return re.split(r"(?<=\n)", text)


def _job_of(header: list[str], line: str) -> Job | None:
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], strict=True))
    except csv.Error:
        return None
    # PaperCut ends each row with a comma, but not the header.
    if len(cells) - len(header) not in (0, 1) or (len(cells) > len(header) and cells[-1]):
        return None
    row = dict(zip(header, cells, strict=False))
    try:
        printed_at = datetime.strptime(row["Time"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=TOKYO)
        pages, copies = int(row["Pages"]), int(row["Copies"])
        is_duplex = _DUPLEX[row["Duplex"]]
    except (ValueError, KeyError):
        return None
    if pages < 0 or copies < 1:
        return None
    # The job's name stays out of the identity: it is never kept.
    identity = "|".join(row[name] for name in _NEEDED)
    # A driver that does not count pages logs 0, which means unknown.
    sheets = sheets_of(pages * copies, copies, is_duplex=is_duplex) if pages else None
    return Job(
        event=identity,
        printed_at=printed_at,
        account=row["User"] or None,
        printer=row["Printer"],
        impressions=pages * copies or None,
        sheets=sheets,
        copies=copies,
        quality="derived" if pages else "unknown",
    )


def _days_in(path: Path) -> list[date]:
    try:
        return [day_of(row.job.printed_at) for row in _rows(path) if row.job]
    except SkipPart:
        return []


def _set_aside(path: Path, what: str) -> SkipPart:
    return SkipPart(
        Message("not readable as jobs and set aside: {what}", what=what),
        place=str(path),
        next_step=_NEXT_STEP,
    )


def connect(settings: Settings) -> PaperCut:
    """Build the connector without opening any file."""
    return PaperCut(settings)
