"""Samba's `vfs_full_audit`: who opened, wrote, created, moved or deleted which file on the file server.

smb.conf needs `full_audit:prefix = %T|%u|%I|%m|%S` (without `%T` the log has no times) and `full_audit:success`
with at least `pread_send pwrite_send`. Without these two the log cannot show who used a file, because a file is
also opened when somebody only looks at its folder. One action is several lines (a large file is many reads):
the same person, file and action within 15 minutes count as one use, filed at the start of the quarter of an
hour, which keeps 8:30 and 17:15 apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast
from zoneinfo import ZoneInfo

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.shapes import USE
from connectors.contract.streams import Field, Handling, Stream, day_of
from connectors.io.logs.days import Sign, Unseen
from connectors.io.logs.file_source import (
    DAYS_AT_ONCE,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
)
from connectors.io.logs.log_lines import read_log
from connectors.io.logs.own_acts import is_by_program, is_of_the_server, is_temporary, start_of_use
from connectors.io.logs.strays import Stray
from connectors.roster.roster_model import login_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line

_FIELDS = (
    Field("%T", Handling.KEEP, "when, in the server's own time"),
    Field("%u", Handling.PSEUDONYMISE, "the session's user"),
    Field("%I", Handling.DROP, "the client's address"),
    Field("%m", Handling.DROP, "the client's name"),
    Field("%S", Handling.PSEUDONYMISE, "the share; part of the document"),
    Field("%D", Handling.DROP, "the user's domain"),
    Field("%U", Handling.PSEUDONYMISE, "the user that was asked for, where %u is not logged"),
    Field("%L", Handling.PSEUDONYMISE, "the server, where it is logged; part of the document"),
    Field("%h", Handling.PSEUDONYMISE, "the same"),
    Field("operation", Handling.KEEP, "the operation"),
    Field("result", Handling.KEEP, "ok or fail"),
    Field("arguments", Handling.PSEUDONYMISE, "the file's path, last of the arguments"),
)
_STREAM = Stream(
    "files",
    USE,
    _FIELDS,
    tools=("files",),
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    # Other values that smb.conf puts into the prefix are not read.
    undeclared="drop",
    has_logins=True,
)
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
_TELL_OF_USE = {operation for operation, action in _ACTIONS.items() if action != "managed"}
_OPENS = {"openat", "open", "create_file"}
"""In a log without reads and writes, an open proves no use: the file may be listed, inspected or searched."""
_FILE_IS_FIRST = {"renameat", "rename"}
_TIME = r"\d{4}[/-]\d{2}[/-]\d{2} \d{2}:\d{2}:\d{2}"
_OURS = "smbd_audit"
_HEAD = re.compile(
    # BSD and ISO headers end with `smbd_audit[77]: `, RFC 5424 headers with the process and structured data.
    r"^.{0,120}?smbd_audit(?:\[\d+\]: |: | \S+ \S+ (?:-|\[.*?\]) (?:\ufeff)?)"
)
_REPEATED = re.compile(r"^message repeated \d+ times: \[ (?P<line>.*)\]$")
_BLOB = re.compile(r"^\[\d+(?:\.\d+)?[BKM] blob data\]$")
_WITH_ALL = Message(
    "journalctl leaves out lines with signs that it does not print: save the log with journalctl --all"
)
_OF_ANOTHER = re.compile(
    r"^(?:\s|\[\d{4}/\d{2}/\d{2} |(?:<\d+>\S* ?)?(?:[A-Z][a-z]{2} [ \d]\d |\d{4}-\d{2}-\d{2}T)[\d:.+Z-]+ \S+ \S+)"
)
"""smbd's own messages with their indented lines, and syslog lines of other programs."""
_TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S")
_UNSEEN = Unseen(
    thing=Message(
        "none tells of reading or writing (pread_send, pwrite_send), so that no use can be seen"
    ),
    next_step=Message(
        "add pread_send and pwrite_send to full_audit:success in smb.conf; what was not logged stays missing"
    ),
)


