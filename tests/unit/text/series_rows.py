"""Build series and small releases that sentences are made from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from dashboards.read.series.cell import Cell
from dashboards.text.words import Words
from tests.releases import Made, make_release, month_list
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import SCHEMAS, Release
from warehouse.town import Town

if TYPE_CHECKING:
    from dashboards.read.series.cells import Series

JA, EN = Words("ja"), Words("en")
MONTHS = month_list(date(2025, 1, 1), 14)


def series(**values: tuple[float | None, str] | str | None) -> Series:
    """A series over `MONTHS`: m3=(40, "final"), m4="withheld" or nothing."""
    out = []
    for at, month in enumerate(MONTHS):
        value = values.get(f"m{at}")
        if value is None:
            out.append(Cell(month))
        elif isinstance(value, str):
            out.append(Cell(month, state="final", withheld=value))
        else:
            number, state = value
            if number is None:
                out.append(Cell(month, state=state))
                continue
            low, high, shown = number, number, Value.between(number, number)
            if number < 5:
                low, high, shown = 0, 5, Value(0, 5, "below", "per_cent")
            out.append(Cell(month, shown, low, high, state))
    return tuple(out)


def sheets(before: float | None, now: float | None) -> Series:
    """A series of sheets with a value a year before and now."""
    given = {1: before, 13: now}
    return tuple(
        Cell(month, Value.between(value, value, "count"), value, value, "final")
        if (value := given.get(at)) is not None
        else Cell(month)
        for at, month in enumerate(MONTHS)
    )


def release_of(**tables: list[dict[str, object]]) -> Release:
    """A release with these rows; what a row leaves out is null."""
    return Release(
        Town("町", date(2025, 1, 1), 4),
        date(2026, 2, 28),
        make_release(Made(names=(), months=1)).released_at,
        {
            name: pa.Table.from_pylist(tables.get(name, []), schema=schema)
            for name, schema in SCHEMAS.items()
        },
    )


def use_row(section: str, at: int, value: float, state: str = "final") -> dict[str, object]:
    """One row of use of files."""
    return {
        "section": section,
        "tool": "files",
        "month": MONTHS[at],
        "coding": "exact",
        "low": value,
        "high": value,
        "state": state,
        "n": 10,
    }


SECTION = {"section": "a", "name": "福祉課", "position": 1}
