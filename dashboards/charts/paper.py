"""Draws charts of digital shares and of sheets by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.axes import (
    action_layer,
    hidden_layer,
    is_short_axis,
    month_params,
    month_signals,
    month_x,
    per_cent_y,
)
from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.charts.drawing.rows import action_rows, bound_rows, hidden_rows, state_words
from dashboards.read.series.cells import newest
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dashboards.read.series.cells import Series
    from dashboards.text.words import Words

_COLUMN = 0.43
"""Half the width of a month's column, in months."""

PAPER_HALF = Size(width=560, height=274, left=44, right=110, top=16, bottom=26)
PAPER_NARROW = Size(width=340, height=244, left=40, right=114, top=16, bottom=26)


def _describe_share() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build columns to 100 per cent: digital from below, its band lighter, paper above."""
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
    return alt.layer(
        hidden_layer(), digital, between, paper, action_layer(), marks, names
    ).add_params(*month_params())


PAPER_SHARE = ChartKind("paper_share", _describe_share)
"""Tables `hidden`, `months` (x0, x1, zero, low, high, all), `marks` (at, word: 暫 or 欠), `names` (at, mid,
side `digital` or `paper`, word) and `actions` (at, word); parameters of a month axis."""


def _describe_sheets() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build columns for sheets bought, and a dashed line with hollow squares for sheets printed."""
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
    return alt.layer(hidden_layer(), bought, action_layer(), line, points, marks).add_params(
        alt.param(name="most", value=1), *month_params()
    )


SHEETS = ChartKind("sheets", _describe_sheets)
"""Tables `hidden`, `bought` (x0, x1, sheets, zero), `printed` and `points` (at, sheets), `marks` (at, sheets, word) and
`actions` (at, word); parameter `most` (upper end of the y axis) and those of a month axis."""

SHEETS_HALF = Size(width=560, height=272, left=62, right=12, top=16, bottom=26)
SHEETS_NARROW = Size(width=340, height=242, left=56, right=10, top=16, bottom=26)


def draw_share(
    months: Sequence[date],
    series: Series,
    words: Words,
    size: Size,
    pair: str = "documents",
    *,
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return a pair's digital and paper shares by month, as columns to 100 per cent.

    Args:
        months: months of the axis.
        series: digital share in per cent, one cell a month.
        words: the language.
        size: size of the picture in pixels.
        pair: the pair, for the names of its sides.
        actions: (month put to work, number) of each action to mark.
    """
    whole = {"zero": 0, "all": 100}
    columns = [
        {"x0": at - _COLUMN, "x1": at + _COLUMN, "low": cell.low, "high": cell.high, **whole}
        for at, cell in enumerate(series)
        if cell.mid is not None
    ]
    is_short = is_short_axis(months, size.plot_width)
    return draw(
        PAPER_SHARE,
        size,
        {
            "hidden": hidden_rows(series, words, size.plot_width / max(len(months), 1)),
            "months": columns,
            "marks": state_words(series, words, size.plot_width / max(len(months), 1)),
            "names": _side_names(series, len(months) - 0.5, pair, words),
            "actions": action_rows(months, actions),
        },
        month_signals(months, words.axis_labels(months, short=is_short)),
    )


def _side_names(series: Series, edge: float, pair: str, words: Words) -> list[dict[str, object]]:
    """Return the names of the two sides at the right edge, apart from each other; none without a value."""
    last = newest(series)
    if last is None or last.mid is None:
        return []
    digital_word, paper_word = words.sides(pair)
    word = f"{digital_word} {words.shown(last.shown)}"
    digital = min(max(last.mid / 2, 4), 88)
    paper = min(max((100 + last.mid) / 2, digital + 9), 97)
    return [
        {"at": edge, "mid": digital, "side": "digital", "word": word},
        {"at": edge, "mid": paper, "side": "paper", "word": paper_word},
    ]


def draw_sheets(
    months: Sequence[date],
    bought: Series,
    printed: Series,
    words: Words,
    size: Size,
    *,
    actions: Sequence[tuple[date, str]] = (),
) -> str:
    """Return sheets bought as columns and sheets printed as a line, by month; a bound is an arrow.

    Args:
        months: months of the axis.
        bought: sheets bought, one cell a month.
        printed: sheets printed, one cell a month.
        words: the language.
        size: size of the picture in pixels.
        actions: (month put to work, number) of each action to mark.
    """
    columns = [
        {"x0": at - _COLUMN, "x1": at + _COLUMN, "sheets": cell.mid, "zero": 0}
        for at, cell in enumerate(bought)
        if cell.mid is not None and not cell.bound
    ]
    line = [
        {"at": at, "sheets": None if cell.bound else cell.mid} for at, cell in enumerate(printed)
    ]
    points = [point for point in line if point["sheets"] is not None]
    month_width = size.plot_width / max(len(months), 1)
    first = min((int(str(point["at"])) for point in points), default=len(months))
    is_short = is_short_axis(months, size.plot_width)
    most = max((cell.high or 0 for cell in (*bought, *printed)), default=0)
    return draw(
        SHEETS,
        size,
        {
            "hidden": hidden_rows(bought, words, month_width),
            "bought": columns,
            "printed": line[first:],
            "points": points,
            "marks": _sheet_marks(bought, printed, words, month_width),
            "actions": action_rows(months, actions),
        },
        month_signals(months, words.axis_labels(months, short=is_short)) | {"most": most or 1},
    )


def _sheet_marks(
    bought: Series, printed: Series, words: Words, month_width: float
) -> list[dict[str, object]]:
    """Return the arrows of bounds, and the marks of months that are not final where no arrow stands."""
    bounds: list[dict[str, object]] = [
        {"at": row["at"], "word": row["word"], "sheets": row["mid"]}
        for row in (*bound_rows(bought), *bound_rows(printed))
    ]
    held = {bound["at"] for bound in bounds}
    states = state_words(bought, words, month_width)
    return [*(row for row in states if row["at"] not in held), *bounds]
