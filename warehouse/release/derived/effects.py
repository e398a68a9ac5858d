"""What changed after a training or an action, estimated from the released use rates in whole points.

The estimate and its 「まだ言えない」 come from `warehouse.statistics.effect`; only the input is coarser here. A section whose
rate a reader knows less closely than five points counts as unknown in that month. `warehouse.statistics.treated`
decides who was treated where sections end.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from math import ceil, floor
from typing import TYPE_CHECKING

from warehouse.months import month_number
from warehouse.release.derived.released_view import KNOWN
from warehouse.release.tables.bands import ENDS_PER_CENT
from warehouse.release.tables.release import SMALL, TOWN
from warehouse.statistics.effect import find_effect
from warehouse.statistics.treated import MonthlyUse, Treatment, lay_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.effect import Effect

_SAYS_NOTHING = 0.5
"""A rate lies between 0 and 1: an interval wider than this leaves everything open."""
_IN_A_GROUP = {"small_group", "no_break_down"}
"""Reasons for which a section has no number of its own; a number of its group may include it."""


def effect(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each kind of treatment and each tool that any section has had."""
    rows = []
    for tool in sorted({row["tool"] for row in view.rows("use_month")}):
        uses = [row for row in _uses(view, yardsticks) if row["tool"] == tool]
        kinds = {
            "training": _held(view.rows("training"), uses, tool),
            "action": _acted(view.rows("action"), tool),
        }
        for kind, booked in kinds.items():
            if booked and uses:
                rows.append({"kind": kind, "tool": tool, **_found(view, yardsticks, uses, booked)})
    return rows


def _uses(view: ReleasedView, yardsticks: Yardsticks) -> Iterator[Row]:
    """Yield the rows of single sections in months that are over."""
    for row in view.rows("use_month"):
        # The merged sections are not the same people from quarter to quarter.
        if row["section"] not in {SMALL, TOWN} and yardsticks.is_over(row["month"]):
            yield row


def _found(
    view: ReleasedView,
    yardsticks: Yardsticks,
    uses: list[Row],
    booked: Iterable[tuple[str | None, date, bool]],
) -> Row:
    first = min(month_number(row["month"]) for row in uses)
    months = max(month_number(row["month"]) for row in uses) - first + 1
    panel: dict[str, dict[int, MonthlyUse]] = defaultdict(dict)
    for row in uses:
        if row["n"] != 0 or row["withheld_because"] in _IN_A_GROUP:
            panel[row["section"]][month_number(row["month"]) - first] = MonthlyUse(
                row["n"], _rate(row)
            )
    treatments = [
        Treatment(section, month_number(day) - first, is_sure) for section, day, is_sure in booked
    ]
    sections = {*panel, *(one.section for one in treatments if one.section is not None)}
    chains = {one: view.succession.chain(one, yardsticks.as_of) for one in sections}
    _leave_out_unlike(view, panel, chains, sorted({row["month"] for row in uses}))
    laid = lay_out(panel, months, chains, treatments)
    found = find_effect(laid.rates, laid.treated_in)
    return _row(replace(found, left_out=found.left_out + laid.left_out))


def _leave_out_unlike(
    view: ReleasedView,
    panel: dict[str, dict[int, MonthlyUse]],
    chains: Mapping[str, Sequence[str]],
    months: Sequence[date],
) -> None:
    """Set the rate of a line of succession to unknown in months in which it did not hold today's sections."""
    lines: dict[str, list[str]] = defaultdict(list)
    for section in panel:
        lines[chains[section][-1]].append(section)
    begins = {section: min(known) for section, known in panel.items()}
    for line, members in lines.items():
        for month in months:
            at = month_number(month) - month_number(months[0])
            groups = view.succession.like_for_like(line, months[-1], month)
            is_whole = groups is not None and all(
                at in panel.get(one, {})
                or at < begins.get(one, at)
                or view.succession.is_new(one, month)
                for one in groups
            )
            if not is_whole and any(at in panel[one] for one in members):
                panel[line][at] = MonthlyUse(None, None)


def _rate(row: Row) -> float | None:
    is_close = row["low"] is not None and row["high"] - row["low"] <= ENDS_PER_CENT
    return (row["low"] + row["high"]) / 200 if is_close and row["state"] in KNOWN else None


def _held(
    trainings: Iterable[Row], uses: list[Row], tool: str
) -> list[tuple[str | None, date, bool]]:
    """Return (section, day, is sure); for a group, every section without a number of its own, none of them sure."""
    found: list[tuple[str | None, date, bool]] = []
    for row in trainings:
        if row["tool"] in {None, tool} and row["held_on"] is not None:
            section = row["held_in"] or row["section"]
            if section in {SMALL, TOWN}:
                found += [(one, row["held_on"], False) for one in _in_a_group(uses, row["held_on"])]
            elif section is not None:
                found.append((section, row["held_on"], True))
    return found


def _in_a_group(uses: list[Row], day: date) -> set[str]:
    """Return the sections without a number of their own in the month of a day, or in the newest month."""
    months = sorted({row["month"] for row in uses})
    then = max((month for month in months if month <= day), default=months[0])
    return {
        row["section"]
        for row in uses
        if row["month"] in {then, months[-1]} and row["withheld_because"] in _IN_A_GROUP
    }


def _acted(actions: Iterable[Row], tool: str) -> list[tuple[str | None, date, bool]]:
    """Return (section, day, is sure); an action without a section applies to all."""
    return [
        (row["booked_section"] or row["section"], row["acted_on"], True)
        for row in actions
        if row["tool"] == tool and row["acted_on"] is not None
    ]


def _row(found: Effect) -> Row:
    """Return whole points; the interval is rounded outwards so that rounding never narrows it."""
    result: Row = {
        "method": found.method,
        "reason": found.reason,
        "treated": found.treated,
        "compared": found.compared,
    }
    if found.change is None or found.low is None or found.high is None:
        return result
    if found.high - found.low > _SAYS_NOTHING:
        return result | {"method": "cannot_say", "reason": "not_bounded"}
    return result | {
        "left_out": found.left_out,
        "change": float(round(100 * found.change)),
        "low": float(floor(100 * found.low)),
        "high": float(ceil(100 * found.high)),
    }
