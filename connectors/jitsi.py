"""Jitsi: how many meetings began, from Jicofo's log. Jitsi knows no accounts: no person, no section.

The room's name is read for the identity of a meeting and never kept.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from connectors.configuration import ZoneName
from connectors.contract import Field, Handling, Stream, day_of
from connectors.exported import (
    DAYS_AT_ONCE,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
    read_lines,
)
from connectors.shapes import SECTION_USE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.exported import Record

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
_LINE = re.compile(r"^(?:Jicofo )?(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\.\d+ ")
_BEGAN = re.compile(r"Created new conference[^\n]*?(?:roomJid|room|for)[=: ]+(\S+)", re.IGNORECASE)


class Settings(FilesSettings):
    """`files`: jicofo.log and its rotated files; `timezone`: the server's."""

    kind: Literal["jitsi"] = "jitsi"
    timezone: ZoneName = "Asia/Tokyo"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)
    zone = ZoneInfo(mine.timezone)

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        del stream
        for _number, line in read_lines(path):
            found = _LINE.match(line)
            if not found:
                # A trace's further lines have no time of their own.
                continue
            at = local_instant(found[1], ("%Y-%m-%d %H:%M:%S",), zone)
            began = _BEGAN.search(line)
            row: dict[str, object] | None = None
            if began:
                row = {
                    "event": identity(began[1], at),
                    "day_on": day_of(at),
                    "section": None,
                    "tool": "meetings",
                    "uses": 1,
                    "people": None,
                }
            yield day_of(at), row

    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)
