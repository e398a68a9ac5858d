"""Explains a number: its definition, its one maker, what the maker reads, and the cells with their state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from warehouse.engine.kept_rows import read_closed
from warehouse.engine.model import read_models
from warehouse.months import quarter_of
from warehouse.release.makers import RELEASE, behind, measures
from warehouse.release.publishing import read_frozen
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from datetime import date

    from warehouse.facts.store import Store
    from warehouse.release.makers import Measure

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"
_ENTRY = re.compile(r"^### `([a-z_]+)` (.+?)\n(.+?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)


class NotExplained(Mendable):
    """There is no such measure, section or month."""


@dataclass(frozen=True, slots=True)
class Input:
    """One table that goes into a measure."""

    table: str
    rows: int
    """How many rows the table has in the month; all rows if it has no month."""
    file: str | None
    """Its SQL file; None for raw facts, the ledger, the settings and release tables."""
    is_deleted: bool = False
    """The month's records of people were deleted by age; counts made from them are kept."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind a measure, or behind its cells of one section and month."""

    metric: str
    title: str
    definition: str
    """Its entry in GLOSSARY.md."""
    file: str
    """The file of its maker."""
    grain: str
    columns: dict[str, str]
    """Column → short description."""
    is_published: bool
    """Whether it is made from released values: `cells` are then the published ones, and no others exist."""
    made_of: frozenset[str]
    """The release tables that it is made from; empty where it is counted from facts."""
    cells: tuple[dict[str, object], ...]
    """Its rows for the section and month. Those of a mart are exact: for the operator, never for a page."""
    states: tuple[str, ...]
    missing_days: tuple[tuple[str, date], ...]
    """Missing working days of the month, each with the need that requires it."""
    inputs: tuple[Input, ...]


def metrics() -> tuple[str, ...]:
    """Return the names of all measures that can be explained."""
    return tuple(sorted(measures()))


def explain(
    store: Store, metric: str, *, section: str | None = None, month: date | None = None
) -> Explanation:
    """Explain a measure and, given a section or a month, its cells there.

    Args:
        store: the warehouse.
        metric: a measure's name.
        section: a section's code; `_small` for the merged small sections, `_town` for the whole town hall.
        month: any day of the month.

    Raises:
        NotExplained: there is no measure, section or month of that name; the message lists those that exist.
    """
    measure = measures().get(metric)
    if measure is None:
        raise NotExplained(
            Message("there is no measure {name!r}", name=metric),
            place="hirogari explain",
            next_step=Message("one of: {names}", names=", ".join(metrics())),
        )
    columns = _columns(store, measure)
    first = month.replace(day=1) if month else None
    if section and section != TOWN:
        _require_section(store, metric, section, columns)
    if first:
        _require_month(store, first)
    title, definition = _glossary().get(metric, (metric, ""))
    cells = _cells(store, measure, columns, section, first) if section or first else ()
    return Explanation(
        metric=metric,
        title=title,
        definition=definition,
        file=measure.file,
        grain=measure.grain,
        columns={name: measure.columns.get(name, "") for name in columns},
        is_published=measure.is_published,
        made_of=frozenset(
            one.removeprefix(RELEASE) for one in measure.reads if one.startswith(RELEASE)
        ),
        cells=cells,
        states=tuple(sorted({str(cell["state"]) for cell in cells if "state" in cell})),
        missing_days=_missing(store, cells, first) if first else (),
        inputs=tuple(_input(store, table, first) for table in _behind(measure.reads)),
    )


def _columns(store: Store, measure: Measure) -> tuple[str, ...]:
    schema, name = measure.table.split(".")
    rows = store.rows(
        "select column_name from information_schema.columns"
        " where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, name],
    )
    if not rows:
        raise NotExplained(
            Message("{name} has not been worked out yet", name=measure.table.split(".")[1]),
            place=str(store.path),
            next_step=Message("hirogari run"),
        )
    return tuple(str(column) for (column,) in rows)


