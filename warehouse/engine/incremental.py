"""Writes the SQL that builds and checks a table's rows from one month on, with no more input than they need.

It does not decide what changed (`changes.py`) and runs nothing (`build.py` does).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from warehouse.engine.model import put_tables, read_models
from warehouse.months import month_before

if TYPE_CHECKING:
    from warehouse.engine.model import Model

_DATE_COLUMNS = ("day_on", "filed_on")
"""Columns by which rows of a staging view are cut. A row is never filed before its day."""


def first_row_on(model: Model, since: date) -> date:
    """Return the first value of the model's period column whose rows can depend on inputs from `since` on.

    A week that contains the first of the month begins up to six days before it.
    """
    return since - timedelta(days=6) if model.period == "week_on" else since


def rows_since(model: Model, since: date) -> str:
    """Return the SQL of the model's rows from `since` on; rows that it returns of earlier dates are incomplete."""
    if model.period is None or model.looks_back is None:
        return model.sql
    # Weeks begin before the month and look back from there. Three months are at least 89 days; twelve weeks need 83.
    start = min(first_row_on(model, since), month_before(since, model.looks_back))
    return put_tables(model.sql, lambda table: _cut(table, start))


def failures_since(model: Model, since: date = date.min) -> str:
    """Return a query with one row (the model's table name) for each row that a check finds from `since` on."""
    start = first_row_on(model, since) if since > date.min else since

    def own(table: str) -> str:
        return _cut(table, start) if table == model.table and start > date.min else table

    return " union all ".join(
        f"select '{model.table}' as model from ({put_tables(check, own)}) as found"
        for check in model.checks
    )


def _cut(table: str, start: date) -> str:
    model = next((one for one in read_models() if one.table == table), None)
    if model is None:
        return table
    columns = (
        (model.period,)
        if model.kept == "table"
        else [name for name in _DATE_COLUMNS if name in model.columns]
    )
    within = " and ".join(f"{column} >= date '{start}'" for column in columns if column)
    return f"(select * from {table} where {within})" if within else table
