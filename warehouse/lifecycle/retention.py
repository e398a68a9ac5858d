"""Deletes facts and rows of people by age; no published number may change.

`ledger.closed` holds three cut-off dates. Before `raw_before` the facts of people are deleted; what was built from
them is kept, and what is read later (from a source that was down for weeks) is added. Before `people_before` rows of
people are deleted. Before `marts_before` months are closed: their rows never change, and `kept.*` is their only
source, even in a full rebuild.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.contract.shapes import SHAPES
from warehouse.engine.changes import keep_noted
from warehouse.engine.kept_rows import Closed, closed_months, kept_name, read_closed
from warehouse.engine.model import read_models
from warehouse.lifecycle.leavers import condense_first_use, rename_leavers
from warehouse.months import month_before

if TYPE_CHECKING:
    from datetime import date

    from warehouse.facts.store import Store

_WAS_BUILT_FROM = "(d.doubt is null or (d.doubt <> 'strangers' and d.rows > 0))"
_PERSONAL = tuple(shape for shape in SHAPES if "staff" in shape.landed.names)
"""Shapes whose facts are about people; facts of the other shapes are about sections and stay."""


@dataclass(frozen=True, slots=True)
class Expired:
    """The result of one deletion by age: rows deleted, and the new cut-off dates."""

    facts: int
    people: int
    closed: Closed

    @property
    def message(self) -> Message:
        """The summary for the operator: counts and dates, never records."""
        if not self.facts + self.people:
            return Message("nothing is older than [retention] allows")
        return Message(
            "as [retention] requires, deleted {facts:,} facts from before {first} and {people:,} rows of people from before {last}; the sections' counts and all published numbers are kept",
            facts=self.facts,
            first=self.closed.raw_before,
            people=self.people,
            last=self.closed.people_before,
        )


def retention(today: date, *, raw_days: int, person_months: int) -> Closed:
    """Return the cut-off dates: the first days that may still be kept.

    `raw_days` is counted in days. `person_months` is counted in whole months, rounded so that nothing is kept longer.
    """
    first = month_before(today, person_months - (today.day > 1))
    return Closed(today - timedelta(days=raw_days), first, first)


def expire(store: Store, to: Closed) -> Expired:
    """Delete what is older than the cut-off dates, in one transaction; the models must be up to date.

    A cut-off date never moves back: an earlier one in `to` is ignored.
    """
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
    """Close the months before a day, inside the caller's transaction: later deletions do not change them."""
    closed = read_closed(store)
    to = Closed(closed.raw_before, closed.people_before, max(before, closed.marts_before))
    _keep(store, to)
    _note(store, to)


def _note(store: Store, to: Closed) -> None:
    store.execute("delete from ledger.closed")
    store.append("ledger.closed", [(to.raw_before, to.people_before, to.marts_before)])


def _keep(store: Store, to: Closed) -> None:
    """Copy to `kept`, for each model, the rows that can no longer be built after the deletion."""
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
    """Note meeting connections that the kept rows already include although their facts stay for up to two more days.

    They are noted by identity and not by day, because other connections of the same days may still be read later.
    """
    store.execute(
        "insert into ledger.counted_event select source, stream, event, day_on from raw.attendance "
        "anti join ledger.counted_event using (source, stream, event) "
        "anti join (from ledger.source_day where doubt = 'strangers') using (source, stream, day_on) "
        # As staging.attendance files it: by the day of joining, at most two days earlier.
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
            # Nothing was built from a day of `strangers`: it is read again, however old.
            f"and {_WAS_BUILT_FROM}",
            [shape.name, before],
        )
        deleted += store.count(f"select count(*) from raw.{shape.name} where day_on < ?", [before])
        store.execute(f"delete from raw.{shape.name} where day_on < ?", [before])
    store.execute(
        "update ledger.source_day set rows = 0, unmatched = 0, hash = null where day_on < ? and doubt = 'strangers'",
        [before],
    )
    # The source may still change such a day, but it is not read again.
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
