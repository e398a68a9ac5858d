"""Compares the town hall's hours over twelve months with the same months a year before, never one month with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dashboards.read.differences import a_year_before
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.year_on_year import YEAR, change_over_year, is_like_for_like
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.series import SERIES

if TYPE_CHECKING:
    from datetime import date

    from warehouse.release.derived.released_view import Row
    from warehouse.release.tables.release import Release
    from warehouse.release.tables.rounding import Range
    from warehouse.release.tables.series import SeriesKind

WORK_SERIES = ("overtime", "task_hours", "meeting_hours")
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
        rows = [row for row in view.rows(kind.table) if kind.has(row)]
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
    both = [(now, before) for now, before in pairs if before is not None]
    change = change_over_year(both, kind.scale) if len(both) == YEAR else None
    if change is None:
        return WorkYear(series, "too_early", None, None)
    months = (newest[0], newest[-1])
    if not is_like_for_like(view, rows, [(one, a_year_before(one)) for one in newest]):
        return WorkYear(series, "reorganised", months, None)
    way: Way = "less" if change.high < 0 else "more" if change.low > 0 else "open"
    return WorkYear(series, way, months, change)
