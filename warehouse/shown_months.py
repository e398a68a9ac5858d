"""Months that stand as they were shown: an entry in the roster that comes later is not theirs.

A transfer, a merger or a hire that is entered weeks late would move people between numbers that are out, and two
releases less each other would tell of those few people. So each month keeps the roster with which it was shown. As
long as tonight's roster says something else of the month, all its rows stay as they were, and the release gate
reckons with the people of that time; months that were not shown yet follow tonight's roster.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from warehouse.groups import Roster, Then
from warehouse.months import month_end
from warehouse.publishing import BY_MONTH
from warehouse.release import TOWN
from warehouse.weeks import first_monday, last_sunday
from warehouse.witnesses import tool_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.cells import Row
    from warehouse.store import Store

_ITEMS = ("tool", "measure", "source", "pair", "what", "segment", "kind", "maker", "unit")


@dataclass
class Held:
    """Rows of the last release that are told again as they are."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    months: AbstractSet[date] = frozenset()
    tools: AbstractSet[str] = frozenset()

    def holds(self, table: str, key: Mapping[str, Any]) -> bool:
        """Whether nothing new is told in the place of a row."""
        return table in BY_MONTH and (key["month"] in self.months or tool_of(key) in self.tools)

    def has(self, table: str, key: Mapping[str, Any]) -> bool:
        """Whether the last release had rows of what a row counts, in its month."""
        of = _unit(key)
        return any(_unit(row) == of for row in self.rows.get(table, ()))

    def of(self, table: str, tool: str, month: date) -> list[Mapping[str, Any]]:
        """Return the rows of one tool and month."""
        return [
            row for row in self.rows.get(table, ()) if (row["tool"], row["month"]) == (tool, month)
        ]


def _unit(row: Mapping[str, Any]) -> tuple[object, ...]:
    return (row["month"], *(row.get(name) for name in _ITEMS))


def read_held(store: Store, months: AbstractSet[date], tools: AbstractSet[str]) -> Held:
    """Read what the last release says of some months, and of some tools in any month."""
    there = {
        name
        for (name,) in store.rows(
            "select table_name from duckdb_tables() where schema_name = 'release'"
        )
    }
    held = Held({}, months, tools)
    for table in BY_MONTH if months or tools else ():
        if table in there:
            rows = store.table(f"from release.{table}").to_pylist()
            # A month that ran then is told as any that was not shown yet.
            ran = {row["month"] for row in rows if row["withheld_because"] == "running_month"}
            held.rows[table] = [
                row for row in rows if held.holds(table, row) and row["month"] not in ran
            ]
    return held


def read_shown(store: Store) -> dict[date, Then]:
    """Return month → the roster with which it was shown."""
    rows: dict[date, list[tuple[str, str, date, date]]] = {}
    groups: dict[date, dict[str, str]] = {}
    for month, staff, section, into, from_on, to_on in store.rows(
        "select month, staff, section, merged_into, from_on, to_on from release.roster order by all"
    ):
        rows.setdefault(month, []).append((staff, section, from_on, to_on))
        if into is not None:
            groups.setdefault(month, {})[section] = into
    return {month: Then(own, groups.get(month)) for month, own in rows.items()}


def standing(now: Roster, shown: Mapping[date, Then]) -> dict[date, Then]:
    """Return those months of which tonight's roster says something else than when they were shown."""
    then = Roster(now.assignments, now.floors, then=shown)
    return {month: one for month, one in shown.items() if _seen(then, month) != _seen(now, month)}


def _seen(roster: Roster, month: date) -> tuple[object, ...]:
    """Who is where in a month, in which group, and of whom a habit can be seen."""
    groups, last = roster.groups(month) or {}, month_end(month)
    return (
        {
            (staff, section, groups.get(section), max(month, from_on), min(last, to_on))
            for staff, section, from_on, to_on in roster.of(month)
            if from_on <= last and to_on >= month
        },
        roster.measured(last_sunday(month), first_monday(month))[TOWN],
    )
