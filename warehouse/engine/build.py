"""Builds the models: in the order their SQL asks for, only the months that changed, all or nothing.

A month is made again when anything that went into it changed: its source-days in the ledger, who was
assigned in it, its working days, or how much of it has passed. A check that finds a row stops the
release and leaves the tables as they were.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from time import perf_counter
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from warehouse.calendar import make_calendar
from warehouse.engine.changes import find_changes, note_changes
from warehouse.engine.kept_rows import KeptRows, read_closed
from warehouse.engine.macros import checks, define_macros, fingerprint, makes
from warehouse.engine.measures import Measures
from warehouse.engine.model import Model, read_models
from warehouse.engine.stale_months import begins, left_out, touched_months
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    import pyarrow as pa

    from warehouse.engine.changes import Changes
    from warehouse.facts.store import Store
    from warehouse.town import Town

_log = logging.getLogger(__name__)


class ReleaseStopped(Mendable):
    """Something is not as it must be: nothing is published, what was published before stays."""


@dataclass(frozen=True, slots=True)
class Built:
    """What one build did."""

    months: tuple[date, ...]
    """The months in which something had changed, oldest first; empty: nothing was to do."""
    rebuilt: dict[str, tuple[date, ...]]
    """Table → the months made again in it; empty for a table that is made whole."""
    seconds: float
    closed: tuple[date, ...] = ()
    """Closed months in which something was changed too late: their numbers stay as they are."""

    def __str__(self) -> str:
        """What the operator reads."""
        count = len(self.months)
        which = f" ({self.months[0]:%Y-%m} to {self.months[-1]:%Y-%m})" if count else ""
        late = f"; {len(self.closed)} of them are closed and stay" if self.closed else ""
        return f"{count} months had changed{which}{late}, {self.seconds:.2f} s"


def build_models(
    store: Store,
    *,
    town: Town,
    closures: Collection[date],
    today: date,
    measures: Measures | None = None,
    full: bool = False,
) -> Built:
    """Bring all models up to date with raw and ledger, up to yesterday, in one transaction.

    `measures` holds targets and base years. `full` makes every month anew, which never changes a
    number that the usual way would have given.

    Raises:
        ReleaseStopped: a check found a row; names the model and the check.
    """
    started = perf_counter()
    models = read_models()
    measures = measures or Measures()
    rules = f"{store.engine} {fingerprint()} {town.launched_on} {town.fiscal_year_start} {measures}"
    with store.transaction():
        calendar = _calendar(store, town, closures, today)
        _put(store, {"core.calendar": calendar, "core.town": measures.town_table(town, today)})
        changes = find_changes(store, rules=rules, today=today)
        if changes.is_full:
            _put(store, measures.tables())
        closed = read_closed(store)
        is_full = full or changes.is_full
        changed = tuple(changes.inputs) if is_full else changes.months
        rebuilt: dict[str, tuple[date, ...]] = {}
        if changed or changes.is_new_day:
            rebuilt = _rebuild(
                store, models, KeptRows(store, models, closed), changes, full=is_full
            )
        is_first = not changes.noted
        late = () if is_first else tuple(one for one in changes.months if one < closed.marts_before)
        note_changes(store, changes)
    built = Built(changed, rebuilt, perf_counter() - started, late)
    _log.info("models: %s", built)
    return built


def _calendar(store: Store, town: Town, closures: Collection[date], today: date) -> pa.Table:
    """Return `core.calendar`: every day from the first that is known of to the end of this month."""
    first = min(_first_day(store, town.launched_on), today - timedelta(days=1))
    return make_calendar(
        first.replace(day=1),
        _last_of_month(today),
        today=today,
        closures=closures,
        fiscal_year_start=town.fiscal_year_start,
    )


def _put(store: Store, tables: dict[str, pa.Table]) -> None:
    """Put in what the models read and the settings and the calendar say."""
    for name, table in tables.items():
        with store.lent("given", table):
            store.execute(f"create or replace table {name} as from given")


def _rebuild(
    store: Store, models: Iterable[Model], kept: KeptRows, changes: Changes, *, full: bool
) -> dict[str, tuple[date, ...]]:
    every = tuple(changes.inputs)
    if full:
        return _build_all(store, models, kept, every, is_defined=not changes.is_full)
    return _build_months(store, models, kept, changes, every)


def _build_all(
    store: Store,
    models: Iterable[Model],
    kept: KeptRows,
    every: tuple[date, ...],
    *,
    is_defined: bool,
) -> dict[str, tuple[date, ...]]:
    """Make every table whole, from the SQL as it stands; `is_defined`: its macros are there already."""
    tables = [model for model in models if model.kept == "table"]
    _drop_others(store, models)
    for model in models:
        made = model.sql
        if model.kept == "table":
            # By its days, so that a night finds those it reads without looking at all the years.
            order = f"order by {model.period}" if model.follows is not None else ""
            made = f"select * from ({kept.made(model, model.sql)}\n) as made {order}"
        store.execute(f"create or replace {model.kept} {model.table} as {made}")
    if not is_defined:
        define_macros(store)
    _check(store, {model.table: checks(model) for model in tables}, tables)
    return {model.table: every if model.period else () for model in tables}


def _drop_others(store: Store, models: Iterable[Model]) -> None:
    """Drop what an earlier version kept as a table and this one keeps as a view or not at all, or the other way round.

    A table that nothing makes any more would go on holding exact numbers, whatever is deleted by age.
    """
    there = store.rows(
        "select concat(table_schema, '.', table_name), "
        "case table_type when 'VIEW' then 'view' else 'table' end from information_schema.tables "
        "where table_schema in ('staging', 'core', 'mart')"
    )
    kinds = {model.table: model.kept for model in models}
    given = {"core.calendar", "core.town", *Measures().tables()}
    for table, kind in there:
        if table not in given and kinds.get(table) != kind:
            store.execute(f"drop {kind} {table}")


def _build_months(
    store: Store,
    models: Iterable[Model],
    kept: KeptRows,
    changes: Changes,
    every: tuple[date, ...],
) -> dict[str, tuple[date, ...]]:
    """Make the months again that changed, and in each table those that `reach` says depend on them."""
    tables = [model for model in models if model.kept == "table"]
    touched = touched_months(models, changes.months, every)
    idle = left_out(store, tables, touched)
    rebuilt: dict[str, tuple[date, ...]] = {}
    questions: dict[str, str] = {}
    for model in tables:
        if model.table in idle:
            continue
        months = touched[model.table]
        rebuilt[model.table] = months if model.period else ()
        if model.period is None:
            store.execute(f"create or replace table {model.table} as {makes(model)}")
            questions[model.table] = checks(model)
        elif since := begins(model, months, changes.months, changes.first_days):
            _make_months(store, model, kept, since, every)
            questions[model.table] = checks(model, since[min(since)], month_after(max(since)))
    _check(store, questions, tables)
    return rebuilt


def _make_months(
    store: Store,
    model: Model,
    kept: KeptRows,
    months: dict[date, date],
    every: tuple[date, ...],
) -> None:
    """Replace some months, each from a day on, reading only what `reach` promises they depend on."""
    first, last = model.reach
    start, end = min(months), max(months)
    before = every.index(start) - last
    after = min(every.index(end) - first, len(every) - 1)
    reads_from = months[start] if model.follows == 0 else every[before] if before >= 0 else date.min
    made = kept.made(model, makes(model, reads_from, month_after(every[after])))
    within = f"where {_in_months(str(model.period), months)}"
    store.execute(f"delete from {model.table} {within}")
    store.execute(f"insert into {model.table} select * from ({made}) as made {within}")


def _check(store: Store, questions: dict[str, str], models: Iterable[Model]) -> None:
    """Ask all checks in one query, for most of its time goes into being planned; then which one found something."""
    found = store.rows(" union all ".join(questions.values())) if questions else []
    for model in (one for one in models if (one.table,) in found):
        rows, check = max(
            (store.count(f"select count(*) from ({check}) as found"), check)
            for check in model.checks
        )
        raise ReleaseStopped(
            f"a check of {model.table} found {rows} rows: {check}",
            place=model.file,
            next_step="look at those rows in the warehouse; the pages of last time stay as they are",
        )


def _in_months(column: str, months: dict[date, date]) -> str:
    stretches: list[tuple[date, date]] = []
    for month, start in months.items():
        after = month_after(month)
        if stretches and stretches[-1][1] == start:
            stretches[-1] = (stretches[-1][0], after)
        else:
            stretches.append((start, after))
    return " or ".join(
        f"({column} >= date '{start}' and {column} < date '{end}')" for start, end in stretches
    )


def _first_day(store: Store, launched_on: date) -> date:
    first = store.rows("select min(day_on) from ledger.source_day")[0][0]
    return launched_on if first is None else min(first, launched_on)


def _last_of_month(day: date) -> date:
    return month_after(day.replace(day=1)) - timedelta(days=1)
