"""Judges each action by the series that its book names, from released values alone.

Lines of the action book with one title and one series are one action, begun in several sections. A verdict falls when
the six months after the last start are final. It stays from then on, taken over from the last release. Of an order that
was drawn by lot and kept, the last wave is the comparison; a line of it has the verdict of the others.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from warehouse.months import month_after, months_from
from warehouse.release.derived.by_lot import followed_lot
from warehouse.release.derived.series import (
    begins_of,
    lay_out_series,
    published_change,
    published_smallest,
)
from warehouse.statistics.contrast import AFTER, Panel, Treated
from warehouse.statistics.own_past import compare_with_past
from warehouse.statistics.verdict import Verdict, judge, keep_discoveries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.series import Series
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.contrast import Floats

_TENTHS = 10
Compared = Literal["by_lot", "with_others", "own_past"]


@dataclass(frozen=True, slots=True)
class _Judged:
    """An action's lines, their series, the month of its last start, and its verdict, on the scale of the series."""

    lines: Sequence[Row]
    series: Series | None
    last_start: date
    compared: Compared | None
    verdict: Verdict


def verdict(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each line of the action book that was acted on and names a series."""
    lines: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in view.rows("action"):
        if row["series"] is not None:
            lines[row["title"], row["series"]].append(row)
    fallen = {_key(row): row for row in yardsticks.verdicts if row["answer"] != "too_early"}
    laid = {name: lay_out_series(view, yardsticks, name) for _, name in lines}
    kept: list[Row] = []
    judged: list[_Judged] = []
    for (_, name), own in lines.items():
        acted = [row for row in own if row["acted_on"] is not None]
        earlier = [dict(fallen[_key(row)]) for row in acted if _key(row) in fallen]
        new = [row for row in acted if _key(row) not in fallen]
        kept += earlier
        if earlier and earlier[0]["compared"] == "by_lot":
            kept += [earlier[0] | _line(row) for row in new]
        elif new:
            judged.append(_judge(view, name, laid[name], new, own))
    rows = kept + [row for one in _corrected(judged, kept) for row in _rows(one)]
    return sorted(rows, key=lambda row: row["action"])


def _key(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what a verdict is about: a line of the book, or of the last release's verdicts.

    A line that is changed afterwards is another action. A merger of its section changes nothing in the book.
    """
    line = row if "started" in row else _line(row)
    return line["action"], line["series"], line["section"], line["started"]


def _corrected(judged: Sequence[_Judged], kept: Sequence[Mapping[str, Any]]) -> Iterator[_Judged]:
    """Yield the verdicts that stand beside all others, those of earlier releases included."""
    # One p for each action, however many lines it has.
    earlier = {(row["title"], row["series"]): row["p"] for row in kept if row["p"] is not None}
    others = [Verdict("not_shown", p=p) for p in earlier.values()]
    stood = keep_discoveries([*others, *(one.verdict for one in judged)])
    for one, found in zip(judged, stood[len(others) :], strict=True):
        yield replace(one, verdict=found)


def _judge(
    view: ReleasedView, name: str, series: Series | None, new: Sequence[Row], lines: Sequence[Row]
) -> _Judged:
    """Judge an action; `new`: its lines that were acted on and have no verdict; `lines`: all of them."""
    judged, is_begun = new, True
    last_start = max(row["acted_on"] for row in new).replace(day=1)
    if series is None:
        return _Judged(new, None, last_start, None, Verdict("too_early", "few_months"))
    lot = followed_lot(lines, series.last_final)
    if lot is not None:
        # Sections for which no lot was drawn are no comparison by lot.
        series = series.of_sections(row["section"] for row in lines)
        judged, last_start, is_begun = lot.judged, lot.last_start, lot.is_begun
    final = series.until_final()
    if not is_begun or not final.months:
        return _Judged(new, series, last_start, None, Verdict("too_early", "not_over"))
    if any(row["section"] is None for row in judged):
        return _with_past(new, series, last_start, final.town)
    treated = [
        Treated(series.row_of[row["section"]], months_from(series.months[0], row["acted_on"]))
        for row in judged
        if row["section"] in series.row_of
    ]
    panel = Panel(final.values, begins_of(view, name, final))
    is_share = series.kind.scale == "points"
    found = judge(panel, treated, least=series.least, is_share=is_share)
    if found.reason == "few_controls":
        own = np.mean(final.values[[one.section for one in treated]], axis=0)
        return _with_past(new, series, last_start, own)
    compared: Compared = "with_others" if lot is None else "by_lot"
    is_told = found.answer != "too_early"
    return _Judged(new, series, last_start, compared if is_told else None, found)


def _with_past(lines: Sequence[Row], series: Series, last_start: date, values: Floats) -> _Judged:
    """Return the change against the own past, which is no claim, or why there is none."""
    start = months_from(series.months[0], last_start)
    if start + AFTER >= len(values):
        return _Judged(lines, series, last_start, None, Verdict("too_early", "not_over"))
    past = compare_with_past(values, start)
    if past is None:
        return _Judged(lines, series, last_start, None, Verdict("too_early", "few_controls"))
    found = Verdict("not_shown", "few_controls", past.change, past.low, past.high)
    return _Judged(lines, series, last_start, "own_past", found)


def _rows(one: _Judged) -> Iterator[Row]:
    found = one.verdict
    for line in one.lines:
        yield {
            **_line(line),
            "judged_after": month_after(one.last_start, AFTER),
            "compared": one.compared,
            "answer": _answer(one),
            "reason": found.reason,
            "treated": found.treated,
            "controls": found.controls,
            "p": None if found.p is None else round(found.p, 5),
            **_changes(one),
        }


def _line(line: Mapping[str, Any]) -> Row:
    """Return what a verdict's row says of its own line of the book."""
    return {
        "action": line["action"],
        "title": line["title"],
        "series": line["series"],
        "section": line["booked_section"] or line["section"],
        "started": line["acted_on"].replace(day=1),
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
    kind = one.series.kind
    return {
        "change": round(published_change(kind, found.change), 1),
        "low": floor(_TENTHS * published_change(kind, found.low)) / _TENTHS,
        "high": ceil(_TENTHS * published_change(kind, found.high)) / _TENTHS,
        "smallest": None if found.smallest is None else published_smallest(kind, found.smallest),
    }
