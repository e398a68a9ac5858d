"""What the rules share while one release is cut: who is published together, and sums by group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from warehouse.months import month_after
from warehouse.release.tables.bands import MIN_VALUES, Band
from warehouse.release.tables.cells import Row, withhold, worst
from warehouse.release.tables.lines import of_tool
from warehouse.release.tables.published_cell import as_shown_in, counts_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.cells import Reason
    from warehouse.release.tables.coverage import Served
    from warehouse.release.tables.groups import Roster
    from warehouse.release.tables.presence import Presence
    from warehouse.release.tables.published_cell import Shown
    from warehouse.release.tables.release import State
    from warehouse.release.tables.weeks import Spent


_Found = TypeVar("_Found")
Refused = tuple[str, str, "date"]
"""(table, tool or what else is counted, month) that the release gate would not let out."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The head counts of one tool and month as a reader will know them."""

    bands: Mapping[str, Band | None]
    """Group → its band, None where it is withheld."""
    sizes: Mapping[str, int]
    town: Band | None
    people: int
    """In the whole town hall."""

    @property
    def least(self) -> int:
        """The fewest that the groups' bands add up to."""
        return sum(band.least if band else 0 for band in self.bands.values())

    @property
    def most(self) -> int:
        """The most that they add up to; everyone, without a break-down."""
        if not self.bands:
            return self.people
        return sum(band.most if band else self.sizes[group] for group, band in self.bands.items())

    @property
    def latest_cut(self) -> int:
        """A number of the whole town hall that begins above this would narrow a group's band."""
        return self.least + (MIN_VALUES - 1) * (len(self.bands) - 1) if self.bands else self.people


