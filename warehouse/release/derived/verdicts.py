"""Judges each action by the series that its book names, from released values alone.

Lines of the action book with one title and one series are one action, begun in several sections. A verdict falls when
the six months after the last start are final. It stays from then on, taken over from the last release.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from math import ceil, exp, floor
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from warehouse.months import month_after, months_from
from warehouse.release.derived.series import lay_out_series
from warehouse.statistics.contrast import AFTER, Panel, Treated
from warehouse.statistics.own_past import compare_with_past
from warehouse.statistics.verdict import (
    LEAST_LOG,
    LEAST_POINTS,
    Verdict,
    judge,
    keep_discoveries,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.series import Series
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.contrast import Flags, Floats

_TENTHS = 10
_USE = "use "
Compared = Literal["with_others", "own_past"]


@dataclass(frozen=True, slots=True)
class _Judged:
    """An action's lines, their series, and its verdict, on the scale of the series."""

    lines: Sequence[Row]
    series: Series | None
    compared: Compared | None
    verdict: Verdict


def verdict(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each line of the action book that was acted on and names a series."""
    lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in view.rows("action"):
        if row["series"] is not None and row["acted_on"] is not None:
            lines[row["title"], row["series"]].append(row)
    fallen = {_key(row): row for row in yardsticks.verdicts if row["answer"] != "too_early"}
    kept = [
        dict(fallen[key]) for own in lines.values() for row in own if (key := _key(row)) in fallen
    ]
    laid = {name: lay_out_series(view, yardsticks, name) for _, name in lines}
    judged = [
        _judge(view, name, laid[name], own)
        for (_, name), own in lines.items()
        if not all(_key(row) in fallen for row in own)
    ]
    rows = kept + [row for one in _stood(judged, kept) for row in _rows(one)]
    return sorted(rows, key=lambda row: row["action"])


def _key(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what a verdict is about; a line that is changed afterwards is another action."""
    acted_on = row.get("acted_on")
    started = row["started"] if acted_on is None else acted_on.replace(day=1)
    return row["action"], row["series"], row["section"], started


def _stood(judged: Sequence[_Judged], kept: Sequence[Mapping[str, Any]]) -> Iterator[_Judged]:
    """Yield the verdicts that stand beside all others, those of earlier releases included."""
    # One p for each action, however many lines it has.
    earlier = {(row["title"], row["series"]): row["p"] for row in kept if row["p"] is not None}
    others = [Verdict("not_shown", p=p) for p in earlier.values()]
    stood = keep_discoveries([*others, *(one.verdict for one in judged)])
    for one, found in zip(judged, stood[len(others) :], strict=True):
        yield replace(one, verdict=found)


def _judge(view: ReleasedView, name: str, series: Series | None, lines: Sequence[Row]) -> _Judged:
    if series is None:
        return _Judged(lines, None, None, Verdict("too_early", "few_months"))
    final = series.until_final()
    starts = [months_from(series.months[0], row["acted_on"]) for row in lines]
    if any(row["section"] is None for row in lines):
        return _with_past(lines, series, final.town, max(starts))
    treated = [
        Treated(series.row_of[row["section"]], start)
        for row, start in zip(lines, starts, strict=True)
        if row["section"] in series.row_of
    ]
    panel = Panel(final.values, _begins(view, name, final))
    is_share = series.kind.scale == "points"
    found = judge(panel, treated, least=LEAST_POINTS if is_share else LEAST_LOG, is_share=is_share)
    if found.reason == "few_controls":
        own = np.mean(final.values[[one.section for one in treated]], axis=0)
        return _with_past(lines, series, own, max(starts))
    compared: Compared | None = None if found.answer == "too_early" else "with_others"
    return _Judged(lines, series, compared, found)


def _with_past(lines: Sequence[Row], series: Series, values: Floats, start: int) -> _Judged:
    """Return the change against the own past, which is no claim, or why there is none."""
    if start + AFTER >= len(values):
        return _Judged(lines, series, None, Verdict("too_early", "not_over"))
    past = compare_with_past(values, start)
    if past is None:
        return _Judged(lines, series, None, Verdict("too_early", "few_controls"))
    found = Verdict("not_shown", "few_controls", past.change, past.low, past.high)
    return _Judged(lines, series, "own_past", found)


def _begins(view: ReleasedView, name: str, series: Series) -> Flags:
    """Return sections × months: where an action or a training of one section that may move the series began.

    What began in the whole town hall moves both sides alike.
    """
    begins = np.zeros(series.values.shape, dtype=bool)
    for section, day in _begun(view, name):
        month = months_from(series.months[0], day)
        if section in series.row_of and 0 <= month < len(series.months):
            begins[series.row_of[section], month] = True
    return begins


def _begun(view: ReleasedView, name: str) -> Iterator[tuple[str | None, date]]:
    tool = name.removeprefix(_USE) if name.startswith(_USE) else None
    for row in view.rows("action"):
        is_mine = row["series"] == name or (tool is not None and row["tool"] == tool)
        if is_mine and row["acted_on"] is not None:
            yield row["section"], row["acted_on"]
    for row in view.rows("training") if tool else ():
        if row["tool"] in {None, tool} and row["held_on"] is not None:
            yield row["section"], row["held_on"]


def _rows(one: _Judged) -> Iterator[Row]:
    found = one.verdict
    for line in one.lines:
        started = line["acted_on"].replace(day=1)
        yield {
            "action": line["action"],
            "title": line["title"],
            "series": line["series"],
            "section": line["section"],
            "started": started,
            "judged_after": month_after(started, AFTER),
            "compared": one.compared,
            "answer": _answer(one),
            "reason": found.reason,
            "treated": found.treated,
            "controls": found.controls,
            "p": None if found.p is None else round(found.p, 5),
            **_changes(one),
        }


def _answer(one: _Judged) -> str:
    if one.compared == "own_past":
        return "own_past"
    found = one.verdict
    if found.answer != "changed" or found.change is None or one.series is None:
        return found.answer
    is_more = found.change > 0
    return "changed" if is_more == (one.series.kind.better == "more") else "reversed"


def _changes(one: _Judged) -> Row:
    """Return the change with its interval in points or per cent, and the smallest change in the better direction."""
    found = one.verdict
    if one.series is None or found.change is None or found.low is None or found.high is None:
        return {"change": None, "low": None, "high": None, "smallest": None}
    is_points = one.series.kind.scale == "points"

    def told(change: float) -> float:
        return _TENTHS * (change if is_points else 100 * (exp(change) - 1))

    smallest = found.smallest
    if smallest is not None:
        is_less = one.series.kind.better == "less"
        smallest = ceil(abs(told(-smallest if is_less else smallest))) / _TENTHS
    return {
        "change": round(told(found.change)) / _TENTHS,
        "low": floor(told(found.low)) / _TENTHS,
        "high": ceil(told(found.high)) / _TENTHS,
        "smallest": smallest,
    }
