"""What the town hall declares itself: actions, plan, targets, hand-over, tasks, trainings. Nothing here is counted from people.

These tables are released as they are: the books of actions, of the plan and of tasks state that they may be published; targets and
the weight of a sheet are settings. For a training, only that it was held and that somebody attended is released. In a
one-person section attendance would identify that person, so small sections are one group here as well. Hand-over items
that would describe people (use, training) are left out; pages judge those from released values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from warehouse.release.tables.release import SCHEMAS, SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from warehouse.facts.store import Store

_ACTIONS = """
select
    m.action, m.title, m.section, c.booked_section, m.tool, m.owner_role, m.type, m.hypothesis, m.measure,
    c.series,
    m.step, m.observed_on, m.oriented_on, m.decided_on, m.acted_on, m.checked_on, m.result,
    m.due_on, m.is_overdue, c.hours_saved, c.hours_added, c.lot_seed, c.lot_from, c.lot_waves,
    c.freed_for
from mart.action m left join core.action c using (action)
order by m.observed_on, m.action
"""
_TARGETS = """
select section, tool, fiscal_year, share * 100 as per_cent from core.target
order by fiscal_year, tool, section nulls first
"""
_SERIES_TARGETS = """
select section, series, fiscal_year, better, level, change, base_year from core.series_target
order by fiscal_year, series, section nulls first, level, change
"""
_HANDOVER = """
select section, item, is_met from mart.handover order by section, item
"""
_TRAININGS = """
select distinct
    r.training, coalesce(p.becomes, r.section) as section, coalesce(d.becomes, r.section) as held_in,
    r.tool, r.day_on as held_on
from core.training r
cross join core.town t
left join core.section_path p on p.section = r.section and t.today - 1 between p.from_on and p.to_on
left join core.section_path d on d.section = r.section and r.day_on between d.from_on and d.to_on
where r.section is not null
order by held_on, section, training
"""
_FACTORS = """
select 'yen' as quantity, yen_per_sheet as per_sheet, yen_source as source from core.town
union all select 'kilograms', grams_per_sheet / 1000, grams_source from core.town
union all select 'co2_kilograms', co2_grams_per_sheet / 1000, co2_source from core.town
union all select 'trees', 1 / sheets_per_tree, tree_source from core.town
"""
_TASK_CHANGES = """
select
    k.task, coalesce(p.becomes, k.section) as section, k.kind, k.from_on, k.hours_before, k.hours as hours_now,
    k.stamps
from core.task k
cross join core.town t
left join core.section_path p on p.section = k.section and t.today - 1 between p.from_on and p.to_on
where k.kind <> 'kept' and k.from_on < t.today
order by k.from_on, k.task, section
"""
_PLAN = """
select
    item, title, purpose, for_whom, section, decided_by, is_of_state, measure, series, target, target_is,
    decided_on, due_on, began_on
from core.plan_item
order by decided_on, item
"""
_OFFICE = "select closing_on, paper_ratio * 100 as paper_per_cent from core.town"
_QUERIES = {
    "action": ("mart.action", _ACTIONS),
    "target": ("core.target", _TARGETS),
    "series_target": ("core.series_target", _SERIES_TARGETS),
    "handover": ("mart.handover", _HANDOVER),
    "training": ("core.training", _TRAININGS),
    "paper_factor": ("core.town", _FACTORS),
    "office": ("core.town", _OFFICE),
    "task_change": ("core.task", _TASK_CHANGES),
    "plan_item": ("core.plan_item", _PLAN),
    "own_count": ("core.own_count", "select name, unit, better from core.own_count order by name"),
}
"""Release table → the table it requires, and the query that reads it."""


def read_office(
    store: Store,
    groups_in: Callable[[date], Mapping[str, str]],
    today: date,
    *,
    show_roles: bool = False,
) -> dict[str, pa.Table]:
    """Return the release tables that the office declares: actions, targets, hand-over, trainings, factors.

    If the warehouse was built without one of the source tables, its release table is empty.

    Args:
        store: the warehouse, models built.
        groups_in: first of a month → section → group.
        today: the day after the last released day.
        show_roles: whether to release the role of the person who looks after an action.
    """
    there = {
        f"{schema}.{name}"
        for schema, name in store.rows("select schema_name, table_name from duckdb_tables()")
    }
    tables = {
        name: store.table(query) if needed in there else SCHEMAS[name].empty_table()
        for name, (needed, query) in _QUERIES.items()
    }
    if not show_roles:
        place = tables["action"].schema.get_field_index("owner_role")
        nobody = pa.nulls(tables["action"].num_rows, pa.string())
        tables["action"] = tables["action"].set_column(place, "owner_role", nobody)
    tables["training"] = _by_group(tables["training"], groups_in, today)
    return {name: table.cast(SCHEMAS[name]) for name, table in tables.items()}


def _by_group(
    trainings: pa.Table, groups_in: Callable[[date], Mapping[str, str]], today: date
) -> pa.Table:
    """Replace each section by the group that showed it on the training's day, under its current name; no duplicates.

    A section that was small on that day stays part of its group, however large it is today.
    """
    groups = groups_in(today.replace(day=1))
    rows = []
    for row in trainings.to_pylist():
        then = groups_in(row["held_on"].replace(day=1)).get(row["held_in"], TOWN)
        # A section that ended without a successor keeps what was released about it then.
        today_in = groups.get(row["section"], then) if groups else TOWN
        section = today_in if then == row["held_in"] else then
        # What is released about a group must not name a section, not even the one it was.
        held_in = section if section in {SMALL, TOWN} else then
        rows.append({**row, "section": section, "held_in": held_in})
    once = {tuple(row.values()): row for row in rows}
    # Sort by released columns alone: a row's position would disclose which small section it came from.
    in_order = sorted(
        once.values(),
        key=lambda row: (row["held_on"], row["section"], row["training"], row["tool"] or ""),
    )
    return pa.Table.from_pylist(in_order, schema=SCHEMAS["training"])
