"""Draws a scatter chart of sections by change of paper and change of digital documents."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing.drawing import ChartKind, Size, draw
from dashboards.charts.drawing.naming import half_width, place_names
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.text.words import Words

QUADRANT_HALF = Size(width=560, height=400, left=58, right=16, top=14, bottom=44)
QUADRANT_NARROW = Size(width=340, height=340, left=48, right=8, top=14, bottom=44)

LEVEL = 10
"""Largest change, in per cent, that counts as level (横ばい)."""

_STEP = 10
_LEAST = 30.0
_LIMITS = (200.0, 500.0, 1000.0)
"""Largest changes drawn, in per cent: the smallest that holds all points but one."""
_WORDS = 32
"""Height in pixels of the verdicts' words at the top and at the bottom."""

_EDGE = 10
"""Distance in pixels between those words and the picture's edge."""

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """One group: change of paper (x) and of digital documents (y) in per cent; `role` is own, other or town."""

    name: str
    paper: float
    digital: float
    role: str = "other"

    def beyond(self, limit: float) -> str:
        """Return the values of a point that is drawn at the edge because it lies beyond: 「+424% ↑」."""
        moves = ((self.digital, "↑"), (self.paper, "→"))
        return " ".join(f"{move:+.0f}% {way}" for move, way in moves if move > limit)


def furthest(places: Sequence[Place]) -> float:
    """Return the largest change that is drawn, in per cent.

    A point beyond it stands at the edge, so that one outlier does not compress all the others; several there would
    stand on one another.
    """
    largest = [max(place.digital, place.paper) for place in places]
    return next((one for one in _LIMITS if sum(value > one for value in largest) <= 1), _LIMITS[-1])


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Build the chart: 置き換え is at the upper left, and the grey cross is what counts as level."""
    words = (
        alt.Chart(alt.NamedData("words"))
        .mark_text(fontWeight="bold", fontSize=13, color=light("soft"))
        .encode(x="x:Q", y="y:Q", text="word:N")
    )
    names = (
        alt.Chart(alt.NamedData("names"))
        .mark_text(fontSize=12)
        .encode(x="x:Q", y="y:Q", text="word:N")
    )
    axis_words = (
        alt.Chart(alt.NamedData("axes"))
        .mark_text(fontSize=12, color=light("soft"))
        .encode(
            x=alt.value(alt.ExprRef("width / 2")),
            y=alt.value(alt.ExprRef("height + 36")),
            text="word:N",
        )
    )
    return (
        alt.layer(_areas(), words, _points(), names, axis_words)
        .resolve_scale(fill="independent")
        .add_params(
            alt.param(name="across", value=[-50, 50]), alt.param(name="up", value=[-50, 50])
        )
    )


def _areas() -> Any:  # noqa: ANN401 - as above
    """Return the background with both axes: the areas that count as replaced and as level."""

    def span(name: str) -> alt.Scale:
        low, high = alt.ExprRef(f"{name}[0]"), alt.ExprRef(f"{name}[1]")
        return alt.Scale(domainMin=low, domainMax=high, nice=False)

    axis = alt.Axis(
        tickCount=5,
        grid=False,
        labelExpr="(datum.value > 0 ? '+' : '') + datum.value + '%'",
        title=None,
    )
    roles = alt.Scale(domain=["replaced", "level"], range=[light("heat-1"), light("hidden")])
    return (
        alt.Chart(alt.NamedData("areas"))
        .mark_rect()
        .encode(
            x=alt.X("x:Q", scale=span("across"), axis=axis),
            x2="x1:Q",
            y=alt.Y("y:Q", scale=span("up"), axis=axis),
            y2="y1:Q",
            fill=alt.Fill("role:N", scale=roles),
        )
    )


def _points() -> Any:  # noqa: ANN401 - as above
    """Return the groups: a page's own section filled, others hollow, the town hall a square."""

    def by_role(*values: str) -> alt.Scale:
        return alt.Scale(domain=["own", "other", "town"], range=list(values))

    blue, ink = light("digital"), light("ink")
    return (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=80, strokeWidth=2, opacity=1)
        .encode(
            x="x:Q",
            y="y:Q",
            shape=alt.Shape("role:N", scale=by_role("circle", "circle", "square")),
            stroke=alt.Stroke("role:N", scale=by_role(blue, blue, ink)),
            fill=alt.Fill("role:N", scale=by_role(blue, light("card"), ink)),
        )
    )


QUADRANT = ChartKind("quadrant", _describe)
"""Tables `areas` (x, x1, y, y1, role replaced or level), `words` (x, y, word), `points` (x, y, role),
`names` (x, y, word: beside their points), `axes` (word); parameters `across` and `up`, each [low, high]."""


