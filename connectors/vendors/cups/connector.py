"""CUPS: print jobs from cupsd's page_log, with its rotated files."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator

from connectors.contract.configuration import SourceSettings
from connectors.contract.errors import SkipPart, SourceError, StopSource
from connectors.contract.findings import finding_of
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Finding, Handling, day_of
from connectors.io.logs.days import days_inside_gap
from connectors.io.logs.line_forms import form_of
from connectors.io.logs.unrecognised import Unrecognised, UnrecognisedCounts
from connectors.io.print_jobs.finished_days import is_finished_day
from connectors.io.print_jobs.jobs import Found, Job, name_field, print_stream
from connectors.io.print_jobs.log_files import LogFiles, list_files, numbered_lines
from connectors.io.print_jobs.paper import PaperRule, PaperSettings
from connectors.vendors.cups.page_log import Damaged, PageLog, compile_format, span_of, time_in
from connectors.vendors.cups.rotation import vouched_spans
from connectors.vendors.cups.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.contract.streams import Batch, Stream, Window

_DAY = timedelta(days=1)
_NEXT_STEP = Message(
    "set PageLogFormat in cupsd.conf as connectors/vendors/cups/README.md shows, or give it as `format`"
)

STREAM = print_stream(
    Field("%T", Handling.KEEP, "when the job ended"),
    Field("%p", Handling.PSEUDONYMISE, "the queue"),
    Field("%u", Handling.PSEUDONYMISE, "who"),
    Field("%j", Handling.PSEUDONYMISE, "part of the event's identity"),
    Field("%P", Handling.DROP, "the word total"),
    Field("%C", Handling.KEEP, "impressions over all copies, not sheets"),
    Field("copies", Handling.KEEP, "copies"),
    Field("sides", Handling.KEEP, "one-sided, two-sided-… or - (unknown)"),
    name_field("job-name"),
    Field("job-billing", Handling.DROP, "free text"),
    Field("job-originating-host-name", Handling.DROP, "a machine's name"),
    Field("job-impressions-completed", Handling.DROP, "the same as %C"),
    # cupsd halves the impressions of all copies and rounds down, so odd page counts come out too low.
    Field("job-media-sheets-completed", Handling.DROP, "wrong for odd pages"),
    Field("media", Handling.DROP, "paper size"),
    Field("print-color-mode", Handling.DROP, "colour"),
    Field("number-up", Handling.DROP, "pages a side"),
)


def _known_format(page_log_format: str | None) -> str | None:
    if page_log_format is not None:
        compile_format(page_log_format)
    return page_log_format


class Settings(PaperSettings, SourceSettings):
    """`kind = "cups"`: the paths of page_log and its rotated files."""

    kind: Literal["cups"] = "cups"
    files: LogFiles
    format: Annotated[str | None, AfterValidator(_known_format)] = None
    """PageLogFormat as in cupsd.conf; not needed for the standard format and the README's."""


