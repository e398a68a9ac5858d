"""Reads which months of a line there are, in which state, and when they were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.release.tables.cells import worst
from warehouse.release.tables.publication_lines import KINDS

if TYPE_CHECKING:
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.tables.release import State


def read_line_states(store: Store) -> dict[tuple[str, date], State]:
    """Return (line, month) → the worst state of its sections; `none` where no section has data."""
    there = {
        f"{schema}.{name}"
        for schema, name in store.rows("select schema_name, table_name from duckdb_tables()")
    }
    asked = [kind.states for kind in KINDS if kind.mart in there]
    if not asked:
        return {}
    rows = store.rows(
        f"select line, month, list(distinct state) from ({' union all '.join(asked)}) as t(line, month, state) "
        "group by all"
    )
    return {(line, month): worst(states) for line, month, states in rows}


def last_shown(store: Store, month: date) -> tuple[bool, date | None]:
    """Return whether any line of a month is still waiting, and the night on which the last one was shown."""
    if not store.rows(
        "from duckdb_tables() where schema_name = 'release' and table_name = 'line_month'"
    ):
        return False, None
    waits, last = store.rows(
        "select coalesce(bool_or(frozen_on is null), false), max(frozen_on) from release.line_month where month = ?",
        [month],
    )[0]
    return waits, last
