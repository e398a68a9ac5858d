"""Finds the months whose inputs changed since the last build, by comparing a hash of each month's inputs.

A month's inputs are its source-days in the ledger, the streams to be read, the assignments, the sections, and the
working days that have passed. This module builds nothing: `build.py` rebuilds from the earliest of these months on.
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

# A meeting is filed on the day it ended and counts on the day of joining, up to two days before: the first two days
# of a month are therefore inputs of the previous month as well. The ledger is aggregated to one line per day before
# it is joined with the months, and the engine's own hash function is used, because this query grows with the years.
# Another version of the engine may hash differently, so the version is one of the rules.
#
# Hashes of lines are summed. The engine's hash of several columns is linear in the last one, so an exclusive or of
# such hashes loses what an even number of lines share: four streams that became final together looked unchanged.
# A second hash removes the linearity, and a sum does not cancel duplicates.
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
    """The difference from the last build."""

    months: tuple[date, ...]
    """The months whose inputs changed, oldest first."""
    is_full: bool
    """Whether every month is rebuilt: the rules changed, the clock went back, or nothing was ever built."""
    is_first: bool
    """Whether nothing was ever built."""
    inputs: dict[date, str]
    """Month → hash of its inputs, oldest first."""
    rules: str
    """What numbers depend on besides inputs: the engine's version, the models' SQL and the settings."""


def find_changes(store: Store, *, rules: str) -> Changes:
    """Compare each month's inputs with those noted at the last build. `core.calendar` must be up to date."""
    inputs = _read_inputs(store)
    noted = dict(store.rows("select month, inputs from ledger.built_month"))
    # The clock went back to an earlier month: rows of later months must go.
    is_back = bool(noted) and max(noted) > max(inputs)
    return Changes(
        months=tuple(month for month, hashed in inputs.items() if noted.get(month) != hashed),
        is_full=is_back or store.rows("select rules from ledger.built") != [(rules,)],
        is_first=not noted,
        inputs=inputs,
        rules=rules,
    )


def note_changes(store: Store, changes: Changes) -> None:
    """Note the inputs and rules of this build, inside the build's transaction."""
    store.execute("delete from ledger.built_month")
    store.append("ledger.built_month", [*changes.inputs.items()])
    store.execute("delete from ledger.built")
    store.execute("insert into ledger.built (rules) values (?)", (changes.rules,))


def _read_inputs(store: Store) -> dict[date, str]:
    """Return month → hash of its inputs; create the tables of noted inputs if they are missing."""
    for statement in _TABLES:
        store.execute(statement)
    return dict(store.rows(_INPUTS))


@contextmanager
def keep_noted(store: Store) -> Iterator[None]:
    """Keep months that are up to date marked so, although the block changes their inputs.

    Use it inside a transaction, for changes that move no number: other pseudonyms for the same people, or deletion of
    facts that models were built from.
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
