"""What the rules share while one release is cut: who is published together, and sums by group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from warehouse.cells import Row, withhold, worst
from warehouse.gate import counts_of
from warehouse.groups import Roster, month_after
from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.cells import Reason
    from warehouse.gate import Shown
    from warehouse.release import State
    from warehouse.store import Store


@dataclass
class Cut:
    """What the rules share while one release is cut."""

    store: Store
    today: date
    roster: Roster
    known_days: Mapping[tuple[str, date], Sequence[date]]
    refused: AbstractSet[tuple[str, str, date]]
    """(table, tool, month) that the release gate would not let out."""
    earlier: dict[tuple[str, date, str], Shown] = field(default_factory=dict)
    """(tool, month, group) → its activation as the last release showed it."""
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    active: dict[tuple[str, date], dict[str, int]] = field(default_factory=dict)
    """(tool, month) → group → people proved active by what other tables show."""
    documents: dict[date, set[str]] = field(default_factory=dict)
    """Month → groups whose documents are shown."""

    def groups(self, month: date) -> Mapping[str, str]:
        """Section → group; empty where the break-down is withheld."""
        return self.roster.groups(month) or {}

    def earlier_counts(
        self, tool: str, month: date, sizes: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        """Group → the band that an earlier release showed, where it had as many people then."""
        found = {group: self.earlier.get((tool, month, group)) for group in sizes}
        return {
            group: counts_of(one)
            for group, one in found.items()
            if one is not None and one.n == sizes[group]
        }

    def is_running(self, month: date) -> bool:
        """Whether the month is not over yet."""
        return month_after(month) > self.today

    def add(self, table: str, key: Mapping[str, object], cell: Row) -> None:
        """Add one row to a release table."""
        self.rows[table].append({**key, **cell})

    def hide_merged(
        self, table: str, key: Mapping[str, object], states: Mapping[str, State], *, is_people: bool
    ) -> None:
        """Add a withheld row for each section that does not stand alone, so that its gap has a reason."""
        month: Any = key["month"]
        groups = self.groups(month)
        for section, state in states.items():
            if groups.get(section) != section:
                reason: Reason = "small_group" if groups else "no_break_down"
                n = self.roster.size(month, section) if is_people else None
                self.add(table, {**key, "section": section}, withhold(reason, n=n, state=state))


def belongs(section: str | None, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the groups a section counts in; what belongs to no section counts in the town alone."""
    return (groups[section], TOWN) if section is not None and section in groups else (TOWN,)


def by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, date], list[tuple[Any, ...]]]:
    """Return the rest of each row by its first two columns: a tool or pair, and the month."""
    found: dict[tuple[str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for first, month, *rest in rows:
        found[first, month].append(tuple(rest))
    return found


def add_up(
    sections: Sequence[tuple[Any, ...]], groups: Mapping[str, str]
) -> tuple[dict[str, tuple[int, int]], dict[str, State]]:
    """Return group → (count, of how many) and group → state; the whole town hall comes last."""
    sums: dict[str, tuple[int, int]] = {}
    states: dict[str, list[State]] = defaultdict(list)
    for section, count, of, state in sections:
        for group in belongs(section, groups):
            before = sums.get(group, (0, 0))
            sums[group] = (before[0] + (count or 0), before[1] + (of or 0))
            states[group].append(state)
    ordered = sorted(sums, key=lambda group: (group == TOWN, group))
    return {group: sums[group] for group in ordered}, {
        group: worst(states[group]) for group in ordered
    }
