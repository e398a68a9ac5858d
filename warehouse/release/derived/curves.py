"""Estimates when 80 % will be activated, as far as the bands of head counts allow.

The curve is fitted three times: through the lows, the middles and the highs of the bands. The result is the middle's
day and the outermost ends of the three intervals.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING

from warehouse.months import month_number
from warehouse.release.derived.released_view import begun
from warehouse.statistics.fit import Curve, expected_on, fit_curves

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from warehouse.release.derived.released_view import ReleasedView, Row
    from warehouse.release.derived.yardsticks import Yardsticks
    from warehouse.statistics.fit import Fit

Path = list[tuple[float, float]]
"""For each month from the first on: the least and the greatest share that may be activated."""


def curve_fit(view: ReleasedView, yardsticks: Yardsticks) -> list[Row]:
    """Return one row for each section and tool: the expected day and its interval, or why there is none."""
    launch = yardsticks.town.launched_on.replace(day=1)
    by_tool: dict[str, dict[str, list[Row]]] = defaultdict(dict)
    for (section, tool), months in view.months("activation_month", "section", "tool").items():
        by_tool[tool][section] = [row for row in months if row["month"] >= launch]
    rows = []
    for tool, sections in by_tool.items():
        shown = {
            section: months
            for section, months in sections.items()
            if any(begun(row) is not None for row in months)
        }
        ends = [fit_curves(curves) for curves in _curves(shown)]
        fits = {fits[0].section: fits for fits in zip(*ends, strict=True)}
        for section, months in sections.items():
            key = {"section": section, "tool": tool}
            forecast = _forecast(fits[section], months[0]["month"]) if section in fits else None
            rows.append(key | (forecast or {"refused": "not_shown"}))
    return rows


def _curves(sections: dict[str, list[Row]]) -> list[list[Curve]]:
    """Return the curves through the lows, the middles and the highs."""
    lows, middles, highs = [], [], []
    for section, months in sections.items():
        path, people = _path(months), _people(months)
        low = [round(people * least) for least, _ in path]
        high = [round(people * most) for _, most in path]
        middle = [round((one + other) / 2) for one, other in zip(low, high, strict=True)]
        lows.append(Curve(section, tuple(low), people))
        middles.append(Curve(section, tuple(middle), people))
        highs.append(Curve(section, tuple(high), people))
    return [lows, middles, highs]


def _people(months: Sequence[Row]) -> int:
    return int(next(row["n"] for row in reversed(months) if begun(row) is not None))


def _path(months: Sequence[Row]) -> Path:
    """Return the path up to the newest month shown; a withheld month is bounded by its neighbours."""
    first = month_number(months[0]["month"])
    known = {
        month_number(row["month"]) - first: (found.least / row["n"], found.most / row["n"])
        for row in months
        if (found := begun(row)) is not None
    }
    places = range(max(known) + 1)
    # People who transfer stay activated, so the shares never fall.
    lows = list(accumulate((known.get(at, (0.0, 0.0))[0] for at in places), max))
    highs = list(accumulate((known.get(at, (1.0, 1.0))[1] for at in reversed(places)), min))
    return [(low, max(low, high)) for low, high in zip(lows, reversed(highs), strict=True)]


def _forecast(fits: tuple[Fit, ...], first: date) -> Row:
    """Return the middle's day and the envelope of all three fits; or the first refusal, that of the lows first."""
    refused = next((fit.refused for fit in fits if fit.refused is not None), None)
    middle = fits[1]
    ends = [(fit.goal_low, fit.goal_high) for fit in fits]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    if refused is not None or middle.goal is None:
        return {"refused": refused}
    return {
        "goal_on": expected_on(first, middle.goal),
        "goal_low_on": expected_on(first, max(min(lows), 0.0)),
        "goal_high_on": expected_on(first, max(highs)),
    }
