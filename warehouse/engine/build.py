"""Builds the models in dependency order, from the earliest changed month on, in one transaction.

One date decides what a build makes: the first day of the earliest month whose inputs changed. Every table with a
period is rebuilt from that date on, every other table completely. A check that finds a row stops the release and
leaves the tables as they were. This module decides neither what is published nor what is deleted by age.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.shapes import TOOLS
from warehouse.calendar import make_calendar
from warehouse.engine.changes import find_changes, note_changes
from warehouse.engine.incremental import failures_since, first_row_on, rows_since
from warehouse.engine.kept_rows import KeptRows, kept_name, read_closed
from warehouse.engine.model import fingerprint, read_models
from warehouse.engine.target_settings import TargetSettings
from warehouse.months import month_end

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa

    from warehouse.facts.store import Store
    from warehouse.town import Town

_log = logging.getLogger(__name__)


class ReleaseStopped(Mendable):
    """A check failed: nothing is published, and what was published before stays."""


@dataclass(frozen=True, slots=True)
class Built:
    """The result of one build."""

    months: tuple[date, ...]
    """The months whose inputs had changed, oldest first; empty if there was nothing to build."""
    since: date | None
    """The month from which on tables with a period were rebuilt; None if nothing was."""
    seconds: float
    closed: tuple[date, ...] = ()
    """Closed months whose inputs changed too late: their numbers stay as they are."""

    @property
    def message(self) -> Message:
        """The summary for the operator."""
        count, seconds = len(self.months), f"{self.seconds:.2f}"
        if not count:
            return Message("0 months had changed, {seconds} s", seconds=seconds)
        span = {"first": f"{self.months[0]:%Y-%m}", "last": f"{self.months[-1]:%Y-%m}"}
        if not self.closed:
            return Message(
                "{number} months had changed ({first} to {last}), {seconds} s",
                number=count,
                seconds=seconds,
                **span,
            )
        return Message(
            "{number} months had changed ({first} to {last}); {closed} of them are closed and stay, {seconds} s",
            number=count,
            closed=len(self.closed),
            seconds=seconds,
            **span,
        )


def build_models(
    store: Store,
    *,
    town: Town,
    closures: Collection[date],
    today: date,
    measures: TargetSettings | None = None,
    full: bool = False,
) -> Built:
    """Bring all models up to date with raw facts and ledger, up to yesterday, in one transaction.

    Args:
        store: the warehouse.
        town: the town's settings.
        closures: closed days other than weekends and public holidays.
        today: the current day in Tokyo.
        measures: targets, base years and costs; None for the defaults.
        full: rebuild every month; the numbers are the same as those of an incremental build.

    Raises:
        ReleaseStopped: a check found a row; names the model and the check.
    """
    started = perf_counter()
    measures = measures or TargetSettings()
    rules = f"{store.engine} {fingerprint()} {TOOLS} {town.launched_on} {town.fiscal_year_start} {measures}"
    with store.transaction():
        calendar = _calendar(store, town, closures, today)
        _put(store, {"core.calendar": calendar, "core.town": measures.town_table(town, today)})
        changes = find_changes(store, rules=rules)
        closed = read_closed(store)
        kept = KeptRows(store, read_models(), closed)
        changed = changes.months
        if full or changes.is_full:
            changed = tuple(changes.inputs)
            _put(store, measures.tables())
            _build_whole(store, kept)
        elif changed:
            _build_since(store, kept, changed[0])
        late = [one for one in changes.months if one < closed.marts_before and not changes.is_first]
        note_changes(store, changes)
    since = changed[0] if changed else None
    built = Built(changed, since, perf_counter() - started, tuple(late))
    _log.info(Message("models: {what}", what="%s"), built.message)
    return built


def _calendar(store: Store, town: Town, closures: Collection[date], today: date) -> pa.Table:
    """Return `core.calendar`: every day from the earliest in the ledger or the launch to the end of this month."""
    first = min(_first_day(store, town.launched_on), today - timedelta(days=1))
    return make_calendar(
        first.replace(day=1),
        month_end(today),
        today=today,
        closures=closures,
        fiscal_year_start=town.fiscal_year_start,
    )


def _put(store: Store, tables: dict[str, pa.Table]) -> None:
    """Replace the tables that come from the settings and the calendar, and that models read."""
    for name, table in tables.items():
        with store.registered("given", table):
            store.execute(f"create or replace table {name} as from given")


def _build_whole(store: Store, kept: KeptRows) -> None:
    """Rebuild every table completely."""
    _drop_others(store)
    for model in read_models():
        made = model.sql
        if model.kept == "table":
            # Sorted by period, so that an incremental build does not scan all years.
            order = f"order by {model.period}" if model.period else ""
            made = f"select * from ({kept.rows(model, model.sql)}\n) as made {order}"
        store.execute(f"create or replace {model.kept} {model.table} as {made}")
    _check(store, date.min)


def _build_since(store: Store, kept: KeptRows, since: date) -> None:
    """Rebuild tables with a period from a month on, and the others completely."""
    for model in read_models():
        if model.kept == "view":
            continue
        if model.period is None:
            store.execute(f"create or replace table {model.table} as {model.sql}")
        else:
            made = kept.rows(model, rows_since(model, since))
            within = f"where {model.period} >= date '{first_row_on(model, since)}'"
            store.execute(f"delete from {model.table} {within}")
            store.execute(f"insert into {model.table} select * from ({made}\n) as made {within}")
    _check(store, since)


def _drop_others(store: Store) -> None:
    """Drop tables, views and macros of earlier versions that this version does not make, or makes in another form.

    Otherwise an orphaned table would keep exact numbers, and kept rows of a removed model would keep rows of people
    that deletion by age never reaches.
    """
    there = store.rows(
        "select concat(table_schema, '.', table_name), "
        "case table_type when 'VIEW' then 'view' else 'table' end from information_schema.tables "
        "where table_schema in ('staging', 'core', 'mart', 'kept')"
    )
    kinds: dict[str, str] = {model.table: model.kept for model in read_models()}
    kinds |= {f"kept.{kept_name(model)}": "table" for model in read_models()}
    given = {"core.calendar", "core.town", *TargetSettings().tables()}
    for table, kind in there:
        if table not in given and kinds.get(table) != kind:
            store.execute(f"drop {kind} {table}")
    macros = store.rows(
        "select distinct concat(schema_name, '.', function_name) from duckdb_functions() "
        "where function_type = 'table_macro' and schema_name in ('staging', 'core', 'mart')"
    )
    for (macro,) in macros:
        store.execute(f"drop macro table {macro}")
    store.execute("drop table if exists ledger.built_day")


def _check(store: Store, since: date) -> None:
    """Run all checks in one query, because planning takes most of the time; then find the check that failed."""
    tables = [model for model in read_models() if model.checks]
    asked = " union all ".join(failures_since(model, since) for model in tables)
    found = {table for (table,) in store.rows(asked)}
    for model in (one for one in tables if one.table in found):
        rows, check = max(
            (store.count(f"select count(*) from ({check}) as found"), check)
            for check in model.checks
        )
        raise ReleaseStopped(
            Message(
                "a check of {model} found {count} rows: {what}",
                model=model.table,
                count=rows,
                what=check,
            ),
            place=model.file,
            next_step=Message(
                "look at those rows in the warehouse; the earlier pages stay as they are"
            ),
        )


def _first_day(store: Store, launched_on: date) -> date:
    first = store.rows("select min(day_on) from ledger.source_day")[0][0]
    return launched_on if first is None else min(first, launched_on)
