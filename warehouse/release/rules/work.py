"""Rule 4 for work: uses out of hours, hours in meetings, meetings with guests; withheld where one person has over half.

The dominance rule is not applied where the lowest code is shown: the code would be the same whoever was behind it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.release_context import Covered, add_up, by_people
from warehouse.release.rules.dominance import (
    By,
    by_group_and_town,
    is_dominated,
    suppress_secondary,
)
from warehouse.release.tables.bands import (
    HALF_HOURS,
    MIN_MEETINGS,
    SHARE_STEP,
    code_hours,
    code_share,
)
from warehouse.release.tables.cells import absent, show, withhold
from warehouse.release.tables.publication_lines import OUTSIDE, WORK
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.tables.cells import Reason, Row
    from warehouse.release.tables.coding import Value
    from warehouse.release.tables.release import State

_PLACED = (
    "join core.assignment_day a on a.staff = p.staff and a.day_on = p.day_on "
    "join core.calendar c on c.day_on = p.day_on group by all"
)


class _Work(NamedTuple):
    """One measure in one month: each group's amount and base, its state, and the people behind it."""

    amounts: Mapping[str, tuple[float, float]]
    states: Mapping[str, State]
    parts: Mapping[str, By]
    """Quantity → group → person → amount; no person may have more than half of any."""

    def withheld(
        self, asked: Sequence[str], hidden: Mapping[str, Reason] | None = None
    ) -> dict[str, Reason]:
        """Return group → reason for the withheld groups, including those in `hidden`.

        The dominance rule is applied only to the groups in `asked`.
        """
        hidden = hidden or {}
        dominated: dict[str, Reason] = {
            group: "dominance"
            for group in asked
            if any(is_dominated(by[group].values()) for by in self.parts.values())
        }
        town = {TOWN: dominated.pop(TOWN)} if TOWN in dominated else {}
        whole = {group: of for group, (_, of) in self.amounts.items() if group != TOWN}
        # Groups that are hidden for another reason also protect the dominated ones.
        covered = (
            suppress_secondary({**hidden, **dominated}, self.parts, whole)
            if dominated
            else {**hidden}
        )
        return covered | town


class _Months(NamedTuple):
    """One measure by month, and the rows that are withheld before it is cut."""

    months: dict[date, _Work]
    withheld: list[Row]


@dataclass(frozen=True, slots=True)
class Work:
    """The cut `work_month` and `outside_month`."""

    tables: Mapping[str, list[Row]]


def cut_work(context: ReleaseContext) -> Work:
    """Cut `work_month` and `outside_month`; both are empty if their marts were not built."""
    if not context.has("mart.work_month") or not context.has("mart.outside_month"):
        return Work({})
    return Work(
        {
            "work_month": [*_cut_hours(context), *_cut_meetings(context)],
            "outside_month": _cut_outside(context),
        }
    )


def _cut_hours(context: ReleaseContext) -> list[Row]:
    months, rows = _hours(context)
    for month, work in months.items():
        # No use at all would disclose that nobody did anything, so it gets the same code as little use.
        values = {
            group: code_share(part, whole or 1) for group, (part, whole) in work.amounts.items()
        }
        asked = [group for group, value in values.items() if value.low >= SHARE_STEP]
        key = {"measure": "out_of_hours", "month": month}
        rows += _rows(context, "work_month", key, work, values, work.withheld(asked))
    return rows


def _cut_meetings(context: ReleaseContext) -> list[Row]:
    months, rows = _meetings(context)
    for month, work in months.items():
        values = {
            group: code_hours(part / heads)
            for group, (part, heads) in work.amounts.items()
            if heads
        }
        asked = [group for group, value in values.items() if value.low >= HALF_HOURS]
        key = {"measure": "meeting_hours", "month": month}
        rows += _rows(context, "work_month", key, work, values, work.withheld(asked))
    return rows


def _cut_outside(context: ReleaseContext) -> list[Row]:
    months, rows = _outside(context)
    for month, work in months.items():
        values = {
            group: code_share(part, whole)
            for group, (part, whole) in work.amounts.items()
            if whole >= MIN_MEETINGS
        }
        few: dict[str, Reason] = {
            group: "few_meetings" for group in work.amounts if group not in values
        }
        withheld = work.withheld(list(values), few)
        rows += _rows(context, "outside_month", {"month": month}, work, values, withheld)
    return rows


