"""Zoom's participants reports saved as CSV: who attended which meeting, from when to when.

Save them with "Export with meeting data" and without "Show unique users", which omits the times. Names and
topics are never kept; a rejoin is a further row of the same meeting. Together the saved files cover all days
from the first meeting to the last.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from connectors.contract.messages import Message
from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import Field, Handling, Stream, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, identity, local_instant
from connectors.io.logs.odd_records import MORE_CELLS, set_aside
from connectors.io.tables.headings import Columns
from connectors.io.tables.table_files import decode
from connectors.io.tables.tabular import HEADER_WITHIN, read_rows
from connectors.roster.roster_model import comparable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from connectors.io.logs.days import Line
    from connectors.io.logs.strays import Stray
    from connectors.io.tables.tabular import Row
    from connectors.vendors.zoom.settings import Settings

_COLUMNS = Columns(
    required={
        "Name (Original Name)": ("Name", "名前(元の名前)", "名前"),
        "Join Time": ("参加時間", "参加時刻"),
        "Leave Time": ("退出時間", "退出時刻"),
    },
    optional={
        "User Email": ("Email", "ユーザーのメール", "メール", "メールアドレス"),
        "Guest": ("ゲスト",),
    },
)
_STREAM = Stream(
    "meetings",
    ATTENDANCE,
    (
        Field(
            "Name (Original Name)", Handling.DROP, "the name; part of the identity of a guest's row"
        ),
        Field("User Email", Handling.PSEUDONYMISE, "who"),
        Field("Join Time", Handling.KEEP, "when the participant joined"),
        Field("Leave Time", Handling.KEEP, "when the participant left"),
        Field("Duration (Minutes)", Handling.DROP, "the difference of the two"),
        Field("Guest", Handling.KEEP, "from outside"),
        Field("Recording Consent", Handling.DROP, "consent to recording"),
        Field("Meeting ID", Handling.PSEUDONYMISE, "the meeting"),
        Field("Topic", Handling.DROP, "the meeting's title"),
    ),
    tools=("meetings",),
    settle_days=31,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
)
_TIMES = (
    "%m/%d/%Y %I:%M:%S %p",
    "%Y/%m/%d %I:%M:%S %p",
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
)
_MEETING_ID = {"meetingid", "ミーティングid", "会議id"}
_ID_IN_NAME = re.compile(r"(?<!\d)\d{9,11}(?!\d)")
_YES = {"yes", "はい", "true"}
_LONGEST_DAYS = 2


def connect_saved(settings: Settings) -> ExportedFiles:
    """Build the connector for saved reports without opening any file."""
    zone = ZoneInfo(settings.timezone)

    def read(path: Path, stream: Stream) -> Iterator[Line]:
        del stream
        rows_read = [_stay(row, zone) for row in read_rows(path, _COLUMNS, keeps_odd=True)]
        stays = [one for one in rows_read if isinstance(one, _Stay)]
        number = _meeting_number(path)
        # Without a number, the first participant identifies the meeting: a copy, or a later export with more
        # rows, has the same one.
        first: dict[date, str] = {}
        for one in sorted(stays, key=lambda stay: (stay.joined_at, stay.who)):
            first.setdefault(day_of(one.joined_at), identity(one.who, one.joined_at))
        for stay in rows_read:
            if isinstance(stay, _Stay):
                day = day_of(stay.joined_at)
                # A recurring meeting keeps its number, so number and day identify one meeting.
                yield day, stay.fact(f"{number or first[day]}:{day}", day)
            else:
                yield stay

    return ExportedFiles(
        settings.name, (_STREAM,), settings.files, read, settings.since, is_log=False, are_one=True
    )


@dataclass(frozen=True, slots=True)
class _Stay:
    email: str
    name: str
    joined_at: datetime
    left_at: datetime
    may_be_guest: bool

    @property
    def who(self) -> str:
        """The person of the row for comparison; addresses ignore case."""
        return f"{comparable(self.email)}\x1f{self.name}"

    def fact(self, meeting: str, day: date) -> dict[str, object]:
        # Zoom calls everyone who is not signed in a guest; the roster decides whether the address is ours.
        return {
            "event": identity(meeting, self.who, self.joined_at, self.left_at),
            "day_on": day,
            "meeting": meeting,
            "account": self.email or None,
            "started_at": self.joined_at,
            "ended_at": self.left_at,
            "is_guest": None if self.email and self.may_be_guest else self.may_be_guest,
        }


def _stay(row: Row, zone: ZoneInfo) -> _Stay | Stray:
    if row.is_odd:
        return set_aside(row.number, MORE_CELLS)
    cells = {name: str(cell or "").strip() for name, cell in row.cells.items()}
    try:
        joined_at = local_instant(cells["Join Time"], _TIMES, zone)
        left_at = local_instant(cells["Leave Time"], _TIMES, zone)
    except ValueError:
        times = f"{cells['Join Time']} … {cells['Leave Time']}"
        return set_aside(row.number, Message("has no time of joining and leaving"), times)
    if not timedelta() <= left_at - joined_at < timedelta(days=_LONGEST_DAYS):
        why = Message("leaves before it joins, or days later")
        return set_aside(row.number, why, day=day_of(joined_at))
    name = cells["Name (Original Name)"]
    return _Stay(cells.get("User Email", ""), name, joined_at, left_at, _may_be_guest(cells))


def _may_be_guest(cells: dict[str, str]) -> bool:
    return cells.get("Guest", "yes").casefold() in _YES


def _meeting_number(path: Path) -> str | None:
    """Return the meeting's number from the lines above the header, else from the file's name; None if in neither."""
    text = decode(path.read_bytes()) or ""
    lines = list(csv.reader(io.StringIO(text[:20_000], newline="")))[:HEADER_WITHIN]
    for header, values in itertools.pairwise(lines):
        for name, value in zip(header, values, strict=False):
            if "".join(name.split()).casefold() in _MEETING_ID and value.strip():
                return "".join(value.split())
    found = _ID_IN_NAME.search(path.name)
    return found[0] if found else None
