"""A release of a former version holds texts instead of codings: it is read as values until the next night writes them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from warehouse.facts.store import open_store
from warehouse.release.history.carry_forward import carry_forward
from warehouse.release.tables.cell_tables import CELL_TABLES, value_of
from warehouse.release.tables.cells import withhold
from warehouse.release.tables.coding import Value
from warehouse.release.tables.stored_table import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

MONTH = date(2025, 4, 1)
KEY: dict[str, Any] = {"section": "a", "measure": "out_of_hours", "month": MONTH}


def as_formerly(store: Store, table: str, *rows: dict[str, Any]) -> None:
    """Write rows as a release of a former version."""
    fields = [field for field in CELL_TABLES[table].schema if field.name != "coding"]
    schema = pa.schema([*fields, pa.field("shown", pa.string())])
    with store.registered("former", pa.Table.from_pylist(list(rows), schema)):
        store.execute(f"create table release.{table} as from former")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("63", Value(63, 63, "exact", "tenths")),
        ("約2.5", Value(2.5, 2.5, "about", "tenths")),
        ("40〜60%", Value(40, 60, "interval", "tenths")),
        ("40〜40%", Value(40, 40, "interval", "tenths")),
        ("5%未満", Value(0, 5, "below", "tenths")),
        ("95%以上", Value(95, 100, "above", "tenths")),
    ],
)
def test_a_text_of_a_former_version_is_read_as_its_coding(
    text: str, value: Value, tmp_path: Path
) -> None:
    """Each of the five kinds; an interval stays one where rounding makes its ends equal."""
    row = {"section": "a", "month": MONTH, "shown": text, "low": value.low, "high": value.high}
    with open_store(tmp_path / "w.duckdb") as store:
        as_formerly(store, "breadth_month", row)
        table = read_table(store, "breadth_month", CELL_TABLES["breadth_month"].schema)
    assert table is not None
    assert value_of("breadth_month", table.to_pylist()[0]) == value


def test_a_withheld_cell_of_a_former_version_stays_withheld(tmp_path: Path) -> None:
    """It has neither a text nor a coding."""
    with open_store(tmp_path / "w.duckdb") as store:
        as_formerly(store, "work_month", KEY | {"withheld_because": "dominance"})
        table = read_table(store, "work_month", CELL_TABLES["work_month"].schema)
    assert table is not None
    (row,) = table.to_pylist()
    assert (row["coding"], row["withheld_because"]) == (None, "dominance")


def test_a_closed_month_keeps_its_row_of_a_former_version(tmp_path: Path) -> None:
    """Its records of people are deleted, so that only the last release shows that the cell passed."""
    with open_store(tmp_path / "w.duckdb") as store:
        store.append("ledger.closed (marts_before)", [(date(2025, 6, 1),)])
        cell = {"shown": "約15%", "low": 15.0, "high": 15.0, "state": "final"}
        as_formerly(store, "work_month", KEY | cell)
        cut = [
            {**KEY, **withhold("dominance", n=None, state="final")},
            {**KEY, "section": "b", **withhold("dominance", n=None, state="final")},
        ]
        kept, other = carry_forward(store, {"work_month": cut})["work_month"]
    assert value_of("work_month", kept) == Value(15, 15, "about", "per_cent")
    assert (other["coding"], other["withheld_because"]) == (None, "dominance")
