"""Which sections a tool's sources cover.

A group is shown of a tool only where its sources cover all of its people: a number of the small sections together would
otherwise be one small section's. The whole town hall's number is of those who are covered.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warehouse.release.groups.frozen_months import FrozenMonths, without
from warehouse.release.groups.roster import Roster
from warehouse.release.tables.publication_lines import of_tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store


@dataclass(frozen=True, slots=True)
class Coverage:
    """Whom each tool's streams reach."""

    roster: Roster
    """Everyone, as the roster says tonight."""
    missing: Mapping[str, Mapping[date, AbstractSet[str]]] = field(default_factory=dict)
    """Tool (or `printing`) → month → sections that no stream of it reaches."""
    frozen: FrozenMonths = field(default_factory=FrozenMonths)
    """Months that were shown: of whom they are stands."""
    changed: AbstractSet[tuple[date, date]] = frozenset()
    """Frozen months of which tonight's roster says something else (`FrozenMonths.changed_since`)."""
    _everyone: dict[str, Roster] = field(default_factory=dict)
    _rosters: dict[str, Roster] = field(default_factory=dict)

    def left_out(self, need: str, month: date) -> AbstractSet[str]:
        """Return the sections of which nothing is shown in a month: not all of their group is reached."""
        if self.frozen.is_frozen(of_tool(need), month):
            return self.frozen.left_out.get((of_tool(need), month), frozenset())
        missing = self.missing.get(need, {}).get(month, frozenset())
        everyone = self._everyone_of(need)
        groups = everyone.groups(month)
        if not missing or groups is None:
            return everyone.sections(month) if missing else missing
        hidden = {groups.get(section) for section in missing}
        return missing | {section for section, group in groups.items() if group in hidden}

    def roster_of(self, tool: str) -> Roster:
        """Return the roster of those of whom a tool is counted, in the groups of everyone."""
        if tool not in self._rosters:
            months = self.missing.get(tool, {}).keys() | {
                month for line, month in self.frozen.left_out if line == of_tool(tool)
            }
            left_out = {month: self.left_out(tool, month) for month in sorted(months)}
            everyone = self._everyone_of(tool)
            self._rosters[tool] = (
                everyone
                if not any(left_out.values())
                else Roster(
                    [
                        (staff, section, *stretch)
                        for staff, section, from_on, to_on in everyone.assignments
                        for stretch in without(
                            from_on, to_on, [one for one in left_out if section in left_out[one]]
                        )
                    ],
                    everyone.floors,
                    whole=everyone,
                    unserved=self.missing.get(tool, {}),
                )
            )
        return self._rosters[tool]

    def rosters(self, tools: Iterable[str]) -> dict[str, Roster]:
        """Return tool → its roster, where that is not everyone as of tonight."""
        return {tool: own for tool in tools if (own := self.roster_of(tool)) is not self.roster}

    def _everyone_of(self, tool: str) -> Roster:
        if tool not in self._everyone:
            self._everyone[tool] = self.frozen.roster_of(of_tool(tool), self.roster, self.changed)
        return self._everyone[tool]


def read_coverage(
    store: Store,
    roster: Roster,
    frozen: FrozenMonths,
    changed: AbstractSet[tuple[date, date]] = frozenset(),
) -> Coverage:
    """Read which sections no source covers; a warehouse built without that table knows of none.

    Args:
        store: the warehouse.
        roster: everyone, as the roster says tonight.
        frozen: the months that earlier releases showed.
        changed: frozen months of which tonight's roster says something else.
    """
    there = "from duckdb_tables() where schema_name = 'core' and table_name = 'uncovered_month'"
    missing: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    if store.rows(there):
        for need, month, section in store.rows(
            "select need, month, section from core.uncovered_month order by all"
        ):
            missing[need][month].add(section)
    return Coverage(roster, missing, frozen, changed)
