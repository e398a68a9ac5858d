"""Parse Windows event logs: EVTX files, or XML saved by `wevtutil` or PowerShell."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from xml.etree import ElementTree as ET

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.streams import as_instant, day_of
from connectors.io.http.json_text import read_json
from connectors.io.logs.odd_records import set_aside
from connectors.io.tables.table_files import decode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from connectors.io.logs.strays import Stray

_EVTX = b"ElfFile\0"
_NO_NUMBER = -1
"""Stands for a missing event id: the event may be of any type."""
_MOST_BROKEN = 100_000
_COPY_ANEW = Message("copy the log anew, with wevtutil epl, while the service runs")
_AUDIT_FAILURE = 0x10000000000000
_MOST_BYTES = 1024 * 1024 * 1024
_MOST_XML_BYTES = 64 * 1024 * 1024
_FRACTION = re.compile(r"(\.\d{6})\d+")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*encoding=["']([\w-]+)["']""")
_JAPANESE = {b"shift_jis", b"shift-jis", b"sjis", b"windows-31j", b"cp932", b"ms932", b"x-sjis"}


@dataclass(frozen=True, slots=True)
class WindowsEvent:
    """One event: its id, time, record number, computer, and data values by name.

    Each computer numbers its own records, and starts again after its log is cleared, so `record` alone does not
    identify an event.
    """

    id: int
    at: datetime
    record: int
    computer: str
    values: Mapping[str, str]
    is_refused: bool = False
    """Whether the requested access was denied (keyword Audit Failure)."""


def unopened(path: Path) -> SkipPart:
    """Return the error for a log that the operating system does not let us open."""
    return SkipPart(
        Message("the file cannot be opened"),
        place=path.name,
        next_step=Message("look at its permissions"),
    )


def read_events(path: Path, ids: frozenset[int]) -> Iterator[WindowsEvent | Stray]:
    """Yield the events with these ids in the order of the file, and a stray for each event that cannot be read.

    Raises:
        SkipPart: the file is neither EVTX nor XML, or it is truncated.
    """
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError:
        raise unopened(path) from None
    if not start:
        return
    if path.stat().st_size > (_MOST_BYTES if start.startswith(_EVTX) else _MOST_XML_BYTES):
        raise SkipPart(
            Message("the file is larger than any event log"),
            place=path.name,
            next_step=Message("export fewer days at once, or name the EVTX file itself"),
        )
    found = _evtx(path) if start.startswith(_EVTX) else _xml(path)
    for number, event_parts in enumerate(found, start=1):
        if event_parts is None:
            yield set_aside(number, Message("(an event) cannot be read"), next_step=_COPY_ANEW)
        elif event_parts[0] in ids or event_parts[0] == _NO_NUMBER:
            yield _event_or_stray(number, *event_parts)


def _event_or_stray(
    place: int, number: int, system: Mapping[str, Any], values: Mapping[str, str]
) -> WindowsEvent | Stray:
    day = None
    try:
        day = day_of(_instant(system))
        if number != _NO_NUMBER:
            return _event(number, system, values)
    except (KeyError, ValueError, TypeError):
        pass
    return set_aside(
        place, Message("(an event) lacks its time or number"), day=day, next_step=_COPY_ANEW
    )


def _event(number: int, system: Mapping[str, Any], values: Mapping[str, str]) -> WindowsEvent:
    return WindowsEvent(
        number,
        _instant(system),
        int(system["record"]),
        str(system["computer"]),
        values,
        is_refused=bool(int(system.get("keywords") or "0", 16) & _AUDIT_FAILURE),
    )


def _instant(system: Mapping[str, Any]) -> datetime:
    at = datetime.fromisoformat(_FRACTION.sub(r"\1", system["time"]))
    return as_instant(at, UTC)


_Raw = tuple[int, dict[str, Any], dict[str, str]]


def _evtx(path: Path) -> Iterator[_Raw | None]:
    """Yield the records; None for an unreadable one, after which the parser continues."""
    from evtx import PyEvtxParser  # noqa: PLC0415 - imported only when the source is used

    broken = 0
    try:
        records = iter(PyEvtxParser(str(path)).records_json())
        while True:
            try:
                record = next(records, None)
            except RuntimeError:
                broken += 1
                if broken > _MOST_BROKEN:
                    raise
                yield None
                continue
            if record is None:
                return
            yield _of_json(cast("dict[str, str]", record)["data"])
    except (OSError, RuntimeError) as error:
        raise SkipPart(
            Message("the event log cannot be read ({kind})", kind=type(error).__name__),
            place=path.name,
            next_step=_COPY_ANEW,
        ) from None


