"""Decides whether a log file was written after its last day was over; a copy made at noon holds half of that day.

A day that is not proven complete is open: it is read again, and must never be taken for a quiet afternoon.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.contract.streams import TOKYO, day_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DAY_IN_NAME = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_NOBODY_PRINTS = 22
"""Hour from which a day counts as over: copiers deliver their logs shortly before midnight.

Jobs after this hour are in the next file."""
_AT_ONCE = timedelta(minutes=2)
_SAME_TIME = 15 * 60
_DAY = 24 * 60 * 60


def written_at(path: Path) -> datetime:
    """Return when the file was last written."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def is_finished_day(path: Path, day: date) -> bool:
    """Whether the file was written after the day, or late on it (from the hour `_NOBODY_PRINTS`, Asia/Tokyo)."""
    at = written_at(path)
    return day_of(at) > day or (day_of(at) == day and at.astimezone(TOKYO).hour >= _NOBODY_PRINTS)


def is_programs_own(path: Path, last_at: datetime | None, others: Sequence[Path]) -> bool:
    """Whether the logging program itself wrote the file last, with its last record, and then began a later file.

    Modification times show this only in the program's own folder: copies made by a schedule all have the same time of
    day, and then the result is False.

    Args:
        path: the file.
        last_at: the time of its last record; None if it has none.
        others: the other files of the source.
    """
    at = written_at(path)
    if last_at is None or abs(at - last_at) > _AT_ONCE:
        return False
    times = [written_at(other) for other in others]
    alike = sum(
        min((at - one).seconds % _DAY, (one - at).seconds % _DAY) <= _SAME_TIME for one in times
    )
    return any(one > at + timedelta(hours=1) for one in times) and alike * 2 < len(times)


def day_named(path: Path) -> date | None:
    """Return the day in a file's name, such as `log-2026-11-01.csv`; None if there is none."""
    found = _DAY_IN_NAME.search(path.name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
