"""What the office itself wrote down: actions, targets, hand-over. Nothing here is counted from people.

Gate 2 lets these through as they are: the action book says of itself that it may be published, and
targets stand in the settings. What a hand-over item would tell about people (use, training) is left
out; pages judge it from what is released anyway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.release import SCHEMAS

if TYPE_CHECKING:
    import pyarrow as pa

    from warehouse.store import Store

_ACTIONS = """
select
    m.action, m.title, m.section, m.tool, m.owner_role, m.type, m.hypothesis, m.measure,
    m.step, m.observed_on, m.oriented_on, m.decided_on, m.acted_on, m.checked_on, m.result,
    m.due_on, m.is_overdue, c.hours_saved, c.hours_added
from mart.action m left join core.action c using (action)
order by m.observed_on, m.action
"""
_TARGETS = """
select section, tool, fiscal_year, share * 100 as per_cent from core.target
order by fiscal_year, tool, section nulls first
"""
_HANDOVER = """
select section, item, is_met from mart.handover
where item in ('lead_named', 'own_action') order by section, item
"""
_OFFICE = "select closing_on, paper_ratio * 100 as paper_per_cent from core.town"
_QUERIES = {
    "action": ("mart.action", _ACTIONS),
    "target": ("core.target", _TARGETS),
    "handover": ("mart.handover", _HANDOVER),
    "office": ("core.town", _OFFICE),
}
"""Release table → the table it needs, and how it is read."""


def read_office(store: Store) -> dict[str, pa.Table]:
    """Return the release tables `action`, `target`, `handover` and `office`.

    A warehouse whose models were built without one of them gives it empty.
    """
    there = {
        f"{schema}.{name}"
        for schema, name in store.rows("select schema_name, table_name from duckdb_tables()")
    }
    return {
        name: store.table(query).cast(SCHEMAS[name])
        if needed in there
        else SCHEMAS[name].empty_table()
        for name, (needed, query) in _QUERIES.items()
    }
