"""Each release table with cells is declared once, and its declaration agrees with the tables and the lines."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from warehouse.release.tables.cell_tables import CELL_TABLES, audited, line_of_item
from warehouse.release.tables.cell_tables.cell_table import CELL, CellTable
from warehouse.release.tables.publication_lines import KINDS, PAIRS, WORK, LineKind, kind_of
from warehouse.release.tables.release import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping

VALUES = {
    "pair": (*PAIRS, "approvals"),
    "kind": ("bought", "printed", "counter"),
    "measure": ("count", "hours", "uses", "person_days"),
}
"""The values of columns on which a declaration depends."""


def rows_of(table: CellTable) -> list[dict[str, str]]:
    """One row for each value of a column on which the declaration depends."""
    values = VALUES | ({"measure": tuple(WORK)} if table.name == "work_month" else {})
    if table.name == "book_month":
        values = values | {"measure": ("count", "hours")}
    plain = {name: "x" for name, _ in table.columns}
    deciding = next((name for name in values if name in plain), None)
    return [plain | {deciding: value} for value in values[deciding]] if deciding else [plain]


def undeclared(schemas: Mapping[str, pa.Schema]) -> set[str]:
    """Tables with the columns of a cell that no declaration names."""
    cell = {name for name, _ in CELL} - {"n"}
    return {name for name, one in schemas.items() if cell <= set(one.names)} - CELL_TABLES.keys()


def test_every_table_with_cells_is_declared() -> None:
    """A table that is added to the schemas alone would be unknown to the audit and to the history."""
    assert undeclared(SCHEMAS) == set()
    planted = {**SCHEMAS, "planted_month": pa.schema([("section", pa.string()), *CELL])}
    assert undeclared(planted) == {"planted_month"}


@pytest.mark.parametrize("declared", [CellTable, LineKind])
def test_no_field_of_a_declaration_may_be_forgotten(declared: type) -> None:
    """A default would decide what is disclosed without anybody having thought of it."""
    with pytest.raises(TypeError, match=f"{len(fields(declared))} required keyword-only arguments"):
        declared()


@pytest.mark.parametrize("table", CELL_TABLES.values(), ids=CELL_TABLES)
def test_a_declaration_agrees_with_its_schema_and_its_lines(table: CellTable) -> None:
    """Columns, lines, and the users that the cells prove."""
    schema, columns = SCHEMAS[table.name], [name for name, _ in table.columns]
    assert schema == table.schema
    assert schema.names == [*columns, *(name for name, _ in CELL)]
    assert {*table.key, *table.withheld_with, *table.item, *table.history_item.columns} <= {
        *columns
    }
    assert set(table.key) <= {*columns} - {"section", "month", *table.withheld_with}
    assert all(table.form(row).unit in {"per_cent", "count", "tenths"} for row in rows_of(table))
    kinds = [table.line(row) for row in rows_of(table)]
    assert (table.audit == "users") == any(kind is not None and kind.users for kind in kinds)
    assert table.name not in {*audited("head_counts")} or {one.name for one in kinds if one} == {
        "use"
    }


@pytest.mark.parametrize("table", CELL_TABLES.values(), ids=CELL_TABLES)
def test_an_item_of_the_history_is_of_the_line_of_its_row(table: CellTable) -> None:
    """By the name in the history a month is taken back."""
    for row in rows_of(table):
        item = table.history_item
        name = " ".join([*([item.word] if item.word else []), *(row[one] for one in item.columns)])
        if row.get("kind", "printed") == "printed":
            assert line_of_item(table.name, name) == table.line_of(row)


def test_names_in_the_history_and_of_lines_stay_as_towns_hold_them() -> None:
    """Under another name a town's shown months would be cut anew, and what they told would be forgotten."""
    assert {name: one.history_item.sql for name, one in CELL_TABLES.items()} == {
        "use_month": "tool",
        "activation_month": "tool",
        "habitual_month": "tool",
        "segment_month": "tool || ' ' || segment",
        "retention_month": "tool",
        "breadth_month": "'tools'",
        "training_coverage": "'training' || ' ' || training",
        "paper_digital_month": "pair",
        "work_month": "measure",
        "outside_month": "'meetings'",
        "overtime_month": "'overtime'",
        "paper_month": "source",
        "counter_month": "source || ' ' || maker || ' ' || unit",
        "section_use_month": "tool || ' ' || source || ' ' || measure",
        "book_month": "what || ' ' || measure",
    }
    row = dict.fromkeys(("tool", "source", "measure", "training"), "x")
    assert [kind.of(row) for kind in KINDS] == [
        "use x", "documents", "meetings", "sheets x", "work out_of_hours", "work meeting_hours", "outside", "breadth",
        "counted x x x", "training x", "overtime",
    ]  # fmt: skip


def test_every_line_belongs_to_one_kind_and_a_table_of_it() -> None:
    """A line's corrections are checked on a table that has the line."""
    shown = {
        kind.name for one in CELL_TABLES.values() for row in rows_of(one) if (kind := one.line(row))
    }
    assert shown == {kind.name for kind in KINDS}
    for kind in KINDS:
        line = kind.of(dict.fromkeys(kind.columns, "x"))
        assert kind_of(line) is kind
        assert kind in [
            CELL_TABLES[kind.table].line(row) for row in rows_of(CELL_TABLES[kind.table])
        ]
