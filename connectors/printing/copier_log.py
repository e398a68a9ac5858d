"""Copiers' job logs as CSV, by a map of columns for each maker (copiers/*.toml) or a town's own map.

Rows that share a job's number are one job: Ricoh writes several. Scans and sent FAXes put nothing on
paper and are left out. Each copier is one printer: its name is in the settings, or the file's folder.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from connectors import contract
from connectors.cells import count_in
from connectors.configuration import SourcePath
from connectors.contract import TOKYO, Handling, day_of
from connectors.errors import StopSource
from connectors.exported import ExportedFiles, FilesSettings, identity, local_instant, unreadable
from connectors.printing.jobs import name_field, print_stream
from connectors.tabular import Columns, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from connectors.configuration import SourceSettings
    from connectors.contract import Stream
    from connectors.exported import Record
    from connectors.tabular import Row

MAPS = Path(__file__).parent / "copiers"
_PLAIN = ("job", "time", "account", "kind", "sheets", "copies")

STREAM = print_stream(
    contract.Field("job", Handling.PSEUDONYMISE, "the job's number"),
    contract.Field("time", Handling.KEEP, "when it ended"),
    contract.Field("account", Handling.PSEUDONYMISE, "who"),
    contract.Field("kind", Handling.KEEP, "the kind of job"),
    contract.Field("impressions", Handling.KEEP, "printed sides"),
    contract.Field("sheets", Handling.KEEP, "sheets of paper"),
    contract.Field("copies", Handling.KEEP, "copies"),
    name_field("name"),
)


class _Columns(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    job: tuple[str, ...] = Field(min_length=1)
    time: tuple[str, ...] = Field(min_length=1)
    account: tuple[str, ...] = Field(min_length=1)
    kind: tuple[str, ...] = ()
    impressions: tuple[tuple[str, ...], ...] = Field(min_length=1)
    sheets: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()


class ColumnMap(BaseModel):
    """A map as its TOML file gives it; README.md beside the maps says what each key is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    maker: str
    paper: tuple[str, ...] = ()
    time_formats: tuple[str, ...] = Field(min_length=1)
    columns: _Columns


class Settings(FilesSettings):
    """`maker`: one of the shipped maps, or `map`: a file of the town's own; `printer`: its name."""

    kind: Literal["copier_log"] = "copier_log"
    maker: Literal["fujifilm", "ricoh", "canon", "sharp"] | None = None
    map: SourcePath | None = None
    printer: str | None = None

    @model_validator(mode="after")
    def _has_one_map(self) -> Self:
        if (self.maker is None) == (self.map is None):
            raise ValueError("give either maker or map")
        return self


def read_map(path: Path) -> ColumnMap:
    """Return a column map.

    Raises:
        StopSource: the file is missing, or is no map.
    """
    try:
        return ColumnMap(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        keys = (
            ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
            if isinstance(error, ValidationError)
            else type(error).__name__
        )
        raise StopSource(
            f"the column map cannot be used ({keys})",
            place=str(path),
            next_step="compare it with the maps in connectors/printing/copiers and its README",
        ) from None


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)
    path_of_map = mine.map or MAPS / f"{mine.maker}.toml"

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        del stream
        told = read_map(path_of_map)
        printer = mine.printer or f"{told.maker}:{path.parent.name}"
        jobs: dict[str, dict[str, Any]] = {}
        for row in read_rows(path, _columns(told)):
            try:
                _add(jobs, told, row)
            except ValueError as error:
                raise unreadable(path, row.number, str(error)) from None
        for number, job in jobs.items():
            day = day_of(job["at"])
            yield day, _fact(printer, number, job) if job["is_paper"] else None

    return ExportedFiles(mine.name, (STREAM,), mine.files, read, mine.since, is_log=False)


def _columns(told: ColumnMap) -> Columns:
    sides = {f"impressions{n}": words for n, words in enumerate(told.columns.impressions)}
    plain = {name: getattr(told.columns, name) for name in _PLAIN if getattr(told.columns, name)}
    needed = {name: plain.pop(name) for name in ("job", "time", "account")}
    if "kind" in plain:
        needed["kind"] = plain.pop("kind")
    # A log may name people twice: by login, and as they are called.
    return Columns(required={**needed, **sides}, optional=plain, first_wins=True)


def _add(jobs: dict[str, dict[str, Any]], told: ColumnMap, row: Row) -> None:
    at = local_instant(str(row.cells["time"] or ""), told.time_formats, TOKYO)
    number = str(row.cells["job"] or "").strip()
    if not number:
        raise ValueError("has no job number")
    # Numbers begin anew after a while; within one day they do not.
    job = jobs.setdefault(
        f"{number}|{day_of(at)}",
        {
            "at": at,
            "account": None,
            "is_paper": False,
            "sides": None,
            "sheets": None,
            "copies": None,
        },
    )
    job["at"] = max(cast("datetime", job["at"]), at)
    account = str(row.cells["account"] or "").strip()
    # In any order of the rows: the same one of several names.
    job["account"] = max(filter(None, (job["account"], account)), default=None)
    kind = str(row.cells.get("kind") or "").casefold()
    if told.paper and not any(word.casefold() in kind for word in told.paper):
        return
    job["is_paper"] = True
    counts = [count_in(row.cells[f"impressions{n}"]) for n in range(len(told.columns.impressions))]
    _sum(job, "sides", None if counts == [None] * len(counts) else sum(c or 0 for c in counts))
    _sum(job, "sheets", count_in(row.cells.get("sheets")))
    copies = count_in(row.cells.get("copies"))
    job["copies"] = max(filter(None, (job["copies"], copies)), default=None)


def _sum(job: dict[str, Any], name: str, count: int | None) -> None:
    if count is not None:
        job[name] = (job[name] or 0) + count


def _fact(printer: str, number: str, job: dict[str, Any]) -> dict[str, object]:
    return {
        "event": identity(printer, number),
        "day_on": day_of(job["at"]),
        "printed_at": job["at"],
        "account": job["account"],
        "printer": printer,
        "impressions": job["sides"],
        "sheets": job["sheets"],
        "copies": job["copies"],
        "quality": "unknown" if job["sheets"] is None else "measured",
    }
