"""What a shape is: a table schema in which facts arrive and are stored, with a word on each column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a shape; `account` and `thing` columns are replaced by keyed pseudonyms at Gate 1."""

    name: str
    type: pa.DataType
    words: str
    kind: Literal["plain", "account", "thing"] = "plain"
    is_later: bool = False
    """The column was added later: it is null in rows landed before, whose content hash leaves it out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The schema in which facts of many vendors are stored: one table `raw.<name>` per shape."""

    name: str
    words: str
    columns: tuple[Column, ...]

    @property
    def arriving(self) -> pa.Schema:
        """The schema that a connector yields: accounts and things in clear text."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def landed(self) -> pa.Schema:
        """The schema after Gate 1: `account` has become `staff`; staff and things are pseudonyms."""
        return pa.schema(
            [
                ("staff" if column.kind == "account" else column.name, column.type)
                for column in self.columns
            ]
        )


EVENT = Column(
    "event",
    pa.string(),
    "the identity of the row at its source; two rows with one are one",
    "thing",
)
DAY = Column(
    "day_on", pa.date32(), "the source-day (Asia/Tokyo) under which it is filed and replaced"
)


def to_table(shape: Shape, rows: list[dict[str, object]]) -> pa.Table:
    """Build the Arrow table of a shape from rows; a column that a row leaves out is null.

    Raises:
        ValueError: a row has a key that is not a column of the shape.
    """
    known = {column.name for column in shape.columns}
    for row in rows:
        if not row.keys() <= known:
            msg = f"shape {shape.name} has no column {min(row.keys() - known)!r}"
            raise ValueError(msg)
    return pa.Table.from_pylist(rows, schema=shape.arriving)
