"""The demo town's file use and print jobs as Windows event logs: events 5145, 307 and 805, saved as XML.

The months alternate between two forms: Event Viewer's (UTF-8 with a root element) and PowerShell's (UTF-16,
events one after another). Explorer asks for many rights, machine accounts appear too, and some queues print to
a file.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from connectors.demo_town.for_vendors.contract import HANDLINGS, DemoVendor
from connectors.demo_town.for_vendors.documents import document_title, printed_name
from connectors.demo_town.for_vendors.shares import acts_by_month, each_day, jobs_by_month, logons
from connectors.demo_town.simulate.identifiers import ip_address, random_int64
from connectors.demo_town.simulate.names import DOMAIN
from connectors.demo_town.simulate.workdays import month_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import SimulatedJob

_EVENTS = "http://schemas.microsoft.com/win/2004/08/events/event"
_SPOOLER = "http://manifests.microsoft.com/win/2005/08/windows/printing/spooler/core/events"
_FILE_SERVER, _PRINT_SERVER = f"FS01.{DOMAIN}", f"PRINT01.{DOMAIN}"
_READ, _WRITE, _DELETE, _LOOK = "0x120089", "0x120196", "0x10080", "0x80"
_RIGHTS = {
    "view": _READ,
    "download": _READ,
    "edit": _WRITE,
    "create": _WRITE,
    "upload": _WRITE,
    "rename": _DELETE,
    "move": _DELETE,
    "trash": _DELETE,
    "print": _LOOK,
}
"""Access rights by action; the server cannot distinguish creating a file from writing it."""
_MOST_ASKED = 3
"""Explorer repeats its requests: one action is logged as up to this many events."""
_JOB_NUMBERS = 250
"""The spooler's job numbers wrap after this many."""
_NIGHTLY_MS = 300_000, 85_800_000
"""00:05 and 23:50, in ms after midnight: when the servers' own programs run."""

_Event = tuple[int, int, str]
"""Time (ms), event id, and event data as XML."""


def write_files_log(town: DemoTown, folder: Path) -> None:
    """Write the file server's security log, one file per month."""
    for month, acts in acts_by_month(town, "windows_files", "files").items():
        accounts = logons(town)
        events = [*_backups(town, month)]
        for act in acts:
            # Google's own documents have no extension; on a disk they have one.
            title = document_title(town.seed, act.thing)
            name = title if "." in title else f"{title}.docx"
            share, path = rf"\\*\{act.section}", rf"共有\{name}"
            who, address = accounts[act.who], ip_address(act.who)
            events.append((act.at_ms, 5145, _access(who, address, share, path, _LOOK)))
            for _ in range(1 + act.thing % _MOST_ASKED):
                right = _RIGHTS[act.verb]
                events.append((act.at_ms, 5145, _access(who, address, share, path, right)))
        _write(folder / "windows_files", month, events, _FILE_SERVER, "Security")


def write_print_log(town: DemoTown, folder: Path) -> None:
    """Write the print server's log, one file per month: event 805 of each job before its event 307."""
    accounts = logons(town)
    for month, jobs in jobs_by_month(town, "windows_print").items():
        events = [
            (at_ms, 307, _printed(1, "夜間バッチ", "batch", "Microsoft Print to PDF", 1))
            for at_ms in each_day(town, month, *_NIGHTLY_MS)
        ]
        for job in jobs:
            number = 2 + job.number % _JOB_NUMBERS
            printed = _printed(
                number, printed_name(job), accounts[job.who], f"{job.section}-mfp3", job.pages
            )
            events.append((job.at_ms - 900, 805, _rendered(number, job.copies)))
            events.append((job.at_ms, 307, printed))
        channel = "Microsoft-Windows-PrintService/Operational"
        _write(folder / "windows_print", month, events, _PRINT_SERVER, channel)


def _backups(town: DemoTown, month: date) -> Iterator[_Event]:
    for at_ms in each_day(town, month, *_NIGHTLY_MS):
        yield at_ms, 5145, _access("BACKUP01$", "10.24.0.9", r"\\*\soumu", "\\", _READ)


