"""Replacement or addition: each group by how its paper and its digital handlings moved."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import altair as alt

from dashboards.charts.drawing import Kind, Size, draw
from dashboards.theme import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboards.words import Words

QUADRANT_HALF = Size(width=560, height=400, left=58, right=16, top=14, bottom=44)
QUADRANT_NARROW = Size(width=340, height=340, left=48, right=8, top=14, bottom=44)

LEVEL = 10
"""Moves within so many per cent are level (横ばい)."""

_STEP = 10
_LEAST = 30.0
FURTHEST = 200.0
"""Beyond this a point stands at the edge: one outlier must not press all others together."""
_LETTER = 12.5
_NARROW = 7.0
_ASCII = 127
_WORDS = 26
"""Pixels that the verdicts' words need at the top and at the bottom."""
_ROUND = (
    (1, 0),
    (-1, 0),
    (0, 14),
    (0, -14),
    (1, 11),
    (1, -11),
    (-1, 11),
    (-1, -11),
    (0, 28),
    (0, -28),
)
"""Where a name may stand: half widths across and pixels up from its point, the best first."""

Span = tuple[float, float]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Place:
    """One group: per cent of change of paper (across) and digital (up); `role` own, other or town."""

    name: str
    paper: float
    digital: float
    role: str = "other"

    @property
    def beyond(self) -> str:
        """What is told of a point that stands at the edge in place of further out: 「+424% ↑」."""
        moves = ((self.digital, "↑"), (self.paper, "→"))
        return " ".join(f"{move:+.0f}% {way}" for move, way in moves if move > FURTHEST)


def _describe() -> Any:  # noqa: ANN401 - Altair's layer types vary
    """Up and left is 置き換え; the grey cross is what counts as level."""
    across = alt.X(
        "x:Q",
        scale=alt.Scale(
            domainMin=alt.ExprRef("across[0]"), domainMax=alt.ExprRef("across[1]"), nice=False
        ),
        axis=alt.Axis(
            tickCount=5,
            grid=False,
            labelExpr="(datum.value > 0 ? '+' : '') + datum.value + '%'",
            title=None,
        ),
    )
    up = alt.Y(
        "y:Q",
        scale=alt.Scale(domainMin=alt.ExprRef("up[0]"), domainMax=alt.ExprRef("up[1]"), nice=False),
        axis=alt.Axis(
            tickCount=5,
            grid=False,
            labelExpr="(datum.value > 0 ? '+' : '') + datum.value + '%'",
        ),
    )
    areas = alt.Chart(alt.NamedData("areas"))
    shade = areas.mark_rect().encode(
        x=across,
        x2="x1:Q",
        y=up,
        y2="y1:Q",
        fill=alt.Fill(
            "role:N",
            scale=alt.Scale(domain=["replaced", "level"], range=[light("heat-1"), light("hidden")]),
        ),
    )
    words = (
        alt.Chart(alt.NamedData("words"))
        .mark_text(fontWeight="bold", fontSize=13, color=light("soft"))
        .encode(x="x:Q", y="y:Q", text="word:N")
    )
    points = (
        alt.Chart(alt.NamedData("points"))
        .mark_point(size=80, strokeWidth=2, opacity=1)
        .encode(
            x="x:Q",
            y="y:Q",
            shape=alt.Shape(
                "role:N",
                scale=alt.Scale(
                    domain=["own", "other", "town"], range=["circle", "circle", "square"]
                ),
            ),
            stroke=alt.Stroke(
                "role:N",
                scale=alt.Scale(
                    domain=["own", "other", "town"],
                    range=[light("digital"), light("digital"), light("ink")],
                ),
            ),
            fill=alt.Fill(
                "role:N",
                scale=alt.Scale(
                    domain=["own", "other", "town"],
                    range=[light("digital"), light("card"), light("ink")],
                ),
            ),
        )
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
        alt.layer(
            shade,
            words,
            points,
            names,
            axis_words,
        )
        .resolve_scale(fill="independent")
        .add_params(
            alt.param(name="across", value=[-50, 50]), alt.param(name="up", value=[-50, 50])
        )
    )


QUADRANT = Kind("quadrant", _describe)
"""Tables `areas` (x, x1, y, y1, role replaced or level), `words` (x, y, word), `points` (x, y, role),
`names` (x, y, word: beside their points), `axes` (word); parameters `across` and `up`, each [low, high]."""


