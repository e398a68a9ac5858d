"""Windows print servers: event 307 (a document was printed) joined with 805 (its copies) on the job.

Neither event says whether both sides were used: sheets stay unknown. The log is off by default: switch on
Microsoft-Windows-PrintService/Operational, and make it large enough for a week. Printers that make files
(PDF, XPS, OneNote, FAX) put nothing on paper and are left out.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract import Field, Handling, day_of
from connectors.errors import SkipPart
from connectors.exported import ExportedFiles, FilesSettings, unreadable
from connectors.printing.jobs import name_field, print_stream
from connectors.windows_events import read_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.contract import Stream
    from connectors.exported import Record
    from connectors.windows_events import Event

_PRINTED, _RENDERED = 307, 805
STREAM = print_stream(
    Field("TimeCreated", Handling.KEEP, "when"),
    Field("EventRecordID", Handling.PSEUDONYMISE, "part of the identity"),
    Field("Computer", Handling.PSEUDONYMISE, "the print server; part of the identity"),
    Field("Param1", Handling.PSEUDONYMISE, "the job's number"),
    name_field("Param2"),
    Field("Param3", Handling.PSEUDONYMISE, "who"),
    Field("Param4", Handling.DROP, "the client"),
    Field("Param5", Handling.PSEUDONYMISE, "the printer"),
    Field("Param6", Handling.DROP, "the port, or a file's path"),
    Field("Param7", Handling.DROP, "bytes"),
    Field("Param8", Handling.KEEP, "pages of one copy"),
    Field("Copies", Handling.KEEP, "copies, from event 805"),
)


class Settings(FilesSettings):
    """`files`: EVTX or XML; `not_paper`: printers that make files, `*` stands for any letters."""

    kind: Literal["windows_print"] = "windows_print"
    not_paper: tuple[str, ...] = ("*PDF*", "*XPS*", "*OneNote*", "*Fax*", "*FAX*")


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        del stream
        try:
            events = sorted(
                read_events(path, frozenset({_PRINTED, _RENDERED})),
                key=lambda event: (event.computer, event.at, event.record),
            )
        except OSError:
            raise SkipPart(
                "the file cannot be opened",
                place=path.name,
                next_step="look at its permissions",
            ) from None
        copies: dict[tuple[str, str], int] = {}
        for event in events:
            try:
                if event.id == _RENDERED:
                    job = (event.computer, event.values["JobId"])
                    copies[job] = int(event.values["Copies"])
                else:
                    # The spooler uses job numbers again: each copies count serves once.
                    found = copies.pop((event.computer, event.values["Param1"]), None)
                    is_file = any(
                        fnmatchcase(event.values["Param5"], pattern) for pattern in mine.not_paper
                    )
                    yield day_of(event.at), None if is_file else _row(event, found)
            except (KeyError, ValueError):
                raise unreadable(
                    path, event.record, "(an event) lacks its job, printer or pages"
                ) from None

    return ExportedFiles(mine.name, (STREAM,), mine.files, read, mine.since)


def _row(event: Event, copies: int | None) -> dict[str, object]:
    pages = int(event.values["Param8"])
    return {
        "event": f"{event.computer}|{event.record}|{event.at.isoformat()}",
        "day_on": day_of(event.at),
        "printed_at": event.at,
        "account": event.values.get("Param3") or None,
        "printer": event.values["Param5"],
        # Without 805 nobody knows how often the document came out.
        "impressions": pages * copies if copies else None,
        "sheets": None,
        "copies": copies or None,
        "quality": "unknown",
    }
