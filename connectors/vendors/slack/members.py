"""Slack's member analytics, saved as one CSV per month: messages and active days of the whole town hall.

A row holds one member's totals of the period, without an e-mail address. Persons and days cannot be known, so
two sums per month are kept. Only the file's name gives the period, which must be one whole month. Slack counts
by UTC days, which begin at 9:00 in Japan.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Literal, cast

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.contract.shapes import SECTION_USE
from connectors.contract.streams import Field, Handling, Stream, day_of
from connectors.io.logs.file_source import DAYS_AT_ONCE, ExportedFiles, FilesSettings, identity
from connectors.io.logs.odd_records import unreadable
from connectors.io.tables.cell_parsing import count_in
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.contract.configuration import SourceSettings
    from connectors.io.logs.file_source import Record
    from connectors.io.tables.tabular import Row

_DAYS, _MESSAGES, _TYPE = "Days active", "Messages posted", "Account type"
_COLUMNS = Columns(required={_DAYS: (), _MESSAGES: ()}, optional={_TYPE: ()})
_DROPPED = {
    "Name": "the name",
    "What I Do": "the title",
    "User ID": "who",
    "Username": "who",
    _TYPE: "guests and robots are left out of the sums",
    "Account created (UTC)": "a day of the person's",
    "Claimed Date (UTC)": "a day of the person's",
    "Deactivated date (UTC)": "a day of the person's",
    "Days active (Desktop)": "a part of the days",
    "Days active (Android)": "a part of the days",
    "Days active (iOS)": "a part of the days",
    "Messages posted in channels": "a part of the messages",
    "Reactions added": "reactions",
    "Last active (UTC)": "a time of the person's",
    "Last active (Desktop) (UTC)": "a time of the person's",
    "Last active (Android) (UTC)": "a time of the person's",
    "Last active (iOS) (UTC)": "a time of the person's",
}
_STREAM = Stream(
    "months",
    SECTION_USE,
    (
        Field(_DAYS, Handling.KEEP, "days on which the member read or posted; kept as a sum"),
        Field(_MESSAGES, Handling.KEEP, "messages of the member; kept as a sum"),
        *(Field(name, Handling.DROP, words) for name, words in _DROPPED.items()),
    ),
    counts="chat",
    grain="month",
    settle_days=31,
    slice_days=DAYS_AT_ONCE,
    undeclared="drop",
)
_NOT_STAFF = re.compile(r"\b(guest|bot)\b", re.IGNORECASE)
_MONTH = re.compile(r"(?<!\d)(20\d\d)-(0[1-9]|1[0-2])(-\d\d)?(?!\d)")
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = rf"({'|'.join(_NAMES)}) (\d\d?), (20\d\d)"
_RANGE = re.compile(rf"{_DAY} - {_DAY}")
_EACH_MONTH = Message(
    "save one export for each whole month and put the month in its name, as slack-members-2026-04.csv"
)


class Settings(FilesSettings):
    """`files`: the saved exports, one for each whole month, with the month in the name."""

    kind: Literal["slack_members"] = "slack_members"


def connect(settings: SourceSettings) -> ExportedFiles:
    """Build the connector without opening any file."""
    mine = cast("Settings", settings)

    def read(path: Path, stream: Stream) -> Iterator[Record]:
        del stream
        month = _checked_month(path, source.files())
        days, messages = _sums(path, month)
        row: dict[str, object] = {
            "event": identity(month),
            "day_on": month,
            "section": None,
            "tool": "chat",
            "uses": messages,
            "people": days,
        }
        yield month, row

    source = ExportedFiles(mine.name, (_STREAM,), mine.files, read, mine.since, is_log=False)
    return source


def _checked_month(path: Path, files: Iterable[Path]) -> date:
    """Return the file's month; raise SkipPart if the month is unclear, not over when saved, or in two files."""
    month = _month_in(path.name)
    if month is None:
        raise SkipPart(
            Message("the file's name does not say of which month it is"),
            place=path.name,
            next_step=_EACH_MONTH,
        )
    if any(other != path and _month_in(other.name) == month for other in files):
        raise SkipPart(
            Message("another file is of the same month"),
            place=path.name,
            next_step=Message("keep the one that was saved last and move the other away"),
        )
    saved_on = day_of(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    if saved_on <= month.replace(day=_length(month)):
        raise SkipPart(
            Message("the file was saved before its month was over"),
            place=path.name,
            next_step=Message("save the export again when the month is over"),
        )
    return month


def _month_in(name: str) -> date | None:
    """Return the one month in a file's name: 2026-04, or in Slack's form Apr 1, 2026 - Apr 30, 2026."""
    # A date with a day stands for that day, or for the start or end of a period.
    found = {
        None if day else date(int(year), int(month), 1) for year, month, day in _MONTH.findall(name)
    }
    for first_name, first, first_year, last_name, last, last_year in _RANGE.findall(name):
        month = date(int(first_year), _NAMES.index(first_name) + 1, 1)
        is_whole = (first_name, first_year) == (last_name, last_year) and (
            (int(first), int(last)) == (1, _length(month))
        )
        found.add(month if is_whole else None)
    return found.pop() if len(found) == 1 else None


def _sums(path: Path, month: date) -> tuple[int, int]:
    """Return the sums of active days and of messages over all members."""
    rows = read_rows(path, _COLUMNS)
    if not rows:
        # Slack lists every member, also without activity: an empty list is not a quiet month.
        raise SkipPart(Message("the file lists no member"), place=path.name, next_step=_EACH_MONTH)
    days = messages = 0
    for row in rows:
        days_of_member = _count(path, row, _DAYS)
        if days_of_member > _length(month):
            why = Message(
                "has more in column “{column}” than its month has days, so the export is of a longer time",
                column=_DAYS,
            )
            raise unreadable(path, row.number, why, _EACH_MONTH)
        messages_of_member = _count(path, row, _MESSAGES)
        if not _NOT_STAFF.search(str(row.cells.get(_TYPE) or "")):
            days += days_of_member
            messages += messages_of_member
    return days, messages


def _count(path: Path, row: Row, column: str) -> int:
    try:
        count = count_in(row.cells.get(column))
    except ValueError:
        count = None
    if count is None:
        raise unreadable(
            path,
            row.number,
            Message("holds no whole number in column “{column}”", column=column),
            Message("save the export anew from Slack and leave its rows as they are"),
        )
    return count


def _length(month: date) -> int:
    return monthrange(month.year, month.month)[1]
