"""Reads the models: one .sql file per table, whose header declares its grain, its columns and its checks.

Dependencies come from the SQL itself, so no list is kept by hand. Tables are always written with their schema, and
quoted text and comments are skipped, so a regular expression finds them: a parser would take a night longer than
the models do. This module runs no SQL.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[1] / "models"
LAYERS = ("staging", "core", "mart")

_KEYS = frozenset({"grain", "kept", "period", "looks back", "adds", "settles", "closes", "check"})
_HEADER = re.compile(r"^-- (?P<key>[a-z][a-z ]*): (?P<value>.+)$")
_TABLE = re.compile(
    r"'(?:[^']|'')*'|--[^\n]*|\b(?P<table>(?:raw|ledger|staging|core|mart)\.[a-z_0-9]+)\b"
)
_COLUMN = re.compile(r"^--   (?P<name>[a-z_0-9]+): (?P<words>.+)$")


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its table, the declarations of its header, and its SQL."""

    table: str
    """`schema.name`, the same as its path."""
    path: Path
    sql: str
    grain: str
    columns: dict[str, str]
    """Column → description, in the table's order."""
    checks: tuple[str, ...]
    """Queries that must return no row; a row stops the release."""
    kept: Literal["view", "table"]
    period: str | None
    """The date column by which rows are replaced; None: the table is rebuilt completely in every build."""
    looks_back: int | None
    """How many months before its own month a row reads; None: everything from the beginning."""
    adds: tuple[str, ...]
    """Additive columns of a model built from facts that are deleted by age: kept rows and new rows are summed."""
    settles: tuple[str, ...]
    """Columns of such a model that keep the kept row's value, whatever is read later."""
    closes: str
    """SQL condition: rows that stay unchanged once their month is closed; the others are rebuilt."""
    reads: frozenset[str]
    """The tables that it reads, except its own."""

    @property
    def is_personal(self) -> bool:
        """Whether its rows are about people (or meetings) under a pseudonym."""
        return self.kept == "table" and any("pseudonym" in words for words in self.columns.values())

    @property
    def file(self) -> str:
        """The path of the SQL file in the repository."""
        return f"warehouse/models/{self.table.replace('.', '/')}.sql"


@cache
def read_models() -> tuple[Model, ...]:
    """Read every model and return them in dependency order.

    Raises:
        ValueError: a header is wrong (names the file), or models depend on each other in a circle.
    """
    models = {
        model.table: model
        for layer in LAYERS
        for path in sorted((FOLDER / layer).glob("*.sql"))
        for model in (read_model(path, layer),)
    }
    order = TopologicalSorter(
        {table: sorted(model.reads & models.keys()) for table, model in sorted(models.items())}
    )
    return tuple(models[table] for table in order.static_order())


@cache
def fingerprint() -> str:
    """Return a hash of all models' SQL; if it changes, all tables are rebuilt."""
    whole = hashlib.sha256()
    for model in read_models():
        whole.update(model.sql.encode())
    return whole.hexdigest()


def read_model(path: Path, layer: str) -> Model:
    """Read one .sql file.

    Raises:
        ValueError: its header is wrong; names the file.
    """
    table = f"{layer}.{path.stem}"
    sql = path.read_text(encoding="utf-8")
    lines = [line for line in sql.splitlines() if line.startswith("--")]
    header: dict[str, list[str]] = {}
    for line in lines:
        if match := _HEADER.match(line):
            header.setdefault(match["key"], []).append(match["value"])
    if unknown := header.keys() - _KEYS:
        raise ValueError(
            f"{path.name}: the header has a line '-- {min(unknown)}: …' of no known kind"
        )
    if "grain" not in header:
        raise ValueError(f"{path.name}: the header has no line '-- grain: …'")
    kept = header.get("kept", ["table"])[0]
    if kept not in ("view", "table"):
        raise ValueError(f"{path.name}: kept is 'view' or 'table', not {kept!r}")
    return Model(
        table=table,
        path=path,
        sql=sql,
        grain=header["grain"][0],
        columns={match["name"]: match["words"] for line in lines if (match := _COLUMN.match(line))},
        checks=tuple(header.get("check", [])),
        kept="view" if kept == "view" else "table",
        period=header.get("period", [None])[0],
        looks_back=_looks_back(path, header.get("looks back", ["0 months"])[0]),
        adds=tuple(header["adds"][0].split(", ")) if "adds" in header else (),
        settles=tuple(header["settles"][0].split(", ")) if "settles" in header else (),
        closes=header.get("closes", ["true"])[0],
        reads=_tables(sql) - {table},
    )


def _looks_back(path: Path, text: str) -> int | None:
    if text == "the beginning":
        return None
    count, _, unit = text.partition(" ")
    if not count.isdigit() or unit not in {"month", "months"}:
        raise ValueError(f"{path.name}: looks back is 'N months' or 'the beginning', not {text!r}")
    return int(count)


def put_tables(sql: str, put: Callable[[str], str]) -> str:
    """Return the SQL without comments, with each table name replaced by what `put` returns for it."""

    def put_one(found: re.Match[str]) -> str:
        if found["table"]:
            return put(found["table"])
        return "" if found[0].startswith("--") else found[0]

    return _TABLE.sub(put_one, sql)


def _tables(sql: str) -> frozenset[str]:
    return frozenset(found["table"] for found in _TABLE.finditer(sql) if found["table"])
