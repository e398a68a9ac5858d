"""Draws a bar chart of source-days by state, one lane for each stream."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import fiscal_axis
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.charts.drawing.naming import fitted
from dashboards.theme import light
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dashboards.text.words import Words

LANE = 30
"""Height of one stream's lane in pixels."""

STATES = ("final", "provisional", "incomplete", "gap", "failed", "unread", "running")
_COLOURS = {
    "final": "day-final",
    "provisional": "day-provisional",
    "incomplete": "day-incomplete",
    "gap": "day-gap",
    "failed": "day-gap",
    "unread": "hidden",
    "running": "hidden",
}
_GAP = 12
"""Pixels between a name and its bar."""
_HIDDEN = ("unread", "running")
"""States drawn as an outlined box, because the content of these days is not known yet."""


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build bars for runs of days; missing days are taller and dark, so that they show in grey print."""
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", baseline="middle", fontSize=12)
        .encode(x=alt.value(alt.ExprRef("-margin")), y="top:Q", text="word:N")
    )
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .mark_text(fontSize=13, fontWeight="bold", baseline="bottom")
        .encode(
            x="x0:Q",
            y="top:Q",
            text="word:N",
            color=alt.Color("state:N", scale=_by_state(_COLOURS)),
        )
    )
    return alt.layer(_bars(), names, marks).add_params(
        alt.param(name="last", value=1),
        alt.param(name="lanes", value=1),
        alt.param(name="margin", value=0),
        alt.param(name="ticks", value=[0]),
        alt.param(name="words", value={}),
    )


def _bars() -> Any:  # noqa: ANN401 - as above
    """Return the layer of runs of days, with both axes."""
    x = alt.X(
        "x0:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("last"), nice=False),
        axis=fiscal_axis(has_grid=True),
    )
    lane = alt.Y(
        "top:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("lanes"), reverse=True, nice=False),
        axis=None,
    )
    return (
        alt.Chart(alt.NamedData("runs"))
        .mark_rect(strokeWidth=0.6)
        .encode(
            x=x,
            x2="x1:Q",
            y=lane,
            y2="bottom:Q",
            fill=alt.Fill("state:N", scale=_by_state(_COLOURS)),
            stroke=alt.Stroke(
                "state:N", scale=_by_state(_COLOURS | dict.fromkeys(_HIDDEN, "hidden-edge"))
            ),
        )
    )


def _by_state(roles: Mapping[str, str]) -> alt.Scale:
    """Return a scale that maps each state to the colour of its role."""
    return alt.Scale(domain=list(STATES), range=[light(roles[state]) for state in STATES])


FRESHNESS = ChartKind("freshness", _describe)
"""Tables `runs` (x0, x1 in days, top, bottom in lanes, state), `names` (top, word), `marks` (x0, top, word,
state); parameters `last` (days), `lanes`, `margin`, `ticks`, `words`."""


def freshness_size(lanes: int, *, is_narrow: bool) -> Size:
    """Return the picture's size for this many lanes."""
    left = 146 if is_narrow else 210
    return Size(340 if is_narrow else 1120, lanes * LANE + 40, left, right=14, top=12, bottom=26)


def draw_freshness(
    lanes: Mapping[str, Sequence[tuple[date, date, str]]],
    first: date,
    last: date,
    words: Words,
    size: Size,
) -> str:
    """Return the picture.

    Args:
        lanes: runs (first day, last day, state) by stream name.
        first: first day of the axis.
        last: last day of the axis.
        words: the language.
        size: size of the picture in pixels.
    """
    bars: list[dict[str, object]] = []
    names: list[dict[str, object]] = []
    marks: list[dict[str, object]] = []
    for k, (name, spans) in enumerate(lanes.items()):
        names.append({"top": k + 0.7, "word": fitted(name, size.left - _GAP)})
        for start, end, state in spans:
            is_bad = state in {"gap", "failed"}
            x0, x1 = (start - first).days, (end - first).days + 1
            top, bottom = k + (0.5 if is_bad else 0.6), k + (0.9 if is_bad else 0.82)
            bars.append({"x0": x0, "x1": x1, "top": top, "bottom": bottom, "state": state})
            if is_bad:
                marks.append({"x0": (x0 + x1) / 2, "top": k + 0.52, "word": "×", "state": state})
    ticks = _ticks(first, last, words, is_short=size.is_narrow)
    return draw(
        FRESHNESS,
        size,
        {"runs": bars, "names": names, "marks": marks},
        {
            "last": (last - first).days + 1,
            "lanes": max(len(lanes), 1),
            "margin": size.left - 2,
            "ticks": list(ticks),
            "words": {str(at): word for at, word in ticks.items()},
        },
    )


def _ticks(first: date, last: date, words: Words, *, is_short: bool) -> dict[int, str]:
    """Return the labels of the first month and of each month that begins a fiscal year, by days from `first`."""
    ticks: dict[int, str] = {}
    month = first.replace(day=1)
    while month <= last:
        if month >= first and (month.month == words.fiscal_year_start or month == first):
            ticks[(month - first).days] = words.fiscal_year(month, short=is_short)
        month = month_after(month)
    return ticks
