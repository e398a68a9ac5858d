"""Final numbers of books that are not as the last release showed them, so that none changes without a word.

Books describe no person and are shown as they are tonight. Most are read once a month is final; lines of the list of
tasks may still be put right for a year.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from connectors.contract.messages import Message
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.stored_table import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import pyarrow as pa

    from warehouse.facts.store import Store

_TABLE = "book_month"
_Cells = dict[tuple[str, str, "date"], tuple[Any, Any, Any]]


def tell_changed_books(store: Store, tables: Mapping[str, pa.Table]) -> Iterator[Message]:
    """Yield a message for each book whose final months of the whole town hall are not as they were shown.

    Args:
        store: the warehouse, which still holds the last release.
        tables: tonight's release tables.
    """
    last = read_table(store, _TABLE, CELL_TABLES[_TABLE].schema)
    before, now = _final(last), _final(tables[_TABLE])
    changed: dict[str, set[date]] = defaultdict(set)
    for (what, measure, month), cell in before.items():
        if now.get((what, measure, month)) != cell:
            changed[what].add(month)
    for what, months in sorted(changed.items()):
        yield Message(
            "release: the book {book} now says otherwise of {count} months that were final ({first} to {last}); "
            "pages show what it says now",
            book=what,
            count=len(months),
            first=f"{min(months):%Y-%m}",
            last=f"{max(months):%Y-%m}",
        )


def _final(table: pa.Table | None) -> _Cells:
    """Return (what, measure, month) → the shown cell of the whole town hall, for final months."""
    return {
        (row["what"], row["measure"], row["month"]): (row["low"], row["high"], row["coding"])
        for row in (table.to_pylist() if table is not None else ())
        if row["section"] == TOWN and row["state"] == "final" and row["coding"] is not None
    }
