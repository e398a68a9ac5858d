"""What the audit logs hold: who sent when, and who did what to which file.

Message, subject and recipients are never kept. The columns of the drive log are known in English only, so
that it is asked for in English.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from connectors.configuration import IGNORED
from connectors.contract import TOKYO, Field, Handling, Stream, day_of
from connectors.exported import identity, local_instant
from connectors.shapes import USE
from connectors.tabular import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connectors.exported import Record

_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
_ACCOUNT = re.compile(r"\(\s*([^()\s][^()]*)\)\s*$")


def _stream(name: str, tool: str, time: str) -> Stream:
    fields = (
        Field(time, Handling.KEEP, "when"),
        Field("送信者", Handling.PSEUDONYMISE, "who, as 名前(アカウント)"),
        Field("受信者", Handling.DROP, "to whom"),
        Field("トークルームID", Handling.PSEUDONYMISE, "the room; part of the identity"),
        Field("トーク", Handling.DROP, "the message"),
        Field("件名", Handling.DROP, "the subject"),
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
        optional={"トークルームID": ("Channel ID", "Room ID")},
    ),
    "sent-mail": Columns(
        required={"送信日時": ("Sent Time", "日時"), "送信者": ("Sender",)}, optional={}
    ),
    "drive": Columns(required={"Date": (), "User": (), "Task": (), "Original": ()}, optional={}),
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
    # A program does it.
    IGNORED: ("Auto-upload",),
}  # fmt: skip
TASKS = {word.casefold(): action for action, words in _TASKS.items() for word in words}
"""The tasks that LINE WORKS' administrators' guide lists, and what they stand for."""


class UnknownTask(ValueError):
    """The drive log holds a task that nobody has said anything about."""


def read_records(
    service: str, rows: Iterable[Mapping[str, object]], tasks: Mapping[str, str]
) -> Iterator[Record]:
    """Yield what each row of an audit log says.

    What one person did within one second has nothing else to tell it apart than its turn, which is the
    same in any order of the rows.

    Args:
        service: which log.
        rows: by column name.
        tasks: further tasks of the drive log, beside those of `TASKS`.

    Raises:
        ValueError: a row has no readable time or no person.
        UnknownTask: a task is in neither list.
    """
    time, who = list(COLUMNS[service].required)[:2]
    known = {**TASKS, **{word.casefold(): action for word, action in tasks.items()}}
    turns: Counter[str] = Counter()
    for row in rows:
        occurred_at = local_instant(str(row[time] or ""), _TIMES, TOKYO)
        account, day = _account(str(row[who] or "")), day_of(occurred_at)
        if service == "drive":
            about = _handled(row, known)
            said = identity(service, occurred_at, account, row["Task"], about["document"])
        else:
            about = {"action": "sent", "vendor_action": service}
            said = identity(service, occurred_at, account, row.get("トークルームID"))
        if about["action"] == IGNORED:
            yield day, None
            continue
        turns[said] += 1
        yield (
            day,
            {
                "event": f"{said}:{turns[said]}",
                "day_on": day,
                "occurred_at": occurred_at,
                "account": account,
                "tool": STREAMS[service].tools[0],
                "uses": 1,
                **about,
            },
        )


def _account(written: str) -> str:
    """Return the account of 名前(アカウント), or what is written where none ends it.

    Where the account is gone the bracket is empty: 名前( ). What is written then is on nobody's list of
    accounts and is counted as such; the rest of the log is read.
    """
    found = _ACCOUNT.search(written)
    account = (found[1] if found else written).strip()
    if not account:
        raise ValueError("nobody")
    return account


def _handled(row: Mapping[str, object], known: Mapping[str, str]) -> dict[str, str | None]:
    task = str(row["Task"] or "").strip()
    if task.casefold() not in known:
        raise UnknownTask
    document = str(row["Original"] or "").strip() or None
    return {"action": known[task.casefold()], "vendor_action": task, "document": document}
