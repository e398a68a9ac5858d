"""BigBlueButton: meeting attendance, read from webhook events saved as JSON lines.

A join event and a leave event make one attendance. Where the leave event is missing, the end of the meeting
ends the attendance. A person is known only if the town's portal sets their external id. Names are never kept. A
breakout room is part of its meeting and is not counted as a meeting of its own; bots and people in the waiting
room do not attend. A meeting is identified by its internal id, which contains the instant of its creation, so a
room that is used again is another meeting.
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
from connectors.vendors.bigbluebutton.events import MeetingEvent, events_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line

_FILES_LATER = 2
"""How many later files to search for a missing end: the log may be rotated during a meeting."""
_BROKEN = (ValueError, KeyError, TypeError, AttributeError, OverflowError, OSError, RecursionError)
_GUEST = re.compile(r"^gl-guest-|^guest[-_]", re.IGNORECASE)
"""Ids that Greenlight and other portals give to people who are not logged in."""
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
    """`files`: the saved events, one per line as the webhook posts them, raw or mapped."""

    kind: Literal["bigbluebutton"] = "bigbluebutton"


@dataclass(frozen=True, slots=True)
class _Stay:
    meeting: str
    person: str
    account: str | None
    is_guest: bool
    joined_at: datetime
    left_at: datetime | None = None
    """None if no event gives the end: the person attended for an unknown time."""


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        events: list[MeetingEvent] = []
        for found in _events(path):
            if isinstance(found, Stray):
                yield found
            else:
                events.append(found)
                yield day_of(found.at), None
        stays, still_inside = _stays(events)
        if still_inside:
            later = (event for other in _later(path, source) for event in _events(other))
            stays += _ended(still_inside, (one for one in later if isinstance(one, MeetingEvent)))
        yield from map(_fact, stays)

    source = ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)
    return source


def _events(path: Path) -> Iterator[MeetingEvent | Stray]:
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
    """Yield up to `_FILES_LATER` files that were modified after this one, in order of modification."""
    written = sorted((other.stat().st_mtime_ns, other) for other in source.files())
    yield from [other for _, other in written if other != path and _is_after(other, path)][
        :_FILES_LATER
    ]


def _is_after(other: Path, path: Path) -> bool:
    return other.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _stays(events: list[MeetingEvent]) -> tuple[list[_Stay], list[_Stay]]:
    """Return the stays that ended, and those without an end among these events."""
    # Webhooks can arrive out of order.
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


def _ended(inside: list[_Stay], events: Iterator[MeetingEvent]) -> list[_Stay]:
    """Return the stays with the end that later events give; `left_at` stays None if none does."""
    waiting = {(stay.meeting, stay.person): stay for stay in inside}
    ended = [stay for event in events for stay in _out(waiting, event)]
    return [*ended, *waiting.values()]


def _out(inside: dict[tuple[str, str], _Stay], event: MeetingEvent) -> list[_Stay]:
    """Remove from `inside` everyone who leaves with this event, and return their stays."""
    if event.kind == "left":
        keys = [(event.meeting, event.person)]
    elif event.kind == "over":
        keys = [key for key in inside if key[0] == event.meeting]
    else:
        return []
    return [replace(inside.pop(key), left_at=event.at) for key in keys if key in inside]


def _breakouts(events: list[MeetingEvent]) -> set[str]:
    """Return the ids of breakout rooms, whose people are already counted in the parent meeting.

    Where no event marks a room as a breakout room, its people do: each of them has the id of somebody in one
    other meeting, followed by the room's number.
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


def _stay(event: MeetingEvent) -> _Stay:
    is_guest = event.is_guest or bool(_GUEST.match(event.named))
    # Without an external id from the portal, BigBlueButton repeats its own id.
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
