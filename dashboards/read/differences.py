"""Differences of two released values as ranges, and their text; no other module of dashboards subtracts values.

What is shown is rounded, so a difference of two is a range: 75 % and 68 % are six to eight points apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dashboards.text.words import Words


def a_year_before(month: date) -> date:
    """Return the same month of the year before."""
    return month.replace(year=month.year - 1)


Way = Literal["up", "down", "level", "open"]
LEVEL_POINTS = 3.0
"""A difference that is surely not larger reads as 「ほぼ同じ」: two points, and what both are rounded by."""
LEVEL_PER_CENT = 5.5
"""The same of sheets: five per cent, and half a one that it is rounded by."""
_WHOLE = 100.0
_WIDEST_POINT = 10.0
"""The middle of a wider band would say more than is known: its bound is drawn and marked."""


class Shown(Protocol):
    """A cell as pages and newsletter have it."""

    @property
    def between(self) -> Range | None:
        """Between which values the truth lies."""

    @property
    def is_end(self) -> bool:
        """Whether only 「未満」 or 「以上」 is known."""

    @property
    def month(self) -> date:
        """The first of its month."""

    @property
    def change(self) -> Range | None:
        """Of books the exact change against a year before, rounded once: points of shares, per cent of counts."""


def is_end(low: float | None, high: float | None) -> bool:
    """Tell whether a share is only known to be under something, or something or more."""
    return low is not None and high is not None and low < high and (low <= 0 or high >= _WHOLE)


_COUNTS = {"paper_month", "book_month", "breadth_month"}


def is_share(table: str, measure: object) -> bool:
    """Tell whether a table's values are per cents: sheets, books, tools a head and meeting hours are none."""
    return table not in _COUNTS and measure != "meeting_hours"


def bound_of_share(low: float | None, high: float | None) -> str:
    """Return up for a wide band that ends at 100 per cent, down for one that begins at 0, else nothing."""
    if low is None or high is None or high - low <= _WIDEST_POINT:
        return ""
    if high >= _WHOLE:
        return "up"
    return "down" if low <= 0 else ""


def difference(before: Shown, now: Shown) -> Range | None:
    """Return by how many points a share is more than before; None without one of them, or beside a coded end.

    "5%未満" has no distance to anything.
    """
    if before.is_end or now.is_end:
        return None
    return more_than(before, now)


def more_than(before: Shown, now: Shown) -> Range | None:
    """Return by how much a value surely is more or less than before, also beside a coded end; None without one.

    In the value's own unit; of a book's count, whose exact change is known, in per cent.
    """
    if now.change is not None and before.month == a_year_before(now.month):
        return now.change
    if before.between is None or now.between is None:
        return None
    return now.between.less(before.between)


def way(change: Range, level: float = LEVEL_POINTS) -> Way:
    """Return up or down where the change surely is one and may be more than `level`.

    `level` (ほぼ同じ): surely no larger than that. `open`: it may be up or down, or nothing.
    """
    if -level <= change.low and change.high <= level:
        return "level"
    if change.low > 0:
        return "up"
    return "down" if change.high < 0 else "open"


def magnitude(change: Range, words: Words, step: int = 1) -> str:
    """Return how large a change is, up or down, in multiples of a step: 7 or 6〜8."""
    low, high = (abs(end) for end in change.told(step))
    return words.joined_range(*(f"{end:.0f}" for end in sorted({low, high})))


def count(told: Range, words: Words) -> str:
    """Return a count, or how large a difference of counts is, whose ends are told already: 2,260〜2,370."""
    ends = sorted(abs(end) for end in set(told))
    return words.joined_range(*(words.number(end) for end in ends))


def alert_number(row: Mapping[str, Any], name: str, words: Words) -> str:
    """Return a number of an alert, `value` or `before`: one, or the two ends that its rounding leaves."""
    high = row.get(f"{name}_high")
    return count(Range(row[name], row[name] if high is None else high), words)


def points(change: Range, words: Words, step: int = 1) -> str:
    """Return how large a change of shares is: 約6〜8ポイント."""
    told = magnitude(change, words, step)
    return words.gettext("about {told} points", told=told)


def per_cent(change: Range, words: Words, step: int = 1) -> str:
    """Return how large a change of amounts is: 約6〜8%."""
    told = magnitude(change, words, step)
    return words.gettext("about {told}%", told=told)


def signed_points(change: Range, words: Words) -> str:
    """Return a change with its sign, +6〜+8ポイント."""
    told = signed_range(change.told(), words)
    return words.gettext("about {told} points", told=told)


def signed_range(told: Range, words: Words) -> str:
    """Return two ends that are told already with their signs, −3〜+12; one where they are the same; ±0."""
    ends = [
        "0" if end == 0 else words.number(end, "+,.0f")
        for end in dict.fromkeys((round(told.low), round(told.high)))
    ]
    return "±0" if ends == ["0"] else words.joined_range(*ends, spaced=True)
