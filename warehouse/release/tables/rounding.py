"""Ranges behind shown numbers: where the true value lies, and how far apart two true values can be.

Everything that is computed from shown numbers is computed on these ranges: the difference of two rounded numbers is
a range and not a point. Books are not counted from people; their numbers are computed from exact counts and then
rounded, and need no range.
"""

from __future__ import annotations

from math import ceil, floor
from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.bands import least_rounded, most_rounded
from warehouse.release.tables.coding import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WHOLE_PER_CENT = 0.5
"""Largest rounding error of a share in whole per cents, in points."""
_DIGITS = 9
"""Decimals that are kept; further ones are floating-point error."""
SHARE = "share"
"""The measure of a pair, next to the measures of other books."""


class Range(NamedTuple):
    """The range in which a value lies, in the value's own unit."""

    low: float
    high: float

    @classmethod
    def at(cls, value: float) -> Range:
        """Return the range of a value that is known exactly."""
        return cls(value, value)

    @property
    def middle(self) -> float:
        """The value at which a chart draws it."""
        return (self.low + self.high) / 2

    @property
    def sure_distance(self) -> float:
        """The smallest possible distance from 0; 0 where the value may be 0."""
        return max(0.0, self.low, -self.high)

    def less(self, other: Range) -> Range:
        """Return the difference of two ranges; its width is the sum of both widths."""
        return tidy(self.low - other.high, self.high - other.low)

    def over(self, number: float) -> Range:
        """Return the range divided by a positive number that is known exactly."""
        return tidy(self.low / number, self.high / number)

    def within(self, least: float, most: float) -> Range:
        """Return the part of the range between two bounds that are known beforehand."""
        return Range(max(least, self.low), min(most, self.high))

    def per_cent_more(self, base: Range) -> Range | None:
        """Return the change against a base, in per cent; None where the base may be 0."""
        if base.low <= 0:
            return None
        return tidy(100 * (self.low / base.high - 1), 100 * (self.high / base.low - 1))

    def rounded(self, step: int = 1) -> Range:
        """Return the range rounded outwards to multiples of a step.

        One value (`low == high`) where the whole range lies within half a step of it.
        """
        nearest = step * floor(self.middle / step + 0.5)
        half = step / 2
        if nearest - half <= self.low and self.high <= nearest + half:
            return Range(nearest, nearest)
        return Range(step * floor(self.low / step), step * ceil(self.high / step))


def value_of_range(known: Range, step: int = 1, *, is_about: bool = False) -> Value:
    """Return a share (per cent) as a reader sees it: one value, or an interval.

    `is_about`: one value in wide steps is shown as 約20%.
    """
    low, high = known.rounded(step)
    if low < high:
        return Value(low, high, "interval", "per_cent")
    return Value(low, high, "about" if is_about else "exact", "per_cent")


def summed(parts: Iterable[Range]) -> Range:
    """Return the sum of several ranges; its width is the sum of all widths."""
    known = list(parts)
    return tidy(sum(one.low for one in known), sum(one.high for one in known))


def from_top(row: Mapping[str, Any]) -> Range | None:
    """Return the shown range of a segment together with the more active ones, in per cent; None for other rows."""
    low, high = row.get("from_top_low"), row.get("from_top_high")
    return None if low is None or high is None else Range(low, high)


def counts_rounded_to(shown: float) -> Range:
    """Return the range of counts that `round_sheets` rounds to this value."""
    return Range(least_rounded(shown), most_rounded(shown))


def share_between(digital: float, paper: float) -> Range:
    """Return the range, in per cent, of a share of two counts that are shown as `round_sheets` rounds."""
    (least, most), (other_least, other_most) = counts_rounded_to(digital), counts_rounded_to(paper)
    low = 100 * least / (least + other_most) if least + other_most else 0.0
    high = 100 * most / (most + other_least) if most + other_least else 100.0
    return Range(low, high)


def count_between(low: float, high: float, people: int | None) -> Range:
    """Return the exact ends, in per cent, of a band of head counts that is shown in whole per cents."""
    if not people:
        return Range(low, high)
    first, last = (
        ceil((low - WHOLE_PER_CENT) * people / 100),
        floor((high + WHOLE_PER_CENT) * people / 100),
    )
    return Range(100 * max(0, first) / people, 100 * min(people, last) / people)


def rounded_between(low: float, high: float, half: float) -> Range:
    """Return the range behind one shown value, or behind a band whose ends are exact."""
    return tidy(max(0.0, low - half), high + half) if low == high else Range(low, high)


def tidy(low: float, high: float) -> Range:
    """Return a range without floating-point errors."""
    return Range(round(low, _DIGITS), round(high, _DIGITS))
