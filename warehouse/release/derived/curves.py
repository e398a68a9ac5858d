"""Tells when 80 % are activated, as far as the bands of head counts allow: the month on record, else an estimate.

`warehouse/statistics/goal.py` holds the rule. The estimate comes from three fits, through the lows, the middles and the
highs of the bands.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from warehouse.months import month_after, month_number
from warehouse.release.derived.released_view import begun
from warehouse.statistics.goal import Bounds, goal_months

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.goal import GoalMonths

Path = list[tuple[float, float]]
"""For each month from the first on: the least and the greatest share that may be activated."""


def curve_fit(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each section and tool: the month of 80 %, the months it may come in, or why there are none."""
    launch = yardsticks.town.launched_on.replace(day=1)
    by_tool: dict[str, dict[str, list[Row]]] = defaultdict(dict)
    for (section, tool), months in view.months("activation_month", "section", "tool").items():
        by_tool[tool][section] = [row for row in months if row["month"] >= launch]
    rows = []
    for tool, sections in by_tool.items():
        shown = {
            section: months
            for section, months in sections.items()
            if any(begun(row) is not None for row in months)
        }
        told = goal_months([_bounds(section, months) for section, months in shown.items()])
        found = {one.section: _months_of(one, shown[one.section], yardsticks) for one in told}
        rows += [
            {"section": section, "tool": tool} | found.get(section, {"refused": "not_shown"})
            for section in sections
        ]
    return rows


def _bounds(section: str, months: Sequence[Row]) -> Bounds:
    lows, highs = zip(*_path(months), strict=True)
    return Bounds(section, lows, highs, _people(months))


def _people(months: Sequence[Row]) -> int:
    return int(next(row["n"] for row in reversed(months) if begun(row) is not None))


def _path(months: Sequence[Row]) -> Path:
    """Return the path up to the newest month shown; a withheld month is bounded by its neighbours."""
    first = month_number(months[0]["month"])
    known = {
        month_number(row["month"]) - first: (found.least / row["n"], found.most / row["n"])
        for row in months
        if (found := begun(row)) is not None
    }
    places = range(max(known) + 1)
    # People who transfer stay activated, so the shares never fall.
    lows = list(accumulate((known.get(at, (0.0, 0.0))[0] for at in places), max))
    highs = list(accumulate((known.get(at, (1.0, 1.0))[1] for at in reversed(places)), min))
    return [(low, max(low, high)) for low, high in zip(lows, reversed(highs), strict=True)]


def _months_of(one: GoalMonths, months: Sequence[Row], yardsticks: Yardsticks) -> Row:
    """Return the calendar months. Months that have all passed, with their record withheld, are not told."""
    reached, first, last = (
        None if at is None else month_after(months[0]["month"], at - 1)
        for at in (one.reached, one.first, one.last)
    )
    if last is not None and last < yardsticks.as_of.replace(day=1):
        return {"refused": "not_shown"}
    return {
        "refused": one.refused,
        "reached_month": reached,
        "first_month": first,
        "last_month": last,
    }
