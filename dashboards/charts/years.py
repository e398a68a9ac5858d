"""Draws a bar chart of sheets bought by fiscal year, with the target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW = 44
"""Height of one year in pixels."""


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build the bars: the base year is outlined, later years are filled, and a tall mark is the target."""
    x = alt.X(
        "zero:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=True),
        axis=None,
    )
    y = alt.Y(
        "top:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("lanes"), reverse=True, nice=False),
        axis=None,
    )
    bars = (
        alt.Chart(alt.NamedData("bars"))
        .mark_rect(strokeWidth=1.4, stroke=light("soft"))
        .encode(
            x=x,
            x2="sheets:Q",
            y=y,
            y2="bottom:Q",
            fill=alt.Fill(
                "role:N",
                scale=alt.Scale(domain=["base", "year"], range=[light("card"), light("paper")]),
            ),
        )
    )
    targets = (
        alt.Chart(alt.NamedData("targets"))
        .mark_rule(stroke=light("ink"), strokeWidth=2.4, strokeDash=[5, 3])
        .encode(x="target:Q", y="top:Q", y2="bottom:Q")
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="right", fontSize=13)
        .encode(x=alt.value(-8), y="middle:Q", text="name:N")
    )
    values = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", fontSize=13, fontWeight="bold", dx=8)
        .encode(x="sheets:Q", y="middle:Q", text="value:N")
    )
    return alt.layer(bars, targets, names, values).add_params(
        alt.param(name="lanes", value=1), alt.param(name="most", value=1)
    )


YEAR_BARS = ChartKind("year_bars", _describe)
"""Tables `bars` (zero, sheets, top, bottom, role base or year), `targets` (target, top, bottom) and `names` (middle,
sheets, name, value); parameters `lanes`, `most`."""


def years_size(lanes: int, *, is_narrow: bool) -> Size:
    """Return the picture's size for this many years."""
    height = lanes * ROW + 8
    if is_narrow:
        return Size(340, height, left=52, right=96, top=4, bottom=4)
    return Size(560, height, left=92, right=110, top=4, bottom=4)


def year_point(lane: int, size: Size) -> tuple[float, float]:
    """Return the middle of a year's bar, in pixels from the picture's left and top."""
    return size.left + size.plot_width / 2, size.top + (lane + 0.5) * ROW


def draw_years(rows: Sequence[tuple[str, float, str, float | None]], size: Size) -> str:
    """Return the picture: one row for each (name, sheets, value as text, target in sheets)."""
    bars, targets, names = [], [], []
    for k, (name, sheets, value, target) in enumerate(rows):
        box: dict[str, object] = {"zero": 0, "sheets": sheets, "top": k + 0.2, "bottom": k + 0.8}
        bars.append(box | {"role": "base" if k == 0 else "year"})
        names.append({"middle": k + 0.5, "sheets": sheets, "name": name, "value": value})
        if target is not None:
            targets.append({"target": target, "top": k + 0.08, "bottom": k + 0.92})
    most = max((sheets for _, sheets, _, _ in rows), default=1)
    return draw(
        YEAR_BARS,
        size,
        {"bars": bars, "targets": targets, "names": names},
        {"lanes": max(len(rows), 1), "most": most or 1},
    )
