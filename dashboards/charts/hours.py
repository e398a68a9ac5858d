"""Draws a column chart of estimated hours saved and added by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import is_short_axis, month_params, month_signals, month_x
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.read.outcomes import Hours
    from dashboards.text.words import Words

HOURS_HALF = Size(width=560, height=270, left=58, right=92, top=14, bottom=26)
HOURS_NARROW = Size(width=340, height=250, left=50, right=84, top=14, bottom=26)
_COLUMN = 0.42


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build columns of added hours above zero and saved hours below; the line is the net."""
    y = alt.Y(
        "zero:Q",
        scale=alt.Scale(
            domainMin=alt.ExprRef("-down"), domainMax=alt.ExprRef("up"), nice=True, zero=False
        ),
        axis=alt.Axis(tickCount=5, labelExpr="datum.value == 0 ? '0' : format(datum.value, '+,')"),
    )
    saved = (
        alt.Chart(alt.NamedData("saved"))
        .mark_rect(fill=light("digital"))
        .encode(x=month_x("x0"), x2="x1:Q", y=y, y2="hours:Q")
    )
    added = (
        alt.Chart(alt.NamedData("added"))
        .mark_rect(fill=light("card"), stroke=light("alert"), strokeDash=[3, 2], strokeWidth=1.6)
        .encode(x=month_x("x0"), x2="x1:Q", y="zero:Q", y2="hours:Q")
    )
    net = alt.Chart(alt.NamedData("net"))
    line = net.mark_line(color=light("ink"), strokeWidth=2).encode(x=month_x("at"), y="hours:Q")
    points = net.mark_point(fill=light("ink"), stroke=light("ink"), size=20, opacity=1).encode(
        x=month_x("at"), y="hours:Q"
    )
    zero = (
        alt.Chart(alt.NamedData("zeros"))
        .mark_rule(stroke=light("axis"))
        .encode(y="zero:Q", x=alt.value(0), x2=alt.value(alt.ExprRef("width")))
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=8, fontWeight="bold")
        .encode(x=month_x("at"), y="hours:Q", text="word:N")
    )
    return alt.layer(saved, added, zero, line, points, names).add_params(
        alt.param(name="down", value=1), alt.param(name="up", value=1), *month_params()
    )


HOURS = ChartKind("hours", _describe)
"""Tables `saved` and `added` (x0, x1, zero, hours), `net` (at, hours), `zeros` (zero) and `names` (at, hours,
word); parameters `down`, `up` and those of a month axis."""


def hour_points(
    months: Sequence[date], hours: Sequence[Hours], size: Size
) -> list[tuple[float, float]]:
    """Return the position of each row of `hours`, in pixels from the picture's left and top."""
    width = size.plot_width / max(len(months), 1)
    known = {month: at for at, month in enumerate(months)}
    return [
        (size.left + (known[one.month] + 0.5) * width, size.top)
        for one in hours
        if one.month in known
    ]


def draw_hours(months: Sequence[date], hours: Sequence[Hours], words: Words, size: Size) -> str:
    """Return the picture of these months; a month without an estimate stays empty.

    Args:
        months: months of the axis.
        hours: estimated hours, one row a month at most.
        words: the language.
        size: size of the picture in pixels.
    """
    known = {one.month: one for one in hours}
    tables: dict[str, list[dict[str, object]]] = {"saved": [], "added": [], "net": []}
    for at, month in enumerate(months):
        one = known.get(month)
        if one is None:
            continue
        box: dict[str, object] = {"x0": at - _COLUMN, "x1": at + _COLUMN, "zero": 0}
        tables["saved"].append(box | {"hours": -one.hours_saved})
        tables["added"].append(box | {"hours": one.hours_added})
        tables["net"].append({"at": at, "hours": -one.net_shown})
    names = []
    if tables["net"]:
        net = float(str(tables["net"][-1]["hours"]))
        total = words.number(net, "+,.0f")
        word = words.gettext("in all {total}", total=total)
        names = [{"at": len(months) - 0.5, "hours": net, "word": word}]
    is_short = is_short_axis(months, size.plot_width)
    return draw(
        HOURS,
        size,
        {**tables, "names": names, "zeros": [{"zero": 0}]},
        month_signals(months, words.axis_labels(months, short=is_short))
        | {
            "down": 1.1 * max((one.hours_saved for one in hours), default=1) or 1,
            "up": 1.2 * max((one.hours_added for one in hours), default=1) or 1,
        },
    )
