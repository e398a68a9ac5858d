"""The release tables: the only data that pages, the newsletter and `hirogari export` may read.

`warehouse.release.cut` makes them; this module defines their form and reads them back. A value that may not be shown is
null, with a reason in `withheld_because`; it is never 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

import pyarrow as pa

from warehouse.policy import USUAL, Policy
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.derived_schema import DERIVED
from warehouse.release.tables.names import SMALL, TOWN
from warehouse.release.tables.schema import CUT
from warehouse.release.tables.stored_table import read_table
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from warehouse.facts.store import Store

__all__ = [
    "NOT_YET",
    "SCHEMAS",
    "SMALL",
    "TOWN",
    "Release",
    "State",
    "read_release",
    "table_of",
]

State = Literal["final", "provisional", "incomplete", "none"]
STATES: tuple[State, ...] = ("final", "provisional", "incomplete")
"""The states of a number that exists, best first."""
SEGMENTS = ("power", "habitual", "novice", "low", "none")
"""The segments of staff by how much they use a tool, the most active first."""

NOT_YET = frozenset({"running_month", "waiting", "settling"})
"""Reasons of a month that is not shown yet but will be."""

SCHEMAS: Mapping[str, pa.Schema] = {**CUT, **DERIVED}
"""Release table → its columns, in order."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the town, the last day it counts, the tables of `SCHEMAS`, and the policy in force."""

    town: Town
    as_of: date
    released_at: datetime
    tables: Mapping[str, pa.Table]
    policy: Policy = USUAL
    is_draft: bool = False
    """The town has not opened its pages yet: the release is for the operator alone."""

    def __post_init__(self) -> None:
        """Check that the tables are the declared ones.

        Raises:
            ValueError: a table is missing or has other columns.
        """
        for name, schema in SCHEMAS.items():
            if name not in self.tables or self.tables[name].schema != schema:
                msg = f"release table {name} is not as declared"
                raise ValueError(msg)

    @classmethod
    def of(
        cls,
        town: Town,
        as_of: date,
        released_at: datetime,
        tables: Mapping[str, pa.Table],
        policy: Policy = USUAL,
    ) -> Self:
        """Return a release; tables that are not given are empty.

        Args:
            town: the town.
            as_of: the last day that it counts.
            released_at: the instant that pages name.
            tables: release table → rows, as `SCHEMAS` declares them.
            policy: the settings in force.
        """
        return cls(
            town,
            as_of,
            released_at,
            {name: tables.get(name, schema.empty_table()) for name, schema in SCHEMAS.items()},
            policy,
        )


def table_of(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return rows as the release table of that name, in the order of its columns up to the cell."""
    schema, declared = SCHEMAS[name], CELL_TABLES.get(name)
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    # Rows in any other order could tell which of them were cut together.
    sorts = _KEYS if declared is None else {"section", "month", *declared.key}
    keys = [one.name for one in schema if one.name in sorts]
    return table.sort_by([(key, "ascending") for key in keys])


_KEYS = (
    "section", "tool", "pair", "what", "measure", "segment", "milestone", "fiscal_year", "training",
    "month", "source", "maker", "unit", "kind", "stream", "day_on", "item", "series",
)  # fmt: skip
"""The key columns of the tables without cells."""


def read_release(store: Store) -> Release | None:
    """Return the release that is in the warehouse; None before the first."""
    if not store.rows(
        "from duckdb_tables() where schema_name = 'release' and table_name = 'about'"
    ):
        return None
    about = store.table("from release.about").to_pylist()[0]
    town = Town(
        name=about["name"],
        launched_on=about["launched_on"],
        fiscal_year_start=about["fiscal_year_start"],
        language=about["language"],
    )
    tables = {
        name: table
        for name, schema in SCHEMAS.items()
        if (table := read_table(store, name, schema)) is not None
    }
    policy = Policy.of_columns(about)
    release = Release.of(town, about["as_of"], about["released_at"], tables, policy)
    return replace(release, is_draft=bool(about.get("is_draft")))
