"""Read Universal Print's usage as PowerShell saves it: a CSV with one row per person and day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from connectors.contract.messages import Message
from connectors.contract.streams import Stream, count_of_a_day
from connectors.io.logs.odd_records import MORE_CELLS, set_aside
from connectors.io.tables.cell_parsing import day_in
from connectors.io.tables.headings import Columns
from connectors.io.tables.tabular import read_rows
from connectors.vendors.microsoft_365.names import check_names
from connectors.vendors.microsoft_365.universal_print.print_usage import (
    COUNTS,
    ISO_DAY,
    Usage,
    print_facts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.io.logs.days import Line
    from connectors.io.tables.tabular import Row


_COLUMNS = Columns(required=dict.fromkeys(("userPrincipalName", "usageDate", *COUNTS), ()))


_SHELL_TIMES = ("%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M:%S")


def read_saved(path: Path, stream: Stream) -> Iterator[Line]:
    """Yield the days and facts of a saved file, and a stray for each unreadable row."""
    del stream
    rows = read_rows(path, _COLUMNS, keeps_odd=True)
    check_names((str(row.cells.get("userPrincipalName") or "") for row in rows), path.name)
    rows_read = []
    for row in rows:
        if row.is_odd:
            yield set_aside(row.number, MORE_CELLS)
            continue
        try:
            day = _day_in(row.cells["usageDate"])
            counts = [count_of_a_day(int(str(row.cells[theirs]))) for theirs in COUNTS]
        except ValueError:
            yield set_aside(
                row.number, Message("has no readable day or count"), day=_day_or_none(row)
            )
            continue
        rows_read.append(
            Usage(None, day, str(row.cells["userPrincipalName"] or "").strip(), *counts)
        )
        # The day is covered even if nothing was printed on it.
        yield day, None
    for fact in print_facts(rows_read):
        yield cast("date", fact["day_on"]), fact


def _day_or_none(row: Row) -> date | None:
    try:
        return _day_in(row.cells["usageDate"])
    except ValueError:
        return None


def _day_in(cell: object) -> date:
    """Return the day as PowerShell writes it: in ISO form, or with a time in the form of its language."""
    text = str(cell or "").strip()
    for form in _SHELL_TIMES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - only its day is taken
        except ValueError:
            continue
    day = day_in(text[:ISO_DAY] if "T" in text else text)
    if day is None:
        raise ValueError("no day")
    return day
