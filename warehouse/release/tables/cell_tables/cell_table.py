"""What is declared of a release table with cells. A *cell* is the six columns of `CELL`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pyarrow as pa

from warehouse.release.tables.names import TOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from warehouse.release.tables.cell_tables.forms import Form
    from warehouse.release.tables.publication_lines import LineKind

    Row = Mapping[str, Any]

MONTH = ("month", pa.date32())
CELL = [
    ("n", pa.int64()),  # number of people in the month's frozen roster; null where it is not people
    (
        "coding",
        pa.string(),
    ),  # exact, about, interval, below or above (`coding.py`); null if withheld
    (
        "low",
        pa.float64(),
    ),  # the value's ends: per cent 0-100 or sheets; null if withheld or not there yet
    ("high", pa.float64()),
    ("state", pa.string()),  # final, provisional, incomplete or none (「まだない」)
    ("withheld_because", pa.string()),  # the reason's word, null if shown
]
Audit = Literal["head_counts", "attendance", "users", "nothing"]
"""What the audit is given: bands of how many people used a tool, bands of who attended, the fewest users that the cells
prove, or nothing. Cells of head counts and of users are held back where the audit refuses them."""
Sums = Literal["counts", "shares_of_counts", "no"]
"""How the cells of several sections are added up: counts; shares, by the counts beside them; rates cannot be."""
Charted = Literal["sets_months", "within_months", "otherwise"]
"""Whether pages read the table as series of months: it sets the range of months, is read over it, or is read otherwise."""


class HistoryItem(NamedTuple):
    """How `release.history` names the items of a table. It stays as it is: towns hold history of older versions."""

    word: str
    columns: tuple[str, ...]

    @property
    def sql(self) -> str:
        """The SQL of the name."""
        words = [f"'{self.word}'"] if self.word else []
        return " || ' ' || ".join([*words, *self.columns])

    def row(self, name: str) -> dict[str, str]:
        """Return the columns that a name tells."""
        key = name.removeprefix(f"{self.word} ")
        several = len(self.columns) > 1
        return dict(zip(self.columns, key.split(" ") if several else [key], strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class CellTable:
    """One release table with cells. No field has a default, because nearly each decides what is disclosed."""

    name: str
    columns: tuple[tuple[str, pa.DataType], ...]
    """The columns before the cell, in order."""
    key: tuple[str, ...]
    """The key columns besides section and month."""
    withheld_with: tuple[str, ...]
    """Columns that are empty where the cell is withheld."""
    item: tuple[str, ...]
    """The columns that name what is held back or stays as shown, for all groups alike."""
    history_item: HistoryItem
    form: Callable[[Row], Form]
    line: Callable[[Row], LineKind | None]
    """The kind of a row's line; None where it is not counted from people."""
    audit: Audit
    is_carried: bool
    """Whether closed months keep the rows of the last release, because the dominance rule needs deleted records."""
    sums: Sums
    charted: Charted

    @property
    def schema(self) -> pa.Schema:
        """The table's columns, in order."""
        return pa.schema([*self.columns, *CELL])

    @property
    def section_sql(self) -> str:
        """The SQL of the section; a table without sections is of the whole town hall."""
        return "section" if any(name == "section" for name, _ in self.columns) else f"'{TOWN}'"

    @property
    def refused_sql(self) -> str:
        """The SQL of the item that is held back, as rules name it."""
        return HistoryItem("", self.item).sql if self.item else f"'{self.history_item.word}'"

    def refused_item(self, row: Row) -> str:
        """Return the item of a row, as rules name what is held back."""
        return self.item_of(row) or self.history_item.word

    def item_of(self, row: Row) -> str:
        """Return a row's tool, pair, source, measure or training; empty if the table has only one item."""
        return " ".join(row[column] for column in self.item)

    def line_of(self, row: Row) -> str | None:
        """Return a row's line; None where the row is not counted from people."""
        kind = self.line(row)
        return None if kind is None else kind.of(row)
