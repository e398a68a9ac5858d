"""Which sections a tool's sources cover.

A group is shown for a tool only where the tool's sources cover all of its people. Otherwise the number of the merged
small sections could be the number of a single small section. The number of the whole town hall counts covered people.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warehouse.release.groups.frozen_months import FrozenMonths, without
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.tables.publication_lines import of_tool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which sections each tool's streams cover."""

    roster: GroupedRoster
    """Everyone, by tonight's roster."""
    missing: Mapping[str, Mapping[date, AbstractSet[str]]] = field(default_factory=dict)
    """Tool (or `printing`) → month → sections that none of its streams covers."""
    frozen: FrozenMonths = field(default_factory=FrozenMonths)
    """Months that were shown before; whom they cover does not change any more."""
    changed: AbstractSet[tuple[date, date]] = frozenset()
    """Frozen months for which tonight's roster differs from the frozen one (`FrozenMonths.changed_since`)."""
    _everyone: dict[str, GroupedRoster] = field(default_factory=dict)
    _rosters: dict[str, GroupedRoster] = field(default_factory=dict)

    def left_out(self, need: str, month: date) -> AbstractSet[str]:
        """Return the sections that are not shown in a month, because their group is not wholly covered."""
        if self.frozen.is_frozen(of_tool(need), month):
            return self.frozen.left_out.get((of_tool(need), month), frozenset())
        missing = self.missing.get(need, {}).get(month, frozenset())
        everyone = self._everyone_of(need)
        groups = everyone.groups(month)
        if not missing or groups is None:
            return everyone.sections(month) if missing else missing
        hidden = {groups.get(section) for section in missing}
        return missing | {section for section, group in groups.items() if group in hidden}

    def roster_of(self, tool: str) -> GroupedRoster:
        """Return the roster of the people whom a tool's sources cover, in the groups of the full roster."""
        if tool not in self._rosters:
            months = self.missing.get(tool, {}).keys() | {
                month for line, month in self.frozen.left_out if line == of_tool(tool)
            }
            left_out = {month: self.left_out(tool, month) for month in sorted(months)}
            everyone = self._everyone_of(tool)
            self._rosters[tool] = (
                everyone
                if not any(left_out.values())
                else GroupedRoster(
                    [
                        (staff, section, *stretch)
                        for staff, section, from_on, to_on in everyone.assignments
                        for stretch in without(
                            from_on, to_on, [one for one in left_out if section in left_out[one]]
                        )
                    ],
                    everyone.floors,
                    whole=everyone,
                    uncovered=self.missing.get(tool, {}),
                )
            )
        return self._rosters[tool]

    def rosters(self, tools: Iterable[str]) -> dict[str, GroupedRoster]:
        """Return tool → its roster, for the tools whose roster differs from tonight's full roster."""
        return {tool: own for tool in tools if (own := self.roster_of(tool)) is not self.roster}

    def _everyone_of(self, tool: str) -> GroupedRoster:
        if tool not in self._everyone:
            self._everyone[tool] = self.frozen.roster_of(of_tool(tool), self.roster, self.changed)
        return self._everyone[tool]


def read_coverage(
    store: Store,
    roster: GroupedRoster,
    frozen: FrozenMonths,
    changed: AbstractSet[tuple[date, date]] = frozenset(),
) -> Coverage:
    """Read which sections no source covers; a warehouse built without `core.uncovered_month` has none.

    Args:
        store: the warehouse.
        roster: everyone, by tonight's roster.
        frozen: the months that earlier releases showed.
        changed: frozen months for which tonight's roster differs from the frozen one.
    """
    there = "from duckdb_tables() where schema_name = 'core' and table_name = 'uncovered_month'"
    missing: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    if store.rows(there):
        for need, month, section in store.rows(
            "select need, month, section from core.uncovered_month order by all"
        ):
            missing[need][month].add(section)
    return Coverage(roster, missing, frozen, changed)
