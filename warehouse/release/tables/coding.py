"""How a released number is coded: exact, about, an interval, or bottom- or top-coded.

A release holds values. Each cell keeps the coding that its rule chose in its column `coding`; pages, `hirogari export` and
`hirogari explain` render the value in words (`dashboards/text`). No text is made here, and none is parsed back.
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
