"""What every rule of a release reads: roster, coverage, history and calendar; and sums by group. It writes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from warehouse.months import month_after
from warehouse.release.tables.bands import MIN_VALUES, Band
from warehouse.release.tables.cell_tables import value_of
from warehouse.release.tables.cells import withhold, worst
from warehouse.release.tables.publication_lines import of_tool
from warehouse.release.tables.published_cell import as_shown_in, counts_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.groups.frozen_months import FrozenMonths
    from warehouse.release.groups.roster import GroupedRoster
    from warehouse.release.groups.tool_coverage import Coverage
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.published_cell import PublishedCell
    from warehouse.release.tables.release import State

Refused = tuple[str, str, "date"]
"""(table, tool or other item, month) that the audit refused."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The head counts of one tool and month as a reader will know them."""

    bands: Mapping[str, Band | None]
    """Group → its band; None where it is withheld."""
    sizes: Mapping[str, int]
    town: Band | None
    people: int
    """People in the whole town hall."""

    @property
    def least(self) -> int:
        """The sum of the least counts of the groups' bands."""
        return sum(band.least if band else 0 for band in self.bands.values())

    @property
    def most(self) -> int:
        """The sum of the greatest counts of the groups' bands; everyone, if there is no breakdown."""
        if not self.bands:
            return self.people
        return sum(band.most if band else self.sizes[group] for group, band in self.bands.items())

    @property
    def latest_cut(self) -> int:
        """The highest count at which a band of the whole town hall may begin without narrowing a group's band."""
        return self.least + (MIN_VALUES - 1) * (len(self.bands) - 1) if self.bands else self.people


class EarlierCells:
    """The head counts that earlier releases showed; the newest of each cell."""

    def __init__(self, history: Iterable[PublishedCell]) -> None:
        """Index `history`, oldest first."""
        self._cells = {(one.table, one.tool, one.month, one.section): one for one in history}
        self._months: dict[tuple[str, str], dict[date, list[PublishedCell]]] = {}
        for (table, tool, month, _), cell in self._cells.items():
            months = self._months.setdefault((table, tool), {})
            months.setdefault(month, []).append(cell)

    def counts(
        self, table: str, tool: str, month: date, sizes: Mapping[str, int]
    ) -> dict[str, tuple[int, int]]:
        """Return group → (least, most) of the head count that an earlier release showed.

        Args:
            table: the release table.
            tool: the tool.
            month: the month.
            sizes: group → people today; a group that had a different number of people then is left out.
        """
        found = {group: self._cells.get((table, tool, month, group)) for group in sizes}
        return {
            group: counts_of(one)
            for group, one in found.items()
            if one is not None and one.n == sizes[group]
        }

    def by_month(self, table: str, tool: str) -> Mapping[date, Sequence[PublishedCell]]:
        """Return month → the cells shown of a tool in a table."""
        return self._months.get((table, tool), {})


class CutTables(Protocol):
    """The result of a rule: release tables with tonight's cells, without what earlier releases showed."""

    @property
    def tables(self) -> Mapping[str, Sequence[Row]]:
        """Release table → its rows."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Release tables with the history laid over them: cells as readers will see them."""

    tables: Mapping[str, Sequence[Row]]

    def adding(self, *cut: CutTables) -> Held:
        """Return these tables with the cells of further rules added; frozen rows of those tables are already here."""
        tables = {table: list(rows) for table, rows in self.tables.items()}
        for one in cut:
            for table, rows in one.tables.items():
                tables.setdefault(table, []).extend(rows)
        return Held(tables)


class Covered(NamedTuple):
    """The sections that a tool's sources cover, and the withheld rows of the others."""

    sections: list[tuple[Any, ...]]
    withheld: list[Row]


