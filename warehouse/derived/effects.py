"""What changed with a training or an action, found from the released use rates, in whole points.

The estimate and its 「まだ言えない」 are those of `warehouse.effect`; only its input is coarser. A section
whose rate a reader does not know to five points counts as not known in that month.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil, floor
from typing import TYPE_CHECKING

from warehouse.bands import ENDS_PER_CENT
from warehouse.derived.seen import KNOWN
from warehouse.effect import find_effect
from warehouse.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.derived.seen import Row, Seen
    from warehouse.derived.terms import Terms
    from warehouse.effect import Effect

_SAYS_NOTHING = 0.5
"""A rate lies between 0 and 1: an interval wider than half of that leaves everything open."""
Rates = dict[str, list[float | None]]


def effect(seen: Seen, terms: Terms) -> list[Row]:
    """One row a kind of treatment and tool that any section has had."""
    rows = []
    for tool in sorted({row["tool"] for row in seen.rows("use_month")}):
        months, rates = _rates(seen, terms, tool)
        kinds = {
            "training": _first(seen.rows("training"), "held_on", {None, tool}),
            "action": _first(seen.rows("action"), "acted_on", {tool}),
        }
        for kind, began in kinds.items():
            if began:
                treated = {
                    section: months.index(month)
                    for section, month in began.items()
                    if section in rates and month in months
                }
                alike = _alike(seen, months, rates, began)
                rows.append({"kind": kind, "tool": tool, **_row(find_effect(alike, treated))})
    return rows


def _alike(seen: Seen, months: Sequence[date], rates: Rates, began: Mapping[str, date]) -> Rates:
    """Leave out the months in which a section was not made up as when it was treated; if never, as in its newest."""
    found: Rates = {}
    for section, values in rates.items():
        known = [month for month, rate in zip(months, values, strict=True) if rate is not None]
        now = began.get(section, known[-1] if known else months[-1])
        found[section] = [
            rate if seen.succession.is_same(section, now, month) else None
            for month, rate in zip(months, values, strict=True)
        ]
    return found


def _rates(seen: Seen, terms: Terms, tool: str) -> tuple[list[date], Rates]:
    """The months that are over, and each section's rate in them as a share."""
    rows = [
        row
        for row in seen.rows("use_month")
        # Merged sections are not the same people from quarter to quarter.
        if row["tool"] == tool
        and row["section"] not in {SMALL, TOWN}
        and terms.is_over(row["month"])
    ]
    months = sorted({row["month"] for row in rows})
    rates: Rates = defaultdict(lambda: [None] * len(months))
    for row in rows:
        is_close = row["low"] is not None and row["high"] - row["low"] <= ENDS_PER_CENT
        if is_close and row["state"] in KNOWN:
            rates[row["section"]][months.index(row["month"])] = (row["low"] + row["high"]) / 200
    return months, dict(rates)


def _first(rows: Iterable[Row], day: str, tools: set[str | None]) -> dict[str, date]:
    """Section → the month of its first one."""
    months: dict[str, date] = {}
    for row in rows:
        if row["section"] is not None and row["tool"] in tools and row[day] is not None:
            month = row[day].replace(day=1)
            months[row["section"]] = min(month, months.get(row["section"], month))
    return months


def _row(found: Effect) -> Row:
    """Whole points; the interval outwards, so that rounding never makes it narrower."""
    told: Row = {
        "method": found.method,
        "reason": found.reason,
        "treated": found.treated,
        "compared": found.compared,
    }
    if found.change is None or found.low is None or found.high is None:
        return told
    if found.high - found.low > _SAYS_NOTHING:
        return told | {"method": "cannot_say", "reason": "not_bounded"}
    return told | {
        "change": float(round(100 * found.change)),
        "low": float(floor(100 * found.low)),
        "high": float(ceil(100 * found.high)),
    }
