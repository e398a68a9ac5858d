"""What happens to the past: facts and rows of people are deleted by age, and no number shown moves.

Three days are noted in `ledger.closed`. Before `raw_before` the facts of events are gone: what was built
from them is kept, and what is read later still (a source that was down for weeks) adds to it. Before
`people_before` rows of people are gone. Before `marts_before` months are closed: their rows stay as they
are whatever changes, and `kept.*` is the only place they can come from, even if everything is made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from connectors.shapes import SHAPES
from warehouse.engine.changes import keep_noted
from warehouse.engine.model import LATER, read_models
from warehouse.lifecycle.leavers import condense_first_use, rename_leavers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.engine.model import Model
    from warehouse.facts.store import Store

_YEAR = 12
_WAS_BUILT_FROM = "(d.doubt is null or (d.doubt <> 'strangers' and d.rows > 0))"
_PERSONAL = tuple(shape for shape in SHAPES if "staff" in shape.landed.names)
"""The shapes whose facts are of people: the others are of sections and stay."""


@dataclass(frozen=True, slots=True)
class Closed:
    """From which day on the warehouse still has what; everything, as long as nothing was deleted."""

    raw_before: date = date.min
    people_before: date = date.min
    marts_before: date = date.min


@dataclass(frozen=True, slots=True)
class Expired:
    """What one expiry deleted."""

    facts: int
    people: int
    closed: Closed

    def __str__(self) -> str:
        """Counts and days, never records."""
        if not self.facts + self.people:
            return "nothing is older than [retention] allows"
        return (
            f"as [retention] asks, deleted {self.facts:,} facts from before {self.closed.raw_before} and {self.people:,} "
            f"rows of people from before {self.closed.people_before}; what sections came to is kept, and so are all numbers"
        )


def read_closed(store: Store) -> Closed:
    """Return what is noted."""
    rows = store.rows("select raw_before, people_before, marts_before from ledger.closed")
    return Closed(*(one or date.min for one in rows[0])) if rows else Closed()


def retention(today: date, *, raw_days: int, person_months: int) -> Closed:
    """Return the first days that may still be kept; rows of people by whole months, never longer."""
    months = today.year * _YEAR + today.month - 1 - person_months + (today.day > 1)
    first = date(months // _YEAR, months % _YEAR + 1, 1)
    return Closed(today - timedelta(days=raw_days), first, first)


class KeptRows:
    """How each model is made, given what can no longer be made from facts."""

    def __init__(self, store: Store, models: Iterable[Model], closed: Closed) -> None:
        """`models` with those first that others read."""
        self._kept = {
            name
            for (name,) in store.rows(
                "select table_name from duckdb_tables() where schema_name = 'kept'"
            )
        }
        self._before = closed_months(models, closed)

    def made(self, model: Model, sql: str) -> str:
        """Return the SQL of its rows: those that `sql` makes and that are open, and those kept."""
        before = self._before.get(model.table)
        if before is None or kept_name(model) not in self._kept:
            return sql
        kept = f"select * from kept.{kept_name(model)}"
        if before > date.min:
            is_closed = f"({model.period} < date '{before}' and ({model.closes}))"
            kept += f" where {is_closed}" if not model.adds else ""
            made = f"select * from (\n{sql}\n) as open where {is_closed} is not true"
        else:
            made = sql
        both = f"select * from (\n{made}\n) as open union all by name {kept}"
        if not model.adds:
            return both
        kept = f"select *, 0 as is_open from ({kept})"
        both = f"select *, 1 as is_open from (\n{made}\n) as open union all by name {kept}"
        columns = [self._added(model, name) for name in model.columns]
        keys = ", ".join(
            name for name in model.columns if name not in (*model.adds, *model.settles)
        )
        return f"select {', '.join(columns)} from (\n{both}\n) as whole group by {keys}"

    @staticmethod
    def _added(model: Model, column: str) -> str:
        """Return the SQL of a column where what was kept and what came later are one row."""
        if column in model.adds:
            return f"sum({column})::bigint as {column}"
        return f"arg_min({column}, is_open) as {column}" if column in model.settles else column


def kept_name(model: Model) -> str:
    """Return the table in the schema `kept` that holds a model's rows of the past."""
    return model.table.replace(".", "__")


def closed_months(models: Iterable[Model], closed: Closed) -> dict[str, date]:
    """Return table → the day before which its rows can no longer be made.

    That is the day noted, or later where a row looks back on rows of people that are gone: a segment
    needs twelve weeks. Tables that are made of sections' rows alone can always be made and are absent.
    """
    before: dict[str, date] = {}
    personal: dict[str, date] = {}
    for model in models:
        above = [personal[table] for table in model.reads if table in personal]
        if model.period is None or not (model.is_personal or above):
            continue
        base = closed.people_before if model.is_personal else closed.marts_before
        back = 0 if model.reach[1] == LATER else model.reach[1]
        day = max(base, *(_months_after(one, back) for one in above)) if above else base
        before[model.table] = day
        if model.is_personal:
            personal[model.table] = day
    return before


