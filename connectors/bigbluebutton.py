"""BigBlueButton: who was in which online meeting, from its webhooks' events saved as JSON lines.

The event of joining and the event of leaving make one attendance; where leaving is missing, the meeting's
end is taken. Only people whose external id the town's portal sets can be known; names are never kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, cast

from connectors.contract import Field, Handling, Stream, day_of
from connectors.coverage import Stray
from connectors.exported import (
    DAYS_AT_ONCE,
    ExportedFiles,
    FilesSettings,
    identity,
)
from connectors.log_lines import read_lines
from connectors.shapes import ATTENDANCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.coverage import Line

_JOINED, _LEFT = "UserJoinedMeetingEvtMsg", "UserLeftMeetingEvtMsg"
_OVER = {"MeetingEndedEvtMsg", "MeetingDestroyedEvtMsg", "MeetingEndingEvtMsg"}
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
    """`files`: the saved events, one a line; a meeting's events stand in one file."""

    kind: Literal["bigbluebutton"] = "bigbluebutton"


@dataclass(frozen=True, slots=True)
class _Stay:
    meeting: str
    person: str
    account: str | None
    is_guest: bool
    joined_at: datetime


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        events = []
        for line in read_lines(path):
            if isinstance(line, Stray):
                yield line
                continue
            try:
                told = json.loads(line)
                envelope = told["envelope"]
                at = datetime.fromtimestamp(envelope["timestamp"] / 1000, UTC)
                events.append((at, str(envelope["name"]), told["core"]))
                yield day_of(at), None
            except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
                yield Stray(line, is_damaged=True)
        # In order of time, whatever the order in which the webhooks arrived.
        events.sort(key=lambda event: (event[0], event[1]))
        yield from _attendances(events)

    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)


def _attendances(events: list[tuple[datetime, str, dict[str, Any]]]) -> Iterator[Line]:
    inside: dict[tuple[str, str], _Stay] = {}
    for at, name, core in events:
        meeting = str(core.get("header", {}).get("meetingId") or core["body"].get("meetingId"))
        body = core["body"]
        if name == _JOINED:
            is_guest = bool(body.get("guest"))
            person = str(body["intId"])
            named = str(body.get("extId") or "")
            # Where the portal sets no external id, BigBlueButton repeats its own.
            account = None if is_guest or named in {"", person} else named
            inside.setdefault((meeting, person), _Stay(meeting, person, account, is_guest, at))
        elif name == _LEFT:
            stay = inside.pop((meeting, str(body["intId"])), None)
            if stay:
                yield _fact(stay, at)
        elif name in _OVER:
            for key in [key for key in inside if key[0] == meeting]:
                yield _fact(inside.pop(key), at)


def _fact(stay: _Stay, left_at: datetime) -> Line:
    day = day_of(stay.joined_at)
    return day, {
        "event": identity(stay.meeting, stay.person, stay.joined_at),
        "day_on": day,
        "meeting": stay.meeting,
        "account": stay.account,
        "started_at": stay.joined_at,
        "ended_at": left_at,
        "is_guest": stay.is_guest,
    }
