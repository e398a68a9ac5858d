"""Draws a line chart of one measure in its own unit, with the middle half of the sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt

from dashboards.charts.drawing.axes import (
    action_layer,
    bounds_layer,
    hidden_layer,
    is_short_axis,
    month_params,
    month_signals,
    month_x,
)
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.charts.drawing.rows import (
    action_rows,
    bound_rows,
    hidden_rows,
    rate_rows,
    state_points,
)
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dashboards.charts.drawing.rows import Row
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

TREND_HALF = Size(width=560, height=250, left=48, right=84, top=16, bottom=26)
TREND_NARROW = Size(width=340, height=230, left=44, right=72, top=16, bottom=26)


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build a grey band (middle half of the sections), a line or the boxes of its rounding, and the last value."""
    scale = alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=True)
    axis = alt.Axis(tickCount=4, labelExpr="datum.value + unit")
    middle = (
        alt.Chart(alt.NamedData("middle"))
        .mark_rect(fill=light("grid"))
        .encode(x=month_x("x0"), x2="x1:Q", y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    )
    rounded = (
        alt.Chart(alt.NamedData("rounded"))
        .mark_rect(fill=light("ribbon"))
        .encode(x=month_x("x0"), x2="x1:Q", y="low:Q", y2="high:Q")
    )
    line = (
        alt.Chart(alt.NamedData("rates"))
        .mark_line(color=light("digital"))
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
    bounds = bounds_layer(alt.value(light("digital")))
    return alt.layer(
        hidden_layer(), middle, rounded, action_layer(), line, points, bounds, names
    ).add_params(
        alt.param(name="most", value=1),
        alt.param(name="unit", value=""),
        *month_params(),
    )


TREND = ChartKind("trend", _describe)
"""Tables `hidden`, `middle` and `rounded` (x0, x1, low, high), `rates` (at, mid), `points` (at, mid, state), `bounds`
(at, mid, word), `actions` (at, word) and `names` (at, mid, word); parameters `most`, `unit` and those of a month
axis."""
_FEW_STEPS = 3
"""Number of rounding steps up to which a measure's range is drawn as boxes, each as high as one step.
A line would show a leap where a value lies near the edge of two steps."""


class NewestValue(NamedTuple):
    """How the values of a measure are shown."""

    value: str = ""
    """The newest value as text, at the line's end."""
    unit: str = ""
    """Text after the axis's numbers."""
    step: float = 0
    """Step to which the values are rounded."""


def is_coarse(series: Series, step: float) -> bool:
    """Tell whether a measure varies by little more than the step to which its values are rounded.

    A one-sided bound does not count as a value.
    """
    shown = [cell.mid for cell in series if cell.mid is not None and not cell.bound]
    return bool(shown) and max(shown) - min(shown) <= _FEW_STEPS * step


def _rounded(series: Series, step: float) -> list[Row]:
    """Return a box for each month's rounded value, as high as `step`; a bound has an arrow instead."""
    return [
        {
            "x0": at - 0.5,
            "x1": at + 0.5,
            "low": max(cell.mid - step / 2, 0),
            "high": cell.mid + step / 2,
        }
        for at, cell in enumerate(series)
        if cell.mid is not None and not cell.bound
    ]


def _top(series: Series, ranges: Iterable[Row]) -> float:
    """Return the upper end of the axis, a little above the highest value or range."""
    highs = [cell.drawn or 0 for cell in series]
    highs += [float(str(row["high"])) for row in ranges]
    return 1.15 * max(highs, default=1) or 1


def draw_trend(
    months: Sequence[date],
    series: Series,
    words: Words,
    size: Size,
    *,
    newest_value: NewestValue,
    middle: Sequence[Row] = (),
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return one measure as a line, or as boxes if it varies by little more than its rounding; a bound is an arrow.

    Args:
        months: months of the axis.
        series: the measure, one cell a month.
        words: the language.
        size: size of the picture in pixels.
        newest_value: newest value as text, unit and rounding step.
        middle: middle half of the sections by month (rows of `middle_rows`).
        actions: (month put to work, number) of each action to mark.
    """
    is_boxed = is_coarse(series, newest_value.step)
    boxes = _rounded(series, newest_value.step) if is_boxed else []
    points = [row for row in state_points(series) if not series[int(str(row["at"]))].bound]
    last = next((cell for cell in reversed(series) if cell.mid is not None), None)
    at = len(months) - 0.5
    names = [{"at": at, "mid": last.drawn, "word": newest_value.value}] if last is not None else []
    is_short = is_short_axis(months, size.plot_width)
    signals = month_signals(months, words.axis_labels(months, short=is_short))
    return draw(
        TREND,
        size,
        {
            "hidden": hidden_rows(series, words, size.plot_width / max(len(months), 1)),
            "middle": middle,
            "rates": [] if is_boxed else rate_rows(series),
            "rounded": boxes,
            "points": points,
            "bounds": bound_rows(series),
            "actions": action_rows(months, actions),
            "names": names,
        },
        signals | {"most": _top(series, (*boxes, *middle)), "unit": newest_value.unit},
    )
