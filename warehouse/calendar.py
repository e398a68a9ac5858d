"""Computes the town hall's calendar: the month, week and fiscal year of each day, and whether it is a working day.

This is not done in SQL, because engines differ on weekdays and have no Japanese holidays.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import holidays
import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Collection

_SATURDAY = 5
SCHEMA = pa.schema(
    [
        ("day_on", pa.date32()),
        ("month", pa.date32()),
        ("week_on", pa.date32()),
        ("fiscal_year", pa.int32()),
        ("is_working_day", pa.bool_()),
        ("has_passed", pa.bool_()),
    ]
)


def make_calendar(
    start: date,
    end: date,
    *,
    today: date,
    closures: Collection[date],
    fiscal_year_start: int,
) -> pa.Table:
    """Return the calendar with one row per day.

    Args:
        start: the first day.
        end: the last day, included.
        today: the current day; `has_passed` is true for days before it.
        closures: closed days other than weekends and public holidays.
        fiscal_year_start: the month in which the fiscal year begins: 4 for April.

    Returns:
        A table with the columns `day_on`; `month` (first day of the month); `week_on` (Monday of the week);
        `fiscal_year` (the calendar year in which it began); `is_working_day` (Monday to Friday, no public holiday,
        not 12/29-1/3, not a closure); `has_passed`.
    """
    closed = frozenset(closures)
    days = [start + timedelta(days=offset) for offset in range((end - start).days + 1)]
    columns = (
        days,
        [day.replace(day=1) for day in days],
        [day - timedelta(days=day.weekday()) for day in days],
        [day.year if day.month >= fiscal_year_start else day.year - 1 for day in days],
        [is_working_day(day, closed) for day in days],
        [day < today for day in days],
    )
    return pa.table(list(columns), schema=SCHEMA)


def is_working_day(day: date, closures: Collection[date] = frozenset()) -> bool:
    """Whether the town hall is open: Monday to Friday, no public holiday, not 12/29-1/3, not a closure."""
    return not (
        day.weekday() >= _SATURDAY
        or (day.month, day.day) >= (12, 29)
        or (day.month, day.day) <= (1, 3)
        or day in closures
        or day in _public_holidays(day.year)
    )


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("JP", years=year))
