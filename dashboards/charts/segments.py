"""Draws stacked columns of staff by how much they use a tool, for the whole town hall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.adoption import spread
from dashboards.charts.drawing.axes import (
    is_short_axis,
    month_params,
    month_signals,
    month_x,
    per_cent_y,
)
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.theme import light
from warehouse.release.tables.release import SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

SEGMENTS_WIDE = Size(width=1120, height=250, left=46, right=230, top=10, bottom=26)
SEGMENTS_NARROW = Size(width=340, height=250, left=40, right=158, top=10, bottom=26)

_ROLES = {
    "power": "heat-6",
    "habitual": "heat-5",
    "novice": "heat-3",
    "low": "heat-2",
    "none": "hidden",
}
_COLUMN = 0.44
_LABEL_HEIGHT = 17


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build columns to 100 per cent; more use is darker, so that the order also shows in grey print."""
    roles = alt.Scale(domain=list(_ROLES), range=[light(role) for role in _ROLES.values()])
    columns = (
        alt.Chart(alt.NamedData("columns"))
        .mark_rect(stroke=light("card"), strokeWidth=1)
        .encode(
            x=month_x("x0"),
            x2="x1:Q",
            y=per_cent_y("low"),
            y2="high:Q",
            fill=alt.Fill("segment:N", scale=roles),
        )
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(align="left", dx=8, fontSize=12.5)
        .encode(x=month_x("at"), y="mid:Q", text="word:N")
    )
    joins = (
        alt.Chart(alt.NamedData("names"))
        .mark_rule(stroke=light("axis"), strokeWidth=1)
        .encode(
            x=month_x("from"),
            x2="at:Q",
            y="edge:Q",
            y2="mid:Q",
        )
    )
    return alt.layer(columns, joins, names).add_params(*month_params())


SEGMENT_COLUMNS = ChartKind("segment_columns", _describe)
"""Tables `columns` (x0, x1, low, high, segment) and `names` (from, at, edge, mid, word); parameters of a
month axis."""


def _column(parts: Mapping[str, Series], at: int, words: Words) -> Iterator[dict[str, object]]:
    """Yield the parts of one month's column, from the bottom."""
    low = 0.0
    for segment in SEGMENTS:
        cell = parts[segment][at]
        # The release cuts cumulative shares, so a segment's edges are more certain than its own share.
        upto = cell.from_top
        if upto is not None and upto.middle > low:
            edges = {"x0": at - _COLUMN, "x1": at + _COLUMN, "low": low, "high": upto.middle}
            yield edges | {"segment": segment, "word": words.shown(cell.shown)}
            low = upto.middle


def draw_segments(
    months: Sequence[date],
    parts: Mapping[str, Series],
    segment_words: Mapping[str, str],
    words: Words,
    size: Size,
) -> str:
    """Return the stacked columns.

    Args:
        months: months of the axis.
        parts: series of each of `SEGMENTS`; their `from_top` are the edges of the stack.
        segment_words: name of each segment.
        words: the language.
        size: size of the picture in pixels.
    """
    columns = [row for at in range(len(months)) for row in _column(parts, at, words)]
    last = {str(row["segment"]): row for row in columns if row["x0"] == _last_of(columns)}
    names = []
    for segment, row in last.items():
        middle = (float(str(row["low"])) + float(str(row["high"]))) / 2
        word = f"{segment_words[segment]} {row['word']}"
        edge = float(str(row["x1"]))
        names.append({"from": edge, "at": len(months) - 0.2, "edge": middle, "word": word})
    gap = 100 * _LABEL_HEIGHT / size.plot_height
    apart = spread([float(str(name["edge"])) for name in names], gap)
    for name, mid in zip(names, apart, strict=True):
        name["mid"] = mid
    is_short = is_short_axis(months, size.plot_width)
    labels = words.axis_labels(months, short=is_short)
    return draw(
        SEGMENT_COLUMNS,
        size,
        {"columns": columns, "names": names},
        month_signals(months, labels),
    )


def _last_of(columns: Sequence[Mapping[str, object]]) -> object:
    return columns[-1]["x0"] if columns else None
