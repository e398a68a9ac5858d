"""Says which months of each model a night has to make again, and which models it can leave out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from warehouse.engine.model import LATER
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from warehouse.engine.model import Model
    from warehouse.facts.store import Store


def touched_months(
    models: Iterable[Model], changed: Iterable[date], every: tuple[date, ...]
) -> dict[str, tuple[date, ...]]:
    """Return table → the months, oldest first, in which its rows may have changed.

    Args:
        models: those that others read first.
        changed: the months of which something went in anew.
        every: all months there are, oldest first.
    """
    touched: dict[str, tuple[date, ...]] = {}
    for model in models:
        above = {*changed}.union(*(touched.get(table, ()) for table in model.reads))
        touched[model.table] = tuple(sorted(_spread(above, model.reach, every)))
    return touched


def _spread(
    months: Iterable[date], reach: tuple[int, int], every: tuple[date, ...]
) -> frozenset[date]:
    first, last = reach
    position = {month: index for index, month in enumerate(every)}
    found: set[date] = set()
    for month in months:
        if month in position:
            start = max(0, position[month] + first)
            end = len(every) if last == LATER else position[month] + last + 1
            found.update(every[start:end])
    return frozenset(found)


def left_out(
    store: Store, models: Iterable[Model], touched: Mapping[str, tuple[date, ...]]
) -> frozenset[str]:
    """Return the tables that have no row in the months touched and get none: the facts for them are not there."""
    asked = [model for model in models if model.only_with]
    looks = (look for model in asked for look in _looks(model, touched[model.table]))
    found = {table for (table,) in store.rows(" union all ".join(looks))}
    return frozenset(model.table for model in asked) - found


def _looks(model: Model, months: tuple[date, ...]) -> Iterator[str]:
    """Ask for one of the facts that go into the months, and for one row that an earlier night made of such."""
    since = f"date '{min(months, default=date.max)}'"
    rows = f"{model.table} where {model.period} >= {since}" if model.period else model.table
    for found in (str(model.only_with).replace("reads_from", since), rows):
        yield f"(select '{model.table}' from {found} limit 1)"


def begins(
    model: Model,
    months: tuple[date, ...],
    changed: Iterable[date],
    first_days: Mapping[date, date],
) -> dict[date, date]:
    """From which day on each month has to be made again; a month in which no row can change is absent."""
    if model.follows is None:
        return {month: month for month in months}
    found = {}
    for month in months:
        after = month_after(month)
        days = [first_days.get(one, one) for one in changed if one <= after]
        begin = max(min(days, default=month) - timedelta(days=model.follows), month)
        if begin < after:
            found[month] = begin
    return found
