"""Defines axes and marks that charts over months share: month positions, fiscal-year ticks, per-cent and state marks.

A month's position is its number from the first month shown, starting at 0; the x axis runs from half a month
before the first to half a month after the last, so no time zone can move a point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


_YEAR_WORD = 62
"""Width of 「令和6年度」 in pixels."""
_FEWEST_MONTHS = 4
"""Minimum length in months of a first fiscal year that gets a label (`Words.axis_labels`)."""


def is_short_axis(months: Sequence[date], width: float) -> bool:
    """Tell whether fiscal years need their short name, R6, to fit side by side in `width` pixels."""
    return width / max(len(months), 1) * _FEWEST_MONTHS < _YEAR_WORD


def month_params() -> list[Any]:
    """Return the parameters a month axis needs: `last`, `ticks` and `words`."""
    return [
        alt.param(name="last", value=1),
        alt.param(name="ticks", value=[0]),
        alt.param(name="words", value={}),
    ]


def month_signals(months: Sequence[date], labels: dict[int, str]) -> dict[str, object]:
    """Return the values of those parameters for these months; `labels` is keyed by month position."""
    return {
        "last": len(months) - 1,
        "ticks": [at - 0.5 for at in labels],
        "words": {str(at - 0.5): word for at, word in labels.items()},
    }


def month_scale() -> alt.Scale:
    """Return the scale from half a month before the first to half a month after the last."""
    return alt.Scale(domainMin=-0.5, domainMax=alt.ExprRef("last + 0.5"), nice=False, zero=False)


def month_x(field: str) -> alt.X:
    """Return the x channel for month positions, with ticks where fiscal years begin."""
    return alt.X(
        f"{field}:Q",
        scale=month_scale(),
        axis=fiscal_axis(),
    )


def fiscal_axis(*, has_grid: bool = False) -> alt.Axis:
    """Return an axis of time with ticks and words, to their right, where fiscal years begin."""
    return alt.Axis(
        values=alt.ExprRef("ticks"),
        labelExpr="words[datum.value]",
        labelAlign="left",
        labelOffset=4,
        labelPadding=-1,
        tickSize=15,
        grid=has_grid,
        labelFlush=False,
        labelOverlap=False,
    )


def per_cent_y(field: str, ticks: Sequence[int] = (0, 25, 50, 75, 100)) -> alt.Y:
    """Return the y channel from 0 to 100 per cent."""
    return alt.Y(
        f"{field}:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(values=list(ticks), labelExpr="datum.value + '%'"),
    )


def hidden_layer(word_size: int = 12) -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Return the layer that shows withheld months as a dashed box, never as a line at 0.

    Its table `hidden` has `x0`, `x1` (month positions of the edges), `at` (their middle) and `word` ("" if the box
    is too narrow for it).
    """
    base = alt.Chart(alt.NamedData("hidden"))
    box = base.mark_rect(
        fill=light("hidden"), stroke=light("hidden-edge"), strokeDash=[3, 3], strokeWidth=1
    ).encode(x=month_x("x0"), x2="x1:Q", y=alt.value(1), y2=alt.value(alt.ExprRef("height - 1")))
    word = base.mark_text(fontSize=word_size, color=light("soft")).encode(
        x=month_x("at"), y=alt.value(alt.ExprRef("height / 2")), text="word:N"
    )
    return alt.layer(box, word)


def action_layer() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Return the layer of numbered actions: a dotted line at the month in which each was put to work.

    Its table `actions` has `at` (a month's position) and `word` (the action's number).
    """
    base = alt.Chart(alt.NamedData("actions"))
    lines = base.mark_rule(stroke=light("alert"), strokeDash=[1, 3], strokeWidth=1.4).encode(
        x=month_x("at"), y=alt.value(0), y2=alt.value(alt.ExprRef("height"))
    )
    words = base.mark_text(fontSize=12, color=light("alert"), baseline="bottom", dy=-1).encode(
        x=month_x("at"), y=alt.value(0), text="word:N"
    )
    return alt.layer(lines, words)


def bounds_layer(colour: Any) -> Any:  # noqa: ANN401 - a channel or a value
    """Return the layer of arrows at months of which only a bound, 「以上」 or 「未満」, is known.

    The arrow stands at the bound, and no line leads to it. Its table `bounds` has `at`, `mid` and `word`, ↑ or ↓.
    """
    return (
        alt.Chart(alt.NamedData("bounds"))
        .mark_text(fontSize=12, dy=-7)
        .encode(x=month_x("at"), y="mid:Q", text="word:N", color=colour)
    )


def target_layer() -> Any:  # noqa: ANN401 - as above
    """Return the layer of yearly targets; its table `targets` has `x0`, `x1` and `target`."""
    return (
        alt.Chart(alt.NamedData("targets"))
        .mark_rule(stroke=light("ink"), strokeDash=[5, 3], strokeWidth=1.2)
        .encode(x=month_x("x0"), x2="x1:Q", y="target:Q")
    )
