"""A random town laid into a real warehouse as mart tables, and the tables that Gate 2 reads beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

from tests.privacy.random_town import TOOL, month_after, working_days

if TYPE_CHECKING:
    from tests.privacy.random_town import RandomTown
    from warehouse.facts.store import Store

Tables = dict[str, list[dict[str, object]]]
"""Table → its rows."""


def lay(town: RandomTown, store: Store, today: date) -> None:
    """Write the marts as they are on a day, and what Gate 2 reads beside them."""
    days = [day for month in town.months if month < today for day in working_days(month)]
    on = {day: town.on(day) for day in days}
    tables: Tables = defaultdict(list)
    for tool in town.uses:
        _lay_use(town, tool, tables, on)
        _lay_activation(town, tool, tables, {day.replace(day=1) for day in days})
    _lay_paper(town, tables, days, on)
    if town.uncovered:
        tables["core.uncovered_month"] = [
            {"need": tool, "month": month, "section": section}
            for tool in town.uses
            for month in sorted({day.replace(day=1) for day in days})
            for section in sorted(town.uncovered)
        ]
    for day in days:
        tables["core.calendar"].append(
            {"day_on": day, "month": day.replace(day=1), "is_working_day": True}
        )
        tables["core.requirement_day"] += [
            {"need": tool, "day_on": day, "state": "final"} for tool in town.uses
        ]
        tables["core.assignment_day"] += [
            {"staff": staff, "section": section, "day_on": day}
            for staff, section in on[day].items()
        ]
    tables["raw.assignment"] = [
        dict(zip(("staff", "section", "from_on", "to_on"), row, strict=True))
        for row in town.assignments
    ]
    for name, rows in tables.items():
        with store.registered("laid", pa.Table.from_pylist(rows)):
            store.execute(f"create or replace table {name} as select * from laid")


def _lay_use(
    town: RandomTown,
    tool: str,
    tables: Tables,
    on: dict[date, dict[str, str]],
) -> None:
    active: Counter[tuple[str, date]] = Counter()
    assigned: Counter[tuple[str, date]] = Counter()
    for day, everyone in on.items():
        for staff, section in everyone.items():
            assigned[section, day.replace(day=1)] += 1
            active[section, day.replace(day=1)] += (staff, day) in town.uses[tool]
    for section, month in sorted(assigned):
        tables["mart.use_month"].append(
            {
                "section": section,
                "tool": tool,
                "month": month,
                "state": "final",
                "active_days": active[section, month],
                "assigned_days": assigned[section, month],
            }
        )


def _lay_activation(town: RandomTown, tool: str, tables: Tables, months: set[date]) -> None:
    first = town.first_use(tool)
    for month in sorted(months):
        last = month_after(month) - timedelta(days=1)
        assigned: Counter[str] = Counter()
        activated: Counter[str] = Counter()
        for staff, section in town.on(last).items():
            assigned[section] += 1
            activated[section] += staff in first and first[staff] <= last
        for section in sorted(assigned):
            tables["mart.activation_month"].append(
                {
                    "section": section,
                    "tool": tool,
                    "month": month,
                    "state": "final",
                    "activated": activated[section],
                    "assigned": assigned[section],
                }
            )


def _lay_paper(
    town: RandomTown, tables: Tables, days: list[date], on: dict[date, dict[str, str]]
) -> None:
    sheets: Counter[tuple[str, date]] = Counter()
    handled: Counter[tuple[str, date]] = Counter()
    for day in days:
        for staff, section in on[day].items():
            month = day.replace(day=1)
            sheets[section, month] += town.sheets[staff, day]
            handled[section, month] += (staff, day) in town.uses[TOOL]
            _lay_paper_day(town, tables, staff, day)
    for section, month in sorted(sheets):
        tables["mart.paper_month"].append(
            {
                "section": section,
                "month": month,
                "source": "printers",
                "kind": "printed",
                "sheets": sheets[section, month],
                "impressions": None,
                "quality": "measured",
                "state": "final",
            }
        )
        tables["mart.paper_digital_month"].append(
            {
                "section": section,
                "pair": "documents",
                "month": month,
                "state": "final",
                "digital": float(handled[section, month]),
                "paper": float(sheets[section, month]),
                "ratio": None,
            }
        )


def _lay_paper_day(town: RandomTown, tables: Tables, staff: str, day: date) -> None:
    tables["core.print_day"].append(
        {
            "source": "printers",
            "staff": staff,
            "day_on": day,
            "jobs": town.sheets[staff, day],
            "sheets": town.sheets[staff, day],
        }
    )
    tables["core.handling_day"].append(
        {"staff": staff, "day_on": day, "handlings": int((staff, day) in town.uses[TOOL])}
    )
