"""Windows file servers: security event 5145 (who opened which file of a share, with which access rights).

Needs the audit policy "Detailed File Share". A requested right is not yet use, and Explorer requests many: one
person, file and action within 15 minutes count as one use, as for Samba. Not counted: denied access, the
server's own shares (IPC$, SYSVOL …), files that Explorer and office programs maintain themselves
(`own_acts.py`), and opened folders. A use is identified by server, person, file, action and quarter of an hour,
not by the record number, which starts again on every machine and after a log is cleared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.messages import Message
from connectors.contract.shapes import USE
from connectors.contract.streams import Field, Handling, Stream, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, FilesSettings, identity
from connectors.io.logs.odd_records import set_aside
from connectors.io.logs.own_acts import (
    is_by_program,
    is_of_the_server,
    looks_like_a_folder,
    start_of_use,
)
from connectors.io.logs.strays import Stray
from connectors.roster.roster_model import login_of
from connectors.vendors.windows.events import read_events

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line
    from connectors.vendors.windows.events import WindowsEvent

_SHARE_ACCESS = 5145
_READ, _WRITE, _APPEND, _READ_EA, _DELETE = 0x1, 0x2, 0x4, 0x8, 0x10000
_NOBODY = {"", "-", "ANONYMOUS LOGON", "SYSTEM", "LOCAL SERVICE", "NETWORK SERVICE"}
_SIDS_OF_THE_SYSTEM = re.compile(r"S-1-5-(?:7|18|19|20|80-.*|82-.*|83-.*|90-.*|96-.*)")
_STREAM = Stream(
    "files",
    USE,
    (
        Field("TimeCreated", Handling.KEEP, "when"),
        Field("SubjectUserName", Handling.PSEUDONYMISE, "who"),
        Field(
            "SubjectUserSid", Handling.DROP, "another name of who; tells the system's own accounts"
        ),
        Field("Keywords", Handling.KEEP, "granted or refused"),
        Field("Computer", Handling.PSEUDONYMISE, "the file server; part of the document"),
        Field("ShareName", Handling.PSEUDONYMISE, "the share; part of the document"),
        Field("RelativeTargetName", Handling.PSEUDONYMISE, "the file"),
        Field("AccessMask", Handling.KEEP, "the rights asked for"),
        Field("IpAddress", Handling.DROP, "the client's address"),
    ),
    tools=("files",),
    settle_days=3,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
    has_logins=True,
)


class Settings(FilesSettings):
    """`files`: the security log as EVTX or XML."""

    kind: Literal["windows_files"] = "windows_files"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: object) -> Iterator[Line]:
        del stream
        for event in read_events(path, frozenset({_SHARE_ACCESS})):
            if isinstance(event, Stray):
                yield event
                continue
            day = day_of(event.at)
            try:
                yield day, _row(event)
            except (KeyError, ValueError):
                yield set_aside(
                    event.record, Message("(an event) lacks its user or rights"), day=day
                )

    # The chunks of an EVTX file are not always in order of time.
    return ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since)


def _row(event: WindowsEvent) -> dict[str, object] | None:
    rights = int(event.values["AccessMask"], 16)
    account = event.values["SubjectUserName"].strip()
    share = event.values.get("ShareName", "")
    name = event.values.get("RelativeTargetName", "").strip()
    action = _action(rights, name)
    if action is None or event.is_refused or _is_of_the_system(event, account):
        return None
    # The path `\` is the share itself.
    if not name.strip("\\") or is_of_the_server(share) or is_by_program(name):
        return None
    quarter = start_of_use(event.at)
    # Servers may have shares of the same name; Windows paths ignore case.
    document = f"{event.computer}|{share}:{name}".casefold()
    return {
        "event": identity(login_of(account), action, document, quarter),
        "day_on": day_of(quarter),
        "occurred_at": quarter,
        "account": account,
        "tool": "files",
        "action": action,
        "vendor_action": action,
        "document": document,
        "uses": 1,
    }


def _is_of_the_system(event: WindowsEvent, account: str) -> bool:
    # Names of machine accounts end with a dollar sign.
    return (
        account.endswith("$")
        or account.upper() in _NOBODY
        or bool(_SIDS_OF_THE_SYSTEM.fullmatch(event.values.get("SubjectUserSid", "")))
    )


def _action(rights: int, name: str) -> str | None:
    if rights & _DELETE:
        return "managed"
    if rights & (_WRITE | _APPEND):
        return "edited"
    # Opening a folder uses the same right as reading a file, but does not ask for extended attributes.
    is_read = rights & _READ and rights & _READ_EA and not looks_like_a_folder(name)
    return "viewed" if is_read else None
