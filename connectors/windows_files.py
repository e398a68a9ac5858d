"""Windows file servers: security event 5145, who opened which file of a share, and with which rights.

Needs the audit policy "Detailed File Share". Asking for a right is not yet using it, and an explorer asks
for many; one person, file and action within a quarter of an hour is one use, as for Samba.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract import Field, Handling, Stream, day_of
from connectors.exported import DAYS_AT_ONCE, ExportedFiles, FilesSettings, identity, unreadable
from connectors.shapes import USE
from connectors.windows_events import read_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.exported import Record
    from connectors.windows_events import Event

_SHARE_ACCESS = 5145
_READ, _WRITE, _APPEND, _DELETE = 0x1, 0x2, 0x4, 0x10000
_QUARTER = timedelta(minutes=15)
_STREAM = Stream(
    "files",
    USE,
    (
        Field("TimeCreated", Handling.KEEP, "when"),
        Field("SubjectUserName", Handling.PSEUDONYMISE, "who"),
        Field("SubjectUserSid", Handling.DROP, "another name of who"),
        Field("ShareName", Handling.PSEUDONYMISE, "the share; part of the document"),
        Field("RelativeTargetName", Handling.PSEUDONYMISE, "the file"),
        Field("AccessMask", Handling.KEEP, "the rights asked for"),
        Field("IpAddress", Handling.DROP, "the client's address"),
    ),
    tools=("files",),
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
)


class Settings(FilesSettings):
    """`files`: EVTX or XML of the security log."""

    kind: Literal["windows_files"] = "windows_files"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: object) -> Iterator[Record]:
        del stream
        for event in read_events(path, frozenset({_SHARE_ACCESS})):
            try:
                yield day_of(event.at), _row(event)
            except (KeyError, ValueError):
                raise unreadable(
                    path, event.record, "(an event) lacks its user or rights"
                ) from None

    # Events of an EVTX file's chunks need not stand in order of time.
    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)


def _row(event: Event) -> dict[str, object] | None:
    rights = int(event.values["AccessMask"], 16)
    account = event.values["SubjectUserName"]
    name = event.values.get("RelativeTargetName", "").strip()
    action = _action(rights)
    # Machines' own accounts end with a dollar sign; a path of `\` is the share itself.
    if action is None or account.endswith("$") or not name.strip("\\"):
        return None
    quarter = event.at - (event.at - datetime.min.replace(tzinfo=UTC)) % _QUARTER
    document = f"{event.values.get('ShareName', '')}:{name}"
    return {
        "event": identity(account, action, document, quarter),
        "day_on": day_of(quarter),
        "occurred_at": quarter,
        "account": account,
        "tool": "files",
        "action": action,
        "vendor_action": action,
        "document": document,
        "uses": 1,
    }


def _action(rights: int) -> str | None:
    if rights & _DELETE:
        return "managed"
    if rights & (_WRITE | _APPEND):
        return "edited"
    return "viewed" if rights & _READ else None
