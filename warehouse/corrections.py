"""A correction is itself a cell: what replaces a shown month tells its difference, and that has to pass the same rules.

A month that was shown as 欠測 may be shown once more when all its days have come: then the days that came late are a
number of person-days of everybody in a group, which must leave open how many were active on them and who. Late
records of single people have no such number; they stay with the months that come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.bands import MIN_VALUES
from warehouse.gate import less_the_others, told_by
from warehouse.lines import of_tool, tool_of
from warehouse.release import TOWN
from warehouse.shown import Counts, as_shown_in, days_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.frozen_months import FrozenMonths, LineMonth
    from warehouse.groups import Roster
    from warehouse.presence import Presence
    from warehouse.release import Release
    from warehouse.served import Served

_TABLE = "use_month"


def refused_corrections(
    asked: Iterable[LineMonth],
    frozen: FrozenMonths,
    release: Release,
    served: Served,
    known_days: Mapping[tuple[str, date], Sequence[date]],
) -> set[LineMonth]:
    """Return those months that may not be shown anew, for the difference would tell too much.

    Args:
        asked: months of tools' lines that were shown as 欠測 and are whole now.
        frozen: how they were shown.
        release: how they would be shown.
        served: of whom each tool is counted.
        known_days: (tool, month) → working days that the new numbers rest on.
    """
    rows = release.tables[_TABLE].to_pylist()
    refused = set()
    for line, month in asked:
        tool = tool_of(line) or ""
        now = {row["section"]: row for row in rows if (row["tool"], row["month"]) == (tool, month)}
        then = {row["section"]: row for row in frozen.rows.get((_TABLE, of_tool(tool), month), ())}
        old, new = frozen.days.get((line, month), ()), known_days.get((tool, month), ())
        if not may_replace(then, now, served.roster_of(tool), month, old, new):
            refused.add((line, month))
    return refused


def may_replace(
    then: Mapping[str, Mapping[str, Any]],
    now: Mapping[str, Mapping[str, Any]],
    roster: Roster,
    month: date,
    old_days: Sequence[date],
    new_days: Sequence[date],
) -> bool:
    """Whether group → row of a month's use may take the place of those that were shown.

    Args:
        then: as it was shown.
        now: as it would be.
        roster: those of whom it is counted, the same then and now.
        month: the month.
        old_days: the working days that `then` rests on.
        new_days: those that `now` rests on: the same and more, or nothing but people's late records differs.
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
    """Whether the difference of two months, group by group, leaves open how many were active on the late days, and who."""
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
        _is_open(own, of_late[group]) and told_by(presences[group], own) is None
        for group, own in days.items()
        if of_late[group]
    )


def _person_days(
    rows: Mapping[str, Mapping[str, Any]], roster: Roster, month: date, days: Sequence[date]
) -> dict[str, Counts]:
    """Return group → between which person-days its shown cell lies."""
    assigned = {group: one.days for group, one in roster.presence(month, days).items()}
    assigned[TOWN] = sum(assigned.values())
    return {
        group: days_of(as_shown_in(_TABLE, row), assigned[group])
        for group, row in rows.items()
        if row["shown"] is not None and group in assigned
    }


def _is_open(counts: Counts, of: int) -> bool:
    """Three values are left, and neither none nor all is certain."""
    return counts.most - counts.least >= MIN_VALUES - 1 and counts.most > 0 and counts.least < of
