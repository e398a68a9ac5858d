"""Loads a golden case into a real warehouse, runs exactly the model it is about, reads the answer.

A case is a folder `tests/models/<schema>/<table>/<case>/` with `input.yaml` (`today`, `launched_on`,
`closures`; `models`: what to run, `all` or the model alone if absent; and tables by name) and `expect.yaml`
(rows; only the columns named there are compared).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyarrow as pa
import yaml

from warehouse.engine import build
from warehouse.engine.model import Model, read_models
from warehouse.facts.store import open_store
from warehouse.town import Town

if TYPE_CHECKING:
    from warehouse.facts.store import Store

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/*/input.yaml"))


@dataclass(frozen=True)
class Case:
    """One golden case as written."""

    table: str
    given: dict[str, Any]
    expected: list[dict[str, Any]]


def read_case(folder: Path) -> Case:
    """Read a case from its folder."""
    schema, table = folder.parts[-3:-1]
    return Case(
        table=f"{schema}.{table}",
        given=yaml.safe_load((folder / "input.yaml").read_text(encoding="utf-8")),
        expected=yaml.safe_load((folder / "expect.yaml").read_text(encoding="utf-8")) or [],
    )


def answer(case: Case, folder: Path) -> list[dict[str, Any]]:
    """Run the case and return its table's rows, with only the columns that are expected."""
    given = dict(case.given)
    town = Town("町", given.pop("launched_on", date(2025, 4, 1)), 4)
    today, closures = given.pop("today"), given.pop("closures", [])
    wanted = given.pop("models", [case.table])
    days = given.pop("days", [])
    models = _made_from({case.table, *given, *(wanted if wanted != "all" else ())})
    with (
        open_store(folder / "warehouse.duckdb") as store,
        patch.object(build, "read_models", lambda: models),
    ):
        insert(store, {"ledger.source_day": days})
        if wanted != "all":
            # Makes the tables that the case leaves as they are; its own replace what this made of them.
            build.build_models(store, town=town, closures=closures, today=today)
        for table in given:
            store.execute(f"delete from {table}")
        insert(store, given)
        if wanted == "all":
            build.build_models(store, town=town, closures=closures, today=today, full=True)
        for model in models if wanted != "all" else ():
            if model.table in wanted:
                run(store, model)
        columns = list(case.expected[0]) if case.expected else ["*"]
        found = store.rows(f"select {', '.join(columns)} from {case.table}")
        return [dict(zip(columns, row, strict=True)) for row in found]


def _made_from(tables: set[str]) -> tuple[Model, ...]:
    """The models of these tables and of all that they read, in the order of the build: no case pays for the others."""
    needed = set(tables)
    for model in reversed(read_models()):
        if model.table in needed:
            needed |= model.reads
    return tuple(model for model in read_models() if model.table in needed)


def insert(store: Store, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Insert rows; columns that a row leaves out are null."""
    for table, rows in tables.items():
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            for one in _by_day(row):
                alike.setdefault(tuple(one), []).append(one)
        for names, lines in alike.items():
            with store.registered("lines", pa.Table.from_pylist(lines)):
                store.execute(
                    f"insert into {table} ({', '.join(names)}) select {', '.join(names)} from lines"
                )


def run(store: Store, model: Model) -> None:
    """Run one model over everything and hold its checks."""
    if model.kept == "table":
        store.execute(f"create or replace table {model.table} as {model.sql}")
    for check in model.checks:
        assert not store.rows(check), check


def _by_day(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A row with `days: [first, last]` stands for one row a day (`day_on`)."""
    if "days" not in row:
        return [row]
    first, last = row["days"]
    rest = {name: value for name, value in row.items() if name != "days"}
    return [
        {**rest, "day_on": date.fromordinal(day)}
        for day in range(first.toordinal(), last.toordinal() + 1)
    ]
