"""Build small released tables, and derive one table from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from tests.releases import month_list
from warehouse.release.derived import derive
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.release import SCHEMAS
from warehouse.town import Town

MONTHS = month_list(date(2025, 4, 1), 12)
TOLD = Town("町", MONTHS[0], 4)
Row = dict[str, Any]


def weekdays(first: date, last: date) -> list[date]:
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


TERMS = Yardsticks(
    TOLD,
    as_of=date(2026, 3, 31),
    working_days=weekdays(MONTHS[0], date(2026, 3, 31)),
    base_from=MONTHS[0],
    base_to=MONTHS[2],
)


def worked_out(table: str, terms: Yardsticks = TERMS, **tables: list[Row]) -> list[Row]:
    """Derive one table from a release with these rows."""
    given = {
        name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in tables.items()
    }
    rows: list[Row] = derive(ReleasedView(given), terms)[table].to_pylist()
    return rows


def cell(
    low: float | None, high: float | None = None, *, n: int | None = 10, **more: object
) -> Row:
    """A cell with these ends; without any it is withheld."""
    if low is None:
        hidden = {"coding": None, "low": None, "high": None, "withheld_because": "dominance"}
        return {"n": n, "state": "final", **hidden, **more}
    high = low if high is None else high
    return {"n": n, "coding": "interval", "low": low, "high": high, "state": "final", **more}


def use(
    *rates: float | tuple[float, float] | None, section: str = "a", **more: object
) -> list[Row]:
    """Use of files month after month."""
    return [
        {"section": section, "tool": "files", "month": month, **cell(*ends(rate)), **more}
        for month, rate in zip(MONTHS, rates, strict=False)
    ]


def ends(rate: float | tuple[float, float] | None) -> tuple[float | None, float | None]:
    return rate if isinstance(rate, tuple) else (rate, rate)


def bands(*pairs: tuple[float, float] | None, section: str = "a", n: int = 12) -> list[Row]:
    """Activation of files month after month."""
    return [
        {"section": section, "tool": "files", "month": month, **cell(*(pair or (None, None)), n=n)}
        for month, pair in zip(MONTHS, pairs, strict=False)
    ]


def target(per_cent: float, section: str | None = None) -> Row:
    return {"section": section, "tool": "files", "fiscal_year": 2025, "per_cent": per_cent}


def only(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def acted(first: date, last: date | None = None, **more: object) -> Row:
    action = {"action": "1", "tool": "files", "acted_on": first, "checked_on": last}
    return {**action, "observed_on": first - timedelta(days=30), "is_overdue": False, **more}


def documents(*pairs: tuple[float, float] | None, section: str = "a") -> list[Row]:
    rows = []
    for month, pair in zip(MONTHS, pairs, strict=False):
        digital, paper = pair or (None, None)
        key = {"section": section, "pair": "documents", "month": month}
        share = None if pair is None else 50
        rows.append({**key, "digital": digital, "paper": paper, **cell(share, n=None)})
    return rows


HEADS = use(*[50.0] * 12)
BASE = [(100.0, 100.0)] * 3


def sheets(kind: str, *counts: float | None, section: str = "a", **more: object) -> list[Row]:
    return [
        {"section": section, "month": month, "source": kind, "kind": kind, "quality": "measured"}
        | cell(count, n=None)
        | more
        for month, count in zip(MONTHS, counts, strict=False)
    ]
