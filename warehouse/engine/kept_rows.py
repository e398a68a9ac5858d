"""Lays kept rows under newly built ones, for models whose facts or rows of people are deleted by age.

It deletes nothing: `warehouse/lifecycle/retention.py` does, and fills the schema `kept` before it.
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
    """Retention cut-off dates, as `ledger.closed` notes them; `date.min` while nothing was deleted."""

    raw_before: date = date.min
    people_before: date = date.min
    marts_before: date = date.min


def read_closed(store: Store) -> Closed:
    """Return what is noted."""
    rows = store.rows("select raw_before, people_before, marts_before from ledger.closed")
    return Closed(*(one or date.min for one in rows[0])) if rows else Closed()


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

    def rows(self, model: Model, sql: str) -> str:
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
        # A row that reads everything since the beginning reads condensed rows of the time before.
        back = model.looks_back or 0
        day = max(base, *(_later(one, back) for one in above)) if above else base
        before[model.table] = day
        if model.is_personal:
            personal[model.table] = day
    return before


def _later(day: date, months: int) -> date:
    return day if day == date.min else month_after(day, months)
