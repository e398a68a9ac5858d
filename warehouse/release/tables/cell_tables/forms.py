"""Forms of released numbers: unit, coding, and the range of the true value behind a shown one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from warehouse.release.tables.bands import HALF_HOURS, MIN_COUNT, SHARE_STEP
from warehouse.release.tables.coding import Coding, Unit, Value, shown_text
from warehouse.release.tables.names import TOWN
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

    Row = Mapping[str, Any]

_TENTH = 0.1


class Form(NamedTuple):
    """How the numbers of a table are written and rounded. Both functions take a row with a value."""

    unit: Unit
    coding: Callable[[Row], Coding]
    between: Callable[[Row], Range]
    """The range of the true value, in the unit of `low` and `high`, as a reader can compute it."""


def _is_one(row: Row) -> bool:
    return bool(row["low"] == row["high"])


def _exact_or(coding: Coding) -> Callable[[Row], Coding]:
    return lambda row: "exact" if _is_one(row) else coding


def _about_or(coding: Coding) -> Callable[[Row], Coding]:
    return lambda row: "about" if _is_one(row) else coding


def _rounded(step: float) -> Callable[[Row], Range]:
    return lambda row: rounded_between(row["low"], row["high"], step / 2)


_in_whole_per_cents = _rounded(2 * WHOLE_PER_CENT)


def _heads_coding(row: Row) -> Coding:
    # A section's band keeps both its ends, even where rounding makes them equal.
    return "about" if _is_one(row) and row["section"] == TOWN else "interval"


def _heads(row: Row) -> Range:
    people, low, high = row["n"], row["low"], row["high"]
    if not people:
        return Range(low, high)
    least, most = counts_of(PublishedCell("", row["section"], "", row["month"], people, low, high))
    return tidy(100 * least / people, 100 * most / people)


def _ended(lowest: float) -> Callable[[Row], Coding]:
    """Return the coding of a number that is bottom-coded from its lowest value on, and top-coded above it."""
    return lambda row: "exact" if _is_one(row) else "above" if row["low"] > lowest else "below"


def _breadth_coding(row: Row) -> Coding:
    coding = _ended(1)(row)
    return "about" if coding == "exact" and _is_in_halves(row) else coding


def _is_in_halves(row: Row) -> bool:
    """Whether the breadth is rounded to halves: only `shown` records it, as its text differs from one in tenths."""
    return bool(row["shown"] != shown_text(Value(row["low"], row["high"], "exact", "tenths")))


def _breadth(row: Row) -> Range:
    """Rounded to tenths; to halves (about) where too few people are known to be active."""
    return _rounded(HALF_HOURS if _breadth_coding(row) == "about" else _TENTH)(row)


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


HEAD_COUNT = Form("per_cent", _heads_coding, _heads)
"""A band of people ÷ people; `n` is the base."""
SHARE_OF_DAYS = Form("per_cent", _ended(0), _in_whole_per_cents)
"""Person-days with a use ÷ person-days, in whole per cents, coded at both ends."""
BAND = Form("per_cent", lambda _: "interval", _in_whole_per_cents)
SEGMENT = Form("per_cent", _about_or("interval"), _rounded(SHARE_STEP))
SHARE_OF_BOOK = Form("per_cent", _exact_or("interval"), _in_whole_per_cents)
"""Digital ÷ both, computed from exact counts and rounded once."""
SHARE_OF_ROUNDED = Form("per_cent", _exact_or("interval"), _rounded_counts)
"""Digital ÷ both, computed from rounded counts."""
SHARE = Form("per_cent", _about_or("below"), _rounded(SHARE_STEP))
"""A share in wide steps, bottom-coded."""
HOURS_A_HEAD = Form("tenths", _exact_or("below"), _rounded(HALF_HOURS))
BREADTH = Form("tenths", _breadth_coding, _breadth)
COUNT = Form("count", _exact_or("below"), _count)
PRINTED = Form("count", _exact_or("below"), _printed)
HOURS_OF_BOOK = Form("count", _exact_or("below"), _hours_of_book)
