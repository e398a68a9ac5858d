"""Of whom a number is counted: a tool that reaches some sections alone says nothing of the others.

A group is shown of a tool only where its streams reach all of its people, or a number of the small sections
together would be one small section's. What is left is the whole town hall, as far as that tool goes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from warehouse.groups import Roster
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.store import Store


@dataclass(frozen=True, slots=True)
class Served:
    """Whom each tool's streams reach."""

    roster: Roster
    """Everyone."""
    missing: Mapping[str, Mapping[date, AbstractSet[str]]] = field(default_factory=dict)
    """Tool (or `printing`) → month → sections that no stream of it reaches."""
    _rosters: dict[str, Roster] = field(default_factory=dict)

    def left_out(self, need: str, month: date) -> AbstractSet[str]:
        """Return the sections of which nothing is shown in a month: not all of their group is reached."""
        missing = self.missing.get(need, {}).get(month, frozenset())
        groups = self.roster.groups(month)
        if not missing or groups is None:
            return self.roster.sections(month) if missing else missing
        hidden = {groups.get(section) for section in missing}
        return missing | {section for section, group in groups.items() if group in hidden}

    def roster_of(self, tool: str) -> Roster:
        """Return the roster of those of whom a tool is counted, in the groups of everyone."""
        if tool not in self.missing:
            return self.roster
        if tool not in self._rosters:
            left_out = {month: self.left_out(tool, month) for month in self.missing[tool]}
            self._rosters[tool] = Roster(
                [
                    (staff, section, *stretch)
                    for staff, section, from_on, to_on in self.roster.assignments
                    for stretch in _without(
                        from_on, to_on, [one for one in left_out if section in left_out[one]]
                    )
                ],
                self.roster.floors,
                whole=self.roster,
            )
        return self._rosters[tool]

    def rosters(self) -> dict[str, Roster]:
        """Return tool → its roster, where that is not everyone."""
        return {tool: self.roster_of(tool) for tool in self.missing}


def read_served(store: Store, roster: Roster) -> Served:
    """Read which sections no stream reaches; a warehouse built without that table knows of none."""
    there = "from duckdb_tables() where schema_name = 'core' and table_name = 'unserved_month'"
    missing: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    if store.rows(there):
        for need, month, section in store.rows(
            "select need, month, section from core.unserved_month order by all"
        ):
            missing[need][month].add(section)
    return Served(roster, missing)


def _without(from_on: date, to_on: date, months: list[date]) -> Iterator[tuple[date, date]]:
    """Yield what is left of a stretch of days without some months."""
    for month in sorted(months):
        if from_on < month and to_on >= month:
            yield from_on, month - timedelta(days=1)
        if to_on >= month:
            from_on = max(from_on, month_after(month))
    if from_on <= to_on:
        yield from_on, to_on
