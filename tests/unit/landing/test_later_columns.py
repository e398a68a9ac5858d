"""A column that came to a shape later does not change the content of what landed before it."""

from __future__ import annotations

from dataclasses import replace

import duckdb

from connectors.contract.shapes import COUNTER
from warehouse.facts.schema import content_hash, fact_columns


def _hash(device: str | None, *, is_grown: bool) -> object:
    shape = COUNTER if is_grown else replace(COUNTER, columns=COUNTER.columns[:-1])
    given = {"event": "e", "printer": "p", "count": 5, "is_unmatched": False}
    cells = ", ".join(
        f"{value!r}::{kind} as {name}"
        if (value := (given | {"device": device}).get(name)) is not None
        else f"null::{kind} as {name}"
        for name, kind in fact_columns(shape).items()
    )
    return duckdb.sql(f"select {content_hash(shape)} from (select {cells})").fetchall()


def test_a_null_in_a_later_column_is_hashed_as_if_the_column_were_not_there() -> None:
    """A look through the whole warehouse finds nothing altered; a device that is told is content."""
    assert _hash(None, is_grown=True) == _hash(None, is_grown=False)
    assert _hash("d", is_grown=True) != _hash(None, is_grown=True)
