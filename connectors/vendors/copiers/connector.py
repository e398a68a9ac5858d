"""Copiers' job logs as CSV, read by the maker's column map (maps/*.toml) or the town's own.

A job is identified by its machine, its number and its end, because each machine numbers its own jobs and starts
again. Jobs that put nothing on paper (scans, sent FAXes, jobs that are only stored) are left out and reported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic import Field, model_validator

from connectors.contract import streams
from connectors.contract.configuration import SourcePath
from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message
from connectors.contract.streams import Finding, Handling, day_of
from connectors.io.logs.file_source import FilesSettings, identity
from connectors.io.logs.odd_records import set_aside
from connectors.io.logs.strays import Stray
from connectors.io.print_jobs.finished_days import is_finished_day
from connectors.io.print_jobs.jobs import name_field, print_stream
from connectors.io.print_jobs.paper import PaperRule, PaperSettings, PrintFiles
from connectors.io.tables.tabular import NoColumn, read_rows
from connectors.vendors.copiers.column_maps import MAPS, ColumnMap, read_map
from connectors.vendors.copiers.copier_jobs import CopierJob, jobs_in
from connectors.vendors.copiers.job_kinds import PAPER, Kinds
from connectors.vendors.copiers.machines import Machines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Batch, Stream, Window
    from connectors.io.logs.days import FileDays, Line
    from connectors.io.logs.file_source import ExportedFiles

__all__ = ["MAPS", "ColumnMap", "Settings", "connect", "read_map"]


STREAM = print_stream(
    streams.Field("job", Handling.PSEUDONYMISE, "the job's number"),
    streams.Field("time", Handling.KEEP, "when it ended"),
    streams.Field("account", Handling.PSEUDONYMISE, "who"),
    streams.Field("kind", Handling.KEEP, "the kind of job"),
    streams.Field("target", Handling.KEEP, "what a row of it did: print, store, send"),
    streams.Field(
        "machine", Handling.PSEUDONYMISE, "the machine's serial number; part of the identity"
    ),
    streams.Field("impressions", Handling.KEEP, "printed sides"),
    streams.Field("sheets", Handling.KEEP, "sheets of paper"),
    streams.Field("copies", Handling.KEEP, "copies"),
    name_field("name"),
)


class Settings(PaperSettings, FilesSettings):
    """`maker`: one of the shipped maps, or `map`: the town's own file; `printer`: the machine's name."""

    kind: Literal["copier_log"] = "copier_log"
    maker: Literal["fujifilm", "ricoh", "canon", "sharp", "kyocera", "konica", "riso"] | None = None
    map: SourcePath | None = None
    columns: dict[str, Any] = Field(default_factory=dict)
    """The town's own header words for some of the map's columns, such as `impressions = ["面数"]`."""
    printer: str | None = None
    """The name of the one machine that wrote all files; if None, folders and file names identify the machines."""

    @model_validator(mode="after")
    def _has_one_map(self) -> Self:
        if (self.maker is None) == (self.map is None):
            raise ValueError(Message("give either maker or map"))
        return self


@dataclass(frozen=True)
class CopierFiles(PrintFiles):
    """Copiers' job logs as a print source; `check` also reports header words that no manual confirms."""

    column_map: Callable[[], ColumnMap] | None = None
    machine_of: Callable[[Path], str] = str
    """Returns the machine that wrote a file."""

    def _vouched(
        self,
        stream: Stream,
        window: Window,
        covered: list[FileDays],
        blind: list[FileDays],
        held: set[date],
    ) -> Iterator[Batch]:
        """Treat a log's last day as cut if it was exported that day, unless another file of the machine goes on."""
        for file in covered:
            if file.last and not is_finished_day(file.path, file.last):
                machine = self.machine_of(file.path)
                file.is_cut |= not any(
                    _goes_on(other, file.last)
                    for other in covered
                    if other is not file and self.machine_of(other.path) == machine
                )
        yield from super()._vouched(stream, window, covered, blind, held)

    def check(self) -> Iterator[Finding]:
        """Read each file; then report the jobs left out, and the columns to compare with the machine's own list."""
        yield from super().check()
        try:
            maker_map = self.column_map() if self.column_map else None
        except StopSource:
            # Reading the files has already reported it.
            return
        if maker_map and maker_map.unconfirmed:
            columns = ", ".join(maker_map.unconfirmed)
            yield Finding(
                is_ok=True,
                thing=Message(
                    "the map's words for these columns are not from the maker's manual: {columns}",
                    columns=columns,
                ),
                place=f"source {self.name}",
                next_step=Message(
                    "compare one day with the machine's own list; `columns` names other words"
                ),
            )


def _goes_on(other: FileDays, day: date) -> bool:
    return day in other.known and (max(other.known) > day or is_finished_day(other.path, day))


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)
    rule = PaperRule(mine)
    machines = Machines(lambda path: (job.content for job in _jobs(path, _map_of(mine), rule.said)))

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        maker_map = _map_of(mine)
        machine = mine.printer or f"{maker_map.maker}:{source.machine_of(path)}"
        turns: Counter[str] = Counter()
        for job in _jobs(path, maker_map, rule.said, strays=True):
            if isinstance(job, Stray):
                yield job
            elif job.verdict is None:
                yield set_aside(
                    job.row,
                    Message("is of a kind of job that is not known"),
                    job.kind,
                    day=day_of(job.at),
                    next_step=Message(
                        "name that kind in `paper` or in `not_paper`, as the log writes it"
                    ),
                )
            else:
                if job.verdict != PAPER:
                    rule.leave_out(job.verdict)
                is_paper = job.verdict == PAPER
                yield day_of(job.at), _fact(machine, job, turns) if is_paper else None

    source = CopierFiles(
        mine.name, (STREAM,), mine.files, read, mine.since, is_log=False, rule=rule,
        column_map=lambda: _map_of(mine),
        machine_of=lambda path: mine.printer or machines.of(path, source.files()),
    )  # fmt: skip
    return source


def _map_of(mine: Settings) -> ColumnMap:
    return read_map(mine.map or MAPS / f"{mine.maker}.toml", mine.columns)


def _jobs(
    path: Path, maker_map: ColumnMap, said: Callable[[str], bool | None], *, strays: bool = False
) -> Iterator[Any]:
    """Yield a file's jobs in order of time; with `strays` also the rows that are not readable as jobs."""
    kinds = Kinds(maker_map.paper, maker_map.not_paper, said)
    try:
        for one in jobs_in(read_rows(path, maker_map.table(), keeps_odd=True), maker_map, kinds):
            if strays or isinstance(one, CopierJob):
                yield one
    except NoColumn as error:
        raise SkipPart(
            error.thing,
            place=error.place,
            next_step=Message(
                "write into `columns` how this machine's log calls them (connectors/vendors/copiers/maps/README.md), or export the log with all its columns"
            ),
        ) from None


def _fact(machine: str, job: CopierJob, turns: Counter[str]) -> dict[str, object]:
    # A serial number in the log identifies the machine in any file.
    event = identity(job.machine or machine, job.number, job.at)
    if not job.number:
        # Without job numbers the content identifies a job, and identical jobs are numbered.
        event = identity(job.machine or machine, *job.content)
        turns[event] += 1
        event = f"{event}:{turns[event]}"
    return {
        "event": event,
        "day_on": day_of(job.at),
        "printed_at": job.at,
        "account": job.account,
        "printer": f"{machine}:{job.machine}" if job.machine else machine,
        "impressions": job.sides,
        "sheets": job.sheets,
        "copies": job.copies,
        "quality": "unknown" if job.sheets is None else "measured",
    }