class Cups:
    """One CUPS server as a source.

    A file covers the days from its first to its last line, and on to its rotation if its name gives the day.
    Outside these days, "nothing printed" and "nothing logged" look the same.
    """

    def __init__(self, settings: Settings) -> None:
        """Keep the settings without opening any file."""
        self._settings = settings
        self._log = PageLog(settings.format)
        self._rule = PaperRule(settings)
        self.tally = UnrecognisedCounts()
        self._spans: dict[tuple[Path, int, int], tuple[date, date] | None] = {}

    @property
    def name(self) -> str:
        """The source's name in the settings."""
        return self._settings.name

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The only stream of the source."""
        return (STREAM,)

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings, else the day of the oldest line."""
        if self._settings.since:
            return self._settings.since
        return min((first for first, _ in self._vouched().values()), default=None)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield one batch for each day of the window that a file covers.

        Raises:
            StopSource: no file exists, or no file holds a job.
            SkipPart: raised last: unreadable lines or files were left out.
        """
        del stream
        found = Found(window)
        runs = Runs()
        broken: list[SkipPart] = []
        files, spans = self._files(), self._vouched()
        if not spans:
            raise self._no_job(files)
        # A job's lines may stand on both sides of midnight and of a rotation.
        first, last = window.start - _DAY, window.end + _DAY
        for path in files:
            span = spans.get(path)
            if span and span[0] < last and span[1] >= first:
                found.vouch(*span)
                for line in self._read(path, found, broken):
                    if first <= day_of(line.printed_at) < last:
                        runs.add(line)
                        yield from self._keep(runs.overflow(), found)
            elif not span and path.stat().st_size:
                broken.append(self._set_aside(path, "no line with a time"))
        yield from self._keep(runs.jobs(), found)
        newest = max(last_on for _, last_on in spans.values())
        if not any(is_finished_day(path, newest) for path in files):
            # Until a line of a later day exists, the last day may still get more lines.
            found.partial.add(newest)
        yield from found.batches()
        if broken:
            raise broken[0]

    def _no_job(self, files: list[Path]) -> StopSource:
        """Return the error for files of which no line has a time.

        Raises:
            SkipPart: a file cannot be read, which explains it better than an empty log does.
        """
        for path in files:
            deque(numbered_lines(path), maxlen=0)
        return StopSource(
            Message("the log holds no job"),
            place=f"source {self.name}, {files[0]}",
            next_step=_NEXT_STEP,
        )

    def _keep(self, jobs: Iterator[Job], found: Found) -> Iterator[Batch]:
        for job in jobs:
            if self._rule.is_paper(job.printer):
                found.add(job)
                yield from found.overflow()

    def check(self) -> Iterator[Finding]:
        """Read every line of every file."""
        self._rule.start_anew()
        try:
            files = self._files()
        except SourceError as error:
            yield finding_of(error)
            return
        for path in files:
            yield self._check_file(path)
        yield from self._rule.findings(f"source {self.name}")

    def _check_file(self, path: Path) -> Finding:
        sound = damaged = 0
        example = b""
        try:
            for _, line, has_end in numbered_lines(path):
                job = self._log.read(line) if has_end else None
                sound += isinstance(job, Job)
                if isinstance(job, Damaged):
                    damaged += 1
                    example = example or line
                if isinstance(job, Job):
                    self._rule.is_paper(job.printer)
        except SkipPart as error:
            return finding_of(error)
        if sound and not damaged:
            return Finding(
                is_ok=True,
                thing=Message("{count} lines read as jobs", count=sound),
                place=str(path),
            )
        thing = (
            Message(
                "{count} of {total} lines are in another format, such as {form}",
                count=damaged,
                total=sound + damaged,
                form=_form(example),
            )
            if damaged
            else Message("the log is empty")
        )
        return Finding(is_ok=False, thing=thing, place=str(path), next_step=_NEXT_STEP)

    def _files(self) -> list[Path]:
        return list_files(self._settings.files, source=self.name)

    def _vouched(self) -> dict[Path, tuple[date, date]]:
        spans = {path: self._span(path) for path in self._files()}
        return vouched_spans({path: span for path, span in spans.items() if span})

    def _span(self, path: Path) -> tuple[date, date] | None:
        """Return a file's first and last day, cached while the file does not change."""
        state = path.stat()
        key = (path, state.st_size, state.st_mtime_ns)
        if key not in self._spans:
            try:
                span = span_of(path)
            except SkipPart:
                span = None
            self._spans[key] = (day_of(span[0]), day_of(span[1])) if span else None
        return self._spans[key]

    def _read(self, path: Path, found: Found, broken: list[SkipPart]) -> Iterator[Job]:
        """Yield the file's jobs; report unreadable lines in `broken` and mark their days as partial."""
        damaged = first = sound = 0
        example = b""
        last: date | None = None
        is_astray = False
        try:
            for number, line, has_end in numbered_lines(path):
                job = self._log.read(line)
                if has_end and isinstance(job, Job):
                    day = day_of(job.printed_at)
                    if is_astray and last:
                        # A line without a readable time may be of any day since the line before it.
                        found.partial.update(days_inside_gap(last, day))
                    last, is_astray = day, False
                    found.proven.add(day)
                    sound += 1
                    yield job
                    continue
                at = time_in(line)
                if has_end:
                    damaged += 1
                    first = first or number
                    example = example or line
                    found.partial.update([day_of(at)] if at else [])
                    is_astray = is_astray or not at
                else:
                    # cupsd is still writing the line, or the copy is truncated: the next night reads all of it.
                    found.partial.update([day_of(at)] if at else [last] if last else [])
        except SkipPart as error:
            broken.append(error)
        form = _form(example) if damaged else ""
        self.tally.note(STREAM.name, path, Unrecognised(damaged, sound + damaged, form))
        if damaged:
            what = Message(
                "{count} lines (the first is {first}), such as {form}",
                count=damaged,
                first=first,
                form=form,
            )
            broken.append(self._set_aside(path, what))

    def _set_aside(self, path: Path, what: str) -> SkipPart:
        return SkipPart(
            Message("not readable as jobs and set aside: {what}", what=what),
            place=f"source {self.name}, {path}",
            next_step=_NEXT_STEP,
        )


def _form(line: bytes) -> str:
    """Return which kinds of characters a line consists of, without its content."""
    return form_of(line.decode("utf-8", "replace")) or "…"


def connect(settings: Settings) -> Cups:
    """Build the connector without opening any file."""
    return Cups(settings)
