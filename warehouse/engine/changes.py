"""Says which months changed since the last build, from what went into each of them.

A month's inputs are its source-days in the ledger, the streams that were to be read, who was assigned
where, and its working days that have passed. Each month is noted with a hash over them, and each day of
the months that the last build made, so that of a running month only its last days are made again.
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
    "create table if not exists ledger.built_day (month date, day_on date, inputs text)",
    "create table if not exists ledger.built (rules text, today date)",
)

# A meeting is filed on the day it ended and counts on the day one joined, up to two days before: the
# first two days of a month are inputs of the month before as well, and a day is one of the two before.
# What is not of a day belongs to the first of its month. The ledger is brought down to a line a day before
# it meets the months, and the engine's own hash is taken, because all of this grows with the years; another
# engine may hash otherwise, so its version is one of the rules.
#
# Lines are summed. The engine's hash of several columns is linear in the last one, so an exclusive or of such
# hashes loses what an even number of lines share: four streams that became final together looked unchanged.
# Hashed once more, no column is linear, and a sum forgets nothing that is there twice.
_INPUTS = """
create or replace temp table input as
with month as (
    select month, max(day_on) as last_on from core.calendar group by month
),
read_day as (
    select day_on, count(*) as lines, sum(hash(hash(source, stream, day_on, rows, hash, state, doubt))) as hash
    from ledger.source_day
    group by day_on
),
input as (
    select month, day_on, hash('day', day_on, is_working_day, has_passed) as line
    from core.calendar
    union all
    select m.month, greatest(d.day_on - 2, m.month), hash('ledger', d.day_on, d.lines, d.hash)
    from read_day d
    join month m on d.day_on between m.month and m.last_on + 2
    union all
    select m.month, m.month,
        hash('source', s.source, s.stream, s.shape, s.grain, s.tools, greatest(s.since, m.month),
            case when s.until < m.last_on then s.until end, s.sections)
    from ledger.source s
    join month m on s.since is null or s.since <= m.last_on
    union all
    select m.month, m.month,
        hash('staff', a.staff, a.section, greatest(a.from_on, m.month),
            least(coalesce(a.to_on, m.last_on), m.last_on))
    from raw.assignment a
    join month m on a.from_on <= m.last_on and coalesce(a.to_on, m.last_on) >= m.month
    union all
    select m.month, m.month,
        hash('section', s.section, s.name, case when s.to_on < m.last_on then s.to_on end,
            case when s.to_on < m.last_on then s.successor end)
    from raw.section s
    join month m on s.from_on is null or s.from_on <= m.last_on
)
select month, day_on, count(*) as lines, sum(hash(line)) as hash
from input
group by month, day_on
"""
_BY_MONTH = (
    "select month, concat(sum(lines), ' ', sum(hash)) from input group by month order by month"
)
_BY_DAY = "select month, day_on, concat(lines, ' ', hash) as inputs from input"


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed since the last build."""

    months: tuple[date, ...]
    """Oldest first."""
    first_days: dict[date, date]
    """Month → the first day of it that something changed, where it is known: those before are as they were."""
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
    inputs = _read_inputs(store)
    noted = dict(store.rows("select month, inputs from ledger.built_month"))
    before = store.rows("select rules, today from ledger.built")
    # The clock went back to an earlier month: what was built beyond it must go.
    is_back = bool(noted) and max(noted) > max(inputs)
    return Changes(
        months=tuple(month for month, hashed in inputs.items() if noted.get(month) != hashed),
        first_days=_first_days(store),
        is_full=is_back or not before or before[0][0] != rules,
        is_new_day=not before or before[0][1] != today,
        inputs=inputs,
        noted=frozenset(noted),
        rules=rules,
        today=today,
    )


def note_changes(store: Store, changes: Changes) -> None:
    """Note what this build was made from; part of the build's transaction."""
    months = list(changes.months)
    store.execute(
        "delete from ledger.built_month where month > ? or list_contains(?::date[], month)",
        (max(changes.inputs), months),
    )
    store.append("ledger.built_month", [(month, changes.inputs[month]) for month in months])
    if months:
        store.execute("delete from ledger.built_day")
        store.execute(
            f"insert into ledger.built_day {_BY_DAY} where list_contains(?::date[], month)",
            (months,),
        )
    store.execute("delete from ledger.built")
    store.execute("insert into ledger.built values (?, ?)", (changes.rules, changes.today))


def _read_inputs(store: Store) -> dict[date, str]:
    """Hash what goes into each day, kept for this connection as `input`, and return it by month."""
    store.execute(_INPUTS)
    return dict(store.rows(_BY_MONTH))


def _first_days(store: Store) -> dict[date, date]:
    """Of the months of which the last build noted the days, return the first day that differs."""
    noted = set(store.rows("from ledger.built_day"))
    months = list({month for month, *_ in noted})
    now = set(store.rows(f"{_BY_DAY} where list_contains(?::date[], month)", [months]))
    first: dict[date, date] = {}
    for month, day_on, _ in noted ^ now:
        first[month] = min(first.get(month, day_on), day_on)
    return first


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
    before = set(_read_inputs(store).items())
    yield
    noted = set(store.rows("select month, inputs from ledger.built_month"))
    after = _read_inputs(store)
    for month, _ in before & noted:
        store.execute(
            "update ledger.built_month set inputs = ? where month = ?", [after[month], month]
        )
