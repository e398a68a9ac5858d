"""Combines kept rows with newly built ones, for models whose facts or rows of people are deleted by age.

It deletes nothing: `warehouse/lifecycle/retention.py` fills the schema `kept` and then deletes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Iterable

    from warehouse.engine.model import Model
    from warehouse.facts.store import Store


@dataclass(frozen=True, slots=True)
class Closed:
    """Retention cut-off dates, as stored in `ledger.closed`; `date.min` while nothing has been deleted."""

    raw_before: date = date.min
    people_before: date = date.min
    marts_before: date = date.min


def read_closed(store: Store) -> Closed:
    """Return the retention cut-off dates that the ledger holds."""
    rows = store.rows("select raw_before, people_before, marts_before from ledger.closed")
    return Closed(*(one or date.min for one in rows[0])) if rows else Closed()


class KeptRows:
    """Writes the SQL of a model whose older rows can no longer be built from facts."""

    def __init__(self, store: Store, models: Iterable[Model], closed: Closed) -> None:
        """`models` must be in dependency order (`read_models`)."""
        self._kept = {
            name
            for (name,) in store.rows(
                "select table_name from duckdb_tables() where schema_name = 'kept'"
            )
        }
        self._before = closed_months(models, closed)

    def rows(self, model: Model, sql: str) -> str:
        """Return the SQL of a model's rows: the open rows that `sql` builds, and the kept rows."""
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
        """Return the SQL of a column where a kept row and a newly built row become one."""
        if column in model.adds:
            return f"sum({column})::bigint as {column}"
        return f"arg_min({column}, is_open) as {column}" if column in model.settles else column


def kept_name(model: Model) -> str:
    """Return the name of the table in the schema `kept` that holds a model's kept rows."""
    return model.table.replace(".", "__")


def closed_months(models: Iterable[Model], closed: Closed) -> dict[str, date]:
    """Return table → the day before which its rows can no longer be built.

    That is the retention cut-off, or later if a row looks back on deleted rows of people: a segment needs twelve
    weeks. Tables that depend on rows of sections only can always be rebuilt and are absent.

    Args:
        models: the models in dependency order.
        closed: the retention cut-off dates.
    """
    before: dict[str, date] = {}
    personal: dict[str, date] = {}
    for model in models:
        above = [personal[table] for table in model.reads if table in personal]
        if model.period is None or not (model.is_personal or above):
            continue
        base = closed.people_before if model.is_personal else closed.marts_before
        # A model that reads from the beginning reads condensed rows for the deleted time, so nothing is missing.
        back = model.looks_back or 0
        day = max(base, *(_later(one, back) for one in above)) if above else base
        before[model.table] = day
        if model.is_personal:
            personal[model.table] = day
    return before


def _later(day: date, months: int) -> date:
    return day if day == date.min else month_after(day, months)
