"""Jitsi: the number of meetings that began, from Jicofo's log. Jitsi has no accounts: no person, no section.

The room's name enters the identity of a meeting and is never kept. A meeting is identified by its room and the
second of its creation. Not counted as meetings: breakout rooms and lobbies, which are parts of a meeting, and
the rooms of the servers' health checks.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from connectors.contract.configuration import ZoneName
from connectors.contract.messages import Message
from connectors.contract.shapes import SECTION_USE
from connectors.contract.streams import Field, Handling, Stream, as_instant, day_of
from connectors.io.logs.days import Sign, Unseen
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, FilesSettings, identity
from connectors.io.logs.log_lines import read_log
from connectors.io.logs.strays import Stray

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line

_STREAM = Stream(
    "rooms",
    SECTION_USE,
    (
        Field("time", Handling.KEEP, "when the meeting began"),
        Field("room", Handling.PSEUDONYMISE, "the room; part of the identity"),
        Field("message", Handling.DROP, "the rest of the line"),
    ),
    counts="meetings",
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
)
_UNSEEN = Unseen(
    thing=Message("people are in meetings and no meeting begins, so that none can be counted"),
    next_step=Message(
        "look for a newer version of this program: Jicofo writes the beginning in another form than is known"
    ),
)
_LINE = re.compile(
    # In Docker, `docker compose logs` puts the container's name before each line, and with `-t` a time as well;
    # so does Kubernetes. journald has its own header. Before 2017 and in some versions the word Jicofo is
    # missing.
    r"^(?:.{0,160}?\bJicofo (?=\d{4}-)|.{0,80}?\bjicofo(?:\[\d+\])?: |[^|\]]{0,80}\| )?"
    r"(?P<time>\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})[.,]\d+(?P<zone>Z|[+-]\d{2}:?\d{2})?:? (?P<words>.*)$"
)
_NO_MEETING = re.compile(
    # Health checks of the servers, breakout rooms and lobbies.
    r"^(?:__?jicofo-?health|jvb-?health|jibribrewery|jigasibrewery|jvbbrewery)|@(?:breakout|lobby)\.",
    re.IGNORECASE,
)
_CONTEXT_ROOM = r"\[(?:[^\]]*?[ ,])?room=(?P<room>[^\s,\]]+)[^\]]*\]"
_BEGAN = (
    # Since 2021 the room stands in the line's context; before, it followed the message.
    re.compile(_CONTEXT_ROOM + r".*?\bCreated new conference\b(?!,? room)", re.IGNORECASE),
    re.compile(
        r"\bCreated new conference\b.*?(?:roomJid|room|for)[=: ]+(?P<room>[^\s,]+)", re.IGNORECASE
    ),
    re.compile(r"\bCreated new focus for (?P<room>[^\s,]+)", re.IGNORECASE),
)
_OF_A_MEETING = re.compile(
    r"\[[^\]]*\broom=|\bconference request\b|\bmember joined\b", re.IGNORECASE
)
_IN_NO_MEETING = re.compile(
    r"\broom=(?:__?jicofo-?health|[^\s,\]]*@(?:breakout|lobby)\.)", re.IGNORECASE
)
_FURTHER = re.compile(r"^(?:[^|\]]{0,80}\|)?(?:\s|Caused by:|$|[\w.$]+(?:Exception|Error)\b)")


class Settings(FilesSettings):
    """`files`: jicofo.log and its rotated files; `timezone`: the server's time zone."""

    kind: Literal["jitsi"] = "jitsi"
    timezone: ZoneName = "Asia/Tokyo"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)
    zone = ZoneInfo(mine.timezone)

    def parse(line: str) -> Line | None:
        found = _LINE.match(line)
        if not found:
            # The further lines of a stack trace have no time.
            return None if _FURTHER.match(line) else Stray(line)
        try:
            at = _instant(found["time"], found["zone"], zone)
        except ValueError:
            return Stray(line)
        words = found["words"]
        began = next((one for pattern in _BEGAN if (one := pattern.search(words))), None)
        if began is None:
            is_sign = _OF_A_MEETING.search(words) and not _IN_NO_MEETING.search(words)
            return Sign(day_of(at)) if is_sign else (day_of(at), None)
        room = began["room"].rstrip(".,")
        if _NO_MEETING.search(room):
            return Sign(day_of(at), is_of_use=True)
        return day_of(at), {
            "event": identity(room, at),
            "day_on": day_of(at),
            "section": None,
            "tool": "meetings",
            "uses": 1,
            "people": None,
        }

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        return read_log(path, parse)

    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since, unseen=_UNSEEN)


def _instant(time: str, written_zone: str | None, zone: ZoneInfo) -> datetime:
    return as_instant(datetime.fromisoformat(f"{time}{written_zone or ''}"), zone)
