"""How a released number is coded: exact, about, an interval, or bottom- or top-coded.

A release holds values. Pages render them in their language (`dashboards/text`); the only text made here is the column
`shown` of the export. Text is never parsed back: a cell's coding follows from its table and its ends
(`cell_tables/forms.py`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

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