def draw_quadrant(
    places: Sequence[Place], verdicts: Mapping[str, str], words: Words, size: Size
) -> str:
    """Return the picture. A place without a name is only a point, with its values if it lies beyond the edge.

    Args:
        places: the groups to draw.
        verdicts: word of each corner by verdict.
        words: the language.
        size: size of the picture in pixels.
    """
    across, up = _spans(places, size)
    corners = _corners(across, up, verdicts, size)
    points = [
        {"x": x, "y": y, "role": place.role}
        for place in places
        for x, y in (_at_most(place, across, furthest(places)),)
    ]
    tables: dict[str, Sequence[Mapping[str, object]]] = {
        "areas": [
            {"x": across[0], "x1": -LEVEL, "y": LEVEL, "y1": up[1], "role": "replaced"},
            {"x": -LEVEL, "x1": LEVEL, "y": up[0], "y1": up[1], "role": "level"},
            {"x": across[0], "x1": across[1], "y": -LEVEL, "y1": LEVEL, "role": "level"},
        ],
        "words": corners,
        "points": points,
        "names": _names(places, corners, size, (across, up)),
        "axes": [{"word": words.gettext("← less paper  more paper →")}],
    }
    return draw(QUADRANT, size, tables, {"across": list(across), "up": list(up)})


def quadrant_points(places: Sequence[Place], size: Size) -> list[tuple[float, float]]:
    """Return the position of each place, in pixels from the picture's left and top."""
    across, up = _spans(places, size)
    return [
        (
            size.left + (x - across[0]) / (across[1] - across[0]) * size.plot_width,
            size.top + (up[1] - y) / (up[1] - up[0]) * size.plot_height,
        )
        for x, y in (_at_most(place, across, furthest(places)) for place in places)
    ]


def _spans(places: Sequence[Place], size: Size) -> tuple[Span, Span]:
    """Return the ranges of both axes, across and up."""
    limit = furthest(places)
    across = _reach([place.paper for place in places], limit)
    return across, _with_room(_reach([place.digital for place in places], limit), size)


def _at_most(place: Place, across: Span, limit: float) -> tuple[float, float]:
    """Return the position of a place; a place beyond the edge is moved to it."""
    return (
        max(across[0], min(place.paper, across[1])),
        max(-limit, min(place.digital, limit)),
    )


def _reach(values: Sequence[float], limit: float) -> Span:
    """Return the range of an axis: every value, with room for its name; at least 30 per cent to each side."""
    low, high = (
        _STEP * ceil(1.4 * max(_LEAST, *(sign * value for value in values), _LEAST) / _STEP)
        for sign in (-1, 1)
    )
    return -min(low, limit), min(high, limit)


def _with_room(span: Span, size: Size) -> Span:
    """Return the range extended by room for a line of words below and above."""
    more = (span[1] - span[0]) * _WORDS / (size.plot_height - 2 * _WORDS)
    return span[0] - more, span[1] + more


def _corners(
    across: Span, up: Span, verdicts: Mapping[str, str], size: Size
) -> list[dict[str, object]]:
    """Return each verdict's word in its own corner, away from the middle, where points are dense."""
    above, below = up[1] - _inset(up, size.plot_height), up[0] + _inset(up, size.plot_height)
    return [
        {"x": _in_corner(across, verdicts[key], size, side), "y": y, "word": verdicts[key]}
        for key, side, y in (
            ("replaced", 0, above),
            ("added", 1, above),
            ("shrunk", 0, below),
            ("untouched", 1, below),
        )
    ]


def _inset(up: Span, height: int) -> float:
    return (up[1] - up[0]) * _WORDS / 2 / height


def _in_corner(across: Span, word: str, size: Size, side: int) -> float:
    """Return the middle of a word that begins at the left edge (`side` 0) or ends at the right edge (1)."""
    inset = (half_width(word) + _EDGE) * (across[1] - across[0]) / size.plot_width
    return across[side] + (-inset if side else inset)


def _names(
    places: Sequence[Place],
    corners: Sequence[Mapping[str, object]],
    size: Size,
    spans: tuple[Span, Span],
) -> list[dict[str, object]]:
    """Return the positions of the places' names, in the units of the axes."""
    across, up = spans
    wide = size.plot_width / (across[1] - across[0])
    high = size.plot_height / (up[1] - up[0])
    limit = furthest(places)
    named = place_names(
        [f"{place.name} {place.beyond(limit)}".strip() for place in places],
        [(x * wide, y * high) for x, y in (_at_most(place, across, limit) for place in places)],
        [((float(str(c["x"])) * wide, float(str(c["y"])) * high), str(c["word"])) for c in corners],
        (across[0] * wide, up[0] * high, across[1] * wide, up[1] * high),
    )
    return [{"x": x / wide, "y": y / high, "word": word} for (x, y), word in named]
