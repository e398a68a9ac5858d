"""Cybozu Office's and Garoon's audit log as CSV: the settings say which application is which tool.

The log's own words differ between products and versions, so that none is guessed: an event of a listed
application that the settings do not name sets the file aside, with its line. `内容` holds titles and is
never read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, cast

from pydantic import Field

from connectors import contract, shapes
from connectors.configuration import IGNORED, ActionName
from connectors.contract import TOKYO, Handling, Stream, day_of
from connectors.exported import (
    DAYS_AT_ONCE,
    LOCAL_TIMES,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
    unreadable,
)
from connectors.tabular import Columns, read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.configuration import SourceSettings
    from connectors.exported import Record

_COLUMNS = Columns(
    required={
        "アプリケーションID": ("アプリケーション", "Application"),
        "イベントID": ("イベント", "アクション", "Event"),
        "日時": ("時刻", "Date"),
        "ユーザーID": ("ログイン名", "ユーザー", "User"),
    },
    optional={},
)
_DROPPED = {
    "ログ種別": "severity",
    "ユーザー名": "the name",
    "URL": "the address, with titles in it",
    "IPアドレス": "the address of the machine",
    "内容": "titles and text",
}
_HANDLING = {"ユーザーID": Handling.PSEUDONYMISE}
Tool = Literal["files", "chat", "meetings", "calendar", "mail"]


class Settings(FilesSettings):
    """`apps`: application → tool; `events`: event → action, `ignored` for what is no action of one's own."""

    kind: Literal["cybozu"] = "cybozu"
    apps: dict[str, Tool] = Field(min_length=1)
    events: dict[str, ActionName] = Field(min_length=1)


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector; no file is opened yet."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        del stream
        return _read_records(path, mine)

    return ExportedFiles(mine.name, (_stream(mine),), mine.files, read, mine.since, is_log=False)


def _stream(mine: Settings) -> Stream:
    fields = (
        *(
            contract.Field(name, _HANDLING.get(name, Handling.KEEP), name)
            for name in _COLUMNS.required
        ),
        *(contract.Field(name, Handling.DROP, words) for name, words in _DROPPED.items()),
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


def _read_records(path: Path, mine: Settings) -> Iterator[Record]:
    turns: Counter[str] = Counter()
    for row in read_rows(path, _COLUMNS):
        cells = {name: str(cell or "").strip() for name, cell in row.cells.items()}
        try:
            at = local_instant(cells["日時"], LOCAL_TIMES, TOKYO)
        except ValueError:
            raise unreadable(path, row.number, "has no time in a known form") from None
        tool = mine.apps.get(cells["アプリケーションID"])
        action: str = IGNORED
        if tool:
            event = cells["イベントID"]
            if event not in mine.events:
                raise unreadable(path, row.number, "has an event that `events` does not name")
            action = mine.events[event]
        if not tool or action == IGNORED or not cells["ユーザーID"]:
            yield day_of(at), None
            continue
        said = identity(at, tool, cells["イベントID"], cells["ユーザーID"])
        turns[said] += 1
        yield (
            day_of(at),
            {
                "event": f"{said}:{turns[said]}",
                "day_on": day_of(at),
                "occurred_at": at,
                "account": cells["ユーザーID"],
                "tool": tool,
                "action": action,
                "vendor_action": action,
                "uses": 1,
            },
        )
