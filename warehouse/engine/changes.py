"""Finds the months whose inputs changed since the last build, by a hash over what goes into each of them.

A month's inputs are its source-days in the ledger, the streams that are to be read, who is assigned where,
its sections, and its working days that have passed. This module builds nothing: `build.py` makes everything
again from the earliest of these months on.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from warehouse.facts.store import Store

_TABLES = (
    "create table if not exists ledger.built_month (month date, inputs text)",
    "create table if not exists ledger.built (rules text)",
)

# A meeting is filed on the day it ended and counts on the day one joined, up to two days before: the first two
# days of a month are inputs of the month before as well. The ledger is brought down to a line a day before it
# meets the months, and the engine's own hash is taken, because all of this grows with the years; another engine
# may hash otherwise, so its version is one of the rules.
#
# Lines are summed. The engine's hash of several columns is linear in the last one, so an exclusive or of such
# hashes loses what an even number of lines share: four streams that became final together looked unchanged.
# Hashed once more, no column is linear, and a sum forgets nothing that is there twice.
_INPUTS = """
with month as (
    select month, max(day_on) as last_on from core.calendar group by month
),
read_day as (
    select day_on, count(*) as lines, sum(hash(hash(source, stream, day_on, rows, hash, state, doubt))) as hash
    from ledger.source_day
    group by day_on
),
input as (
    select month, hash('day', day_on, is_working_day, has_passed) as line
    from core.calendar
    union all
    select m.month, hash('ledger', d.day_on, d.lines, d.hash)
    from read_day d
    join month m on d.day_on between m.month and m.last_on + 2
    union all
    select m.month,
        hash('source', s.source, s.stream, s.shape, s.grain, s.tools, greatest(s.since, m.month),
            case when s.until < m.last_on then s.until end, s.sections)
    from ledger.source s
    join month m on s.since is null or s.since <= m.last_on
    union all
    select m.month,
        hash('staff', a.staff, a.section, greatest(a.from_on, m.month),
            least(coalesce(a.to_on, m.last_on), m.last_on))
    from raw.assignment a
    join month m on a.from_on <= m.last_on and coalesce(a.to_on, m.last_on) >= m.month
    union all
    select m.month,
        hash('section', s.section, s.name, case when s.to_on < m.last_on then s.to_on end,
            case when s.to_on < m.last_on then s.successor end)
    from raw.section s
    join month m on s.from_on is null or s.from_on <= m.last_on
)
select month, concat(count(*), ' ', sum(hash(line))) as inputs
from input
group by month
order by month
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last build."""

    months: tuple[date, ...]
    """Those whose inputs changed, oldest first."""
    is_full: bool
    """The rules themselves changed, the clock went back, or nothing was ever built: every month is made anew."""
    is_first: bool
    """Nothing was ever built."""
    inputs: dict[date, str]
    """Month → hash of its inputs, oldest first."""
    rules: str


def find_changes(store: Store, *, rules: str) -> Changes:
    """Compare each month's inputs with those noted at the last build; reads `core.calendar`."""
    inputs = _read_inputs(store)
    noted = dict(store.rows("select month, inputs from ledger.built_month"))
    # The clock went back to an earlier month: what was built beyond it must go.
    is_back = bool(noted) and max(noted) > max(inputs)
    return Changes(
        months=tuple(month for month, hashed in inputs.items() if noted.get(month) != hashed),
        is_full=is_back or store.rows("select rules from ledger.built") != [(rules,)],
        is_first=not noted,
        inputs=inputs,
        rules=rules,
    )


def note_changes(store: Store, changes: Changes) -> None:
    """Note what this build was made from; part of the build's transaction."""
    store.execute("delete from ledger.built_month")
    store.append("ledger.built_month", [*changes.inputs.items()])
    store.execute("delete from ledger.built")
    store.execute("insert into ledger.built (rules) values (?)", (changes.rules,))


def _read_inputs(store: Store) -> dict[date, str]:
    """Return month → hash of its inputs, and see to it that there is a table to hold them against."""
    for statement in _TABLES:
        store.execute(statement)
    return dict(store.rows(_INPUTS))


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
    before = _read_inputs(store).items()
    noted = set(store.rows("select month, inputs from ledger.built_month"))
    yield
    after = _read_inputs(store)
    for month, _ in before & noted:
        store.execute(
            "update ledger.built_month set inputs = ? where month = ?", [after[month], month]
        )