def _rows(
    context: ReleaseContext,
    table: str,
    key: Mapping[str, Any],
    work: _Work,
    values: Mapping[str, Value],
    withheld: Mapping[str, Reason],
) -> list[Row]:
    """Return one row for each group.

    Args:
        context: what the rule reads.
        table: the release table.
        key: month, and measure if the table has several.
        work: each group's amounts.
        values: group → its value, where there is one.
        withheld: group → why it is withheld.
    """
    is_refused = (table, key.get("measure", "meetings"), key["month"]) in context.refused
    why = context.not_yet(_line(key), key["month"])
    rows: list[Row] = []
    for group, state in work.states.items():
        if state == "none":
            cell: Row = absent(n=None, state=state)
        elif is_refused and group in values:
            cell = withhold("gate", n=None, state=state)
        elif why:
            cell = withhold(why, n=None, state=state)
        elif group in withheld:
            cell = withhold(withheld[group], n=None, state=state)
        elif group in values:
            cell = show(values[group], n=None, state=state)
        else:
            cell = absent(n=None, state=state)
        rows.append({**key, "section": group, **cell})
    return rows


def _line(key: Mapping[str, Any]) -> str:
    return (WORK[key["measure"]] if "measure" in key else OUTSIDE).name


def _hours(context: ReleaseContext) -> _Months:
    uses = by_people(
        context.store,
        f"select c.month, a.section, p.staff, sum(p.uses) from core.hours_day p {_PLACED}",
    )
    outside = by_people(
        context.store,
        "select c.month, a.section, p.staff, sum(p.uses_out_of_hours) "
        f"from core.hours_day p {_PLACED}",
    )
    return _by_month(
        context,
        {"measure": "out_of_hours"},
        "select month, section, uses_out_of_hours, uses, state from mart.work_month order by all",
        {"uses": uses, "uses_out_of_hours": outside},
    )


def _meetings(context: ReleaseContext) -> _Months:
    seconds = by_people(
        context.store,
        f"select c.month, a.section, p.staff, sum(p.seconds) from core.meeting_day p {_PLACED}",
    )
    return _by_month(
        context,
        {"measure": "meeting_hours"},
        # A head is somebody assigned on every working day of the month.
        "select w.month, w.section, w.meeting_minutes / 60, w.assigned_days / d.days, "
        "case when w.meeting_minutes is null then 'none' else w.state end from mart.work_month w "
        "join (select month, count(*) as days from core.calendar where is_working_day group by month) d "
        "on d.month = w.month order by all",
        {"seconds": seconds},
        tool="meetings",
    )


def _outside(context: ReleaseContext) -> _Months:
    opened = by_people(
        context.store,
        f"select c.month, a.section, p.staff, sum(p.meetings) from core.opened_day p {_PLACED}",
    )
    with_guests = by_people(
        context.store,
        f"select c.month, a.section, p.staff, sum(p.with_guests) from core.opened_day p {_PLACED}",
    )
    return _by_month(
        context,
        {},
        "select month, section, with_guests, online_meetings, state from mart.outside_month order by all",
        {"meetings": opened, "with_guests": with_guests},
        tool="meetings",
    )


def _by_month(
    context: ReleaseContext,
    key: Mapping[str, str],
    sql: str,
    people: Mapping[str, Mapping[tuple[Any, ...], list[tuple[str, str, float]]]],
    *,
    tool: str | None = None,
) -> _Months:
    """Add up a mart's sections and a core table's people by group.

    Args:
        context: what the rule reads.
        key: the measure, if the table has several.
        sql: selects month, section, amount, base, state.
        people: quantity → month → (section, staff, amount).
        tool: the tool being measured; only people whom its sources cover are counted.
    """
    by_month: dict[date, list[tuple[Any, ...]]] = defaultdict(list)
    for month, *section in context.store.rows(sql):
        by_month[month].append(tuple(section))
    found = _Months({}, [])
    for month, every in by_month.items():
        at = {**key, "month": month}
        if context.frozen.is_frozen(_line(key), month):
            continue
        covered = context.covered(at, every, tool) if tool else Covered(every, [])
        states: dict[str, State] = {section: state for section, _, _, state in covered.sections}
        found.withheld.extend(covered.withheld)
        found.withheld.extend(context.withheld_by_threshold(at, states, is_people=False))
        amounts, state_of = add_up(covered.sections, context.groups(month))
        parts = {
            name: by_group_and_town(by.get((month,), []), states, context.groups(month))
            for name, by in people.items()
        }
        found.months[month] = _Work(amounts, state_of, parts)
    return found