def _require_section(store: Store, metric: str, section: str, columns: tuple[str, ...]) -> None:
    if "section" not in columns:
        raise NotExplained(
            Message("{name} exists for the whole town hall only, not for sections", name=metric),
            place="hirogari explain --section",
            next_step=Message("leave out --section"),
        )
    known = dict(store.rows("select section, min(name) from raw.section group by 1 order by 1"))
    if section != SMALL and section not in known:
        raise NotExplained(
            Message("there is no section {name!r}", name=section),
            place="hirogari explain --section",
            next_step=Message(
                "one of: {names}",
                names=", ".join(
                    [*(f"{code} ({name})" for code, name in known.items()), SMALL, TOWN]
                ),
            ),
        )


def _require_month(store: Store, month: date) -> None:
    first, last = store.rows("select min(month), max(month) from core.month")[0]
    if first is None or not first <= month <= last:
        raise NotExplained(
            Message("there are no values for {month}", month=f"{month:%Y-%m}"),
            place="hirogari explain --month",
            next_step=Message(
                "a month from {first} to {last}", first=f"{first:%Y-%m}", last=f"{last:%Y-%m}"
            )
            if first
            else Message("wait until the first day is over"),
        )


@cache
def _glossary() -> dict[str, tuple[str, str]]:
    text = GLOSSARY.read_text(encoding="utf-8") if GLOSSARY.exists() else ""
    return {name: (title, words.strip()) for name, title, words in _ENTRY.findall(text)}


def _behind(reads: frozenset[str]) -> list[str]:
    """Return every table that goes into a measure, down to the facts; release tables first."""
    found: set[str] = set()
    waiting = set(reads)
    while waiting:
        table = waiting.pop()
        found.add(table)
        waiting |= behind(table) - found
    return sorted(found, key=lambda table: (not table.startswith(RELEASE), table))


def _cells(
    store: Store,
    measure: Measure,
    columns: tuple[str, ...],
    section: str | None,
    month: date | None,
) -> tuple[dict[str, object], ...]:
    wheres = ["true"]
    values: list[object] = []
    # A release table has rows for the merged sections and the whole town hall; a mart has neither.
    if section and (measure.is_published or section != TOWN):
        wheres.append("list_contains(?::text[], section)")
        is_merged = section == SMALL and not measure.is_published
        values.append(_merged(store, month) if is_merged else [section])
    period = next((one for one in ("month", "week_on") if one in columns), None)
    if month and period:
        wheres.append(f"({period} is null or {period} between ? and last_day(?))")
        values += [month, month]
    rows = store.rows(
        f"select {', '.join(columns)} from {measure.table} where {' and '.join(wheres)} order by all",
        values,
    )
    return tuple(dict(zip(columns, row, strict=True)) for row in rows)


def _merged(store: Store, month: date | None) -> list[str]:
    """Return the sections that are merged in a month, or in any month."""
    return sorted(
        {
            section
            for quarter, groups in read_frozen(store).items()
            if month is None or quarter == quarter_of(month)
            for section, group in groups.items()
            if group == SMALL
        }
    )


def _missing(
    store: Store, cells: tuple[dict[str, object], ...], month: date
) -> tuple[tuple[str, date], ...]:
    """Return the days that made the cells incomplete: those of their tools, of their source, or any."""
    needs = {str(cell["tool"]) for cell in cells if cell.get("tool")}
    needs |= {f"source {cell['source']}" for cell in cells if cell.get("source")}
    rows = store.rows(
        "select need, day_on from core.requirement_day where state = 'missing'"
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
        # A release written before a table was added lacks it.
        rows = store.count(f"select count(*) from {table}") if columns else 0
    is_personal = schema in {"raw", "staging"} and "staff" in columns and "day_on" in columns
    is_deleted = is_personal and month is not None and month < read_closed(store).raw_before
    return Input(table, int(rows), file, is_deleted)
