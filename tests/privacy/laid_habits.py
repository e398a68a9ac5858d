"""Habits, segments and retention of a random town, written from the days that were laid for it.

By the definitions, in plain Python: active in 9 of the 12 weeks that end with a month's last whole week.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from tests.privacy.random_town import month_after

if TYPE_CHECKING:
    from tests.privacy.random_town import RandomTown
    from warehouse.facts.store import Store

Rows = list[dict[str, object]]
USES_A_DAY = 4
"""Whoever uses the tool on four days a week has a mean of more than 15 uses: power."""


def last_sunday(month: date) -> date:
    """The Sunday that ends a month's last whole week."""
    return max(
        day
        for k in range(31)
        if (day := month + timedelta(days=k)) < month_after(month) and day.weekday() == 6
    )


def lay_habits(town: RandomTown, store: Store, today: date) -> None:
    """Write `habitual_month`, `segment_week` and `retention_month` beside what `lay` wrote."""
    habitual: Rows = []
    segments: Rows = []
    retention: Rows = []
    months = [month for month in town.months if month < today]
    for tool, uses in town.uses.items():
        days: dict[str, set[date]] = defaultdict(set)
        for staff, day_on in uses:
            if day_on < month_after(months[-1]):
                days[staff].add(day_on)
        for month in months:
            of_habits, of_segments = _month(town, tool, month, days)
            habitual += of_habits
            segments += of_segments
        retention += _retention(town, tool, months, days)
    for name, rows in (
        ("habitual_month", habitual),
        ("segment_week", segments),
        ("retention_month", retention),
    ):
        with store.registered("laid", pa.Table.from_pylist(rows)):
            store.execute(f"create or replace table mart.{name} as select * from laid")


def _retention(town: RandomTown, tool: str, months: list[date], days: dict[str, set[date]]) -> Rows:
    launch = town.months[0]
    cohort = {staff for staff, used in days.items() if any(d < month_after(launch) for d in used)}
    return [
        {
            "tool": tool,
            "cohort": launch,
            "month": month,
            "cohort_staff": len(cohort),
            "active": sum(any(d.replace(day=1) == month for d in days[staff]) for staff in cohort),
            "state": "final",
        }
        for month in months
    ]


def _month(
    town: RandomTown, tool: str, month: date, days: dict[str, set[date]]
) -> tuple[Rows, Rows]:
    """Return a month's rows of `habitual_month` and of `segment_week`."""
    sunday = last_sunday(month)
    monday = sunday - timedelta(days=83)
    sundays = [town.on(sunday - timedelta(weeks=back)) for back in range(12)]
    always = town.on(monday).keys() & set[str].intersection(*(set(one) for one in sundays))
    measured: Counter[str] = Counter()
    with_habit: Counter[str] = Counter()
    staff_by: Counter[tuple[str, str | None]] = Counter()
    for staff, section in town.on(sunday).items():
        away = any(one.get(staff) in town.uncovered for one in sundays)
        if monday < town.months[0] or staff not in always or away:
            measured[section] += 0
            staff_by[section, None] += 1
            continue
        used = [day for day in days[staff] if monday <= day <= sunday]
        weeks = len({(day - monday).days // 7 for day in used})
        measured[section] += 1
        with_habit[section] += weeks >= 9
        staff_by[section, segment_of(weeks, USES_A_DAY * len(used))] += 1
    is_whole = monday >= town.months[0]
    habitual: Rows = [
        {
            "section": section,
            "tool": tool,
            "month": month,
            "habitual": with_habit[section] if is_whole else None,
            "measured": people,
            "state": "final" if is_whole else "none",
        }
        for section, people in sorted(measured.items())
    ]
    return habitual, _segments(tool, sunday - timedelta(days=6), staff_by)


def _segments(tool: str, week_on: date, staff_by: Counter[tuple[str, str | None]]) -> Rows:
    return [
        {
            "section": section,
            "tool": tool,
            "week_on": week_on,
            "segment": segment,
            "staff": people,
            "state": "final",
        }
        for (section, segment), people in staff_by.items()
    ]


def segment_of(weeks: int, uses: int) -> str:
    """Return the segment of somebody who was active in so many of twelve weeks and used the tool so often."""
    if weeks >= 9:
        return "power" if uses >= 15 * 12 else "habitual"
    if uses >= 12:
        return "novice"
    return "low" if uses else "none"
