"""How a released number is coded: exact, about, an interval, or bottom- or top-coded.

A release holds values. Pages render them in their language (`dashboards/text`); the only text made here is the column
`shown` of the export. Text is never parsed back: a cell's coding follows from its table and its ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from warehouse.release.tables.names import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

Coding = Literal["exact", "about", "interval", "below", "above"]
"""`exact`: one value, rounded to its unit; `about`: one value in wide steps; `below`/`above`: bottom-/top-coded."""
Unit = Literal["per_cent", "count", "tenths"]
"""How the number is written: whole per cents, whole numbers, or one decimal."""


class Value(NamedTuple):
    """A released number as a reader sees it."""

    low: float
    high: float
    coding: Coding
    unit: Unit

    @classmethod
    def between(cls, low: float, high: float, unit: Unit = "per_cent") -> Value:
        """Return the value for two ends: an interval, or one exact value if they are equal."""
        return cls(low, high, "exact" if low == high else "interval", unit)

    def number(self, end: float) -> str:
        """Return one end as text, without its unit."""
        return f"{end:.1f}" if self.unit == "tenths" else f"{end:,.0f}"


def shown_text(value: Value) -> str:
    """Return the text of a value in the column `shown` of the export: 63%, 5%未満, 40〜60%, 1,230."""
    sign = "%" if value.unit == "per_cent" else ""
    low, high = value.number(value.low), value.number(value.high)
    return {
        "exact": f"{low}{sign}",
        "about": f"約{low}{sign}",
        "interval": f"{low}〜{high}{sign}",
        "below": f"{high}{sign}未満",
        "above": f"{low}{sign}以上",
    }[value.coding]


def value_of(table: str, row: Mapping[str, Any]) -> Value | None:
    """Return the value of a cell; None where it shows none.

    Args:
        table: the release table of the cell.
        row: its columns, including `section` and the columns of the cell.
    """
    if row["shown"] is None:
        return None
    low, high = row["low"], row["high"]
    return Value(low, high, _coding(table, row, low, high), _unit(table, row))


_HEAD_COUNTS = {"activation_month", "habitual_month", "training_coverage"}
_SHARES = {"work_month", "outside_month"}
_COUNTS = {"paper_month", "book_month", "counter_month", "section_use_month"}


def _unit(table: str, row: Mapping[str, Any]) -> Unit:
    if table == "breadth_month" or _is_hours(table, row):
        return "tenths"
    return "count" if table in _COUNTS else "per_cent"


def _is_hours(table: str, row: Mapping[str, Any]) -> bool:
    return table == "work_month" and bool(row["measure"] == "meeting_hours")


def _coding(table: str, row: Mapping[str, Any], low: float, high: float) -> Coding:
    if table in _HEAD_COUNTS:
        # A section's band keeps both its ends, even where rounding makes them equal.
        return "about" if low == high and row["section"] == TOWN else "interval"
    if table == "retention_month":
        return "interval"
    if table in {"paper_digital_month", "segment_month"}:
        if low < high:
            return "interval"
        return "about" if table == "segment_month" else "exact"
    if low < high:
        is_above = table in {"use_month", "breadth_month"} and low > _LOWEST[table]
        return "above" if is_above else "below"
    is_wide = table in _SHARES and not _is_hours(table, row)
    return "about" if is_wide or (table == "breadth_month" and _is_in_halves(row)) else "exact"


_LOWEST = {"use_month": 0, "breadth_month": 1}
"""The lowest value of a bottom-coded number; a coded value that begins above it is top-coded."""


def _is_in_halves(row: Mapping[str, Any]) -> bool:
    """Whether the breadth is rounded to halves: only `shown` records it, as its text differs from one in tenths."""
    exact = Value(row["low"], row["high"], "exact", "tenths")
    return bool(row["shown"] != shown_text(exact))
