"""Draws an interval chart of effects: a bar for the interval, a point for the estimate, a line at zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.outcomes import ReleasedEffect

ROW = 46
"""Height of one row in pixels: the name stands above its bar."""
_MIDDLE = 0.68
"""Position of the bar within its row, as a share of the row's height."""


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build the chart; a bar that touches the line at zero cannot be told from no change."""
    x = alt.X(
        "low:Q",
        scale=alt.Scale(
            domainMin=alt.ExprRef("-reach"), domainMax=alt.ExprRef("reach"), nice=False
        ),
        axis=alt.Axis(
            tickCount=5, labelExpr="(datum.value > 0 ? '+' : '') + datum.value", domain=False
        ),
    )
    y = alt.Y(
        "middle:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("lanes"), reverse=True, nice=False),
        axis=None,
    )
    rows = alt.Chart(alt.NamedData("rows"))
    bars = rows.mark_rule(stroke=light("heat-3"), strokeWidth=8).encode(x=x, x2="high:Q", y=y)
    points = rows.mark_point(
        fill=light("digital"), stroke=light("digital"), size=70, opacity=1
    ).encode(x="change:Q", y="middle:Q")
    zero = (
        alt.Chart(alt.NamedData("zeros"))
        .mark_rule(stroke=light("ink"), strokeWidth=1.4)
        .encode(x="low:Q", y=alt.value(0), y2=alt.value(alt.ExprRef("height")))
    )
    names = rows.mark_text(align="left", fontSize=13, fontWeight="bold", dy=-16).encode(
        x=alt.value(0), y="middle:Q", text="name:N"
    )
    return alt.layer(zero, bars, points, names).add_params(
        alt.param(name="lanes", value=1), alt.param(name="reach", value=10)
    )


INTERVALS = ChartKind("intervals", _describe)
"""Tables `rows` (low, change, high, middle, name) and `zeros` (low); parameters `lanes`, `reach`."""


def interval_size(lanes: int, *, is_narrow: bool) -> Size:
    """Return the picture's size for this many rows."""
    return Size(340 if is_narrow else 560, lanes * ROW + 34, left=14, right=14, top=8, bottom=26)


def interval_points(
    rows: Sequence[tuple[str, ReleasedEffect]], size: Size
) -> list[tuple[float, float]]:
    """Return the position of each row's estimate, in pixels from the picture's left and top."""
    reach = _reach(rows)
    return [
        (
            size.left + ((effect.change or 0) + reach) / (2 * reach) * size.plot_width,
            size.top + (k + _MIDDLE) * ROW,
        )
        for k, (_, effect) in enumerate(rows)
    ]


def _reach(rows: Sequence[tuple[str, ReleasedEffect]]) -> int:
    """Return how far the axis extends to each side of zero, in points: over every interval, in steps of five."""
    reach = max((abs(v) for _, e in rows for v in (e.low or 0, e.high or 0)), default=10)
    return max(5, 5 * round(reach / 5 + 0.6))


def draw_intervals(rows: Sequence[tuple[str, ReleasedEffect]], size: Size) -> str:
    """Return the picture: one row for each (name, effect) with an interval."""
    drawn = [
        {
            "low": effect.low,
            "change": effect.change,
            "high": effect.high,
            "middle": k + _MIDDLE,
            "name": name,
        }
        for k, (name, effect) in enumerate(rows)
    ]
    return draw(
        INTERVALS,
        size,
        {"rows": drawn, "zeros": [{"low": 0}]},
        {"lanes": max(len(drawn), 1), "reach": _reach(rows)},
    )
