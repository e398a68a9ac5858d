"""The release tables: the only thing that pages, the newsletter and `hirogari export` may see.

`warehouse.disclosure` makes them; this module says what they look like and reads them back. A value
that may not be shown is null with a reason in `withheld_because`; it is never 0.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from warehouse.store import Store

TOWN = "_town"
"""The section code that stands for the whole town hall."""

SMALL = "_small"
"""The section code that stands for the merged small sections (小規模課)."""

State = Literal["final", "provisional", "incomplete", "none"]

_MONTH = ("month", pa.date32())
_CELL = [
    ("n", pa.int64()),  # people in the month's frozen roster; null where it is not people
    (
        "shown",
        pa.string(),
    ),  # what a reader sees: "63%", "5%未満", "40〜60%", "1,230"; null if withheld
    ("low", pa.float64()),  # the band: per cent 0-100 or sheets; null if withheld or not there yet
    ("high", pa.float64()),
    ("state", pa.string()),  # final, provisional, incomplete or none (「まだない」)
    ("withheld_because", pa.string()),  # the rule's word, null if shown
]

SCHEMAS: Mapping[str, pa.Schema] = {
    # One row a published group: sections, the merged small ones, the whole town hall.
    "section": pa.schema(
        [
            ("section", pa.string()),
            ("name", pa.string()),
            ("from_on", pa.date32()),
            ("to_on", pa.date32()),
            ("successor", pa.string()),
            ("position", pa.int64()),
        ]
    ),
    # Use rate (利用日率): active days on working days ÷ assigned working days.
    "use_month": pa.schema([("section", pa.string()), ("tool", pa.string()), _MONTH, *_CELL]),
    # Adoption curve: activated ÷ assigned.
    "activation_month": pa.schema(
        [("section", pa.string()), ("tool", pa.string()), _MONTH, *_CELL]
    ),
    # digital ÷ (digital + paper); the counts behind it rounded, where they may be shown.
    "paper_digital_month": pa.schema(
        [
            ("section", pa.string()),
            ("pair", pa.string()),
            _MONTH,
            ("digital", pa.float64()),
            ("paper", pa.float64()),
            *_CELL,
        ]
    ),
    # Sheets by source; `kind` is bought, printed or counter.
    "paper_month": pa.schema(
        [
            ("section", pa.string()),
            _MONTH,
            ("source", pa.string()),
            ("kind", pa.string()),
            ("quality", pa.string()),
            *_CELL,
        ]
    ),
    # Which source-days are there: state final, provisional, incomplete, gap or failed; null: never read.
    "freshness": pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("stream", pa.string()),
            ("day_on", pa.date32()),
            ("state", pa.string()),
            ("fetched_at", pa.timestamp("us", tz="UTC")),
        ]
    ),
    # One row a source: how many of its rows a roster line explains, and up to where it is final.
    "source": pa.schema(
        [
            ("source", pa.string()),
            ("kind", pa.string()),
            ("match_share", pa.float64()),
            ("final_to", pa.date32()),
            ("is_stale", pa.bool_()),
        ]
    ),
    # One row an action of the book (OODA); `step` is the last one taken.
    "action": pa.schema(
        [
            ("action", pa.string()),
            ("title", pa.string()),
            ("section", pa.string()),  # null for the whole town hall
            ("tool", pa.string()),
            ("owner_role", pa.string()),
            ("type", pa.string()),  # improvement (改善) or reform (改革)
            ("hypothesis", pa.string()),
            ("measure", pa.string()),
            ("step", pa.string()),  # observed, oriented, decided, acted or checked
            ("observed_on", pa.date32()),
            ("oriented_on", pa.date32()),
            ("decided_on", pa.date32()),
            ("acted_on", pa.date32()),
            ("checked_on", pa.date32()),
            ("result", pa.string()),  # continue, stop or change
            ("due_on", pa.date32()),
            ("is_overdue", pa.bool_()),
            ("hours_saved", pa.float64()),  # estimates of the book, a month
            ("hours_added", pa.float64()),
        ]
    ),
    # The use rate to be reached by the end of a fiscal year; section null: every other section.
    "target": pa.schema(
        [
            ("section", pa.string()),
            ("tool", pa.string()),
            ("fiscal_year", pa.int64()),
            ("per_cent", pa.float64()),
        ]
    ),
    # Of a section's hand-over, what is not about people: lead_named and own_action.
    "handover": pa.schema(
        [("section", pa.string()), ("item", pa.string()), ("is_met", pa.bool_())]
    ),
    # One row: the day the office closes, and the share of documents in digital form aimed at.
    "office": pa.schema([("closing_on", pa.date32()), ("paper_per_cent", pa.float64())]),
}
"""Release table → its columns, in order."""


@dataclass(frozen=True, slots=True)
class Town:
    """What the settings say of the town and every page repeats."""

    name: str
    launched_on: date
    fiscal_year_start: int
    """The month in which the fiscal year begins: 4 for April."""
    language: Literal["ja", "en"] = "ja"


@dataclass(frozen=True, slots=True)
class Release:
    """One release: the town, the last day it counts, and the tables of `SCHEMAS`."""

    town: Town
    as_of: date
    released_at: datetime
    tables: Mapping[str, pa.Table]

    def __post_init__(self) -> None:
        """Refuse a release whose tables are not the declared ones."""
        for name, schema in SCHEMAS.items():
            if name not in self.tables or self.tables[name].schema != schema:
                msg = f"release table {name} is not as declared"
                raise ValueError(msg)

    @classmethod
    def of(
        cls, town: Town, as_of: date, released_at: datetime, tables: Mapping[str, pa.Table]
    ) -> Self:
        """Return a release in which a table that was not given is empty."""
        return cls(
            town,
            as_of,
            released_at,
            {name: tables.get(name, schema.empty_table()) for name, schema in SCHEMAS.items()},
        )


def table_of(name: str, rows: Iterable[Mapping[str, object]]) -> pa.Table:
    """Return rows as the release table of that name, in the order of its columns up to the cell."""
    schema = SCHEMAS[name]
    table = pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
    keys = [one.name for one in schema if one.name in _KEYS]
    return table.sort_by([(key, "ascending") for key in keys])


_KEYS = ("section", "tool", "pair", "month", "source", "kind", "stream", "day_on")


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
        name: store.table(f"select {', '.join(schema.names)} from release.{name}").cast(schema)
        for name, schema in SCHEMAS.items()
    }
    return Release(town, about["as_of"], about["released_at"], tables)


def write_csv(release: Release, folder: Path) -> tuple[Path, ...]:
    """Write each release table as CSV that Excel opens as UTF-8; no cell is taken for a formula."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in release.tables.items():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(table.column_names)
            for row in table.to_pylist():
                writer.writerow([_neutral(row[column]) for column in table.column_names])
        written.append(path)
    return tuple(written)


def _neutral(cell: object) -> object:
    """A text that a spreadsheet would run as a formula begins with an apostrophe instead."""
    if isinstance(cell, str) and cell.lstrip()[:1] in {"=", "+", "-", "@", "\t", "\r", "|"}:
        return f"'{cell}"
    return cell
