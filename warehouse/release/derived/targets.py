"""Progress of a section: milestones, normal use (当たり前になった), distance and pace to its target."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from warehouse.months import month_after, month_number
from warehouse.release.derived.reach import is_reached, reach, reach_at_pace
from warehouse.release.derived.released_view import begun, value
from warehouse.release.derived.target_in_force import TargetsInForce
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks

MILESTONES = (16, 50, 84)
"""Per cent of a section: the innovators and early adopters, half, all but the laggards (Rogers)."""
IN_A_ROW = 3
"""Consecutive months at the target, without an action in them, that make use normal; also the pace window."""


def milestone(view: ReleasedView, _: Yardsticks) -> list[Row]:
    """Return the first month in which each milestone was certainly reached, and the first in which it may have been."""
    rows = []
    for (section, tool), months in view.months("activation_month", "section", "tool").items():
        counts = [(row, found) for row in months if (found := begun(row)) is not None]
        for per_cent in MILESTONES:
            sure = [row for row, found in counts if 100 * found.least >= per_cent * row["n"]]
            possible = [row for row, found in counts if 100 * found.most >= per_cent * row["n"]]
            if possible:
                first = sure[0] if sure else None
                rows.append(
                    {
                        "section": section,
                        "tool": tool,
                        "milestone": per_cent,
                        "month": first["month"] if first else None,
                        "possible_month": possible[0]["month"],
                        "state": (first or possible[0])["state"],
                    }
                )
    return _placed(rows)


def _placed(rows: list[Row]) -> list[Row]:
    """Add each section's place in the order of reaching the milestone; sections of the same month share a place."""
    months: dict[tuple[str, int], list[date]] = {}
    for row in rows:
        if row["section"] != TOWN and row["month"] is not None:
            months.setdefault((row["tool"], row["milestone"]), []).append(row["month"])
    for row in rows:
        if row["section"] != TOWN and row["month"] is not None:
            reached = sorted(months[row["tool"], row["milestone"]])
            row["place"] = bisect_left(reached, row["month"]) + 1
    return rows


def normal_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return whether each month met the target; use is normal after three such months without an action."""
    targets = TargetsInForce(view.rows("target"), yardsticks.town.fiscal_year_start)
    actions = view.rows("action")
    rows = []
    for (section, tool), months in view.months("use_month", "section", "tool").items():
        lately: list[Row] = []
        for row in months:
            target = targets.target(section, tool, row["month"])
            if target is None:
                continue
            found = reach(row["low"], row["high"], target)
            lately.append(
                {
                    "section": section,
                    "tool": tool,
                    "month": row["month"],
                    "target": target,
                    "reach": found,
                    "is_met": is_reached(found),
                    "has_action": any(
                        _is_under_way(view, one, section, tool, row["month"]) for one in actions
                    ),
                    "state": row["state"],
                }
            )
            lately[-1]["is_normal"] = _is_normal(lately[-IN_A_ROW:])
        rows += lately
    return rows


def _is_normal(lately: Sequence[Row]) -> bool | None:
    """Return None if the answer depends on a month that is hidden, almost at the target, or in a band around it."""
    first, last = month_number(lately[0]["month"]), month_number(lately[-1]["month"])
    if len(lately) < IN_A_ROW or last - first != IN_A_ROW - 1:
        return False
    if any(row["has_action"] or row["is_met"] is False for row in lately):
        return False
    return None if any(row["is_met"] is None for row in lately) else True


def target_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return the distance to the target in the newest month shown, and whether the pace is sufficient."""
    targets = TargetsInForce(view.rows("target"), yardsticks.town.fiscal_year_start)
    rows = []
    for (section, tool), months in view.months("use_month", "section", "tool").items():
        shown = [row for row in months if row["coding"] is not None]
        if not shown:
            continue
        last = shown[-1]
        target = targets.target(section, tool, last["month"])
        if target is None:
            continue
        before = {
            month_number(row["month"]): row
            for row in shown
            if view.succession.is_same(section, last["month"], row["month"])
        }
        here = month_number(last["month"])
        rate, earlier = value(last), value(before.get(here - IN_A_ROW))
        year = yardsticks.fiscal_year(last["month"])
        left = (year + 1) * 12 + yardsticks.town.fiscal_year_start - 1 - here
        found = reach(last["low"], last["high"], target)
        is_there = found in {"reached", "almost"}
        pace = (rate - earlier) / IN_A_ROW if rate is not None and earlier is not None else None
        needed = _pace_needed(rate, target, left, is_there=is_there)
        rows.append(
            {
                "section": section,
                "tool": tool,
                "month": last["month"],
                "rate": rate,
                "target": target,
                "distance": rate - target if rate is not None else None,
                "reach": found,
                "months_left": left,
                "pace": round(pace, 1) if pace is not None else None,
                "pace_needed": round(needed, 1) if needed is not None else None,
                "is_on_pace": True if is_there else _is_on_pace(rate, earlier, target, left),
                "state": last["state"],
            }
        )
    return rows


def _pace_needed(
    rate: float | None, target: float, months_left: int, *, is_there: bool
) -> float | None:
    if is_there:
        return 0.0
    if rate is None or months_left <= 0:
        return None
    return (target - rate) / months_left


def _is_on_pace(
    rate: float | None, earlier: float | None, target: float, months_left: int
) -> bool | None:
    """Return None where the rounding of the shown rates allows both answers, or where there is no pace."""
    if rate is None:
        return None
    if months_left <= 0:
        return False
    if earlier is None:
        return None
    return is_reached(reach_at_pace(rate, earlier, IN_A_ROW, months_left, target))


def _is_under_way(view: ReleasedView, action: Row, section: str, tool: str, month: date) -> bool:
    """Whether an action of the group is under way in a month; for 小規模課, an action of any of its sections."""
    own = view.section_of(action, month)
    return (
        action["tool"] == tool
        and (own is None or view.succession.group_on(own, month) == section)
        and action["acted_on"] is not None
        and action["acted_on"] < month_after(month)
        and (action["checked_on"] is None or action["checked_on"] >= month)
    )
