"""Hatches the months of which only a bound is known: from 「以上」 to the top of the axis, from 「未満」 to its foot.

The whole range is possible, so all of it is marked, and no line and no point stands in it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import month_x
from dashboards.theme import light

if TYPE_CHECKING:
    from dashboards.charts.drawing.drawing import Size
    from dashboards.charts.drawing.rows import Row
    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series

_GAP = 6.0
"""Distance between two strokes along the axes, in pixels."""


def hatch_layer() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Return the layer of hatched ranges: tables `possible` and `strokes`, each (x0, x1, low, high)."""
    box = (
        alt.Chart(alt.NamedData("possible"))
        .mark_rect(fill=light("card"), stroke=light("digital"), strokeWidth=0.8)
        .encode(x=month_x("x0"), x2="x1:Q", y="low:Q", y2="high:Q")
    )
    strokes = (
        alt.Chart(alt.NamedData("strokes"))
        .mark_rule(stroke=light("digital"), strokeWidth=0.8)
        .encode(x=month_x("x0"), x2="x1:Q", y="low:Q", y2="high:Q")
    )
    return alt.layer(box, strokes)


def possible_rows(series: Series) -> list[Row]:
    """Return one box for each run of months with the same bound, over the whole range that it leaves open."""
    out: list[Row] = []
    for known, run in groupby(enumerate(series), key=lambda one: _open(one[1])):
        places = [at for at, _ in run]
        if known is not None:
            low, high = known
            out.append({"x0": places[0] - 0.5, "x1": places[-1] + 0.5, "low": low, "high": high})
    return out


def _open(cell: Cell) -> tuple[float | None, float | None] | None:
    return (cell.low, cell.high) if cell.bound else None


def stroke_rows(boxes: list[Row], months: int, size: Size) -> list[Row]:
    """Return the strokes of these boxes, rising to the right at 45 degrees on the picture.

    Args:
        boxes: rows of `possible_rows`, in months and per cent.
        months: number of months of the axis.
        size: size of the picture in pixels; the y axis runs from 0 to 100 per cent.
    """
    across, up = size.plot_width / max(months, 1), size.plot_height / 100
    out: list[Row] = []
    for box in boxes:
        x0, x1, low, high = (float(str(box[name])) for name in ("x0", "x1", "low", "high"))
        width, height = (x1 - x0) * across, (high - low) * up
        for k in range(1, int((width + height) / _GAP) + 1):
            # The stroke leaves the left or the lower edge and ends at the upper or the right edge.
            start = k * _GAP - height
            left, right = max(start, 0.0), min(k * _GAP, width)
            out.append(
                {
                    "x0": x0 + left / across,
                    "x1": x0 + right / across,
                    "low": low + (left - start) / up,
                    "high": low + (right - start) / up,
                }
            )
    return out
