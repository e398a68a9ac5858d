"""Draws a heat map of sections by month in six steps of lightness."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import month_params, month_signals, month_x
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.read.series.cells import newest
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.read.series.cell import Cell
    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

STEPS = (20, 40, 60, 80, 90)
"""Lower limits of steps 2 to 6, in per cent, for a tool without a target."""

ROW = 26
"""Height of one section's row in pixels."""


def steps_around(target: float | None) -> tuple[int, ...]:
    """Return the lower limits of steps 2 to 6: the target begins the fourth, with thirds of the way on either side.

    So the three light steps are below the target and the three dark ones at it. `STEPS` without a target that has room
    on both sides.
    """
    if target is None or not _THIRDS <= target <= 100 - _THIRDS:
        return STEPS
    rest = 100 - target
    edges = (target / 3, 2 * target / 3, target, target + rest / 3, target + 2 * rest / 3)
    return tuple(round(edge) for edge in edges)


_THIRDS = 6
"""Least room for three steps of two per cent each."""


def step_of(value: float, steps: Sequence[float] = STEPS) -> int:
    """Return the step, 1 (lightest) to 6, of a value in per cent."""
    return 1 + sum(value >= edge for edge in steps)


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build a rectangle for each run of months of one step, with seams; withheld: outlined box, 「まだない」: dot."""
    seams = (
        alt.Chart(alt.NamedData("seams"))
        .mark_rule(stroke=light("card"), strokeWidth=alt.ExprRef("seam"))
        .encode(x=month_x("at"), y=alt.value(0), y2=alt.value(alt.ExprRef("height")))
    )
    boxes = (
        alt.Chart(alt.NamedData("boxes"))
        .mark_rect(
            fill=light("card"), stroke=light("hidden-edge"), strokeDash=[2, 2], strokeWidth=1
        )
        .encode(x=month_x("x0"), x2="x1:Q", y="top:Q", y2="bottom:Q")
    )
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_text(color=light("soft"), fontSize=12)
        .encode(x=month_x("at"), y="middle:Q", text="word:N")
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="right", fontSize=13)
        .encode(x=alt.value(-8), y="middle:Q", text="name:N")
    )
    values = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", fontSize=13, fontWeight="bold")
        .encode(x=alt.value(alt.ExprRef("width + 8")), y="middle:Q", text="value:N")
    )
    return alt.layer(_cells(), seams, boxes, dots, names, values).add_params(
        alt.param(name="lanes", value=1), alt.param(name="seam", value=1), *month_params()
    )


def _cells() -> Any:  # noqa: ANN401 - as above
    """Return the layer of months by section, darker with each step."""
    row = alt.Y(
        "top:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("lanes"), reverse=True, nice=False),
        axis=None,
    )
    steps = range(1, len(STEPS) + 2)
    shades = alt.Scale(domain=list(steps), range=[light(f"heat-{k}") for k in steps])
    return (
        alt.Chart(alt.NamedData("cells"))
        .mark_rect()
        .encode(
            x=month_x("x0"), x2="x1:Q", y=row, y2="bottom:Q", fill=alt.Fill("step:O", scale=shades)
        )
    )


HEAT = ChartKind("heat", _describe)
"""Tables `cells` (x0, x1, top, bottom, step), `seams` (at), `boxes` (withheld), `dots` (at, middle, word) and
`names` (middle, name, value); parameters `lanes`, `seam` (pixels) and those of a month axis."""


def heat_size(lanes: int, *, is_narrow: bool) -> Size:
    """Return the picture's size for this many rows."""
    height = lanes * ROW + 34
    if is_narrow:
        return Size(340, height, left=98, right=62, top=6, bottom=26)
    return Size(1120, height, left=160, right=90, top=6, bottom=26)


_LONGEST_NARROW = 7
_SEAM = 0.08
"""Width of a seam in months."""


def draw_heat(
    months: Sequence[date],
    lines: Sequence[tuple[str, Series]],
    words: Words,
    size: Size,
    steps: Sequence[float] = STEPS,
) -> str:
    """Return the heat map: one row for each (name, series), in the given order.

    Args:
        months: months of the axis.
        lines: (name, series) of each row; one cell for each of `months`.
        words: the language.
        size: size of the picture in pixels.
        steps: lower limits of steps 2 to 6.
    """
    is_narrow = size.is_narrow
    tables: dict[str, list[dict[str, object]]] = {
        "cells": [],
        "seams": [] if is_narrow else [{"at": at + 0.5} for at in range(len(months) - 1)],
        "boxes": [],
        "dots": [],
        "names": [],
    }
    for k, (name, series) in enumerate(lines):
        last = newest(series)
        short = name if len(name) <= _LONGEST_NARROW or not is_narrow else f"{name[:6]}…"
        value = words.shown(last.shown if last else None)
        tables["names"].append({"middle": k + 0.5, "name": short, "value": value})
        for (table, step), run in groupby(
            enumerate(series), key=lambda place: _look(place[1], steps)
        ):
            places = [at for at, _ in run]
            if table == "dots" and not is_narrow:
                tables["dots"] += [{"at": at, "middle": k + 0.5, "word": "·"} for at in places]
            elif table != "dots":
                box: dict[str, object] = {"x0": places[0] - 0.5, "x1": places[-1] + 0.5}
                box |= {"top": k + 0.06, "bottom": k + 0.94}
                tables[table].append(box | ({"step": step} if step else {}))
    labels = words.axis_labels(months, short=is_narrow)
    more = {"lanes": max(len(lines), 1), "seam": _SEAM * size.plot_width / max(len(months), 1)}
    return draw(HEAT, size, tables, month_signals(months, labels) | more)


def _look(cell: Cell, steps: Sequence[float]) -> tuple[str, int]:
    """Return the table that holds a month's cell, and the cell's step."""
    if cell.withheld is not None and not cell.is_running:
        return "boxes", 0
    return ("dots", 0) if cell.mid is None else ("cells", step_of(cell.drawn or 0, steps))
