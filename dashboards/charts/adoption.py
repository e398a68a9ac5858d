"""Draws line charts of use: the small panel of one section and tool, and all tools together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import (
    action_layer,
    bounds_layer,
    hidden_layer,
    month_params,
    month_signals,
    month_x,
    per_cent_y,
    target_layer,
)
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.charts.drawing.hatching import hatch_layer, possible_rows, stroke_rows
from dashboards.charts.drawing.rows import (
    Row,
    action_rows,
    band_rows,
    bound_rows,
    hidden_rows,
    rate_rows,
    state_points,
    target_rows,
)
from dashboards.read.series.cells import newest
from dashboards.theme import TOOL_STYLES, light
from warehouse.release.tables.release import STATES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

PANEL_SIZE = Size(width=270, height=154, left=38, right=10, top=14, bottom=24)


def _describe_panel() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build a line for the use rate, over the middle half of all sections or the activation band."""
    middle = (
        alt.Chart(alt.NamedData("middle"))
        .mark_rect(fill=light("grid"))
        .encode(x=month_x("x0"), x2="x1:Q", y=per_cent_y("low", (0, 50, 100)), y2="high:Q")
    )
    ribbon = (
        alt.Chart(alt.NamedData("bands"))
        .mark_rect(fill=light("ribbon"), stroke=light("ribbon"), strokeWidth=0.5)
        .encode(x=month_x("x0"), x2="x1:Q", y=per_cent_y("low", (0, 50, 100)), y2="high:Q")
    )
    rates = alt.Chart(alt.NamedData("rates"))
    line = rates.mark_line(color=light("digital")).encode(x=month_x("at"), y="mid:Q")
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(stroke=light("digital"), size=34, strokeWidth=1.6, opacity=1)
        .encode(
            x=month_x("at"),
            y="mid:Q",
            fill=alt.Fill(
                "state:N",
                scale=alt.Scale(
                    domain=[*STATES],
                    range=[light("digital"), light("card"), light("day-incomplete")],
                ),
            ),
        )
    )
    return alt.layer(
        hidden_layer(),
        middle,
        ribbon,
        target_layer(),
        action_layer(),
        hatch_layer(),
        line,
        points,
    ).add_params(*month_params())


ADOPTION_PANEL = ChartKind("adoption_panel", _describe_panel)
"""Panel of one section and tool.
Tables `hidden` (x0, x1, at, word), `middle` and `bands` (x0, x1, low, high), `rates` (at, mid), `points` (at, mid,
state), `possible` and `strokes` (x0, x1, low, high), `targets` (x0, x1, target) and `actions` (at, word); parameters of a month axis."""


def _describe_tools() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build one line for each tool, named at its end; marker, dash and colour each identify the tool."""
    tools = list(TOOL_STYLES)
    colours = [light(style.colour) for style in TOOL_STYLES.values()]
    colour = alt.Color("tool:N", scale=alt.Scale(domain=tools, range=colours))
    dash = alt.StrokeDash(
        "tool:N",
        scale=alt.Scale(domain=tools, range=[list(style.dash) for style in TOOL_STYLES.values()]),
    )
    marker = alt.Shape(
        "tool:N",
        scale=alt.Scale(domain=tools, range=[style.marker for style in TOOL_STYLES.values()]),
    )
    lines = (
        alt.Chart(alt.NamedData("rates"))
        .mark_line()
        .encode(x=month_x("at"), y=per_cent_y("mid"), color=colour, strokeDash=dash)
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=46, strokeWidth=1.6, opacity=1)
        .encode(
            x=month_x("at"),
            y="mid:Q",
            stroke=alt.Stroke("tool:N", scale=alt.Scale(domain=tools, range=colours)),
            shape=marker,
            fill=alt.condition(
                "datum.state === 'final'",
                alt.Fill("tool:N", scale=alt.Scale(domain=tools, range=colours)),
                alt.value(light("card")),
            ),
        )
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=8, fontWeight="bold", fontSize=12.5)
        .encode(x=month_x("at"), y="mid:Q", text="word:N", color=colour)
    )
    return alt.layer(
        hidden_layer(), action_layer(), lines, points, bounds_layer(colour), names
    ).add_params(*month_params())


TOOL_LINES = ChartKind("tool_lines", _describe_tools)
"""Lines of several tools.
Tables `hidden`, `rates` (at, mid, tool), `points` (at, mid, tool, state), `bounds` (at, mid, tool, word),
`actions` (at, word) and `names` (at, mid, tool, word: direct labels, kept apart by `spread`); parameters of a
month axis."""

TOOL_LINES_WIDE = Size(width=1120, height=334, left=46, right=170, top=16, bottom=26)
TOOL_LINES_HALF = Size(width=560, height=304, left=44, right=134, top=16, bottom=26)
TOOL_LINES_NARROW = Size(width=340, height=294, left=40, right=122, top=16, bottom=26)


def spread(values: list[float], gap: float, low: float = 0, high: float = 100) -> list[float]:
    """Return label positions for `values`, in the same order, at least `gap` apart.

    They stay between `low` and `high` while there is room; a label moves no further than necessary.

    Args:
        values: wanted positions.
        gap: minimum distance between two labels, in the unit of `values`.
        low: lower end of the range.
        high: upper end of the range.
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed: list[float] = []
    for i in order:
        floor = placed[-1] + gap if placed else low
        placed.append(max(values[i], floor))
    ceiling = high
    for k in range(len(placed) - 1, -1, -1):
        placed[k] = min(placed[k], ceiling)
        ceiling = placed[k] - gap
    out = [0.0] * len(values)
    for k, i in enumerate(order):
        out[i] = placed[k]
    return out


