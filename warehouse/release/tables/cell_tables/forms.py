"""Forms of released numbers: unit, and the range of the true value behind a shown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.bands import HALF_HOURS, MIN_COUNT, SHARE_STEP
from warehouse.release.tables.published_cell import PublishedCell, counts_of
from warehouse.release.tables.rounding import (
    WHOLE_PER_CENT,
    Range,
    counts_rounded_to,
    rounded_between,
    share_between,
    tidy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from warehouse.release.tables.coding import Unit

    Row = Mapping[str, Any]

_TENTH = 0.1


class Form(NamedTuple):
    """How the numbers of a table are written and rounded."""

    unit: Unit
    between: Callable[[Row], Range]
    """The range of the true value behind a row with a value, in the unit of `low` and `high`, as a reader can compute it."""


def _is_one(row: Row) -> bool:
    return bool(row["low"] == row["high"])


def _rounded(step: float) -> Callable[[Row], Range]:
    return lambda row: rounded_between(row["low"], row["high"], step / 2)


_in_whole_per_cents = _rounded(2 * WHOLE_PER_CENT)


def _heads(row: Row) -> Range:
    people, low, high = row["n"], row["low"], row["high"]
    if not people:
        return Range(low, high)
    least, most = counts_of(PublishedCell("", row["section"], "", row["month"], people, low, high))
    return tidy(100 * least / people, 100 * most / people)


def _breadth(row: Row) -> Range:
    """Rounded to tenths; to halves (about) where too few people are known to be active."""
    return _rounded(HALF_HOURS if row["coding"] == "about" else _TENTH)(row)


def _rounded_counts(row: Row) -> Range:
    """Where the counts of both sides are shown, the share is computed from them as they are rounded."""
    if row["digital"] is not None and row["paper"] is not None:
        return share_between(row["digital"], row["paper"])
    return _in_whole_per_cents(row)


def _count(row: Row) -> Range:
    if not _is_one(row):
        return Range(row["low"], row["high"])
    least, most = counts_rounded_to(row["low"])
    return Range(max(0, least), most)


def _printed(row: Row) -> Range:
    low, high = _count(row)
    if not _is_one(row) or row["low"] > MIN_COUNT**2:
        return Range(low, high)
    # Few printed sheets are rounded to tens.
    shown, half = int(row["low"]), MIN_COUNT // 2
    return Range(max(0, min(low, shown - half)), max(high, shown + half - 1))


def _hours_of_book(row: Row) -> Range:
    """Hours are not whole, so they may lie half a unit beyond what whole counts would round to."""
    low, high = _count(row)
    return Range(max(0.0, low - WHOLE_PER_CENT), high + WHOLE_PER_CENT)


HEAD_COUNT = Form("per_cent", _heads)
"""A band of people ÷ people; `n` is the base."""
IN_PER_CENTS = Form("per_cent", _in_whole_per_cents)
"""A share computed from exact counts and rounded once, or an interval with ends in whole per cents."""
IN_STEPS = Form("per_cent", _rounded(SHARE_STEP))
"""A share in wide steps, or an interval between two of them."""
SHARE_OF_ROUNDED = Form("per_cent", _rounded_counts)
"""Digital ÷ both, computed from rounded counts."""
HOURS_A_HEAD = Form("tenths", _rounded(HALF_HOURS))
BREADTH = Form("tenths", _breadth)
COUNT = Form("count", _count)
PRINTED = Form("count", _printed)
HOURS_OF_BOOK = Form("count", _hours_of_book)
