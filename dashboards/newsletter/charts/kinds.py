"""Defines the newsletter's own kinds of chart, made for paper: few marks, readable in grey, labelled directly.

In every chart a hollow circle is then and a filled circle is now.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from dashboards.charts.drawing.axes import hidden_layer, month_params, month_x, per_cent_y
from dashboards.charts.drawing.drawing import ChartKind
from dashboards.theme import light

_DOTS = alt.Scale(domain=["then", "now"], range=[light("card"), light("digital")])


def _describe_tool() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build one tool of the town: a line for points, pale boxes for bands, and marks for then and now."""
    rates = alt.Chart(alt.NamedData("rates"))
    ground = rates.mark_area(color=light("ribbon"), line=False).encode(
        x=month_x("at"), y=per_cent_y("mid", (0, 50, 100))
    )
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .mark_rect(color=light("grid"))
        .encode(x=month_x("x0"), x2="x1:Q", y="low:Q", y2="high:Q")
    )
    line = rates.mark_line(color=light("digital"), strokeWidth=1.8).encode(
        x=month_x("at"), y="mid:Q"
    )
    # A month between two bands has no neighbour to draw a line to, so it gets a dot.
    months = rates.mark_circle(color=light("digital"), size=5, opacity=1).encode(
        x=month_x("at"), y="mid:Q"
    )
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_circle(size=52, stroke=light("digital"), strokeWidth=1.6, opacity=1)
        .encode(x=month_x("at"), y="mid:Q", fill=alt.Fill("when:N", scale=_DOTS))
    )
    return alt.layer(hidden_layer(9), bands, ground, line, months, dots).add_params(*month_params())


TOOL_PANEL = ChartKind("newsletter_tool", _describe_tool)
"""Tables `hidden` (x0, x1, at, word), `rates` (at; mid, null if there is none), `bands` (x0, x1, low, high) and
`dots` (at, mid, when: then or now); parameters of a month axis."""


def _per_cent_x(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(
            orient="top",
            values=[0, 50, 100],
            labelExpr="datum.value + '%'",
            domain=False,
            ticks=False,
        ),
    )


def _row_y(field: str = "row") -> alt.Y:
    """Return the y channel with one line for each section, the first at the top; parameter `rows` is their number."""
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(
            domainMin=alt.ExprRef("rows - 0.5"), domainMax=-0.5, nice=False, zero=False
        ),
        axis=None,
    )


def _names(table: str) -> Any:  # noqa: ANN401 - Altair's layer types vary
    return (
        alt.Chart(alt.NamedData(table))
        .mark_text(align="right", baseline="middle", dx=-8, fontSize=12, color=light("ink"))
        .encode(x=alt.value(0), y=_row_y(), text="name:N")
    )


def _values(table: str) -> Any:  # noqa: ANN401 - Altair's layer types vary
    return (
        alt.Chart(alt.NamedData(table))
        .mark_text(
            align="left",
            baseline="middle",
            dx=8,
            fontSize=12,
            fontWeight="bold",
            color=light("ink"),
        )
        .encode(x=alt.value(alt.ExprRef("width")), y=_row_y(), text="word:N")
    )


def _describe_sections() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build one line for each section, from then to now."""
    moves = alt.Chart(alt.NamedData("moves"))
    track = moves.mark_rule(strokeWidth=4, stroke=light("paper")).encode(
        x=_per_cent_x("then"), x2="now:Q", y=_row_y()
    )
    bands = (
        alt.Chart(alt.NamedData("bands"))
        .mark_bar(height=9, stroke=light("digital"), strokeWidth=1.6)
        .encode(
            x=_per_cent_x("low"),
            x2="high:Q",
            y=_row_y(),
            fill=alt.Fill("when:N", scale=_DOTS),
        )
    )
    dots = (
        alt.Chart(alt.NamedData("dots"))
        .mark_circle(size=62, stroke=light("digital"), strokeWidth=1.6, opacity=1)
        .encode(x=_per_cent_x("at"), y=_row_y(), fill=alt.Fill("when:N", scale=_DOTS))
    )
    return alt.layer(track, bands, dots, _names("names"), _values("names")).add_params(
        alt.param(name="rows", value=1)
    )


SECTION_MOVES = ChartKind("newsletter_sections", _describe_sections)
"""Tables `moves` (row, then, now), `dots` (row, at, when), `bands` (row, low, high, when) and `names` (row, name,
word); parameter `rows`."""


def _describe_bands() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build one row for each section: a filled bar for the band now, an open bar below for the band then."""
    now = (
        alt.Chart(alt.NamedData("now"))
        .mark_bar(height=8, yOffset=-3, fill=light("digital"))
        .encode(x=_per_cent_x("low"), x2="high:Q", y=_row_y())
    )
    then = (
        alt.Chart(alt.NamedData("then"))
        .mark_bar(height=5, yOffset=5, fill=light("card"), stroke=light("axis"), strokeWidth=1)
        .encode(x=_per_cent_x("low"), x2="high:Q", y=_row_y())
    )
    return alt.layer(then, now, _names("names"), _values("names")).add_params(
        alt.param(name="rows", value=1)
    )


SECTION_BANDS = ChartKind("newsletter_bands", _describe_bands)
"""Tables `now` and `then` (row, low, high) and `names` (row, name, word); parameter `rows`."""


def _pair_of_columns(value: str, y: alt.Y) -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Return light columns for then and dark ones for now, with the words below them."""
    columns = alt.Chart(alt.NamedData("columns"))
    bars = columns.mark_rect().encode(
        x=month_x("x0"),
        x2="x1:Q",
        y=y,
        y2=alt.Y2("zero:Q"),
        fill=alt.Fill(
            "when:N",
            scale=alt.Scale(domain=["then", "now"], range=[light("paper"), light("digital")]),
        ),
    )
    counts = columns.mark_text(dy=-7, fontSize=12, fontWeight="bold", color=light("ink")).encode(
        x=month_x("middle"), y=alt.Y(f"{value}:Q"), text="word:N"
    )
    words = (
        alt.Chart(alt.NamedData("words_below"))
        .mark_text(baseline="top", dy=6, fontSize=11, color=light("soft"))
        .encode(x=month_x("at"), y=alt.value(alt.ExprRef("height")), text="word:N")
    )
    return alt.layer(bars, counts, words)


def _describe_years() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build twelve months of paper: a light column for the year before, a dark one for now; 100 is its mean month."""
    y = alt.Y(
        "index:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=False),
        axis=alt.Axis(values=[0, 50, 100, 150, 200], labelExpr="datum.value"),
    )
    mean = (
        alt.Chart(alt.NamedData("mean"))
        .mark_rule(strokeDash=[4, 3], stroke=light("ink"), strokeWidth=1)
        .encode(y="index:Q")
    )
    return alt.layer(_pair_of_columns("index", y), mean).add_params(
        alt.param(name="most", value=120), *month_params()
    )


PAPER_YEARS = ChartKind("newsletter_paper", _describe_years)
"""Tables `columns` (x0, x1, middle, index, zero, when, word: empty), `mean` (index) and `words_below` (at, word);
parameter `most` and those of a month axis."""


def _describe_levels() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build columns of how many sections are at each level, then and now."""
    y = alt.Y(
        "count:Q",
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("most"), nice=False),
        axis=None,
    )
    return _pair_of_columns("count", y).add_params(
        alt.param(name="most", value=10), *month_params()
    )


LEVELS = ChartKind("newsletter_levels", _describe_levels)
"""Tables `columns` (x0, x1, middle, count, zero, when, word) and `words_below` (at, word); parameter `most` and those
of a month axis."""
