"""Reads the models: one .sql file a table, whose header says its grain, its columns and its checks.

Dependencies come from parsing the SQL, so there is no list to keep by hand.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Literal

import sqlglot
from sqlglot import exp

FOLDER = Path(__file__).parent / "models"
LAYERS = ("staging", "core", "mart")
LATER = 100_000
"""A reach in months beyond any town hall's history."""
FIRST, LAST = "1111-01-01", "1111-12-31"
"""Stand for the window in `Model.windowed`, and are no days of any town hall."""

_HEADER = re.compile(
    r"^-- (?P<key>kept|period|reach|follows|adds|closes|check|grain|used by): (?P<value>.+)$"
)
_COLUMN = re.compile(r"^--   (?P<name>[a-z_0-9]+): (?P<words>.+)$")


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its table, what its header promises and its SQL."""

    table: str
    """`schema.name`, the same as its path."""
    path: Path
    sql: str
    grain: str
    used_by: str
    columns: dict[str, str]
    """Each column in a few words."""
    checks: tuple[str, ...]
    """Queries over the table; a row in an answer stops the release."""
    question: str
    """All checks in one query: how many rows each of them finds."""
    windowed_question: str
    """The same over the rows from `FIRST` up to `LAST`: the months just made."""
    kept: Literal["view", "table"]
    period: str | None
    """The date column by which months are replaced; None: the table is made whole every time."""
    reach: tuple[int, int]
    """Which months around a changed month change with it: (0, 2) is that month and the two after."""
    follows: int | None
    """So many days before the first day that changed a row can change; None: any row of a touched month."""
    adds: tuple[str, ...]
    """Made from facts that are deleted by age: the columns in which what was kept and what is made from
    facts that came later add up; empty for every other model."""
    closes: str
    """Which of its rows stay as they were once their month is closed; the others are made anew."""
    reads: frozenset[str]
    """The tables it reads, its own excepted."""
    windowed: str
    """The SQL with every table that has a period cut to the days from `FIRST` up to `LAST`."""

    @property
    def is_personal(self) -> bool:
        """Whether its rows are of people (or meetings), under a pseudonym."""
        return self.kept == "table" and any("pseudonym" in words for words in self.columns.values())

    @property
    def file(self) -> str:
        """The SQL file, as a reader finds it in the project."""
        return f"warehouse/models/{self.table.replace('.', '/')}.sql"


@cache
def read_models() -> tuple[Model, ...]:
    """Read every model, those that are read by others first.

    Raises:
        ValueError: a header is wrong, or two models read each other; names the file.
    """
    models = {
        model.table: model
        for layer in LAYERS
        for path in sorted((FOLDER / layer).glob("*.sql"))
        for model in (_read(path, layer),)
    }
    order = TopologicalSorter(
        {table: sorted(model.reads & models.keys()) for table, model in sorted(models.items())}
    )
    periods = {"core.calendar": ("day_on",)} | {
        model.table: _periods(model) for model in models.values() if _periods(model)
    }
    return tuple(_windowed(models[table], periods) for table in order.static_order())


@cache
def fingerprint() -> str:
    """Return a hash over all models: another one means that the tables are made anew."""
    whole = hashlib.sha256()
    for model in read_models():
        whole.update(model.sql.encode())
    return whole.hexdigest()


def _read(path: Path, layer: str) -> Model:
    table = f"{layer}.{path.stem}"
    sql = path.read_text(encoding="utf-8")
    lines = [line for line in sql.splitlines() if line.startswith("--")]
    header: dict[str, list[str]] = {}
    for line in lines:
        if match := _HEADER.match(line):
            header.setdefault(match["key"], []).append(match["value"])
    if missing := {"grain", "used by"} - header.keys():
        raise ValueError(f"{path.name}: the header has no line '-- {min(missing)}: …'")
    kept = header.get("kept", ["table"])[0]
    if kept not in ("view", "table"):
        raise ValueError(f"{path.name}: kept is 'view' or 'table', not {kept!r}")
    checks = tuple(header.get("check", []))
    return Model(
        table=table,
        path=path,
        sql=sql,
        grain=header["grain"][0],
        used_by=header["used by"][0],
        columns={match["name"]: match["words"] for line in lines if (match := _COLUMN.match(line))},
        checks=checks,
        question=_question(table, checks) if checks else "",
        windowed_question="",
        kept="view" if kept == "view" else "table",
        period=header.get("period", [None])[0],
        reach=_reach(header.get("reach", ["0..0"])[0]),
        follows=int(header["follows"][0].removesuffix(" days")) if "follows" in header else None,
        adds=tuple(header["adds"][0].split(", ")) if "adds" in header else (),
        closes=header.get("closes", ["true"])[0],
        reads=_tables(sql) - {table},
        windowed="",
    )


def _periods(model: Model) -> tuple[str, ...]:
    """The date columns by which a table's rows belong to a month."""
    if model.kept == "table":
        return (model.period,) if model.period else ()
    return tuple(column for column in ("day_on", "filed_on") if column in model.columns)


def _question(table: str, checks: tuple[str, ...]) -> str:
    """Ask all checks at once, those of single rows in one look at the table."""
    start = f"select 1 from {table} where "
    rows = [check.startswith(start) and " group by " not in check for check in checks]
    counts = (
        f"count(*) filter (where {check.removeprefix(start)})"
        if is_of_rows
        else f"(select count(*) from ({check}) as found)"
        for check, is_of_rows in zip(checks, rows, strict=True)
    )
    return f"select {', '.join(counts)}" + (f" from {table}" if any(rows) else "")


def _windowed(model: Model, periods: dict[str, tuple[str, ...]]) -> Model:
    own = {table: columns for table, columns in periods.items() if table == model.table}
    return replace(
        model,
        windowed=_window(model.sql, periods),
        windowed_question=_window(model.question, own) if model.checks else "",
    )


def _window(sql: str, periods: dict[str, tuple[str, ...]]) -> str:
    parsed = sqlglot.parse_one(sql, dialect="duckdb")
    for found in list(parsed.find_all(exp.Table)):
        columns = periods.get(f"{found.db}.{found.name}", ())
        if columns:
            cut = exp.select("*").from_(exp.table_(found.name, db=found.db))
            for column in columns:
                # A row is filed at most two days after the day on which it counts.
                late = " + 2" if column == "filed_on" else ""
                cut = cut.where(
                    f"{column} >= DATE '{FIRST}'",
                    f"{column} < DATE '{LAST}'{late}",
                    dialect="duckdb",
                )
            found.replace(cut.subquery(found.alias or found.name))
    return parsed.sql(dialect="duckdb", comments=False)


def _reach(text: str) -> tuple[int, int]:
    first, last = text.split("..")
    return int(first), LATER if last == "later" else int(last)


def _tables(sql: str) -> frozenset[str]:
    parsed = sqlglot.parse_one(sql, dialect="duckdb")
    return frozenset(f"{found.db}.{found.name}" for found in parsed.find_all(exp.Table) if found.db)
