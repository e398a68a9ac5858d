"""Draws a dot chart of now against a year before, one row for each section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.read.series.cells import newest, year_before
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

ROW = 26
"""Height of one row in pixels."""


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build a line between two points; a row without last year's value has only the filled point."""
    x = alt.X(
        "was:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(
            values=[0, 25, 50, 75, 100],
            labelExpr="datum.value + '%'",
            orient="top",
            domain=False,
            ticks=False,
        ),
    )
    row = alt.Y(
        "middle:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("lanes"), reverse=True, nice=False),
        axis=None,
    )
    pairs = alt.Chart(alt.NamedData("pairs"))
    joins = pairs.mark_rule(stroke=light("paper"), strokeWidth=4).encode(x=x, x2="now:Q", y=row)
    before = pairs.mark_point(
        stroke=light("soft"), fill=light("card"), size=60, strokeWidth=2, opacity=1
    ).encode(x="was:Q", y="middle:Q")
    ends = alt.Chart(alt.NamedData("ends"))
    now = ends.mark_point(
        stroke=light("digital"), fill=light("digital"), size=60, opacity=1
    ).encode(x="now:Q", y="middle:Q")
    values = ends.mark_text(align="left", fontSize=13, fontWeight="bold").encode(
        x=alt.value(alt.ExprRef("width + 10")), y="middle:Q", text="value:N"
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="right", fontSize=13)
        .encode(x=alt.value(-10), y="middle:Q", text="name:N")
    )
    return alt.layer(joins, before, now, values, names).add_params(alt.param(name="lanes", value=1))


CHANGE = ChartKind("change", _describe)
"""Tables `pairs` (was, now, middle), `ends` (now, middle, value) and `names` (middle, name); parameter `lanes`."""


def change_size(lanes: int, *, is_narrow: bool, is_half: bool = False) -> Size:
    """Return the picture's size for this many rows."""
    height = lanes * ROW + 34
    if is_half and is_narrow:
        return Size(340, height, left=134, right=52, top=28, bottom=6)
    if is_half:
        return Size(560, height, left=150, right=70, top=28, bottom=6)
    if is_narrow:
        return Size(340, height, left=104, right=62, top=28, bottom=6)
    return Size(1120, height, left=170, right=90, top=28, bottom=6)


def change_points(lines: Sequence[tuple[str, Series]], size: Size) -> list[tuple[float, float]]:
    """Return the position of each row's newest value, in pixels from the picture's left and top.

    A row without a value gets the picture's left edge.
    """
    points = []
    for row, (_, series) in enumerate(lines):
        last = newest(series)
        now = 0 if last is None or last.drawn is None else last.drawn
        points.append((size.left + now / 100 * size.plot_width, size.top + (row + 0.5) * ROW))
    return points


_LETTER = 14
"""Width in pixels of a letter of a row's name."""


def draw_change(lines: Sequence[tuple[str, Series]], words: Words, size: Size) -> str:
    """Return the picture: one row for each (name, series), in the given order."""
    is_narrow = size.is_narrow
    tables: dict[str, list[dict[str, object]]] = {"pairs": [], "ends": [], "names": []}
    for k, (name, series) in enumerate(lines):
        middle = k + 0.5
        longest = size.left // _LETTER
        short = name if len(name) <= longest or not is_narrow else f"{name[: longest - 1]}…"
        tables["names"].append({"middle": middle, "name": short})
        last = newest(series)
        if last is None:
            word = words("withheld" if any(cell.withheld for cell in series) else "none")
            tables["names"][-1]["name"] = short if is_narrow else words.beside(short, word)
            continue
        tables["ends"].append(
            {"now": last.drawn, "middle": middle, "value": words.shown(last.shown)}
        )
        before = year_before(series, last)
        # A bound has no distance to anything, so no line is drawn from it or to it.
        if before.mid is not None and not (before.bound or last.bound):
            tables["pairs"].append({"was": before.mid, "now": last.mid, "middle": middle})
    return draw(CHANGE, size, tables, {"lanes": max(len(lines), 1)})