def _of_json(text: str) -> _Raw | None:
    try:
        event = cast("dict[str, Any]", read_json(text.encode()))["Event"]
        system = event["System"]
        number = system.get("EventID")
        number = number.get("#text") if isinstance(number, dict) else number
        event_parts = {
            "time": (system.get("TimeCreated") or {}).get("#attributes", {}).get("SystemTime"),
            "record": system.get("EventRecordID"),
            "computer": system.get("Computer"),
            "keywords": system.get("Keywords"),
        }
        return (
            int(str(number)) if str(number).isdecimal() else _NO_NUMBER,
            event_parts,
            _values(event),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _values(event: dict[str, Any]) -> dict[str, str]:
    data = event.get("UserData") or {"EventData": event.get("EventData")}
    inner = next((value for value in data.values() if isinstance(value, dict)), {})
    return {name: str(value) for name, value in inner.items() if name != "#attributes"}


def _xml(path: Path) -> Iterator[_Raw | None]:
    try:
        # PowerShell saves events one after another, without a root element.
        text = _DECLARATION.sub("", _text(path))
        root = ET.fromstring(f"<all>{text}</all>")  # noqa: S314 - expat refuses entity bombs itself
    except ET.ParseError:
        raise SkipPart(
            Message("this is neither EVTX nor whole XML of events"),
            place=path.name,
            next_step=Message(
                "export the log anew with wevtutil qe … /f:xml, or name the EVTX file itself"
            ),
        ) from None
    # Some events carry an element named Event in their own data; it has no System part.
    events = [
        node
        for node in root.iter()
        if _name(node) == "Event" and any(_name(part) == "System" for part in node)
    ]
    strays = [root.text, *(node.tail for node in root)]
    if not events or any(stray and stray.strip() for stray in strays):
        raise SkipPart(
            Message("this is no file of events, or something else stands between them"),
            place=path.name,
            next_step=Message("look whether it is the right log, and export it anew"),
        )
    for node in events:
        yield _of_xml(node)


def _text(path: Path) -> str:
    """Return the text of the file, decoded as declared if that works, else by detection.

    PowerShell writes UTF-16 (also without a byte-order mark), wevtutil UTF-8, and wevtutil at a Japanese prompt
    CP932.

    Raises:
        SkipPart: the text is in none of these encodings.
    """
    raw = path.read_bytes()
    declared = _DECLARED.match(raw)
    named = "cp932" if declared and declared[1].lower() in _JAPANESE else None
    with suppress(UnicodeDecodeError):
        if named or raw.startswith(b"<\0"):
            return raw.decode(named or "utf-16-le")
    text = decode(raw)
    if text is None:
        raise SkipPart(
            Message("the encoding is neither UTF-8, UTF-16 nor code page 932"),
            place=path.name,
            next_step=Message(
                "export the log as EVTX (wevtutil epl), which has no encoding to mistake"
            ),
        )
    return text


def _of_xml(node: ET.Element) -> _Raw:
    # The first element of a name is the system's; PowerShell's rendered text repeats some names further down.
    parts: dict[str, ET.Element] = {}
    for part in node.iter():
        parts.setdefault(_name(part), part)
    event_parts = {
        "time": parts["TimeCreated"].get("SystemTime", "") if "TimeCreated" in parts else "",
        "record": parts["EventRecordID"].text if "EventRecordID" in parts else None,
        "computer": parts["Computer"].text if "Computer" in parts else "",
        "keywords": parts["Keywords"].text if "Keywords" in parts else None,
    }
    values: dict[str, str] = {}
    for holder in ("UserData", "EventData"):
        if holder in parts:
            for part in parts[holder].iter():
                values[part.get("Name") or _name(part)] = (part.text or "").strip()
    number = parts["EventID"].text if "EventID" in parts else None
    return int(number) if number and number.strip().isdecimal() else _NO_NUMBER, event_parts, values


def _name(node: ET.Element) -> str:
    return node.tag.rsplit("}", 1)[-1]
