"""Windows print servers: event 307 (a document was printed), joined with event 805 (its copies) by job.

Neither event says whether both sides were used, so sheets stay unknown. The log is off by default: switch on
Microsoft-Windows-PrintService/Operational, and make it large enough for a week. Jobs that put nothing on paper
are left out, by the queue's name (see paper.py) or by its port, which may be a file.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message
from connectors.contract.streams import Field, Finding, Handling, day_of
from connectors.io.logs.file_source import FilesSettings
from connectors.io.logs.odd_records import set_aside
from connectors.io.print_jobs.jobs import name_field, print_stream
from connectors.io.print_jobs.paper import PaperRule, PaperSettings, PrintFiles
from connectors.vendors.windows.event_viewer import is_csv, read_csv
from connectors.vendors.windows.events import WindowsEvent, read_events, unopened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Stream
    from connectors.io.logs.days import Line
    from connectors.io.logs.file_source import ExportedFiles
    from connectors.io.logs.strays import Stray

_PRINTED, _RENDERED = 307, 805
_PRINTED_WITHIN = timedelta(hours=12)
"""How long a job may wait for paper after event 805; an older 805 belongs to a cancelled job."""
STREAM = print_stream(
    Field("TimeCreated", Handling.KEEP, "when"),
    Field("EventRecordID", Handling.PSEUDONYMISE, "part of the identity"),
    Field("Computer", Handling.PSEUDONYMISE, "the print server; part of the identity"),
    Field("Param1", Handling.PSEUDONYMISE, "the job's number"),
    name_field("Param2"),
    Field("Param3", Handling.PSEUDONYMISE, "who"),
    Field("Param4", Handling.DROP, "the client"),
    Field("Param5", Handling.PSEUDONYMISE, "the printer"),
    Field("Param6", Handling.DROP, "the port: whether it is a file is looked at, and nothing kept"),
    Field("Param7", Handling.DROP, "bytes"),
    Field("Param8", Handling.KEEP, "pages of one copy"),
    Field("Copies", Handling.KEEP, "copies, from event 805"),
)


class Settings(PaperSettings, FilesSettings):
    """`files`: the log as EVTX or XML, or else as Event Viewer's CSV."""

    kind: Literal["windows_print"] = "windows_print"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)
    rule = PaperRule(mine)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        rendered: dict[tuple[str, str], tuple[datetime, int]] = {}
        events, strays = _events_and_strays(path, source.files())
        # Windows saves the newest event first.
        for event in sorted(events, key=lambda one: (one.computer, one.at, one.record)):
            day = day_of(event.at)
            try:
                if event.id == _RENDERED:
                    job = (event.computer, event.values["JobId"])
                    rendered[job] = event.at, int(event.values["Copies"])
                else:
                    yield day, _fact(event, rendered, rule)
            except (KeyError, ValueError):
                yield set_aside(
                    event.record, Message("(an event) lacks its job, printer or pages"), day=day
                )
        yield from strays

    source = WindowsPrintFiles(mine.name, (STREAM,), mine.files, read, mine.since, rule=rule)
    return source


def _events_and_strays(
    path: Path, files: tuple[Path, ...]
) -> tuple[list[WindowsEvent], list[Stray]]:
    """Return a file's events, and a stray with its possible days for each entry that cannot be read."""
    try:
        if not is_csv(path):
            return _parted(read_events(path, frozenset({_PRINTED, _RENDERED})))
        if not all(map(is_csv, files)):
            raise SkipPart(
                Message("this CSV stands beside EVTX or XML, and its jobs would count twice"),
                place=path.name,
                next_step=Message(
                    "name only the EVTX or XML files in `files`: they also tell the copies"
                ),
            )
        return _parted(read_csv(path))
    except OSError:
        raise unopened(path) from None


def _parted(mixed: Iterable[WindowsEvent | Stray]) -> tuple[list[WindowsEvent], list[Stray]]:
    """Separate events from strays; a stray without a day may be of the day of the event before or after it."""
    events: list[WindowsEvent] = []
    strays: list[Stray] = []
    undated: list[Stray] = []
    for one in mixed:
        if isinstance(one, WindowsEvent):
            around = {day_of(event.at) for event in (*events[-1:], one)}
            strays += [replace(stray, days=tuple(around)) for stray in undated]
            undated.clear()
            events.append(one)
        else:
            (strays if one.days else undated).append(one)
    last = tuple(day_of(event.at) for event in events[-1:])
    return events, [*strays, *(replace(stray, days=last) for stray in undated)]


@dataclass(frozen=True)
class WindowsPrintFiles(PrintFiles):
    """A print server's event logs; `check` also reports what a CSV does not contain."""

    def check(self) -> Iterator[Finding]:
        """Read each file; then report the jobs left out, and the missing copies if a file is a CSV."""
        yield from super().check()
        with suppress(StopSource, OSError):
            if any(map(is_csv, self.files())):
                yield Finding(
                    is_ok=True,
                    thing=Message(
                        "a CSV of Event Viewer tells no copies: printed sides stay unknown"
                    ),
                    place=f"source {self.name}",
                    next_step=Message(
                        "save the log as .evtx or XML (Event Viewer: 「すべてのイベントを名前を付けて保存」)"
                    ),
                )


def _fact(
    event: WindowsEvent, rendered: dict[tuple[str, str], tuple[datetime, int]], rule: PaperRule
) -> dict[str, object] | None:
    # The spooler reuses job numbers: each 805 serves one 307, and only for `_PRINTED_WITHIN`.
    at, copies = rendered.pop((event.computer, event.values["Param1"]), (event.at, None))
    if not rule.is_paper(event.values["Param5"], event.values.get("Param6", "")):
        return None
    return _row(event, copies if event.at - at <= _PRINTED_WITHIN else None)


def _row(event: WindowsEvent, copies: int | None) -> dict[str, object]:
    # A driver that does not count pages logs 0, which means unknown.
    pages = int(event.values["Param8"]) or None
    return {
        "event": f"{event.computer}|{event.record}|{event.at.isoformat()}",
        "day_on": day_of(event.at),
        "printed_at": event.at,
        "account": event.values.get("Param3") or None,
        "printer": event.values["Param5"],
        # Without event 805 the number of copies is unknown.
        "impressions": pages * copies if pages and copies else None,
        "sheets": None,
        "copies": copies or None,
        "quality": "unknown",
    }
