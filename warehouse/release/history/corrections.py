"""Corrections of shown months: a correction discloses a difference, which must pass the same rules as a cell.

A month that was shown as 欠測 may be shown once more when all its days have arrived. The late days are then a known
number of person-days of each group, and must leave open how many people were active on them and who. For the other
lines, `differencing.py` applies the line's own rules to the late days. Late records of single people have no such
number of person-days; they count in later months. Each month is checked once, on the night on which it becomes
complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.release.audit.subtraction import disclosed_by, less_the_others
from warehouse.release.history.differencing import disclosable_groups
from warehouse.release.history.gaps import arrived_since, read_need_days
from warehouse.release.history.late_amounts import is_distinguishable, read_amounts, read_heads
from warehouse.release.tables.bands import MIN_VALUES
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.publication_lines import MEETING_HOURS, kind_of, of_tool, tool_of
from warehouse.release.tables.published_cell import Counts, as_shown_in, person_days_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.groups.frozen_months import CorrectedMonths, FrozenMonths, LineMonth
    from warehouse.release.groups.presence import Presence
    from warehouse.release.groups.roster import GroupedRoster
    from warehouse.release.groups.tool_coverage import Coverage
    from warehouse.release.history.gaps import NeedDays
    from warehouse.release.tables.cells import Row
    from warehouse.release.tables.release import Release

Group = str
_TABLE = "use_month"
_OF_THE_ROSTER = {"small_group", "no_break_down"}


def allowed_corrections(
    store: Store,
    asked: CorrectedMonths,
    frozen: FrozenMonths,
    release: Release,
    coverage: Coverage,
    known_days: Mapping[tuple[str, date], Sequence[date]],
) -> CorrectedMonths:
    """Return the months that may be shown anew because their differences do not disclose too much.

    Args:
        store: the warehouse.
        asked: months of lines that were shown as 欠測 and are complete now; where groups are named, it is decided
            already.
        frozen: how the months were shown.
        release: how they would be shown.
        coverage: which people each tool covers.
        known_days: (tool, month) → working days that the new numbers are based on.
    """
    days = read_need_days(store, {month for _, month in asked}, frozen.today)
    allowed: CorrectedMonths = {}
    # Tools first: cells that imply users of a tool must cover the same days as the tool's own numbers.
    for line, month in sorted(asked, key=lambda one: (tool_of(one[0]) is None, one)):
        then, now = _rows_of(line, month, frozen, release)
        if tool := tool_of(line):
            old, new = frozen.days.get((line, month), ()), known_days.get((tool, month), ())
            if may_replace(then, now, coverage.roster_of(tool), month, old, new):
                allowed[line, month] = None
        elif _waits_for_a_tool(line, month, frozen, allowed):
            continue
        elif groups := asked[line, month] or _corrected_groups(
            store, (line, month), (then, now), coverage.roster, frozen, days
        ):
            allowed[line, month] = groups
    return allowed


def with_earlier_rows(
    tables: Mapping[str, Sequence[Row]], frozen: FrozenMonths
) -> dict[str, Sequence[Row]]:
    """Return the tables with the earlier rows for those groups of a corrected month that are not shown anew."""
    earlier_rows = dict(tables)
    for (table, line, month), (then, corrected_groups) in frozen.earlier_rows.items():
        before = {row["section"]: row for row in then}
        earlier_rows[table] = [
            before.get(str(row["section"]), row)
            if row["month"] == month
            and CELL_TABLES[table].line_of(row) == line
            and _keeps_earlier(row, corrected_groups)
            else row
            for row in earlier_rows.get(table, ())
        ]
    return earlier_rows


def _keeps_earlier(row: Row, corrected_groups: AbstractSet[str]) -> bool:
    return row["section"] not in corrected_groups and row["withheld_because"] not in _OF_THE_ROSTER


def _rows_of(
    line: str, month: date, frozen: FrozenMonths, release: Release
) -> tuple[dict[Group, dict[str, Any]], dict[Group, dict[str, Any]]]:
    """Return group → row of a line's month, as it was shown and as it would be shown."""
    table = kind_of(line).table
    now = {
        row["section"]: row
        for row in release.tables[table].to_pylist()
        if row["month"] == month and CELL_TABLES[table].line_of(row) == line
    }
    return {row["section"]: row for row in frozen.rows.get((table, line, month), ())}, now


