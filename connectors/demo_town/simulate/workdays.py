"""Calendar functions of the town: working days, months, and instants as milliseconds since 1970 (UTC)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache

import holidays

from connectors.contract.streams import TOKYO

DAY_MS = 86_400_000
_TOKYO_MS = 9 * 3_600_000
_EPOCH = date(1970, 1, 1).toordinal()


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))


@cache
def is_working_day(day_on: date) -> bool:
    """Whether a day is Monday to Friday, not a public holiday, and not from December 29 to January 3."""
    is_year_end = (day_on.month, day_on.day) >= (12, 29) or (day_on.month, day_on.day) <= (1, 3)
    return (
        day_on.weekday() < 5  # noqa: PLR2004 - Saturday is the sixth day
        and not is_year_end
        and day_on not in _public_holidays(day_on.year)
    )


def month_of(day_on: date) -> date:
    """Return the first day of the month."""
    return day_on.replace(day=1)


def months_later(month: date, count: int) -> date:
    """Return the first day of the month `count` months after (or before, if negative)."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def days_between(start: date, end: date) -> list[date]:
    """Return the days from `start` (inclusive) to `end` (exclusive)."""
    return [start + timedelta(days=offset) for offset in range((end - start).days)]


def midnight_ms(day_on: date) -> int:
    """Return the first millisecond of a day in Asia/Tokyo, where there has been no daylight saving time since 1951."""
    return (day_on.toordinal() - _EPOCH) * DAY_MS - _TOKYO_MS


def day_of_ms(at_ms: int) -> date:
    """Return the day in Asia/Tokyo of an instant in milliseconds."""
    return date.fromordinal(_EPOCH + (at_ms + _TOKYO_MS) // DAY_MS)


def utc_day(at_ms: int) -> date:
    """Return the UTC day of an instant, as Microsoft counts; it begins at nine in the morning in Japan."""
    return date.fromordinal(_EPOCH + at_ms // DAY_MS)


def local_time(at_ms: int) -> datetime:
    """Return an instant in Asia/Tokyo in whole seconds, the precision of most logs."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).astimezone(TOKYO)


def utc_text(at_ms: int) -> str:
    """Format an instant like the Reports API: `2026-10-01T00:15:00.123Z`."""
    whole = datetime.fromtimestamp(at_ms // 1000, UTC).isoformat()
    return f"{whole[:19]}.{at_ms % 1000:03d}Z"
