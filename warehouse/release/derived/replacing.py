"""What the released documents show: digital documents replaced paper or were added to it (置き換え・上乗せ)."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain, islice, product
from typing import TYPE_CHECKING

from warehouse.months import month_number
from warehouse.release.derived.released_view import KNOWN
from warehouse.release.groups.succession import REORGANISED
from warehouse.release.tables.rounding import counts_rounded_to, summed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.release.tables.rounding import Range

LEVEL = 10
"""Changes within this many per cent of the base period are 「同じくらい」."""
OPEN = "open"
"""The result where the rounding of the counts allows several: up or level, one verdict or another."""
_SIDES = ("digital", "paper")
_HUNDREDTHS = 2
"""Decimals of a number a head and working day."""


def replacement_month(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return documents per head and working day against a base, from the rounded counts.

    A change is a range, as wide as the rounding of the counts leaves it; a verdict is given where no other is possible.
    The base has as many months as the base period: the first ones from its start on that are complete and shown. Where
    one person had most of the first documents, they lie later than the base period.
    """
    if yardsticks.base_from is None or yardsticks.base_to is None:
        return []
    needed = month_number(yardsticks.base_to) - month_number(yardsticks.base_from) + 1
    by_section = _documents(view)
    whole: dict[date, dict[str, Row]] = defaultdict(dict)
    for row in sorted(chain.from_iterable(by_section.values()), key=lambda row: row["month"]):
        if row["month"] >= yardsticks.base_from and _is_whole(row):
            whole[row["month"]][row["section"]] = row
    rows = []
    for row in chain.from_iterable(by_section.values()):
        base = list(islice(_base_months(view, whole, row), needed))
        has_base = len(base) == needed and row["month"] > base[-1][0]["month"]
        is_unlike = not has_base and _is_reorganised(view, whole, row, yardsticks.base_to)
        is_base = any(row in one for one in base) and not is_unlike
        if row["month"] <= yardsticks.base_to or is_base:
            continue
        first, last = (base[0][0]["month"], base[-1][0]["month"]) if has_base else (None, None)
        now = [row] if _is_whole(row) else []
        then = [part for one in base for part in one] if has_base else []
        sides = [
            {side: _per_head(view, yardsticks, parts, side) for side in _SIDES}
            for parts in (now, then)
        ]
        rows.append(
            {
                "section": row["section"],
                "month": row["month"],
                "base_from": first,
                "base_to": last,
                **_verdict(*sides),
                "uncompared_because": REORGANISED if is_unlike else None,
                "state": row["state"],
                "withheld_because": row["withheld_because"],
            }
        )
    return rows


def _documents(view: ReleasedView) -> dict[str, list[Row]]:
    pairs = view.months("paper_digital_month", "section", "pair")
    return {section: months for (section, pair), months in pairs.items() if pair == "documents"}


def _is_reorganised(
    view: ReleasedView, whole: Mapping[date, Mapping[str, Row]], row: Row, then: date
) -> bool:
    """Whether the section consisted of other sections then, or did not exist when others did."""
    groups = view.succession.like_for_like(row["section"], row["month"], then)
    is_new = then in whole and view.succession.is_new(row["section"], then)
    return groups is None or is_new


def _base_months(
    view: ReleasedView, whole: Mapping[date, Mapping[str, Row]], now: Row
) -> Iterator[list[Row]]:
    """Yield the months, in order, whose documents are known for the sections of a row's group: one row per group."""
    for month, rows in whole.items():
        groups = view.succession.like_for_like(now["section"], now["month"], month) or ()
        known = [rows[one] for one in groups if one in rows and view.heads.get((one, month))]
        if known and len(known) == len(groups):
            yield known


def _is_whole(row: Row) -> bool:
    return all(row[side] is not None for side in _SIDES) and row["state"] in KNOWN


def _per_head(
    view: ReleasedView, yardsticks: Yardsticks, months: Sequence[Row], side: str
) -> Range | None:
    """Return the counts of these months, as a range, per head and working day of the same months."""
    counts, head_days = [], 0
    for row in months:
        heads = view.heads.get((row["section"], row["month"]))
        if heads:
            counts.append(counts_rounded_to(row[side]))
            head_days += heads * yardsticks.days_in[row["month"]]
    return summed(counts).over(head_days) if head_days else None


def _verdict(now: Mapping[str, Range | None], base: Mapping[str, Range | None]) -> Row:
    result: Row = {}
    moves = []
    for side in _SIDES:
        here, then = now[side], base[side]
        change = None if here is None or then is None else here.per_cent_more(then)
        ends = change.rounded() if change else (None, None)
        result |= dict(zip((f"{side}_low", f"{side}_high"), ends, strict=True))
        # A change of many hundred per cent is understood beside the numbers that it is made of.
        for when, known in (("then", then), ("now", here)):
            middle = known.middle if known is not None and change is not None else None
            result[f"{side}_{when}"] = None if middle is None else round(middle, _HUNDREDTHS)
        possible = _moves(change) if change else []
        result[f"{side}_moves"] = _only(possible)
        moves.append(possible)
    return result | {"verdict": _only({_verdict_of(*one) for one in product(*moves)})}


def _verdict_of(digital: str, paper: str) -> str:
    if digital == "up":
        return "replaced" if paper == "down" else "added"
    return "shrunk" if (digital, paper) == ("down", "down") else "untouched"


def _moves(change: Range) -> list[str]:
    """Return every direction in which it may have moved."""
    found = {
        "up": change.high > LEVEL,
        "level": change.low <= LEVEL and change.high >= -LEVEL,
        "down": change.low < -LEVEL,
    }
    return [way for way, is_possible in found.items() if is_possible]


def _only(possible: Collection[str]) -> str | None:
    """Return the only possible answer; `OPEN` if there are several, None if there is none."""
    return OPEN if len(possible) > 1 else next(iter(possible), None)