@dataclass
class Cut:
    """What the rules share while one release is cut."""

    store: Store
    today: date
    roster: Roster
    """Everyone, or those of whom a tool is counted."""
    known_days: Mapping[tuple[str, date], Sequence[date]]
    refused: AbstractSet[Refused]
    launched_on: date
    served: Served
    earlier: dict[tuple[str, str, date, str], Shown] = field(default_factory=dict)
    """(table, tool, month, group) → its head count as the last release showed it."""
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    active: dict[tuple[str, date], dict[str, int]] = field(default_factory=dict)
    """(tool, month) → group → people proved active by what other tables show."""
    days: dict[tuple[str, date], dict[str, tuple[int, Presence]]] = field(default_factory=dict)
    """(tool, month) → group → person-days proved active, and who was there to have them."""
    active_town: dict[tuple[str, date], int] = field(default_factory=dict)
    """(tool, month) → people of the whole town hall proved active in the month."""
    spent: dict[tuple[str, date], dict[str, Spent]] = field(default_factory=dict)
    """(tool, month) → group → its person-days, of each of which something is shown."""
    bought: dict[tuple[str, date], float] = field(default_factory=lambda: defaultdict(float))
    """(group, month) → sheets of the purchase books, exact: nobody stands behind them."""
    books: dict[tuple[str, str, str, date], tuple[float, float]] = field(default_factory=dict)
    """(what, measure, group, month) → exact counts of the other books: digital and paper of a pair, a count and 0."""
    heads: dict[tuple[str, date], Heads] = field(default_factory=dict)
    """(tool, month) → what is shown of those who have begun."""
    habits: dict[tuple[str, date], Heads] = field(default_factory=dict)
    """(tool, month) → what is shown of those to whom it is a habit."""
    _shown: dict[tuple[str, str], dict[date, list[Shown]]] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Whether the models were built with this table."""
        schema, name = table.split(".")
        there = "from duckdb_tables() where schema_name = ? and table_name = ?"
        return bool(self.store.rows(there, [schema, name]))

    def groups(self, month: date) -> Mapping[str, str]:
        """Section → group; empty where the break-down is withheld."""
        return self.roster.groups(month) or {}

    def earlier_counts(
        self, table: str, tool: str, month: date, sizes: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        """Group → the band that an earlier release showed, where it had as many people then."""
        found = {group: self.earlier.get((table, tool, month, group)) for group in sizes}
        return {
            group: counts_of(one)
            for group, one in found.items()
            if one is not None and one.n == sizes[group]
        }

    def shown_before(self, table: str, tool: str) -> Mapping[date, list[Shown]]:
        """Month → the head counts of a tool as earlier releases showed them."""
        if (table, tool) not in self._shown:
            found: dict[date, list[Shown]] = defaultdict(list)
            for (of_table, of_tool, month, _), cell in self.earlier.items():
                if (of_table, of_tool) == (table, tool):
                    found[month].append(cell)
            self._shown[table, tool] = found
        return self._shown[table, tool]

    def of(self, tool: str) -> Cut:
        """Return this cut over the roster of those of whom a tool is counted; what it notes is shared."""
        roster = self.served.roster_of(tool)
        return self if roster is self.roster else replace(self, roster=roster)

    def reached(
        self,
        table: str,
        key: Mapping[str, object],
        sections: Sequence[tuple[Any, ...]],
        *needs: str,
        is_people: bool = False,
    ) -> list[tuple[Any, ...]]:
        """Return the rows, section first, that the needs' streams reach; withhold the groups of the others."""
        month: Any = key["month"]
        left_out = frozenset[str]().union(*(self.served.left_out(one, month) for one in needs))
        if not left_out or not sections:
            return list(sections)
        everyone = replace(self, roster=self.served.roster)
        groups = everyone.groups(month)
        everyone.hide_merged(
            table, key, dict.fromkeys(sorted(left_out), "none"), is_people=is_people
        )
        found = [row for row in sections if row[0] not in left_out]
        hidden = {groups[section] for section in left_out if section in groups}
        for group in sorted(hidden) if found else [*sorted(hidden), TOWN]:
            n = everyone.roster.size(month, group) if is_people else None
            self.add(table, {**key, "section": group}, withhold("unserved", n=n, state="none"))
        return found

    def is_running(self, month: date) -> bool:
        """Whether the month is not over yet."""
        return month_after(month) > self.today

    def not_yet(self, line: str, month: date) -> Reason | None:
        """Return why a month of a line is not shown yet; None once it is."""
        if self.is_running(month):
            return "running_month"
        if (line, month) in self.served.frozen.unpublished:
            return "unpublished"
        return "waiting" if self.served.frozen.waits(line, month) else None

    def is_frozen(self, line: str, month: date) -> bool:
        """Whether a month of a line was shown: its rows are here already, and stand."""
        return self.served.frozen.is_frozen(line, month)

    def frozen_rows(self, table: str, line: str, month: date) -> list[dict[str, Any]]:
        """Return the rows of a frozen month as they were shown."""
        return list(self.served.frozen.rows.get((table, line, month), ()))

    def frozen_heads(self, table: str, tool: str, month: date) -> Heads | None:
        """Return the head counts of a frozen month as they were shown; None where none were."""
        rows = [
            row
            for row in self.frozen_rows(table, of_tool(tool), month)
            if row["withheld_because"] in {None, "few_values"} and row["state"] != "none"
        ]
        bands = {row["section"]: _band(table, row) for row in rows}
        sizes = {row["section"]: row["n"] for row in rows}
        if TOWN not in bands:
            return None
        town, people = bands.pop(TOWN), sizes.pop(TOWN)
        return Heads(bands, sizes, town, people)

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


def _band(table: str, row: Mapping[str, Any]) -> Band | None:
    if row["shown"] is None:
        return None
    return Band(row["shown"], row["low"], row["high"], *counts_of(as_shown_in(table, row)))


def belongs(section: str | None, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the groups a section counts in; what belongs to no section counts in the town alone."""
    return (groups[section], TOWN) if section is not None and section in groups else (TOWN,)


def by_key(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, date], list[tuple[Any, ...]]]:
    """Return the rest of each row by its first two columns: a tool or pair, and the month."""
    found: dict[tuple[str, date], list[tuple[Any, ...]]] = defaultdict(list)
    for first, month, *rest in rows:
        found[first, month].append(tuple(rest))
    return found


def by_month(found: Mapping[tuple[str, date], _Found], tool: str) -> dict[date, _Found]:
    """Return what was found of one tool by month."""
    return {month: own for (one, month), own in found.items() if one == tool}


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


def by_people(store: Store, sql: str) -> defaultdict[tuple[Any, ...], list[tuple[str, str, float]]]:
    """Return the (section, staff, amount) of each row by month and whatever else it ends with."""
    found: defaultdict[tuple[Any, ...], list[tuple[str, str, float]]] = defaultdict(list)
    for month, section, staff, amount, *more in store.rows(sql):
        found[month, *more].append((section, staff, amount))
    return found