def _waits_for_a_tool(
    line: str, month: date, frozen: FrozenMonths, allowed: CorrectedMonths
) -> bool:
    """Whether a tool's own numbers would cover fewer days than a line that implies users of the tool."""
    tools = {need for need, _ in frozen.gaps.get((line, month), {})}
    own = [(of_tool(tool), month) for tool in tools]
    return any(frozen.shown_as.get(one, "final") != "final" and one not in allowed for one in own)


def _corrected_groups(
    store: Store,
    asked: LineMonth,
    rows: tuple[Mapping[Group, Mapping[str, Any]], Mapping[Group, Mapping[str, Any]]],
    roster: GroupedRoster,
    frozen: FrozenMonths,
    days: NeedDays,
) -> set[Group]:
    (line, month), gaps = asked, frozen.gaps.get(asked, {})
    arrived, groups = arrived_since(gaps, days), roster.groups(month) or {}
    if not is_distinguishable(line, gaps, arrived, days):
        return set()
    amounts = read_amounts(store, line, month, groups, arrived)
    if not amounts:
        return set()
    heads = read_heads(store, month, groups) if line == MEETING_HOURS.name else {}
    person_days = {
        name: _person_days_on(roster, month, amount.days) for name, amount in amounts.items()
    }
    return disclosable_groups(line, *rows, amounts, person_days, heads)


def _person_days_on(roster: GroupedRoster, month: date, days: Sequence[date]) -> dict[Group, int]:
    """Return group → its person-days on some days, including the whole town hall."""
    found = {group: one.days for group, one in roster.presence(month, days).items()}
    return {**found, TOWN: sum(found.values())}


def may_replace(
    then: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Mapping[str, Any]],
    roster: GroupedRoster,
    month: date,
    old_days: Sequence[date],
    new_days: Sequence[date],
) -> bool:
    """Whether new rows of a tool's month may replace those that were shown.

    Args:
        then: group → row as it was shown.
        now: group → row as it would be shown.
        roster: the people counted, the same in both.
        month: the month.
        old_days: the working days that `then` is based on.
        new_days: the working days of `now`: the same and more; if they are the same, only late records of people
            differ.
    """
    late = sorted(set(new_days) - set(old_days))
    if not late or not set(old_days) <= set(new_days):
        return False
    before, after = (
        _person_days(rows, roster, month, days)
        for rows, days in ((then, old_days), (now, new_days))
    )
    return before.keys() == after.keys() and _leaves_open(
        before, after, roster.presence(month, late)
    )


def _leaves_open(
    before: Mapping[str, Counts], after: Mapping[str, Counts], presences: Mapping[str, Presence]
) -> bool:
    """Whether the differences of all groups leave open how many people were active on the late days, and who."""
    of_late = {group: presence.days for group, presence in presences.items()}
    of_late[TOWN] = sum(of_late.values())
    between = {
        group: Counts(
            max(0, after[group].least - before[group].most),
            min(of_late[group], after[group].most - before[group].least),
        )
        for group in after
    }
    town = between.pop(TOWN, None)
    days = {group: between.get(group, Counts(0, of_late[group])) for group in presences}
    if town is not None:
        if not _is_open(town, of_late[TOWN]):
            return False
        days = less_the_others(days, town)
    return all(
        _is_open(own, of_late[group]) and disclosed_by(presences[group], own) is None
        for group, own in days.items()
        if of_late[group]
    )


def _person_days(
    rows: Mapping[str, Mapping[str, Any]], roster: GroupedRoster, month: date, days: Sequence[date]
) -> dict[str, Counts]:
    """Return group → the bounds of its person-days, from its shown cell."""
    assigned = _person_days_on(roster, month, days)
    return {
        group: person_days_of(as_shown_in(_TABLE, row), assigned[group])
        for group, row in rows.items()
        if row["coding"] is not None and group in assigned
    }


def _is_open(counts: Counts, of: int) -> bool:
    """Whether at least three values are left, and neither none nor all is certain."""
    return counts.most - counts.least >= MIN_VALUES - 1 and counts.most > 0 and counts.least < of