def draw_quadrant(
    places: Sequence[Place], verdicts: Mapping[str, str], words: Words, size: Size
) -> str:
    """Return the picture; `verdicts` has the word of each corner, `places` the groups in it.

    A place without a name is a point alone, with its numbers where it lies beyond the edge.
    """
    across = _reach([place.paper for place in places])
    up = _with_room(_reach([place.digital for place in places]), size)
    corners = _corners(across, up, verdicts, size)
    points = [
        {
            "x": max(across[0], min(place.paper, across[1])),
            "y": max(-FURTHEST, min(place.digital, FURTHEST)),
            "role": place.role,
        }
        for place in places
    ]
    tables: dict[str, Sequence[Mapping[str, object]]] = {
        "areas": [
            {"x": across[0], "x1": -LEVEL, "y": LEVEL, "y1": up[1], "role": "replaced"},
            {"x": -LEVEL, "x1": LEVEL, "y": up[0], "y1": up[1], "role": "level"},
            {"x": across[0], "x1": across[1], "y": -LEVEL, "y1": LEVEL, "role": "level"},
        ],
        "words": corners,
        "points": points,
        "names": _names(places, points, corners, size, (across, up)),
        "axes": [
            {"word": words.pick("← 紙が減った　　紙が増えた →", "← less paper   more paper →")}
        ],
    }
    return draw(QUADRANT, size, tables, {"across": list(across), "up": list(up)})


def _reach(values: Sequence[float]) -> Span:
    """Return from where to where an axis runs: over every value, at least 30 per cent each way."""
    low, high = (
        _STEP * ceil(1.2 * max(_LEAST, *(sign * value for value in values), _LEAST) / _STEP)
        for sign in (-1, 1)
    )
    return -min(low, FURTHEST), min(high, FURTHEST)


def _with_room(span: Span, size: Size) -> Span:
    """Return a span with room for a line of words below and above."""
    more = (span[1] - span[0]) * _WORDS / (size.plot_height - 2 * _WORDS)
    return span[0] - more, span[1] + more


def _corners(
    across: Span, up: Span, verdicts: Mapping[str, str], size: Size
) -> list[dict[str, object]]:
    """Return the verdicts' words, each in its corner."""
    inset = (up[1] - up[0]) * _WORDS / 2 / size.plot_height
    left, right = (across[0] - LEVEL) / 2, (across[1] + LEVEL) / 2
    return [
        {"x": left, "y": up[1] - inset, "word": verdicts["replaced"]},
        {"x": right, "y": up[1] - inset, "word": verdicts["added"]},
        {"x": left, "y": up[0] + inset, "word": verdicts["shrunk"]},
        {"x": right, "y": up[0] + inset, "word": verdicts["untouched"]},
    ]


def _names(
    places: Sequence[Place],
    points: Sequence[Mapping[str, object]],
    corners: Sequence[Mapping[str, object]],
    size: Size,
    spans: tuple[Span, Span],
) -> list[dict[str, object]]:
    """Return names beside their points: the first place round a point that covers least of others."""
    across, up = spans
    wide = size.plot_width / (across[1] - across[0])
    high = size.plot_height / (up[1] - up[0])
    dots = [(float(str(p["x"])) * wide, float(str(p["y"])) * high) for p in points]
    taken = [(x - 5, y - 5, x + 5, y + 5) for x, y in dots]
    for corner in corners:
        x, y = float(str(corner["x"])) * wide, float(str(corner["y"])) * high
        half = _half(str(corner["word"]))
        taken.append((x - half, y - 8, x + half, y + 8))
    edges = (across[0] * wide, up[0] * high, across[1] * wide, up[1] * high)
    rows: list[dict[str, object]] = []
    for place, (x, y) in zip(places, dots, strict=True):
        word = f"{place.name} {place.beyond}".strip()
        if not word:
            continue
        half = _half(word)
        boxes = [
            (x + dx * (half + 9) - half, y + dy - 7, x + dx * (half + 9) + half, y + dy + 7)
            for dx, dy in _ROUND
        ]
        best = min(boxes, key=lambda box: _covered(box, taken) + _outside(box, edges))
        taken.append(best)
        rows.append(
            {
                "x": (best[0] + best[2]) / 2 / wide,
                "y": (best[1] + best[3]) / 2 / high,
                "word": word,
            }
        )
    return rows


def _half(word: str) -> float:
    """Return about half the width of a word in pixels."""
    return sum(_LETTER if ord(letter) > _ASCII else _NARROW for letter in word) / 2


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )


def _outside(box: Box, edges: Box) -> float:
    over = max(0.0, edges[0] - box[0]) + max(0.0, box[2] - edges[2])
    return 100 * (over + max(0.0, edges[1] - box[1]) + max(0.0, box[3] - edges[3]))
