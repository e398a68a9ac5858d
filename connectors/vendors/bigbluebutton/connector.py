"""BigBlueButton: who was in which online meeting, from its webhooks' events saved as JSON lines.

The event of joining and the event of leaving make one attendance; where leaving is missing, the meeting's
end is taken. Only people whose external id the town's portal sets can be known; names are never kept. A breakout
room is part of its meeting and none of its own; bots and people in the waiting room are in none. A meeting is itself
by its internal id, which holds the instant at which it was made: a room that is used again is another meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import Field, Handling, Stream, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, FilesSettings, identity
from connectors.io.logs.log_lines import read_lines
from connectors.io.logs.strays import Stray
from connectors.vendors.bigbluebutton.events import Event, events_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.coverage import Line

_FILES_LATER = 2
"""A meeting that goes on while the log is put aside ends in the next file, or in the one after it."""
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)
_GUEST = re.compile(r"^gl-guest-|^guest[-_]", re.IGNORECASE)
"""How Greenlight and others name people who are not logged in."""
_OF_BREAKOUT = re.compile(r"(?P<named>.+)-\d+")
_STREAM = Stream(
    "meetings",
    ATTENDANCE,
    (
        Field("envelope.timestamp", Handling.KEEP, "when"),
        Field("header.meetingId", Handling.PSEUDONYMISE, "the meeting"),
        Field("body.intId", Handling.PSEUDONYMISE, "the connection; part of the identity"),
        Field("body.extId", Handling.PSEUDONYMISE, "who, as the portal names them"),
        Field("body.guest", Handling.KEEP, "from outside"),
        Field("body.name", Handling.DROP, "the name"),
        Field("body.*", Handling.DROP, "titles, addresses, settings: dropped unread"),
    ),
    tools=("meetings",),
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
)


class Settings(FilesSettings):
    """`files`: the saved events, one a line, as the hook posts them; raw or mapped."""

    kind: Literal["bigbluebutton"] = "bigbluebutton"


@dataclass(frozen=True, slots=True)
class _Stay:
    meeting: str
    person: str
    account: str | None
    is_guest: bool
    joined_at: datetime
    left_at: datetime | None = None
    """None where no event says when: the person was there, and nobody knows for how long."""


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        events: list[Event] = []
        for found in _events(path):
            if isinstance(found, Stray):
                yield found
            else:
                events.append(found)
                yield day_of(found.at), None
        stays, still_inside = _stays(events)
        if still_inside:
            later = (event for other in _later(path, source) for event in _events(other))
            stays += _ended(still_inside, (one for one in later if isinstance(one, Event)))
        yield from map(_fact, stays)

    source = ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)
    return source


def _events(path: Path) -> Iterator[Event | Stray]:
    for line in read_lines(path):
        if isinstance(line, Stray):
            yield line
            continue
        try:
            found = list(events_in(line))
        except _BROKEN:
            yield Stray(line, is_damaged=True)
        else:
            yield from found


def _later(path: Path, source: ExportedFiles) -> Iterator[Path]:
    """Yield the files that were written after this one, the next first."""
    written = sorted((other.stat().st_mtime_ns, other) for other in source.files())
    yield from [other for _, other in written if other != path and _is_after(other, path)][
        :_FILES_LATER
    ]


def _is_after(other: Path, path: Path) -> bool:
    return other.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _stays(events: list[Event]) -> tuple[list[_Stay], list[_Stay]]:
    """Return the stays that ended, and those that did not end among these events."""
    # In order of time, whatever the order in which the webhooks arrived.
    events.sort(key=lambda event: (event.at, event.kind))
    breakouts = _breakouts(events)
    inside: dict[tuple[str, str], _Stay] = {}
    ended: list[_Stay] = []
    for event in events:
        if event.meeting in breakouts:
            continue
        if event.kind == "joined" and not event.is_nobody:
            inside.setdefault((event.meeting, event.person), _stay(event))
        else:
            ended += _out(inside, event)
    return ended, list(inside.values())


def _ended(inside: list[_Stay], events: Iterator[Event]) -> list[_Stay]:
    """Return the stays with the end that later events give them; None where none does."""
    waiting = {(stay.meeting, stay.person): stay for stay in inside}
    ended = [stay for event in events for stay in _out(waiting, event)]
    return [*ended, *waiting.values()]


def _out(inside: dict[tuple[str, str], _Stay], event: Event) -> list[_Stay]:
    """Take out of the meeting whoever leaves with this event."""
    if event.kind == "left":
        keys = [(event.meeting, event.person)]
    elif event.kind == "over":
        keys = [key for key in inside if key[0] == event.meeting]
    else:
        return []
    return [replace(inside.pop(key), left_at=event.at) for key in keys if key in inside]


def _breakouts(events: list[Event]) -> set[str]:
    """Return the breakout rooms: they are parts of a meeting in which their people already are.

    Where no event says so, they are told by their people: all have the id of somebody in one other meeting, with the
    room's number behind it.
    """
    rooms = {event.meeting for event in events if event.is_breakout}
    joined = [event for event in events if event.kind == "joined"]
    meetings_of: dict[str, set[str]] = {}
    for event in joined:
        for name in (event.person, event.named):
            meetings_of.setdefault(name, set()).add(event.meeting)
    parents: dict[str, set[str]] = {}
    for event in joined:
        found = _OF_BREAKOUT.fullmatch(event.named)
        others = meetings_of.get(found["named"], set()) - {event.meeting} if found else set()
        parents[event.meeting] = parents.get(event.meeting, others) & others
    return rooms | {meeting for meeting, others in parents.items() if others}


def _stay(event: Event) -> _Stay:
    is_guest = event.is_guest or bool(_GUEST.match(event.named))
    # Where the portal sets no external id, BigBlueButton repeats its own.
    account = None if is_guest or event.named in {"", event.person} else event.named
    return _Stay(event.meeting, event.person, account, is_guest, event.at)


def _fact(stay: _Stay) -> Line:
    day = day_of(stay.joined_at)
    return day, {
        "event": identity(stay.meeting, stay.person, stay.joined_at),
        "day_on": day,
        "meeting": stay.meeting,
        "account": stay.account,
        "started_at": stay.joined_at,
        "ended_at": stay.left_at,
        "is_guest": stay.is_guest,
    }