def _write(folder: Path, month: date, events: list[_Event], computer: str, channel: str) -> None:
    folder.mkdir(exist_ok=True)
    events.sort(key=lambda event: (event[0], event[1] != 805))  # noqa: PLR2004 - copies come first
    first = random_int64(channel, month) & 0xFFFFFF
    written = [
        _event(number, first + place, at_ms, computer, channel, inner)
        for place, (at_ms, number, inner) in enumerate(events)
    ]
    if month.month % 2:
        text = f"<Events>{''.join(written)}</Events>"
        raw = f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n{text}'.encode(
            "utf-8-sig"
        )
    else:
        raw = "".join(f"{event}\r\n" for event in written).encode("utf-16")
    (folder / f"{month_of(month):%Y-%m}.xml").write_bytes(raw)


def _event(number: int, record: int, at_ms: int, computer: str, channel: str, inner: str) -> str:
    at = datetime.fromtimestamp(at_ms // 1000, UTC)
    return (
        f'<Event xmlns="{_EVENTS}"><System><Provider Name="{channel.partition("/")[0]}"/>'
        f"<EventID>{number}</EventID><Version>0</Version><Level>4</Level>"
        # Windows writes seven decimal places (100 ns).
        f'<TimeCreated SystemTime="{at:%Y-%m-%dT%H:%M:%S}.{at_ms % 1000:03d}0000Z"/>'
        f"<EventRecordID>{record}</EventRecordID><Correlation/><Channel>{channel}</Channel>"
        f"<Computer>{computer}</Computer><Security/></System>{inner}</Event>"
    )


def _access(who: str, address: str, share: str, path: str, rights: str) -> str:
    data = {
        "SubjectUserSid": f"S-1-5-21-{random_int64('sid', who) & 0xFFFFFFFF}-1104",
        "SubjectUserName": who,
        "SubjectDomainName": "KASUMIZAWA",
        "ObjectType": "File",
        "IpAddress": address,
        "ShareName": share,
        "RelativeTargetName": path,
        "AccessMask": rights,
    }
    inner = "".join(f'<Data Name="{name}">{escape(text)}</Data>' for name, text in data.items())
    return f"<EventData>{inner}</EventData>"


def _printed(number: int, title: str, who: str, printer: str, pages: int) -> str:
    params = (number, title, who, rf"\\pc-{who}", printer, "IP_10.24.9.1", pages * 41_000, pages)
    values = {f"Param{place}": value for place, value in enumerate(params, start=1)}
    return _user_data("DocumentPrinted", values)


def _rendered(number: int, copies: int) -> str:
    values = {"JobId": number, "GdiJobSize": 0, "Color": 1, "XRes": 600, "Copies": copies}
    return _user_data("RenderJobDiag", values)


def _user_data(name: str, values: Mapping[str, object]) -> str:
    parts: Iterable[str] = (f"<{key}>{escape(str(value))}</{key}>" for key, value in values.items())
    return f'<UserData><{name} xmlns="{_SPOOLER}">{"".join(parts)}</{name}></UserData>'


def _records_no_sheets(_job: SimulatedJob) -> bool:
    return False


VENDORS = {
    "windows_files": DemoVendor(
        kind="windows_files",
        about="files, event 5145; UTF-8 with a root and UTF-16 without; many rights asked for, machines' accounts",
        source="windows",
        settings='files = ["town/windows_files/*.xml"]',
        tools=("files",),
        handlings=HANDLINGS | {"create"},  # there a created file looks like a written one
        write=write_files_log,
    ),
    "windows_print": DemoVendor(
        kind="windows_print",
        about="print jobs, values 307 and 805; job numbers begin anew; printers that make files; no sheets",
        source="windows printers",
        settings='files = ["town/windows_print/*.xml"]',
        tools=("printing",),
        records_sheets=_records_no_sheets,
        write=write_print_log,
    ),
}
