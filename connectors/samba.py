"""Samba's `vfs_full_audit`: who opened, wrote, made, moved or deleted which file on the file server.

smb.conf needs `full_audit:prefix = %T|%u|%I|%m|%S` (without `%T` there is no time) and `full_audit:success`
with at least `pread_send pwrite_send`. One action is several lines (a large file is many reads): the
same person, file and action within a quarter of an hour is one use, filed at the quarter's start, which
keeps 8:30 and 17:15 apart.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from connectors.contract import Field, Handling, Stream, day_of
from connectors.exported import (
    DAYS_AT_ONCE,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
    read_lines,
    unreadable,
)
from connectors.shapes import USE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.exported import Record

_FIELDS = (
    Field("%T", Handling.KEEP, "when, in the server's own time"),
    Field("%u", Handling.PSEUDONYMISE, "the session's user"),
    Field("%I", Handling.DROP, "the client's address"),
    Field("%m", Handling.DROP, "the client's name"),
    Field("%S", Handling.PSEUDONYMISE, "the share; part of the document"),
    Field("%D", Handling.DROP, "the user's domain"),
    Field("operation", Handling.KEEP, "the operation"),
    Field("result", Handling.KEEP, "ok or fail"),
    Field("arguments", Handling.PSEUDONYMISE, "the file's path, last of the arguments"),
)
_STREAM = Stream("files", USE, _FIELDS, tools=("files",), settle_days=3, slice_days=DAYS_AT_ONCE)
_ACTIONS = {
    "pread_send": "viewed",
    "pread": "viewed",
    "read": "viewed",
    "sendfile": "viewed",
    "offload_read_send": "viewed",
    "pwrite_send": "edited",
    "pwrite": "edited",
    "write": "edited",
    "recvfile": "edited",
    "ftruncate": "edited",
    "renameat": "managed",
    "rename": "managed",
    "unlinkat": "managed",
    "unlink": "managed",
    "mkdirat": "managed",
    "mkdir": "managed",
    "rmdir": "managed",
}
_FILE_IS_FIRST = {"renameat", "rename"}
_RESULT = re.compile(r"ok|fail \(.*\)")
_SYSLOG = re.compile(r"^.{0,120}?smbd_audit(?:\[\d+\])?: ")
_QUARTER = timedelta(minutes=15)
_TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")


class Settings(FilesSettings):
    """`files`: the audit logs; `prefix`: as in smb.conf."""

    prefix: str = "%T|%u|%I|%m|%S"
    timezone: Literal["Asia/Tokyo", "UTC"] = "Asia/Tokyo"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)
    names = mine.prefix.split("|")
    zone = ZoneInfo(mine.timezone)

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        stream.check_fields(names, source=mine.name)
        for number, line in read_lines(path):
            parts = _SYSLOG.sub("", line).lstrip().split("|")
            place = len(names)
            if len(parts) < place + 2:
                # smbd's own words stand between the lines of the audit.
                continue
            if not _RESULT.fullmatch(parts[place + 1]):
                raise unreadable(path, number, f"does not begin with the prefix {mine.prefix}")
            told = dict(zip(names, parts, strict=False))
            try:
                occurred_at = local_instant(told.get("%T", ""), _TIMES, zone)
            except ValueError:
                raise unreadable(
                    path, number, "has no time: put %T first in full_audit:prefix"
                ) from None
            yield (
                day_of(occurred_at),
                _row(told, parts[place], parts[place + 1], parts[place + 2 :], occurred_at),
            )

    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)


def _row(
    told: dict[str, str], operation: str, result: str, arguments: list[str], occurred_at: datetime
) -> dict[str, object] | None:
    action = _ACTIONS.get(operation)
    if action is None or result != "ok" or not arguments or not told.get("%u"):
        return None
    # A bar in a file's name parts it further: names on disk are joined again. `rename` has two names,
    # and the file keeps neither: the old one is where its other actions stand.
    name = arguments[0] if operation in _FILE_IS_FIRST else "|".join(arguments)
    quarter = occurred_at - (occurred_at - datetime.min.replace(tzinfo=UTC)) % _QUARTER
    account = told["%u"]
    return {
        "event": identity(account, action, told.get("%S"), name, quarter),
        "day_on": day_of(quarter),
        "occurred_at": quarter,
        "account": account,
        "tool": "files",
        "action": action,
        # The verb, not the operation: one use may be told by several operations.
        "vendor_action": action,
        "document": f"{told.get('%S', '')}:{name}",
        "uses": 1,
    }
