"""Explains a number: its definition, what was counted, its state, and the SQL file that made it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.errors import Mendable
from warehouse.model import Model, read_models

if TYPE_CHECKING:
    from datetime import date

    from warehouse.store import Store

GLOSSARY = Path(__file__).parent.parent / "GLOSSARY.md"
_ENTRY = re.compile(r"^### `([a-z_]+)` (.+?)\n(.+?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


class NotExplained(Mendable):
    """There is no such measure."""


@dataclass(frozen=True, slots=True)
class Input:
    """One table that goes into a measure."""

    table: str
    rows: int
    """How many rows of it the month has, all of them where it has no month."""
    file: str | None
    """Its SQL file; None for raw facts and the ledger."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind a measure, or behind its cells of one section and month."""

    metric: str
    title: str
    definition: str
    """Its entry in GLOSSARY.md."""
    file: str
    grain: str
    columns: dict[str, str]
    cells: tuple[dict[str, object], ...]
    """The mart's rows for the section and month, exact: for the operator, never for a page."""
    states: tuple[str, ...]
    missing_days: tuple[tuple[str, date], ...]
    """Working days of the month that are missing, with what needs them."""
    inputs: tuple[Input, ...]


def metrics() -> tuple[str, ...]:
    """Return the names of all measures that can be explained."""
    return tuple(sorted(model.table.removeprefix("mart.") for model in _marts()))


def explain(
    store: Store, metric: str, *, section: str | None = None, month: date | None = None
) -> Explanation:
    """Explain a measure; with a section or a month, its cells there as well.

    Raises:
        NotExplained: there is no measure of that name.
    """
    model = next((one for one in _marts() if one.table == f"mart.{metric}"), None)
    if model is None:
        raise NotExplained(
            f"there is no measure {metric!r}",
            place="hirogari explain",
            next_step="one of: " + ", ".join(metrics()),
        )
    title, definition = _glossary().get(metric, (metric, ""))
    first = month.replace(day=1) if month else None
    cells = _cells(store, model, section, first) if section or first else ()
    return Explanation(
        metric=metric,
        title=title,
        definition=definition,
        file=model.file,
        grain=model.grain,
        columns=dict(model.columns),
        cells=cells,
        states=tuple(sorted({str(cell["state"]) for cell in cells if "state" in cell})),
        missing_days=_missing(store, cells, first) if first else (),
        inputs=tuple(_input(store, table, first) for table in sorted(_behind(model))),
    )


@cache
def _glossary() -> dict[str, tuple[str, str]]:
    text = GLOSSARY.read_text(encoding="utf-8") if GLOSSARY.exists() else ""
    return {name: (title, words.strip()) for name, title, words in _ENTRY.findall(text)}


def _marts() -> list[Model]:
    return [model for model in read_models() if model.table.startswith("mart.")]


def _behind(model: Model) -> set[str]:
    """Every table that goes into a model, down to the facts."""
    by_table = {one.table: one for one in read_models()}
    found: set[str] = set()
    waiting = set(model.reads)
    while waiting:
        table = waiting.pop()
        found.add(table)
        waiting |= (by_table[table].reads if table in by_table else set()) - found
    return found


def _cells(
    store: Store, model: Model, section: str | None, month: date | None
) -> tuple[dict[str, object], ...]:
    period = model.period or ("month" if "month" in model.columns else None)
    wheres = ["true"]
    values: list[object] = []
    if section and "section" in model.columns:
        wheres.append("section = ?")
        values.append(section)
    if month and period:
        wheres.append(f"{period} between ? and last_day(?)")
        values += [month, month]
    names = list(model.columns)
    rows = store.rows(
        f"select {', '.join(names)} from {model.table} where {' and '.join(wheres)} order by all",
        values,
    )
    return tuple(dict(zip(names, row, strict=True)) for row in rows)


def _missing(
    store: Store, cells: tuple[dict[str, object], ...], month: date
) -> tuple[tuple[str, date], ...]:
    """The days that made the cells incomplete: of their tools, of their source, or of any."""
    needs = {str(cell["tool"]) for cell in cells if cell.get("tool")}
    needs |= {f"source {cell['source']}" for cell in cells if cell.get("source")}
    rows = store.rows(
        "select need, day_on from core.need_day where state = 'missing'"
        " and day_on between ? and last_day(?) order by need, day_on",
        [month, month],
    )
    return tuple((need, day) for need, day in rows if not needs or need in needs)


def _input(store: Store, table: str, month: date | None) -> Input:
    schema, name = table.split(".")
    columns = {
        column
        for (column,) in store.rows(
            "select column_name from information_schema.columns"
            " where table_schema = ? and table_name = ?",
            [schema, name],
        )
    }
    period = next((one for one in ("day_on", "month", "week_on") if one in columns), None)
    file = next((model.file for model in read_models() if model.table == table), None)
    if month and period:
        rows = store.rows(
            f"select count(*) from {table} where {period} between ? and last_day(?)", [month, month]
        )[0][0]
    else:
        rows = store.count(f"select count(*) from {table}")
    return Input(table, int(rows), file)