@dataclass(frozen=True, slots=True)
class ReleaseContext:
    """What every rule reads. Rules write nothing here: a rule returns its result."""

    store: Store
    today: date
    roster: GroupedRoster
    """Everyone, or only the people whom a tool's sources cover (`of`)."""
    known_days: Mapping[tuple[str, date], Sequence[date]]
    """(tool, month) → working days on which it is known whether the tool was used."""
    refused: AbstractSet[Refused]
    """Cells that the audit holds back."""
    launched_on: date
    coverage: Coverage
    earlier: EarlierCells

    @property
    def frozen(self) -> FrozenMonths:
        """The months that earlier releases showed."""
        return self.coverage.frozen

    def has(self, table: str) -> bool:
        """Whether the models were built with this table."""
        schema, name = table.split(".")
        there = "from duckdb_tables() where schema_name = ? and table_name = ?"
        return bool(self.store.rows(there, [schema, name]))

    def groups(self, month: date) -> Mapping[str, str]:
        """Return section → group; empty where the breakdown is withheld."""
        return self.roster.groups(month) or {}

    def of(self, tool: str) -> ReleaseContext:
        """Return the same context over the roster of people whom the tool's sources cover."""
        roster = self.coverage.roster_of(tool)
        return self if roster is self.roster else replace(self, roster=roster)

    def covered(
        self,
        key: Mapping[str, object],
        sections: Sequence[tuple[Any, ...]],
        *needs: str,
        is_people: bool = False,
    ) -> Covered:
        """Return the sections that the needs' sources cover, and withheld rows for the groups of the others.

        Args:
            key: the key columns of the rows, including `month`.
            sections: mart rows, each beginning with its section.
            needs: tools, or `printing`.
            is_people: whether the cells are head counts, so that `n` is the group's size.
        """
        month: Any = key["month"]
        left_out = frozenset[str]().union(*(self.coverage.left_out(one, month) for one in needs))
        if not left_out or not sections:
            return Covered(list(sections), [])
        everyone = replace(self, roster=self.coverage.roster)
        groups = everyone.groups(month)
        rows = everyone.withheld_by_threshold(
            key, dict.fromkeys(sorted(left_out), "none"), is_people=is_people
        )
        found = [row for row in sections if row[0] not in left_out]
        hidden = {groups[section] for section in left_out if section in groups}
        for group in sorted(hidden) if found else [*sorted(hidden), TOWN]:
            n = everyone.roster.size(month, group) if is_people else None
            rows.append({**key, "section": group, **withhold("unserved", n=n, state="none")})
        return Covered(found, rows)

    def withheld_by_threshold(
        self, key: Mapping[str, object], states: Mapping[str, State], *, is_people: bool
    ) -> list[Row]:
        """Return a withheld row for each section below the threshold, so that its gap has a reason.

        Args:
            key: the key columns of the rows, including `month`.
            states: section → state.
            is_people: whether the cells are head counts, so that `n` is the section's size.
        """
        month: Any = key["month"]
        groups = self.groups(month)
        reason: Reason = "small_group" if groups else "no_break_down"
        rows: list[Row] = []
        for section, state in states.items():
            if groups.get(section) != section:
                n = self.roster.size(month, section) if is_people else None
                rows.append({**key, "section": section, **withhold(reason, n=n, state=state)})
        return rows

    def days_of(self, tool: str) -> dict[date, Sequence[date]]:
        """Return month → working days on which it is known whether a tool was used."""
        return {month: days for (one, month), days in self.known_days.items() if one == tool}

    def is_running(self, month: date) -> bool:
        """Whether the month is not over yet."""
        return month_after(month) > self.today

    def not_yet(self, line: str, month: date) -> Reason | None:
        """Return why a month of a line is not shown yet; None if it may be shown."""
        if self.is_running(month):
            return "running_month"
        if (line, month) in self.frozen.unpublished:
            return "unpublished"
        return "waiting" if self.frozen.waits(line, month) else None

    def frozen_heads(self, table: str, tool: str, month: date) -> Heads | None:
        """Return the head counts of a frozen month as they were shown; None where none were shown."""
        rows = [
            row
            for row in self.frozen.rows_of(table, of_tool(tool), month)
            if row["withheld_because"] in {None, "few_values"} and row["state"] != "none"
        ]
        bands = {row["section"]: _band(table, row) for row in rows}
        sizes = {row["section"]: row["n"] for row in rows}
        if TOWN not in bands:
            return None
        town, people = bands.pop(TOWN), sizes.pop(TOWN)
        return Heads(bands, sizes, town, people)


def _band(table: str, row: Mapping[str, Any]) -> Band | None:
    value = value_of(table, row)
    return None if value is None else Band(value, *counts_of(as_shown_in(table, row)))


def belongs(section: str | None, groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the groups that a section counts in; what belongs to no section counts in the town alone."""
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
    """Return group → (count, base) and group → state; the whole town hall comes last."""
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
    """Return (month, further columns) → (section, staff, amount) of each row."""
    found: defaultdict[tuple[Any, ...], list[tuple[str, str, float]]] = defaultdict(list)
    for month, section, staff, amount, *more in store.rows(sql):
        found[month, *more].append((section, staff, amount))
    return found
