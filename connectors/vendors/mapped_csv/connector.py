"""The export of any tool without a connector (LoGoチャット, GroupSession, Chatwork …), read by a column mapping.

Columns that the settings do not name must not be read. `hirogari map FILE` proposes the settings.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, cast
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from connectors.contract import shapes, streams
from connectors.contract.configuration import IGNORED, ActionName, ZoneName
from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message, message_of
from connectors.contract.shapes import Tool
from connectors.contract.streams import Handling, Stream, as_instant, day_of
from connectors.io.logs.file_source import (
    DAYS_AT_ONCE,
    LOCAL_TIMES,
    ExportedFiles,
    FilesSettings,
    identity,
    local_instant,
)
from connectors.io.logs.odd_records import MEND_THE_ROW, MORE_CELLS, set_aside
from connectors.io.logs.strays import Stray
from connectors.io.tables.cell_parsing import count_in, day_in
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import read_rows
from connectors.io.tables.times import plain_form
from connectors.roster.roster_model import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.days import Line
    from connectors.io.logs.file_source import Record
    from connectors.io.tables.tabular import Row


_SHOW_WORDS = Message(
    "`hirogari map` with this file shows its words: name each in `actions`, ignored if no act of one's own"
)
_BESIDE_A_NAME = re.compile(
    r"[^()（）<>＜＞]*[(（<＜]\s*(?P<address>[^()（）<>＜＞\s@]+@[^()（）<>＜＞\s@]+)\s*[)）>＞]"
)
_YEAR_LAST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?!\d)")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")


def _known_form(form: str) -> str:
    plain_form(form)
    return form


class Mapping(BaseModel):
    """Which column holds what; names as they stand in the header."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: str
    account: str
    action: str | None = None
    quantity: str | None = None
    """The column with the number of uses in a row, if a row may count several."""
    document: str | None = None


class Settings(FilesSettings):
    """`kind = "mapped_csv"`: `files`, `tool`, `columns`, and the meaning of each action word."""

    kind: Literal["mapped_csv"] = "mapped_csv"
    tool: Tool
    columns: Mapping
    encoding: Literal["auto", "utf-8", "cp932"] = "auto"
    """`auto` detects the encoding; any other value rejects files in another encoding."""
    time_format: Annotated[str, AfterValidator(_known_form)] | None = None
    """A strptime format, needed only if the times are in neither a usual Japanese form nor ISO."""
    timezone: ZoneName = "Asia/Tokyo"
    actions: dict[str, ActionName] = Field(default_factory=dict)
    """Vendor's action word → our action; `ignored` for what is not a person's own act."""
    action: ActionName = "sent"
    """The action of every row if the export has no action column."""


class _OddCell(ValueError):
    """A cell of a row with a known day cannot be read: the reason, the cell's value, the day and the next step."""

    def __init__(
        self, why: Message, cell: object, day: date, next_step: Message = MEND_THE_ROW
    ) -> None:
        self.why, self.cell, self.day, self.next_step = why, cell, day, next_step
        super().__init__(why)


def account_in(cell: object) -> str:
    """Return the account in a cell; of a name followed by one address in brackets, only the address."""
    written = as_account(cell)
    found = _BESIDE_A_NAME.fullmatch(written)
    return found["address"] if found else written


