"""Parse LINE WORKS' audit logs: who sent when, and who did what to which file.

Message, subject and recipients are never kept; they only distinguish records of one second. The column names of
the drive log are known only in English, so that log is requested in English.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.contract.configuration import IGNORED
from connectors.contract.messages import Message
from connectors.contract.shapes import USE
from connectors.contract.streams import TOKYO, Field, Handling, Stream, as_instant, day_of
from connectors.io.logs.file_source import identity, local_instant
from connectors.io.logs.odd_records import set_aside
from connectors.io.tables.headings import Columns
from connectors.io.tables.table_files import decode
from connectors.roster.roster_model import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connectors.io.logs.file_source import Record
    from connectors.io.logs.strays import Stray

_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
_TELLING = ("トークルームID", "トーク", "件名", "Task", "Original")
"""Columns that distinguish two records of one second; they enter only the identity, which is hashed."""
_OUTSIDE = {"line", "line works"}
"""The bracket text of people who write from LINE, outside the domain."""
_FAILED = re.compile(r"fail|error|den(y|ied)|cancel|失敗|エラー|拒否|取消|中止", re.IGNORECASE)
_BROKEN_OFF = "downloadLogs error"
_TAIL_BYTES = 4096
_ACCOUNT = re.compile("[(\uff08]\\s*([^()\uff08\uff09\\s][^()\uff08\uff09]*)[)\uff09]\\s*$")


def _stream(name: str, tool: str, time: str) -> Stream:
    fields = (
        Field(time, Handling.KEEP, "when"),
        Field("送信者", Handling.PSEUDONYMISE, "who, as 名前(アカウント)"),
        Field("受信者", Handling.DROP, "to whom; part of the identity"),
        Field("トークルームID", Handling.PSEUDONYMISE, "the room; part of the identity"),
        Field("トーク", Handling.DROP, "the message; part of the identity"),
        Field("件名", Handling.DROP, "the subject; part of the identity"),
        Field("状態", Handling.DROP, "delivery"),
        Field("添付ファイル", Handling.DROP, "attachments"),
        Field("メールサイズ(Bytes)", Handling.DROP, "size"),
    )
    return Stream(
        name,
        USE,
        fields,
        tools=(tool,),
        settle_days=3,
        retention_days=180,
        slice_days=31,
        undeclared="drop",
    )


_DRIVE = Stream(
    "drive",
    USE,
    (
        Field("Date", Handling.KEEP, "when"),
        Field("User", Handling.PSEUDONYMISE, "who, as name(account)"),
        Field("Task", Handling.KEEP, "what was done"),
        Field("Original", Handling.PSEUDONYMISE, "the file or folder"),
        Field("Updates", Handling.DROP, "its new name or place"),
        Field("Service Type", Handling.DROP, "the program it was done with"),
        Field("Status", Handling.DROP, "whether it worked; its words are not published"),
    ),
    tools=("files",),
    settle_days=3,
    retention_days=180,
    slice_days=31,
    undeclared="drop",
)
STREAMS = {
    "message": _stream("message", "chat", "日時"),
    "sent-mail": _stream("sent-mail", "mail", "送信日時"),
    "drive": _DRIVE,
}
LANGUAGES = {"message": "ja_JP", "sent-mail": "ja_JP", "drive": "en_US"}
COLUMNS = {
    "message": Columns(
        required={"日時": ("Date",), "送信者": ("Sender",)},
        optional={
            "トークルームID": ("Channel ID", "Room ID"),
            "受信者": ("Recipient", "Receiver"),
            "トーク": ("Message", "Talk"),
        },
    ),
    "sent-mail": Columns(
        required={"送信日時": ("Sent Time", "日時"), "送信者": ("Sender",)},
        optional={"受信者": ("Recipient", "Receiver"), "件名": ("Subject",)},
    ),
    "drive": Columns(
        required={"Date": (), "User": (), "Task": (), "Original": ()}, optional={"Status": ()}
    ),
}
_TASKS = {
    "created": ("Copy", "Create folder", "Create collaborative folder"),
    "edited": ("Edit file",),
    "uploaded": ("Upload",),
    "downloaded": ("Download", "Download file version"),
    "managed": (
        "Move", "Delete", "Edit name", "Delete permanently", "Restore from Trash", "Add member",
        "Set folder members", "Unshare folder", "Leave folder", "Change accessible members",
        "Set accessible members", "Remove member restriction", "Create link", "Change link settings",
        "Delete link", "Access the link history", "Restore file version", "Delete file version",
        "File lock", "File unlock", "Change message room Folder settings",
        "Change collaborative folder settings", "Delete collaborative folder",
        "Restore collaborative folder", "Permanently delete collaborative folder",
    ),
    # Done by a program.
    IGNORED: ("Auto-upload",),
}  # fmt: skip
TASKS = {word.casefold(): action for action, words in _TASKS.items() for word in words}
"""The tasks listed in LINE WORKS' administrators' guide → our actions."""


_TASK_STEP = Message(
    'look for it in the log\'s column Task, and say in `tasks` what it stands for (tasks = { "…" = "edited" }; ignored if nobody did it)'
)
_NEW_FORMAT = Message(
    "{vendor} has changed its format: look for a newer version of this program", vendor="LINE WORKS"
)


def read_records(
    service: str, rows: Iterable[Mapping[str, object]], tasks: Mapping[str, str]
) -> Iterator[Record | Stray]:
    """Yield each row of an audit log as a record, or a stray for a row that cannot be read.

    Args:
        service: which log.
        rows: by column name.
        tasks: further tasks of the drive log, beside those of `TASKS`.
    """
    time, who = list(COLUMNS[service].required)[:2]
    known = {**TASKS, **{word.casefold(): action for word, action in tasks.items()}}
    turns: Counter[tuple[str, str]] = Counter()
    # Row 1 is the header.
    for number, row in enumerate(rows, start=2):
        occurred_at = _instant(str(row.get(time) or ""))
        if occurred_at is None:
            why = Message("has no time in a known form")
            yield set_aside(number, why, row.get(time), next_step=_NEW_FORMAT)
            continue
        day = day_of(occurred_at)
        account = _account(str(row[who] or ""))
        about = _handled(row, known) if service == "drive" else _said(service)
        if not account:
            yield set_aside(number, Message("names nobody"), day=day, next_step=_NEW_FORMAT)
            continue
        if about is None:
            why = Message("has a task that is not known")
            yield set_aside(number, why, row["Task"], day=day, next_step=_TASK_STEP)
            continue
        if about["action"] == IGNORED or account.casefold() in _OUTSIDE:
            yield day, None
            continue
        said = identity(
            service, occurred_at, comparable(account), *(row.get(name) for name in _TELLING)
        )
        fact = {
            "event": f"{said}:{_turn(said, row, turns)}",
            "day_on": day,
            "occurred_at": occurred_at,
            "account": account,
            "tool": STREAMS[service].tools[0],
            "uses": 1,
        }
        yield day, fact | about


def _turn(said: str, row: Mapping[str, object], turns: Counter[tuple[str, str]]) -> int:
    """Count the records that are identical within one second, and return this record's number.

    A message to several people may have one row per receiver. Identical texts of one person in one second and
    room are as many messages as they have rows *for one receiver*. Identical acts on files in one second differ
    only in this number, which does not depend on the order of the rows.
    """
    receiver = str(row.get("受信者") or "")
    turns[said, receiver] += 1
    return turns[said, receiver]


def _instant(written: str) -> datetime | None:
    try:
        return local_instant(written, _TIMES, TOKYO)
    except ValueError:
        pass
    try:
        # A date without a time is not accepted.
        return (
            as_instant(datetime.fromisoformat(written.strip()), TOKYO) if ":" in written else None
        )
    except ValueError:
        return None


def _account(written: str) -> str:
    """Return the account of 名前(アカウント), or the whole text if it does not end in an account; empty for nobody.

    For a deleted account the bracket is empty: 名前( ). The text is then no known account and is counted as such;
    the rest of the log is read.
    """
    found = _ACCOUNT.search(written)
    return (found[1] if found else written).strip()


def _said(service: str) -> dict[str, str | None]:
    return {"action": "sent", "vendor_action": service}


def _handled(row: Mapping[str, object], known: Mapping[str, str]) -> dict[str, str | None] | None:
    """Return the action and the file; None if the task is unknown."""
    task = str(row["Task"] or "").strip()
    action = known.get(task.casefold())
    if action is None:
        return None
    document = str(row["Original"] or "").strip() or None
    is_refused = _FAILED.search(str(row.get("Status") or ""))
    return {
        "action": IGNORED if is_refused else action,
        "vendor_action": task,
        "document": document,
    }


def is_cut_short(body: bytes) -> bool:
    """Whether a download ends with the vendor's text for a broken download, which is inside the file itself.

    The same text in a message stands in a complete row, and does not count.
    """
    if _BROKEN_OFF.encode() not in body[-_TAIL_BYTES:]:
        return False
    text = decode(body)
    if text is None or text.count('"') % 2:
        return True
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    return _BROKEN_OFF in rows[0][0] or any(
        _BROKEN_OFF in cell for row in rows[-3:] if len(row) != len(rows[0]) for cell in row
    )