def draw_panel(
    months: Sequence[date],
    use: Series,
    activation: Series,
    words: Words,
    *,
    middle: Sequence[Row] = (),
    targets: Sequence[float | None] = (),
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return one section's panel for one tool: use rate as a line over the activation band; bounds are hatched.

    Args:
        months: months of the axis.
        use: use rate, one cell a month.
        activation: adoption curve, one cell a month; empty if `middle` is the background instead.
        words: the language.
        middle: middle half of all sections by month (rows of `middle_rows`).
        targets: target of each month in per cent, None without one.
        actions: (month put to work, number) of each action to mark.
    """
    size = PANEL_SIZE
    month_width = size.plot_width / max(len(months), 1)
    possible = possible_rows(use)
    return draw(
        ADOPTION_PANEL,
        size,
        {
            "hidden": hidden_rows(use, words, month_width),
            "middle": middle,
            "bands": band_rows(activation),
            "rates": rate_rows(use),
            "points": [row for row in state_points(use) if not use[int(str(row["at"]))].bound],
            "possible": possible,
            "strokes": stroke_rows(possible, len(months), size),
            "targets": target_rows(targets),
            "actions": action_rows(months, actions),
        },
        month_signals(months, words.axis_labels(months, short=True)),
    )


_LABEL_HEIGHT = 17
"""Height of one direct label in pixels."""


def _ends(
    tools: Mapping[str, Series], months: Sequence[date], words: Words, size: Size
) -> list[Row]:
    """Return each tool's name and newest final value at the end of its line, kept apart from each other."""
    ends: list[Row] = []
    for tool, series in tools.items():
        last = next((c for c in reversed(series) if c.mid is not None), None)
        cell = newest(series)
        if last is not None and cell is not None:
            word = f"{words(tool)} {words.shown(cell.shown)}"
            ends.append({"at": len(months) - 0.5, "mid": last.drawn, "tool": tool, "word": word})
    gap = 100 * _LABEL_HEIGHT / size.plot_height
    for end, y in zip(ends, spread([float(str(e["mid"])) for e in ends], gap), strict=True):
        end["mid"] = y
    return ends


def draw_tools(
    months: Sequence[date],
    tools: Mapping[str, Series],
    words: Words,
    size: Size,
    *,
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return the use rates of several tools as lines, each named at its end.

    The value beside the name is that of the newest final month, as everywhere else on a page.

    Args:
        months: months of the axis.
        tools: use rate by tool, one cell a month.
        words: the language.
        size: size of the picture in pixels.
        actions: (month put to work, number) of each action to mark.
    """
    lines = tools.items()
    is_short = size.plot_width < 40 * len(months) / 4
    hidden = [series for series in tools.values() if any(c.withheld for c in series)]
    width = size.plot_width / max(len(months), 1)
    is_hidden = bool(hidden) and len(hidden) == len(tools)
    return draw(
        TOOL_LINES,
        size,
        {
            "hidden": hidden_rows(hidden[0], words, width) if is_hidden else [],
            "rates": [row for tool, one in lines for row in rate_rows(one, tool=tool)],
            "points": [row for tool, one in lines for row in state_points(one, every=6, tool=tool)],
            "names": _ends(tools, months, words, size),
            "bounds": [row for tool, one in lines for row in bound_rows(one, tool=tool)],
            "actions": action_rows(months, actions),
        },
        month_signals(months, words.axis_labels(months, short=is_short)),
    )
