"""One measure over the months on an axis of its own unit, with the middle half of the sections behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt

from dashboards.charts.axes import (
    action_layer,
    hidden_layer,
    is_short_axis,
    month_params,
    month_signals,
    month_x,
)
from dashboards.charts.drawing import Kind, Size, draw
from dashboards.charts.rows import action_rows, hidden_rows, rate_rows, state_points
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.cells import Series
    from dashboards.charts.rows import Row
    from dashboards.words import Words

TREND_HALF = Size(width=560, height=250, left=48, right=84, top=16, bottom=26)
TREND_NARROW = Size(width=340, height=230, left=44, right=72, top=16, bottom=26)


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """A grey band for the middle half of the sections, a line, its last value beside it."""
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=True)
    axis = alt.Axis(tickCount=4, labelExpr="datum.value + unit")
    middle = (
        alt.Chart(alt.NamedData("middle"))
        .mark_rect(fill=light("grid"))
        .encode(x=month_x("x0"), x2="x1:Q", y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    )
    line = (
        alt.Chart(alt.NamedData("rates"))
        .mark_line(color=light("digital"), interpolate=alt.ExprRef("shape"))
        .encode(x=month_x("at"), y="mid:Q")
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(stroke=light("digital"), size=40, strokeWidth=1.6, opacity=1)
        .encode(
            x=month_x("at"),
            y="mid:Q",
            fill=alt.condition(
                "datum.state === 'final'", alt.value(light("digital")), alt.value(light("card"))
            ),
        )
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=8, fontWeight="bold", fontSize=13, color=light("digital"))
        .encode(x=month_x("at"), y="mid:Q", text="word:N")
    )
    return alt.layer(hidden_layer(), middle, action_layer(), line, points, names).add_params(
        alt.param(name="most", value=1),
        alt.param(name="unit", value=""),
        alt.param(name="shape", value="linear"),
        *month_params(),
    )


TREND = Kind("trend", _describe)
"""Tables `hidden`, `middle` (x0, x1, low, high), `rates` (at, mid), `points` (at, mid, state), `actions`
(at, word) and `names` (at, mid, word); parameters `most`, `unit`, `shape` and those of a month axis."""
_FEW_STEPS = 3
"""A line that moves by so few steps of its rounding is drawn in steps: a slope would look like a trend."""


class Reading(NamedTuple):
    """How a measure is read."""

    value: str = ""
    """The newest value in words, at the line's end."""
    unit: str = ""
    """Behind the axis's numbers."""
    step: float = 0
    """What the values are rounded to."""


def draw_trend(
    months: Sequence[date],
    series: Series,
    words: Words,
    size: Size,
    *,
    reading: Reading,
    middle: Sequence[Row] = (),
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return one measure as a line, in steps where it moves by little more than its rounding."""
    shown = [cell.drawn for cell in series if cell.drawn is not None]
    is_coarse = bool(shown) and max(shown) - min(shown) <= _FEW_STEPS * reading.step
    highs = [cell.high or 0 for cell in series] + [float(str(row["high"])) for row in middle]
    last = next((cell for cell in reversed(series) if cell.mid is not None), None)
    names = []
    if last is not None:
        names = [{"at": len(months) - 0.5, "mid": last.drawn, "word": reading.value}]
    is_short = is_short_axis(months, size.plot_width)
    signals = month_signals(months, words.axis_labels(months, short=is_short))
    return draw(
        TREND,
        size,
        {
            "hidden": hidden_rows(series, words, size.plot_width / max(len(months), 1)),
            "middle": middle,
            "rates": rate_rows(series),
            "points": state_points(series),
            "actions": action_rows(months, actions),
            "names": names,
        },
        signals
        | {
            "most": 1.15 * max(highs, default=1) or 1,
            "unit": reading.unit,
            "shape": "step" if is_coarse else "linear",
        },
    )