def as_account(cell: object) -> str:
    """Return a cell as an account name; Excel stores a typed number as a float such as 1001.0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)
    named = {role: name for role, name in mine.columns.model_dump().items() if name}
    needed = Columns(required=dict.fromkeys(named.values(), ()), optional={})

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        turns: Counter[str] = Counter()
        days: list[date] = []
        rows = read_rows(path, needed, keeps_odd=True)
        _prove(path, mine.encoding)
        for row in rows:
            if row.is_odd:
                yield set_aside(row.number, MORE_CELLS)
                continue
            try:
                day, fact = _record(mine, named, row)
            except _OddCell as odd:
                yield set_aside(row.number, odd.why, odd.cell, day=odd.day, next_step=odd.next_step)
                continue
            except ValueError as error:
                yield set_aside(row.number, message_of(error), row.cells.get(named["time"]))
                continue
            days.append(day)
            if fact:
                said = str(fact["event"])
                turns[said] += 1
                fact["event"] = f"{said}:{turns[said]}"
            yield day, fact
        if days and days[0] > days[-1] and all(one >= other for one, other in pairwise(days)):
            yield Stray(is_edge=True)

    stream = _stream(mine, named)
    return ExportedFiles(mine.name, (stream,), mine.files, read, mine.since, is_log=False)


def _stream(mine: Settings, named: dict[str, str]) -> Stream:
    secret = {"account", "document"}
    fields = tuple(
        streams.Field(
            name, Handling.PSEUDONYMISE if role in secret else Handling.KEEP, f"the {role}"
        )
        for role, name in named.items()
    )
    return Stream(
        "rows",
        shapes.USE,
        fields,
        tools=(mine.tool,),
        # An export is saved from time to time, and may be saved again with more rows for the same days.
        settle_days=31,
        slice_days=DAYS_AT_ONCE,
        undeclared="drop",
    )


def _prove(path: Path, encoding: str) -> None:
    if encoding == "auto" or path.read_bytes()[:2] == b"PK":
        return
    try:
        path.read_bytes().decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        raise SkipPart(
            Message("the file is not in {encoding}", encoding=encoding),
            place=path.name,
            next_step=Message(
                "write its true encoding into the setting `encoding`, or save it anew in that one"
            ),
        ) from None


def _record(mine: Settings, named: dict[str, str], row: Row) -> Record:
    occurred_at, day = _when(mine, row.cells.get(named["time"]))
    account = account_in(row.cells.get(named["account"]))
    action: str = mine.action
    word = None
    if "action" in named:
        word = str(row.cells.get(named["action"]) or "").strip()
        if word not in mine.actions:
            why = Message("has an action that the setting `actions` does not name")
            raise _OddCell(why, word, day, _SHOW_WORDS)
        action = mine.actions[word]
    uses = _uses(row.cells.get(named["quantity"]), day) if "quantity" in named else 1
    if not account or action == IGNORED or not uses:
        return day, None
    document = str(row.cells.get(named["document"]) or "").strip() if "document" in named else ""
    return day, {
        "event": identity(occurred_at or day, comparable(account), word, document, uses),
        "day_on": day,
        "occurred_at": occurred_at,
        "account": account,
        "tool": mine.tool,
        "action": action,
        "vendor_action": action,
        "document": document or None,
        "uses": uses,
    }


def _uses(cell: object, day: date) -> int:
    try:
        uses = count_in(cell)
    except ValueError as error:
        raise _OddCell(message_of(error), cell, day) from None
    if uses is None:
        raise _OddCell(Message("has no quantity"), "", day)
    return uses


def _when(mine: Settings, cell: object) -> tuple[datetime | None, date]:
    zone = ZoneInfo(mine.timezone)
    if isinstance(cell, datetime) and cell.time() == time():
        # Excel stores a day as midnight of that day.
        return None, cell.date()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return None, cell
    text = cell.isoformat(sep=" ", timespec="seconds") if isinstance(cell, datetime) else str(cell)
    text = text.strip()
    if mine.time_format:
        instant = local_instant(text, (mine.time_format,), zone)
        return instant, day_of(instant)
    return when(text, zone)


def when(text: str, zone: ZoneInfo) -> tuple[datetime | None, date]:
    """Return the instant and its day in Tokyo; the instant is None if the text gives only a day.

    Raises:
        ValueError: the text has no known form.
    """
    try:
        instant = local_instant(text, LOCAL_TIMES, zone)
    except ValueError:
        # Tried after the times: `day_in` also accepts a day with the time `00:00:00`.
        if day := _day_alone(text):
            return None, day
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(_no_time(text)) from None
        instant = as_instant(instant, zone)
    return instant, day_of(instant)


def _day_alone(text: str) -> date | None:
    try:
        return day_in(text)
    except ValueError:
        return None


def _no_time(text: str) -> str:
    if _YEAR_LAST.match(text):
        return Message(
            "has a day that can be read with the month or with the day first (set time_format)"
        )
    if _SERIAL.fullmatch(text):
        return Message(
            "has a spreadsheet's serial number for its time: give those cells the format of a date, and save it again"
        )
    return Message("has no time in a known form (set time_format)")
