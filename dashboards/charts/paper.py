"""Paper against digital by month, and sheets of paper by month."""

from __future__ import annotations

from typing import Any

import altair as alt

from dashboards.charts.axes import hidden_layer, month_params, month_x, per_cent_y
from dashboards.charts.drawing import Kind, Size
from dashboards.theme import light

PAPER_HALF = Size(width=560, height=270, left=44, right=86, top=12, bottom=26)
PAPER_NARROW = Size(width=340, height=240, left=40, right=74, top=12, bottom=26)


def _describe_share() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Columns to 100 per cent: digital from below, its band lighter, paper above."""
    columns = alt.Chart(alt.NamedData("months"))
    x, x2 = month_x("x0"), alt.X2("x1:Q")
    digital = columns.mark_rect(fill=light("digital")).encode(
        x=x, x2=x2, y=per_cent_y("zero"), y2="low:Q"
    )
    between = columns.mark_rect(fill=light("ribbon")).encode(x=x, x2=x2, y="low:Q", y2="high:Q")
    paper = columns.mark_rect(fill=light("paper")).encode(x=x, x2=x2, y="high:Q", y2="all:Q")
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .mark_text(fontSize=12, dy=-1, color=light("ink"))
        .encode(x=month_x("at"), y=alt.value(8), text="word:N")
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=4, fontWeight="bold")
        .encode(
            x=month_x("at"),
            y="mid:Q",
            text="word:N",
            color=alt.Color(
                "side:N",
                scale=alt.Scale(
                    domain=["digital", "paper"], range=[light("digital"), light("soft")]
                ),
            ),
        )
    )
    return alt.layer(hidden_layer(), digital, between, paper, marks, names).add_params(
        *month_params()
    )


PAPER_SHARE = Kind("paper_share", _describe_share)
"""Tables `hidden`, `months` (x0, x1, zero, low, high, all), `marks` (at, word: 暫 or 欠) and `names`
(at, mid, side digital or paper, word); parameters of a month axis."""


def _describe_sheets() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Columns for sheets bought; a dashed line with hollow squares for sheets printed."""
    y = alt.Y(
        "sheets:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=True),
        axis=alt.Axis(tickCount=4, labelExpr="format(datum.value, ',')"),
    )
    bought = (
        alt.Chart(alt.NamedData("bought"))
        .mark_rect(fill=light("paper"))
        .encode(x=month_x("x0"), x2="x1:Q", y=y, y2=alt.Y2("zero:Q"))
    )
    printed = alt.Chart(alt.NamedData("printed"))
    line = printed.mark_line(color=light("ink"), strokeDash=[5, 3], strokeWidth=1.6).encode(
        x=month_x("at"), y="sheets:Q"
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(
            shape="square", size=30, fill=light("card"), stroke=light("ink"), strokeWidth=1.4
        )
        .encode(x=month_x("at"), y="sheets:Q")
    )
    marks = (
        alt.Chart(alt.NamedData("marks"))
        .mark_text(fontSize=12, dy=-7, color=light("ink"))
        .encode(x=month_x("at"), y="sheets:Q", text="word:N")
    )
    return alt.layer(hidden_layer(), bought, line, points, marks).add_params(
        alt.param(name="most", value=1), *month_params()
    )


SHEETS = Kind("sheets", _describe_sheets)
"""Tables `hidden`, `bought` (x0, x1, sheets, zero), `printed` and `points` (at, sheets), `marks` (at,
sheets, word); parameter `most` (the y axis reaches it) and those of a month axis."""

SHEETS_HALF = Size(width=560, height=270, left=62, right=12, top=14, bottom=26)
SHEETS_NARROW = Size(width=340, height=240, left=56, right=10, top=14, bottom=26)