def expire(store: Store, to: Closed) -> Expired:
    """Delete what is older than it may be, in one transaction; the models must just have been built."""
    before = read_closed(store)
    to = Closed(
        max(to.raw_before, before.raw_before),
        max(to.people_before, before.people_before),
        max(to.marts_before, before.marts_before),
    )
    with store.transaction(), keep_noted(store):
        _keep(store, to)
        _note_counted(store, to.raw_before)
        facts = _delete_facts(store, to.raw_before)
        people = _delete_people(store, to.people_before)
        _note(store, to)
    return Expired(facts, people, to)


def close_marts(store: Store, before: date) -> None:
    """Close the months before a day inside a transaction: whatever is then deleted, they stay."""
    closed = read_closed(store)
    to = Closed(closed.raw_before, closed.people_before, max(before, closed.marts_before))
    _keep(store, to)
    _note(store, to)


def _note(store: Store, to: Closed) -> None:
    store.execute("delete from ledger.closed")
    store.append("ledger.closed", [(to.raw_before, to.people_before, to.marts_before)])


def _keep(store: Store, to: Closed) -> None:
    """Put aside, for each model, the rows that will have no other source."""
    models = read_models()
    before = closed_months(models, to)
    there = {
        f"{schema}.{table}"
        for schema, table in store.rows("select schema_name, table_name from duckdb_tables()")
    }
    for model in models:
        if model.table not in before or model.table not in there:
            continue
        day = to.raw_before if model.adds else before[model.table]
        store.execute(
            f"create or replace table kept.{kept_name(model)} as "
            f"from {model.table} where {model.period} < ? and ({model.closes})",
            [day],
        )


def _note_counted(store: Store, before: date) -> None:
    """Note the connections over midnight that what is kept holds already, while their own facts stay for a day or two.

    By their identity and not by their day: what is read of the same days later still is to be counted.
    """
    store.execute(
        "insert into ledger.counted_event select source, stream, event, day_on from raw.attendance "
        "anti join ledger.counted_event using (source, stream, event) "
        "anti join (from ledger.source_day where doubt = 'strangers') using (source, stream, day_on) "
        # As staging.attendance files it: on the day of joining, at most two days before.
        "where day_on >= ? and day_on < ? and (started_at at time zone 'Asia/Tokyo')::date < ?",
        [before, before + timedelta(days=2), before],
    )
    store.execute("delete from ledger.counted_event where filed_on < ?", [before])


def _delete_facts(store: Store, before: date) -> int:
    deleted = 0
    for shape in _PERSONAL:
        store.execute(
            "insert into ledger.expired_day select d.source, d.stream, d.day_on "
            "from ledger.source_day d semi join ("
            "select source, stream from ledger.source where shape = ? "
            f"union select source, stream from raw.{shape.name}) s using (source, stream) "
            "anti join ledger.expired_day using (source, stream, day_on) "
            "where d.day_on < ? and d.state in ('final', 'provisional', 'incomplete') "
            # Of what was not understood nothing was built: it is read again, however old.
            f"and {_WAS_BUILT_FROM}",
            [shape.name, before],
        )
        deleted += store.count(f"select count(*) from raw.{shape.name} where day_on < ?", [before])
        store.execute(f"delete from raw.{shape.name} where day_on < ?", [before])
    store.execute(
        "update ledger.source_day set rows = 0, unmatched = 0, hash = null where day_on < ? and doubt = 'strangers'",
        [before],
    )
    # Its source may still change it, but we take it no longer.
    store.execute(
        "update ledger.source_day set state = 'final' from ledger.expired_day e "
        "where source_day.state = 'provisional' and source_day.source = e.source "
        "and source_day.stream = e.stream and source_day.day_on = e.day_on"
    )
    return deleted


def _delete_people(store: Store, before: date) -> int:
    condense_first_use(store, before)
    rename_leavers(store, before)
    deleted = 0
    there = dict(
        store.rows("select table_name, true from duckdb_tables() where schema_name = 'kept'")
    )
    for model in read_models():
        if not model.is_personal or kept_name(model) not in there:
            continue
        if model.table == "core.first_use":
            continue
        old = f"{model.period} < ?"
        deleted += store.count(f"select count(*) from {model.table} where {old}", [before])
        store.execute(f"delete from {model.table} where {old}", [before])
        store.execute(f"delete from kept.{kept_name(model)} where {old}", [before])
    return deleted


def _months_after(day: date, months: int) -> date:
    if day == date.min:
        return day
    count = day.year * _YEAR + day.month - 1 + months
    return date(count // _YEAR, count % _YEAR + 1, 1)
