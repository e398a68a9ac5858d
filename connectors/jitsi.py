"""Jitsi: how many meetings began, from Jicofo's log. Jitsi knows no accounts: no person, no section.

The room's name is read for the identity of a meeting and never kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from connectors.configuration import ZoneName
from connectors.contract import Field, Handling, Stream, day_of
from connectors.coverage import Sign, Stray, Unseen
from connectors.exported import (
    DAYS_AT_ONCE,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
)
from connectors.log_lines import read_log
from connectors.shapes import SECTION_USE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.coverage import Line

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
    thing="people are in meetings and no meeting begins, so that none can be counted",
    next_step="look for a newer version of this program: Jicofo writes the beginning in another form than is known",
)
_TIMES = ("%Y-%m-%d %H:%M:%S",)
_LINE = re.compile(
    # In Docker, `docker compose logs` puts the container's name before each line, and journald its own head.
    r"^(?:[^|\]]{0,80}\| |.{0,80}?jicofo(?:\[\d+\])?: )?(?:Jicofo )?"
    r"(?P<time>\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2})[.,]\d+\S* (?P<words>.*)$"
)
_CONTEXT_ROOM = r"\[(?:[^\]]*?[ ,])?room=(?P<room>[^\s,\]]+)[^\]]*\]"
_BEGAN = (
    # Since 2021 the room stands in the line's context; before, it stood after the words.
    re.compile(_CONTEXT_ROOM + r".*?\bCreated new conference\b(?!,? room)", re.IGNORECASE),
    re.compile(
        r"\bCreated new conference\b.*?(?:roomJid|room|for)[=: ]+(?P<room>[^\s,]+)", re.IGNORECASE
    ),
    re.compile(r"\bCreated new focus for (?P<room>[^\s,]+)", re.IGNORECASE),
)
_OF_A_MEETING = re.compile(
    r"\[[^\]]*\broom=|\bconference request\b|\bmember joined\b", re.IGNORECASE
)
_FURTHER = re.compile(r"^(?:[^|\]]{0,80}\|)?(?:\s|Caused by:|$|[\w.$]+(?:Exception|Error)\b)")


class Settings(FilesSettings):
    """`files`: jicofo.log and its rotated files; `timezone`: the server's."""

    kind: Literal["jitsi"] = "jitsi"
    timezone: ZoneName = "Asia/Tokyo"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)
    zone = ZoneInfo(mine.timezone)

    def parse(line: str) -> Line | None:
        found = _LINE.match(line)
        if not found:
            # A trace's further lines have no time of their own.
            return None if _FURTHER.match(line) else Stray(line)
        at = local_instant(found["time"].replace("T", " "), _TIMES, zone)
        words = found["words"]
        began = next((one for pattern in _BEGAN if (one := pattern.search(words))), None)
        if began is None:
            return Sign(day_of(at)) if _OF_A_MEETING.search(words) else (day_of(at), None)
        return day_of(at), {
            "event": identity(began["room"].rstrip(".,"), at),
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