class Settings(FilesSettings):
    """`files`: the audit logs; `prefix`: as in smb.conf. With `%L` or `%h` in it, a source may hold several servers."""

    prefix: str = "%T|%u|%I|%m|%S"
    timezone: Literal["Asia/Tokyo", "UTC"] = "Asia/Tokyo"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)
    names = mine.prefix.split("|")
    form = _line_form(names)
    zone = ZoneInfo(mine.timezone)

    @lru_cache(maxsize=4096)
    def instant(text: str) -> datetime:
        # Cached: many lines have the same second.
        return local_instant(text, _TIMES, zone)

    def parse(line: str) -> Line | None:
        body = _HEAD.sub("", line, count=1) if _OURS in line else line
        if repeated := _REPEATED.match(body):
            # rsyslog folds repeated lines into one; within a quarter of an hour they are one use anyway.
            body = repeated["line"]
        found = form.search(body)
        if found is None and _BLOB.search(body):
            return Stray(line, is_damaged=True, next_step=_WITH_ALL)
        if found is None:
            is_other = _OURS not in line and _OF_ANOTHER.match(line)
            return None if is_other else Stray(line)
        prefix_values = dict(zip(names, found["prefix"].split("|"), strict=True))
        try:
            occurred_at = instant(prefix_values["%T"])
        except ValueError:
            return Stray(line)
        operation = found["operation"]
        arguments = (found["arguments"] or "").split("|")
        row = _row(prefix_values, operation, found["result"], arguments, occurred_at)
        if operation in _OPENS:
            return Sign(day_of(occurred_at))
        return Sign(day_of(occurred_at), is_of_use=operation in _TELL_OF_USE, row=row)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        _check_prefix(names, path)
        return read_log(path, parse)

    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since, unseen=_UNSEEN)


def _check_prefix(names: list[str], path: Path) -> None:
    if "%T" not in names:
        raise SkipPart(
            Message("the log has no times: put %T first in full_audit:prefix"),
            place=path.name,
            next_step=Message(
                "write the same prefix into the setting `prefix`; what was logged without times is lost"
            ),
        )
    if not {"%u", "%U"} & set(names):
        raise SkipPart(
            Message("the log has no users: put %u into full_audit:prefix"),
            place=path.name,
            next_step=Message(
                "write the same prefix into the setting `prefix`; what was logged without users is lost"
            ),
        )


def _line_form(names: list[str]) -> re.Pattern[str]:
    """Return the pattern of a line with this prefix; it finds the prefix behind any syslog header."""
    prefix = r"\|".join(_TIME if name == "%T" else r"[^|]*" for name in names)
    return re.compile(
        rf"(?P<prefix>{prefix})\|(?P<operation>\w+)\|(?P<result>ok|fail \([^|]*\))(?:\|(?P<arguments>.*))?$",
        re.DOTALL,
    )


def _row(
    prefix_values: dict[str, str],
    operation: str,
    result: str,
    arguments: list[str],
    occurred_at: datetime,
) -> dict[str, object] | None:
    action = _ACTIONS.get(operation)
    account, share = (
        prefix_values.get("%u") or prefix_values.get("%U", ""),
        prefix_values.get("%S", ""),
    )
    if server := prefix_values.get("%L") or prefix_values.get("%h"):
        # Servers may have shares of the same name; they are distinct if the log names the server.
        share = f"{server}/{share}"
    # Names of machine accounts end with a dollar sign.
    if action is None or result != "ok" or not account or account.endswith("$"):
        return None
    if operation in _FILE_IS_FIRST:
        action, name = _renamed(arguments)
    else:
        # A bar in a file's name splits the name; join its parts again.
        name = "|".join(arguments)
    if not name or is_of_the_server(share) or is_by_program(name):
        return None
    quarter = start_of_use(occurred_at)
    return {
        "event": identity(login_of(account), action, share, name, quarter),
        "day_on": day_of(quarter),
        "occurred_at": quarter,
        "account": account,
        "tool": "files",
        "action": action,
        # Our action, not the Samba operation: one use may consist of several operations.
        "vendor_action": action,
        "document": f"{share}:{name}",
        "uses": 1,
    }


def _renamed(arguments: list[str]) -> tuple[str, str]:
    """Return the action and the file of a rename: the old name, under which the file's other actions are logged."""
    old, new = arguments[0], arguments[-1]
    # Office programs save to a temporary file and rename it to the document: that is an edit of the document.
    return ("edited", new) if is_temporary(old) else ("managed", old)
