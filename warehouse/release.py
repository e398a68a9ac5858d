"""The release tables: the only thing that pages, the newsletter and `hirogari export` may see.

`warehouse.disclosure` makes them; this module says what they look like and reads them back. A value
that may not be shown is null with a reason in `withheld_because`; it is never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

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
