"""Says of each item of the plan which evidence there is of it, from the shown values of the whole town hall alone.

Residents or work: the series moved the right way, six to twelve months against the same months of the year before the
item began. Use: the target is reached in three final months in a row. What began and moved nothing that can be told is built, no more; what
cannot be told yet says why.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from warehouse.months import month_after
from warehouse.release.derived.series_targets import known_months, reach_of
from warehouse.release.derived.year_on_year import YEAR, change_over_year, is_like_for_like
from warehouse.release.tables.names import TOWN
from warehouse.release.tables.series import OWN_COUNT, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.release.tables.rounding import Range
    from warehouse.release.tables.series import SeriesKind

    Months = Mapping[date, Range]

Evidence = Literal["residents", "work", "used", "built", "none"]
Reason = Literal[
    "not_begun", "no_measure", "no_target", "too_early", "no_base", "reorganised",
    "below_target", "open", "against", "not_shown",
]  # fmt: skip
Answer = tuple[Evidence, Reason | None]
LEAST = 6
"""Months after the start of which each is compared with the same month before it, at most twelve."""
IN_A_ROW = 3
"""Final months in which a target of use is to be reached."""
_OF_RESIDENTS = frozenset({"ratio filings", "on_paper filings"})
"""Series in which residents take part; own counts may be as well."""
_OF_USE = ("use ", "ratio ", "automated_runs")


def plan_evidence(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each item of the plan."""
    own_counts = {row["name"]: row["better"] for row in view.rows("own_count")}
    found = []
    for item in view.rows("plan_item"):
        kind = kind_of(item["series"], own_counts) if item["series"] else None
        known = {} if kind is None else known_months(view, yardsticks, kind, TOWN)
        found.append(_judged(view, item, kind, known, yardsticks.as_of))
    return found


def plan_series_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return the final months of each series that the plan names, in the whole town hall: what its evidence rests on."""
    own_counts = {row["name"]: row["better"] for row in view.rows("own_count")}
    named = dict.fromkeys(row["series"] for row in view.rows("plan_item") if row["series"])
    kinds = {name: kind for name in named if (kind := kind_of(name, own_counts)) is not None}
    return [
        {"series": name, "month": month, "low": one.low, "high": one.high}
        for name, kind in kinds.items()
        for month, one in sorted(known_months(view, yardsticks, kind, TOWN).items())
    ]


def _judged(
    view: ReleasedView, item: Row, kind: SeriesKind | None, known: Months, as_of: date
) -> Row:
    """Return the row of an item; `known`: month → the range of its series in the whole town hall."""
    began = item["began_on"]
    has_begun = began is not None and began <= as_of
    # The month of the start is neither before nor after.
    pairs = _pairs(known, began) if has_begun else {}
    change, why_not = None, None
    if kind is not None and has_begun:
        change, why_not = _change(view, kind, pairs, known)
        if why_not == "too_early" and not any(month < began for month in known):
            why_not = "no_base"
    levels = (
        [reach_of(known[one], item["target"], kind.better) for one in _in_a_row(known, began)]
        if kind
        else []
    )
    if not has_begun:
        answer: Answer = ("none", "not_begun")
    elif kind is None:
        answer = ("built", "no_measure")
    elif _is_of_use(item):
        answer = _use(item, levels, reach_of(change, item["target"], kind.better), why_not)
    else:
        is_new = kind.better == "more" and min(known, default=as_of) > began
        answer = _moved(item, kind, change, why_not, is_there=is_new and _is_there(levels))
    newest = max(known, default=None)
    of_level = None if newest is None else known[newest]
    held = change if item["target_is"] == "change" else of_level
    return {
        "item": item["item"],
        "evidence": answer[0],
        "reason": answer[1],
        "series": item["series"],
        "better": None if kind is None else kind.better,
        "first_month": min(pairs) if change else None,
        "last_month": max(pairs) if change else None,
        "low": change.low if change else None,
        "high": change.high if change else None,
        "newest_month": newest,
        "newest_low": of_level.low if of_level else None,
        "newest_high": of_level.high if of_level else None,
        "reach": None if kind is None else reach_of(held, item["target"], kind.better),
    }


def _pairs(known: Months, began: date) -> Mapping[date, date]:
    """Return the newest months after the start, at most twelve → the same months of the year before it, where known."""
    pairs = {}
    for month in sorted(month for month in known if month > began):
        years = 1 + (month.year - began.year - (month.month < began.month))
        before = month.replace(year=month.year - years)
        if before in known:
            pairs[month] = before
    return dict(list(pairs.items())[-YEAR:])


def _change(
    view: ReleasedView, kind: SeriesKind, pairs: Mapping[date, date], known: Months
) -> tuple[Range | None, Reason | None]:
    """Return the change over the months, or why it is not told."""
    if len(pairs) < LEAST:
        return None, "too_early"
    rows = [row for row in view.rows(kind.table) if row["state"] != "none" and kind.has(row)]
    if not is_like_for_like(view, rows, list(pairs.items())):
        return None, "reorganised"
    change = change_over_year(
        [(known[now], known[then]) for now, then in pairs.items()], kind.scale
    )
    return change, "no_base" if change is None else None


def _in_a_row(known: Months, began: date | None) -> Sequence[date]:
    """Return the newest three known months after the start, if they follow each other."""
    newest = sorted(month for month in known if began is not None and month > began)[-IN_A_ROW:]
    is_whole = all(month_after(one) == after for one, after in pairwise(newest))
    return newest if is_whole and len(newest) == IN_A_ROW else []


def _is_there(levels: Iterable[str | None]) -> bool:
    there = list(levels)
    return bool(there) and all(one == "reached" for one in there)


def _is_of_use(item: Row) -> bool:
    series: str = item["series"]
    return series.startswith(_OF_USE) and not _is_of_residents(item)


def _is_of_residents(item: Row) -> bool:
    series: str = item["series"]
    is_theirs = series in _OF_RESIDENTS or series.startswith(OWN_COUNT)
    return is_theirs and item["for_whom"] == "residents"


def _use(
    item: Row, levels: Sequence[str | None], of_change: str | None, why_not: Reason | None
) -> Answer:
    if item["target"] is None:
        return "none", "no_target"
    if item["target_is"] == "change":
        if why_not is not None:
            return "none", why_not
        levels = [of_change]
    if not levels:
        return "none", "too_early"
    if _is_there(levels):
        return "used", None
    return ("built", "below_target") if levels[-1] == "below" else ("none", "open")


def _moved(
    item: Row, kind: SeriesKind, change: Range | None, why_not: Reason | None, *, is_there: bool
) -> Answer:
    """Return whether a series of residents or of work moved; `is_there`: what is new has reached its level."""
    moved: Evidence = "residents" if _is_of_residents(item) else "work"
    if change is None:
        # What was not there before has no year before it.
        return (moved, None) if is_there and item["target_is"] == "level" else ("none", why_not)
    is_better = change.low > 0 if kind.better == "more" else change.high < 0
    is_worse = change.high < 0 if kind.better == "more" else change.low > 0
    if is_better:
        return moved, None
    return "built", "against" if is_worse else "not_shown"
