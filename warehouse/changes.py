"""Says which months changed since the last build, from what went into each of them.

A month's inputs are its source-days in the ledger, the streams that were to be read, who was assigned
where, and its working days that have passed. Each month is noted with a hash over them.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from warehouse.store import Store

_TABLES = (
    "create table if not exists ledger.built_month (month date, inputs text)",
    "create table if not exists ledger.built (rules text, today date)",
)

# A meeting is filed on the day it ended and counts on the day one joined, up to two days before:
# the first two days of a month are inputs of the month before as well.
_INPUTS = """
with month as (
    select month, max(day_on) as last_on from core.calendar group by month
),
input as (
    select month, concat_ws('|', 'day', day_on, is_working_day, has_passed) as line
    from core.calendar
    union all
    select m.month, concat_ws('|', 'ledger', d.source, d.stream, d.day_on, d.rows, d.hash, d.state)
    from ledger.source_day d
    join month m on d.day_on between m.month and m.last_on + 2
    union all
    select m.month,
        concat_ws('|', 'source', s.source, s.stream, s.shape, s.grain, array_to_string(s.tools, ','),
            greatest(s.since, m.month), case when s.until < m.last_on then s.until end)
    from ledger.source s
    join month m on s.since is null or s.since <= m.last_on
    union all
    select m.month,
        concat_ws('|', 'staff', a.staff, a.section, greatest(a.from_on, m.month),
            least(coalesce(a.to_on, m.last_on), m.last_on))
    from raw.assignment a
    join month m on a.from_on <= m.last_on and coalesce(a.to_on, m.last_on) >= m.month
    union all
    select m.month,
        concat_ws('|', 'section', s.section, s.name, case when s.to_on < m.last_on then s.to_on end,
            case when s.to_on < m.last_on then s.successor end)
    from raw.section s
    join month m on s.from_on is null or s.from_on <= m.last_on
)
select month, concat(count(*), ' ', bit_xor(md5_number(line)))
from input
group by month
order by month
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last build."""

    months: tuple[date, ...]
    """Oldest first."""
    is_full: bool
    """The rules themselves changed, or nothing was ever built: every month is made anew."""
    is_new_day: bool
    """Today is another day than at the last build: what depends on the date is made anew."""
    inputs: dict[date, str]
    noted: frozenset[date]
    """The months that were built before."""
    rules: str
    today: date


def find_changes(store: Store, *, rules: str, today: date) -> Changes:
    """Compare each month's inputs with those noted at the last build; reads `core.calendar`."""
    for statement in _TABLES:
        store.execute(statement)
    inputs = dict(store.rows(_INPUTS))
    noted = dict(store.rows("select month, inputs from ledger.built_month"))
    before = store.rows("select rules, today from ledger.built")
    # The clock went back to an earlier month: what was built beyond it must go.
    is_back = bool(noted) and max(noted) > max(inputs)
    return Changes(
        months=tuple(month for month, hashed in inputs.items() if noted.get(month) != hashed),
        is_full=is_back or not before or before[0][0] != rules,
        is_new_day=not before or before[0][1] != today,
        inputs=inputs,
        noted=frozenset(noted),
        rules=rules,
        today=today,
    )


def note_changes(store: Store, changes: Changes) -> None:
    """Note what this build was made from; part of the build's transaction."""
    store.execute("delete from ledger.built_month where month > ?", (max(changes.inputs),))
    for month in changes.months:
        store.execute("delete from ledger.built_month where month = ?", (month,))
        store.execute(
            "insert into ledger.built_month values (?, ?)", (month, changes.inputs[month])
        )
    store.execute("delete from ledger.built")
    store.execute("insert into ledger.built values (?, ?)", (changes.rules, changes.today))


@contextmanager
def keep_noted(store: Store) -> Iterator[None]:
    """Let what is done inside a transaction count as no change: months that were up to date still are.

    For changes that move no number: other names for the same people, facts that have been built from.
    """
    if not store.rows(
        "from duckdb_tables() where schema_name = 'core' and table_name = 'calendar'"
    ):
        yield
        return
    for statement in _TABLES:
        store.execute(statement)
    before = set(store.rows(_INPUTS))
    yield
    noted = set(store.rows("select month, inputs from ledger.built_month"))
    after = dict(store.rows(_INPUTS))
    for month, _ in before & noted:
        store.execute(
            "update ledger.built_month set inputs = ? where month = ?", [after[month], month]
        )
