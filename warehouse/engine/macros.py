"""Keeps every model in the warehouse as a macro, so that a night names it instead of sending its text.

To read some eighty thousand letters of SQL costs the engine more than to answer them over one month. The
macros come with the tables, in the transaction of a full build: other rules, other macros.

For `core.use_day`, with a period: `core.use_day(reads_from, reads_to)` are its rows of those days,
`core.make_use_day(reads_from, reads_to)` those its SQL makes of what it reads of those days, and
`core.check_use_day(reads_from, reads_to)` a row for each that its checks find. A table that is made
whole has the last two, without days.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from warehouse.engine.model import put_tables, read_models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.engine.model import Model
    from warehouse.facts.store import Store

_DAYS = "(reads_from, reads_to)"


@cache
def fingerprint() -> str:
    """Return a hash over all models: another one means that the tables are made anew."""
    whole = hashlib.sha256()
    for model in read_models():
        whole.update(model.sql.encode())
    for macro in _macros():
        whole.update(macro.encode())
    return whole.hexdigest()


def define_macros(store: Store) -> None:
    """Write all macros; the tables have to be there."""
    for macro in _macros():
        store.execute(f"create or replace macro {macro}")


def makes(model: Model, start: date = date.min, end: date = date.max) -> str:
    """Return the query of a model's rows, reading of tables with a period the days before `end` alone."""
    return f"select * from {_name('make', model)}{_between(model, start, end)}"


def checks(model: Model, start: date = date.min, end: date = date.max) -> str:
    """Return the query of what the checks find: the model's name, once for each row."""
    made = _between(model, start, end)
    return f"select '{model.table}' as model from {_name('check', model)}{made}"


def _between(model: Model, start: date, end: date) -> str:
    return f"(date '{start}', date '{end}')" if model.period else "()"


def _name(verb: str, model: Model) -> str:
    schema, table = model.table.split(".")
    return f"{schema}.{verb}_{table}"


def _macros() -> Iterator[str]:
    models = read_models()
    periods = {"core.calendar": ("day_on",)} | {
        model.table: columns for model in models if (columns := _periods(model))
    }
    for table, columns in periods.items():
        # A row is filed at most two days after the day on which it counts.
        cut = " and ".join(
            f"{column} >= reads_from and {column} < reads_to{' + 2' if column == 'filed_on' else ''}"
            for column in columns
        )
        yield f"{table}{_DAYS} as table select * from {table} where {cut}"
    for model in models:
        if model.kept == "view":
            continue
        days, cut_to = (_DAYS, periods) if model.period else ("()", {})
        yield f"{_name('make', model)}{days} as table {_cut(model.sql, cut_to)}"
        own = {table: columns for table, columns in cut_to.items() if table == model.table}
        yield f"{_name('check', model)}{days} as table {_cut(_question(model), own)}"


def _periods(model: Model) -> tuple[str, ...]:
    """The date columns by which a table's rows belong to a month."""
    if model.kept == "table":
        return (model.period,) if model.period else ()
    return tuple(column for column in ("day_on", "filed_on") if column in model.columns)


def _cut(sql: str, periods: dict[str, tuple[str, ...]]) -> str:
    return put_tables(sql, lambda table: f"{table}{_DAYS}" if table in periods else table)


def _question(model: Model) -> str:
    """Ask all checks at once, those of single rows in one look at the table; no row is no answer."""
    start = f"select 1 from {model.table} where "
    single = [check.removeprefix(start) for check in model.checks if _is_of_rows(check, start)]
    others = [check for check in model.checks if not _is_of_rows(check, start)]
    whole = [f"{start}({') or ('.join(single)})"] if single else []
    return " union all ".join([*whole, *others])


def _is_of_rows(check: str, start: str) -> bool:
    return check.startswith(start) and " group by " not in check
