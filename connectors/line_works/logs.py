"""What the audit logs hold: who sent when. Message, subject and recipients are never kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from connectors.contract import TOKYO, Field, Handling, Stream, day_of
from connectors.exported import identity, local_instant
from connectors.shapes import USE
from connectors.tabular import Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from connectors.exported import Record

_TIMES = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")
_ACCOUNT = re.compile(r"\(([^()]+)\)\s*$")


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


STREAMS = {
    "message": _stream("message", "chat", "日時"),
    "sent-mail": _stream("sent-mail", "mail", "送信日時"),
}
COLUMNS = {
    "message": Columns(
        required={"日時": ("Date",), "送信者": ("Sender",)},
        optional={"トークルームID": ("Channel ID", "Room ID")},
    ),
    "sent-mail": Columns(
        required={"送信日時": ("Sent Time", "日時"), "送信者": ("Sender",)}, optional={}
    ),
}


def read_records(service: str, rows: Iterable[Mapping[str, object]]) -> Iterator[Record]:
    """Yield what each row of an audit log says.

    Messages of one person in one room within one second have nothing else to tell them apart than their
    turn, which is the same in any order of the rows.

    Raises:
        ValueError: a row has no readable time or no sender.
    """
    (tool,) = STREAMS[service].tools
    time = next(iter(COLUMNS[service].required))
    turns: Counter[str] = Counter()
    for row in rows:
        occurred_at = local_instant(str(row[time] or ""), _TIMES, TOKYO)
        sender = str(row["送信者"] or "").strip()
        if not sender:
            raise ValueError("no sender")
        found = _ACCOUNT.search(sender)
        account = found[1].strip() if found else sender
        said = identity(service, occurred_at, account, row.get("トークルームID"))
        turns[said] += 1
        day = day_of(occurred_at)
        yield (
            day,
            {
                "event": f"{said}:{turns[said]}",
                "day_on": day,
                "occurred_at": occurred_at,
                "account": account,
                "tool": tool,
                "action": "sent",
                "vendor_action": service,
                "uses": 1,
            },
        )
