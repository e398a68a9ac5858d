"""Computes differences between two released values as ranges, and writes them as text.

Shown values are rounded, so their difference is a range: 75 % and 68 % are six to eight points apart.
No other module of dashboards subtracts values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from dashboards.read.noise import noise
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.read.noise import Cases
    from dashboards.text.words import Words


def a_year_before(month: date) -> date:
    """Return the same month of the year before."""
    return month.replace(year=month.year - 1)


Way = Literal["up", "down", "level", "open"]
LEVEL_POINTS = 3.0
"""Upper limit of 「ほぼ同じ」: two points, plus the rounding of both values."""
LEVEL_PER_CENT = 5.5
"""The same limit for sheets: five per cent, plus half a per cent of rounding."""
_WHOLE = 100.0
_WIDEST_POINT = 10.0
"""Maximum width of a band, in points, that is drawn at its middle.
In a wider band the middle would say more than is known, so its bound is drawn and marked."""


class Shown(Protocol):
    """The part of a cell that differences need; pages and newsletter each have their own cell type."""

    @property
    def between(self) -> Range | None:
        """Range that contains the true value."""

    @property
    def cases(self) -> Cases | None:
        """Number of cases behind the value, if the release tells it."""

    @property
    def is_end(self) -> bool:
        """Whether only 「未満」 or 「以上」 is known."""

    @property
    def month(self) -> date:
        """First day of the cell's month."""

    @property
    def change(self) -> Range | None:
        """Exact year-on-year change of a book's value, rounded once: points of a share, per cent of a count."""


def is_end(low: float | None, high: float | None) -> bool:
    """Tell whether only a one-sided bound of a share is known: under some per cent, or that per cent or more."""
    return low is not None and high is not None and low < high and (low <= 0 or high >= _WHOLE)


def bound_of_share(low: float | None, high: float | None) -> str:
    """Return `up` for a wide band that ends at 100 per cent, `down` for one that begins at 0, else ""."""
    if low is None or high is None or high - low <= _WIDEST_POINT:
        return ""
    if high >= _WHOLE:
        return "up"
    return "down" if low <= 0 else ""


def difference(before: Shown, now: Shown) -> Range | None:
    """Return the difference of two shares in points; None if one has no value or is a one-sided bound.

    「5%未満」 has no distance to anything.
    """
    if before.is_end or now.is_end:
        return None
    return more_than(before, now)


def more_than(before: Shown, now: Shown) -> Range | None:
    """Return the range of `now` minus `before`, one-sided bounds included; None if one has no value.

    The unit is that of the values. If the release has the exact year-on-year change of a book, that is returned:
    in per cent for a count.
    """
    if now.change is not None and before.month == a_year_before(now.month):
        return now.change
    if before.between is None or now.between is None:
        return None
    return now.between.less(before.between)


def chance(before: Shown, now: Shown) -> float:
    """Return the difference that chance alone may make, in the unit of `more_than` (see `noise`)."""
    is_per_cent = now.change is not None and before.month == a_year_before(now.month)
    ends = ((before.between, before.cases), (now.between, now.cases))
    return noise(*ends, is_per_cent=is_per_cent)


def way_between(before: Shown, now: Shown) -> Way | None:
    """Classify the difference of two shares; None if one has no value or is a one-sided bound."""
    change = difference(before, now)
    return None if change is None else way(change, by_chance=chance(before, now))


def way(change: Range, level: float = LEVEL_POINTS, *, by_chance: float = 0.0) -> Way:
    """Classify a change against the tolerance `level` and the size `by_chance` that chance alone may give it.

    `level` (ほぼ同じ): certainly within the tolerance. `up`, `down`: certainly in that direction and further than
    chance goes, and possibly beyond the tolerance. `open`: anything else.
    """
    if -level <= change.low and change.high <= level:
        return "level"
    if change.low > by_chance:
        return "up"
    return "down" if change.high < -by_chance else "open"


def magnitude(change: Range, words: Words, step: int = 1) -> str:
    """Return the size of a change without its sign, in multiples of `step`: 7 or 6〜8."""
    low, high = (abs(end) for end in change.rounded(step))
    return words.joined_range(*(f"{end:.0f}" for end in sorted({low, high})))


def count(span: Range, words: Words) -> str:
    """Return a count, or the size of a difference of counts, whose ends are already rounded: 2,260〜2,370."""
    ends = sorted(abs(end) for end in set(span))
    return words.joined_range(*(words.number(end) for end in ends))


def alert_number(row: Mapping[str, Any], name: str, words: Words) -> str:
    """Return a number of an alert, `value` or `before`: one number, or the two ends that its rounding allows."""
    high = row.get(f"{name}_high")
    return count(Range(row[name], row[name] if high is None else high), words)


def points(change: Range, words: Words, step: int = 1) -> str:
    """Return the size of a change of shares: 約6〜8ポイント."""
    amount = magnitude(change, words, step)
    return words.gettext("about {amount} points", amount=amount)


def per_cent(change: Range, words: Words, step: int = 1) -> str:
    """Return the size of a change of amounts: 約6〜8%."""
    amount = magnitude(change, words, step)
    return words.gettext("about {amount}%", amount=amount)


def signed_points(change: Range, words: Words) -> str:
    """Return a change of shares with its sign: 約+6〜+8ポイント."""
    amount = signed_range(change.rounded(), words)
    return words.gettext("about {amount} points", amount=amount)


def signed_range(span: Range, words: Words) -> str:
    """Return two rounded ends with their signs, −3〜+12; one number if they are the same; ±0 for zero."""
    ends = [
        "0" if end == 0 else words.number(end, "+,.0f")
        for end in dict.fromkeys((round(span.low), round(span.high)))
    ]
    return "±0" if ends == ["0"] else words.joined_range(*ends, spaced=True)
