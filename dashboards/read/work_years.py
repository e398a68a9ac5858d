"""Compares the town hall's hours over twelve months with the same months a year before, never one month with another."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, hypot, log, sqrt
from statistics import mean, stdev
from typing import TYPE_CHECKING, Literal

from dashboards.read.differences import a_year_before
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.release.tables.rounding import Range
from warehouse.release.tables.series import SERIES

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.derived.released_view import Row
    from warehouse.release.tables.release import Release
    from warehouse.release.tables.series import SeriesKind

WORK_SERIES = ("overtime", "task_hours", "meeting_hours")
YEAR = 12
_T_OF_ELEVEN = 2.201
"""Student's t at 97.5 % with eleven degrees of freedom."""
_LITTLE = 0.01
"""Stands for no hours at all, which have no logarithm."""
_NEIGHBOURS = sqrt(1.3 / 0.7)
"""By how much months that resemble their neighbours (correlation 0.3) widen the interval."""
Way = Literal["less", "more", "open", "too_early", "reorganised"]


@dataclass(frozen=True, slots=True)
class WorkYear:
    """One series of the whole town hall over its newest twelve final months.

    Attributes:
        series: the name of the series.
        way: less or more than a year before, open where noise or rounding may be all of it, or why it is not told.
        months: first and last month compared; None if it is too early.
        change: per cent, the ends of the interval; None where it is not told.
    """

    series: str
    way: Way
    months: tuple[date, date] | None
    change: Range | None


def read_work_years(release: Release) -> tuple[WorkYear, ...]:
    """Return the comparison of each series of hours that the town hall has known for a year."""
    view = ReleasedView(release.tables)
    found = []
    for series in WORK_SERIES:
        kind = SERIES[series]
        rows = [
            row
            for row in view.rows(kind.table)
            if all(row[column] == value for column, value in kind.where.items())
        ]
        months = {row["month"] for row in rows if row["section"] == TOWN and row["low"] is not None}
        if months and min(months) <= a_year_before(max(months)):
            found.append(_year(series, kind, rows, view))
    return tuple(found)


def _year(series: str, kind: SeriesKind, rows: list[Row], view: ReleasedView) -> WorkYear:
    known = {
        row["month"]: between
        for row in rows
        if row["section"] == TOWN and row["state"] == "final"
        if (between := known_between(kind.table, row)) is not None
    }
    newest = sorted(known)[-YEAR:]
    pairs = [(known[one], known.get(a_year_before(one))) for one in newest]
    if len(newest) < YEAR or any(before is None or before.low <= 0 for _, before in pairs):
        return WorkYear(series, "too_early", None, None)
    months = (newest[0], newest[-1])
    if any(_counted(rows, view, one) != _counted(rows, view, a_year_before(one)) for one in newest):
        return WorkYear(series, "reorganised", months, None)
    change = _change([(now, before) for now, before in pairs if before is not None])
    way: Way = "less" if change.high < 0 else "more" if change.low > 0 else "open"
    return WorkYear(series, way, months, change)


def _counted(rows: list[Row], view: ReleasedView, month: date) -> set[str]:
    """Return the sections, by their names of today, of which a month has a line."""
    return {
        view.succession.section_on(row["section"], max(one["month"] for one in rows))
        for row in rows
        if row["month"] == month and row["section"] not in {TOWN, SMALL}
    }


def _change(pairs: list[tuple[Range, Range]]) -> Range:
    """Return the mean change of the pairs of months, in per cent: the 95 % interval of their noise and the rounding."""
    moved = [log(now.middle / before.middle) for now, before in pairs]
    change = mean(moved)
    noise = _T_OF_ELEVEN * _NEIGHBOURS * stdev(moved) / sqrt(len(moved))
    least = mean(log(max(now.low, _LITTLE) / before.high) for now, before in pairs)
    most = mean(log(now.high / before.low) for now, before in pairs)
    # Noise and rounding are independent: their halves add up as squares, each side with its own rounding.
    low, high = change - hypot(noise, change - least), change + hypot(noise, most - change)
    return Range(100 * (exp(low) - 1), 100 * (exp(high) - 1))
