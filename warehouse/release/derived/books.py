"""Changes of book counts against a year before, computed from the exact counts and rounded once at the end.

Books are not counted from people. Their shown values are rounded, and the difference of two shown values would be up to
ten per cent wide although it is known exactly.
"""

from __future__ import annotations

from collections import defaultdict
from math import floor
from typing import TYPE_CHECKING

from warehouse.months import months_between
from warehouse.release.derived.paper import base_months, sheets_bought
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.rounding import SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks

    Counts = tuple[float, float]
    """Digital and paper of a pair; for any other book its count and 0."""

SPANS = (1, 3)
"""Months per comparison: one alone, and three together because purchases are made by the box."""


def book_change(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return the change of each shown month, alone and with the two before it, from the same sections a year before."""
    rows = []
    for (what, measure), counts in _shown(view, yardsticks).items():
        for section, month in counts:
            for span in SPANS:
                months = _months_to(month, span)
                if not all((section, one) in counts for one in months):
                    continue
                then, _ = base_months(view, counts, section, months, -1)
                base = None if then is None else _summed(counts[one] for one in then)
                now = _summed(counts[section, one] for one in months)
                key = {"what": what, "measure": measure, "section": section, "month": month}
                rows.append({**key, "months": span, **_change_columns(measure, now, base)})
    return rows


def _shown(
    view: ReleasedView, yardsticks: Yardsticks
) -> Mapping[tuple[str, str], Mapping[tuple[str, date], Counts]]:
    """Return (what, measure) → (section, month) → the exact counts behind the shown cells."""
    found: dict[tuple[str, str], dict[tuple[str, date], Counts]] = defaultdict(dict)
    for key in sheets_bought(view, yardsticks)[0]:
        if key in yardsticks.bought:
            found["paper", "sheets"][key] = (yardsticks.bought[key], 0.0)
    for table, what, measure in (
        ("paper_digital_month", "pair", None),
        ("book_month", "what", "measure"),
    ):
        for row in sorted(view.rows(table), key=lambda row: (row["section"], row["month"])):
            named: tuple[str, str] = (row[what], row[measure] if measure else SHARE)
            counts = yardsticks.books.get((*named, row["section"], row["month"]))
            if row["low"] is not None and counts is not None:
                found[named][row["section"], row["month"]] = counts
    return found


def _months_to(month: date, span: int) -> Sequence[date]:
    return months_between(month.replace(year=month.year - 1), month)[-span:]


def _summed(parts: Iterable[Counts]) -> Counts:
    both: Sequence[Counts] = list(parts)
    return sum(one for one, _ in both), sum(other for _, other in both)


def _change_columns(measure: str, now: Counts, then: Counts | None) -> Row:
    """Return the change (for counts, both sums too), each rounded once; no change if the base is 0."""
    if measure == SHARE:
        change = None if then is None or not sum(then) else _share(now) - _share(then)
        return {"change": _whole(change)}
    change = 100 * now[0] / then[0] - 100 if then and then[0] else None
    before = None if then is None else float(round_sheets(then[0]))
    return {"now": float(round_sheets(now[0])), "before": before, "change": _whole(change)}


def _share(counts: Counts) -> float:
    return 100 * counts[0] / sum(counts)


def _whole(change: float | None) -> float | None:
    return None if change is None else float(floor(change + 0.5))
