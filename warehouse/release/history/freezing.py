"""Reads what earlier releases froze for each month of a line, and records what this release freezes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from warehouse.release.groups.frozen_months import FrozenMonths, stays_in
from warehouse.release.history.gaps import gaps_of, read_need_days
from warehouse.release.history.line_states import read_line_states
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.publication_lines import tool_of
from warehouse.release.tables.stored_table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.groups.frozen_months import LineMonth, Stay
    from warehouse.release.groups.tool_coverage import Coverage

OF_A_LINE = ("line_month", "line_day", "line_left_out", "line_gap", "line_kept")
"""Tables of `release` that record how a month of a line was shown."""


def read_frozen_months(store: Store, today: date, *, is_draft: bool) -> FrozenMonths:
    """Return what earlier releases froze; a draft is bound by nothing and freezes nothing."""
    states = read_line_states(store)
    if is_draft:
        return FrozenMonths(today, states, is_draft=True)
    seen_on, frozen_on, shown_as = {}, {}, {}
    for line, month, seen, frozen, state in store.rows(
        "select line, month, seen_on, frozen_on, state from release.line_month"
    ):
        seen_on[line, month] = seen
        if frozen is not None:
            frozen_on[line, month], shown_as[line, month] = frozen, state
    days, left_out = defaultdict(list), defaultdict(set)
    for line, month, day_on in store.rows("from release.line_day order by all"):
        days[line, month].append(day_on)
    for line, month, section in store.rows("from release.line_left_out"):
        left_out[line, month].add(section)
    rosters, groups = _read_rosters(store)
    gaps: dict[LineMonth, dict[tuple[str, date], bool]] = defaultdict(dict)
    for line, month, need, day_on, was_read in store.rows("from release.line_gap"):
        gaps[line, month][need, day_on] = was_read
    kept = frozenset(store.rows("select line, month from release.line_kept"))
    unpublished = frozenset(store.rows("select line, month from ledger.unpublished"))
    rows = dict(one for table in CELL_TABLES for one in _rows(store, table, frozen_on).items())
    return FrozenMonths(
        today,
        states,
        seen_on=seen_on,
        frozen_on=frozen_on,
        days=days,
        left_out=left_out,
        rosters=rosters,
        groups=groups,
        rows=rows,
        shown_as=shown_as,
        gaps=gaps,
        kept=kept,
        unpublished=unpublished,
    )


def _read_rosters(
    store: Store,
) -> tuple[dict[tuple[date, date], list[Stay]], dict[tuple[date, date], dict[str, str]]]:
    """Return (month, night) → assignments, and (month, night) → section → group."""
    rosters: dict[tuple[date, date], list[Stay]] = defaultdict(list)
    groups: dict[tuple[date, date], dict[str, str]] = defaultdict(dict)
    for month, night, staff, section, from_on, to_on in store.rows("from release.roster_month"):
        rosters[month, night].append((staff, section, from_on, to_on))
    for month, night, section, merged_into in store.rows("from release.group_month"):
        groups[month, night][section] = merged_into
    for night in rosters:
        groups.setdefault(night, {})
    return rosters, groups


def _rows(
    store: Store, table: str, frozen: Mapping[LineMonth, date]
) -> dict[tuple[str, str, date], list[dict[str, Any]]]:
    found: dict[tuple[str, str, date], list[dict[str, Any]]] = defaultdict(list)
    last = read_table(store, table, CELL_TABLES[table].schema) if frozen else None
    if last is not None:
        for row in last.to_pylist():
            line = CELL_TABLES[table].line_of(row)
            if line is not None and (line, row["month"]) in frozen:
                found[table, line, row["month"]].append(row)
    return found


def freeze(
    store: Store,
    coverage: Coverage,
    known_days: Mapping[tuple[str, date], Sequence[date]],
    kept: Iterable[LineMonth] = (),
) -> None:
    """Record which months this release shows for the first time and which wait, in the caller's transaction.

    Args:
        store: the warehouse.
        coverage: which sections each tool covers, with tonight's roster and the frozen months.
        known_days: (tool, month) → the working days that its numbers are based on.
        kept: months whose correction was checked tonight and would disclose too much; they stay as shown.
    """
    frozen = coverage.frozen
    if frozen.is_draft:
        return
    new_months, night = sorted(frozen.first_shown()), frozen.today
    waiting = [one for one in frozen.states if frozen.waits(*one) and one not in frozen.seen_on]
    for one in new_months:
        for table in OF_A_LINE:
            store.execute(f"delete from release.{table} where line = ? and month = ?", [*one])
    seen = frozen.seen_on
    store.append(
        "release.line_month",
        [(*one, seen.get(one, night), night, frozen.states[one]) for one in new_months]
        + [(*one, night, None, None) for one in waiting],
    )
    store.append("release.line_kept", sorted(kept))
    _note_gaps(store, [one for one in new_months if frozen.states[one] != "final"], night)
    of_tools = [((line, month), tool) for line, month in new_months if (tool := tool_of(line))]
    for one, tool in of_tools:
        days = known_days.get((tool, one[1]), ())
        store.append("release.line_day", [(*one, day_on) for day_on in days])
        left_out = coverage.left_out(tool, one[1])
        store.append("release.line_left_out", [(*one, section) for section in sorted(left_out)])
    # A second run on the same day finds the roster of the month already recorded.
    months = {month for _, month in new_months if (month, night) not in frozen.rosters}
    _note_rosters(store, coverage, sorted(months), night)


def _note_rosters(store: Store, coverage: Coverage, months: Sequence[date], night: date) -> None:
    for month in months:
        groups = coverage.roster.groups(month) or {}
        store.append(
            "release.group_month", [(month, night, *group) for group in sorted(groups.items())]
        )
        store.append(
            "release.roster_month",
            [(month, night, *stay) for stay in stays_in(coverage.roster, month)],
        )


def _note_gaps(store: Store, months: Sequence[LineMonth], night: date) -> None:
    days = read_need_days(store, {month for _, month in months}, night)
    for line, month in months:
        gaps = gaps_of(line, month, days)
        store.append(
            "release.line_gap",
            [(line, month, *gap, was_read) for gap, was_read in sorted(gaps.items())],
        )
