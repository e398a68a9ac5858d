"""Cybozu Office and Garoon: their audit log as CSV. The settings say which application is which tool.

The packaged versions call the columns アプリケーションID and イベントID, cybozu.com モジュール and アクション. Failed events (by 結果,
or a line of severity エラー) and the product's own events are not use. Event names differ between products and
versions, so none is guessed: a row of a listed application with an event that the settings do not name is set
aside with its line number, and its day is partial. `内容` and `補足` hold titles and are never read. Rows have no
number: two equal rows of one file are two acts, and the same file under two names is one file.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from connectors.contract import shapes, streams
from connectors.contract.configuration import IGNORED, ActionName
from connectors.contract.messages import Message
from connectors.contract.shapes import Tool
from connectors.contract.streams import TOKYO, Handling, Stream, as_instant, day_of
from connectors.io.logs.file_source import (
    DAYS_AT_ONCE,
    LOCAL_TIMES,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
)
from connectors.io.logs.odd_records import MORE_CELLS, set_aside
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import read_rows
from connectors.roster.roster_model import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line

_COLUMNS = Columns(
    required={
        "アプリケーションID": ("アプリケーション", "モジュール", "Application", "Module"),
        "イベントID": ("イベント", "アクション", "Event", "Action"),
        "日時": ("時刻", "Date", "Date and time"),
        "ユーザーID": ("ログイン名", "ユーザー", "User"),
    },
    optional={
        "結果": ("Result",),
        "ログ種別": ("レベル", "Level", "Severity"),
    },
)
_DROPPED = {
    "結果": "whether it succeeded",
    "ログ種別": "severity: an error is no use",
    "サービス": "the product: modules have one name in each",
    "ユーザー名": "the name",
    "URL": "the address, with titles in it",
    "IPアドレス": "the address of the machine",
    "内容": "titles and text",
    "補足": "titles and text",
}
_DONE = {"", "success", "succeeded", "成功", "ok"}
_NOT_DONE = {"failed", "failure", "fail", "error", "失敗", "エラー", "denied", "拒否"}
_ERRORS = {"error", "エラー", "critical", "重大"}
_NOBODY = {"", "-", "--", "system", "(system)", "システム"}
"""Users who are not logged in, and the product itself (reminders, deletions by age)."""
_HANDLING = {"ユーザーID": Handling.PSEUDONYMISE}


class Settings(FilesSettings):
    """`apps`: application → tool; `events`: event → action, or `ignored` for events that are not a person's own act."""

    kind: Literal["cybozu"] = "cybozu"
    apps: dict[str, Tool] = Field(min_length=1)
    events: dict[str, ActionName] = Field(min_length=1)


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        return _read_records(path, mine)

    return ExportedFiles(mine.name, (_stream(mine),), mine.files, read, mine.since, is_log=False)


def _stream(mine: Settings) -> Stream:
    fields = (
        *(
            streams.Field(name, _HANDLING.get(name, Handling.KEEP), name)
            for name in _COLUMNS.required
        ),
        *(streams.Field(name, Handling.DROP, words) for name, words in _DROPPED.items()),
    )
    return Stream(
        "audit",
        shapes.USE,
        fields,
        tools=tuple(sorted(set(mine.apps.values()))),
        settle_days=31,
        slice_days=DAYS_AT_ONCE,
        undeclared="drop",
    )


def _read_records(path: Path, mine: Settings) -> Iterator[Line]:
    turns: Counter[str] = Counter()
    for row in read_rows(path, _COLUMNS, keeps_odd=True):
        if row.is_odd:
            yield set_aside(row.number, MORE_CELLS)
            continue
        cells = {name: str(cell or "").strip() for name, cell in row.cells.items()}
        try:
            at = _instant(cells["日時"])
        except ValueError:
            yield set_aside(row.number, Message("has no time in a known form"), cells["日時"])
            continue
        day = day_of(at)
        tool = mine.apps.get(cells["アプリケーションID"])
        event = cells["イベントID"]
        if odd := _oddity(mine, cells) if tool else None:
            yield set_aside(row.number, *odd, day=day)
            continue
        if not tool or not _is_own_act(cells) or mine.events[event] == IGNORED:
            yield day, None
            continue
        action = mine.events[event]
        said = identity(at, tool, event, comparable(cells["ユーザーID"]))
        turns[said] += 1
        yield (
            day,
            {
                "event": f"{said}:{turns[said]}",
                "day_on": day,
                "occurred_at": at,
                "account": cells["ユーザーID"],
                "tool": tool,
                "action": action,
                "vendor_action": action,
                "uses": 1,
            },
        )


def _instant(text: str) -> datetime:
    try:
        return local_instant(text, LOCAL_TIMES, TOKYO)
    except ValueError:
        return as_instant(datetime.fromisoformat(text), TOKYO)


def _oddity(mine: Settings, cells: dict[str, str]) -> tuple[Message, str] | None:
    """Return the problem of a row of a listed application and the cell at fault; None if the row can be read."""
    result, event = cells.get("結果", ""), cells["イベントID"]
    if result.casefold() not in _DONE | _NOT_DONE:
        return Message("has a result that is neither success nor failure"), result
    if _is_own_act(cells) and event not in mine.events:
        return Message("has an event that `events` does not name"), event
    return None


def _is_own_act(cells: dict[str, str]) -> bool:
    """Whether a person did it, and it succeeded."""
    is_done = cells.get("結果", "").casefold() in _DONE
    is_error = cells.get("ログ種別", "").casefold() in _ERRORS
    return is_done and not is_error and cells["ユーザーID"].casefold() not in _NOBODY
