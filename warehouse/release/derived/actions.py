"""Totals of the released action book: how fast the improvement loop turns, and the hours it claims."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from warehouse.months import month_after
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks


def cadence(view: ReleasedView, _: Yardsticks) -> list[Row]:
    """Return one row for each section with actions, and one for all actions together."""
    rows = []
    for section, actions in _by_section(view).items():
        checked = [one for one in actions if one["checked_on"] is not None]
        days = [
            (one["checked_on"] - one["observed_on"]).days
            for one in checked
            if one["observed_on"] is not None
        ]
        rows.append(
            {
                "section": section,
                "actions": len(actions),
                "checked": len(checked),
                "open": len(actions) - len(checked),
                "overdue": sum(bool(one["is_overdue"]) for one in actions),
                "cadence_days": float(median(days)) if days else None,
            }
        )
    return rows


def hours_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return the hours saved and added by the actions under way in each month, as the book estimates them."""
    estimated = [
        one for one in view.rows("action") if _has_hours(one) and one["acted_on"] is not None
    ]
    rows: list[Row] = []
    month = month_after(min((one["acted_on"] for one in estimated), default=yardsticks.as_of))
    while month <= yardsticks.as_of:
        here: dict[str, list[Row]] = defaultdict(list)
        for one in estimated:
            if _is_counted(one, month):
                here[TOWN].append(one)
                if (section := view.section_of(one, month)) is not None:
                    here[section].append(one)
        rows += [_hours(section, month, actions) for section, actions in here.items()]
        month = month_after(month)
    return rows


def _hours(section: str, month: date, actions: Sequence[Row]) -> Row:
    saved = sum(one["hours_saved"] or 0.0 for one in actions)
    added = sum(one["hours_added"] or 0.0 for one in actions)
    return {
        "section": section,
        "month": month,
        "hours_saved": saved,
        "hours_added": added,
        "net_hours": saved - added,
        "actions": len(actions),
    }


def _has_hours(action: Row) -> bool:
    return action["hours_saved"] is not None or action["hours_added"] is not None


def _is_counted(action: Row, month: date) -> bool:
    """Whether an action counts in a month: after it was acted on and, if stopped, until the month of its check."""
    is_stopped = action["result"] == "stop" and action["checked_on"] is not None
    return month > action["acted_on"] and (not is_stopped or month <= action["checked_on"])


def _by_section(view: ReleasedView) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for action in view.rows("action"):
        found[TOWN].append(action)
        if action["section"] is not None:
            found[action["section"]].append(action)
    return found
