"""Places names beside points where they cover least of the other marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Box = tuple[float, float, float, float]
"""Left, bottom, right and top in pixels."""
Point = tuple[float, float]
_LETTER = 12.5
_NARROW = 7.0
_ASCII = 127
_ROUND = (
    (1, 0),
    (-1, 0),
    (0, 14),
    (0, -14),
    (1, 11),
    (1, -11),
    (-1, 11),
    (-1, -11),
    (1, 22),
    (1, -22),
    (-1, 22),
    (-1, -22),
    (0, 28),
    (0, -28),
)
"""Candidate positions of a name: half widths across and pixels up from its point, best first."""


def place_names(
    names: Sequence[str], points: Sequence[Point], words: Sequence[tuple[Point, str]], edges: Box
) -> list[tuple[Point, str]]:
    """Return (middle, name) for each name that is not empty, beside its point.

    A name covers no point, none of the `words` and no other name where that can be avoided. The name with the
    fewest free positions is placed first.

    Args:
        names: name of each point; "" for none.
        points: points in pixels, y upward.
        words: (middle, text) of other words in the picture, in pixels.
        edges: edges of the picture in pixels.
    """
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in points]
    taken += [_box(word, at, 8) for at, word in words]
    places = {
        at: [_beside(name, point, across, up) for across, up in _ROUND]
        for at, (name, point) in enumerate(zip(names, points, strict=True))
        if name
    }

    def cost(box: Box) -> float:
        return _covered(box, taken) + _outside(box, edges)

    free = {at: sum(not cost(box) for box in boxes) for at, boxes in places.items()}
    chosen: dict[int, Box] = {}
    for at in sorted(places, key=lambda one: free[one]):
        chosen[at] = min(places[at], key=cost)
        taken.append(chosen[at])
    return [
        (((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), names[at])
        for at, box in sorted(chosen.items())
    ]


def half_width(word: str) -> float:
    """Return roughly half the width of a word in pixels."""
    return sum(_LETTER if ord(letter) > _ASCII else _NARROW for letter in word) / 2


def fitted(name: str, most: float) -> str:
    """Return the name, shortened with an ellipsis if it is wider than about `most` pixels."""
    if 2 * half_width(name) <= most:
        return name
    while name and 2 * half_width(f"{name}…") > most:
        name = name[:-1]
    return f"{name}…"


def _box(word: str, at: Point, high: float) -> Box:
    half = half_width(word)
    return at[0] - half, at[1] - high, at[0] + half, at[1] + high


def _beside(name: str, point: Point, across: int, up: int) -> Box:
    return _box(name, (point[0] + across * (half_width(name) + 9), point[1] + up), 7)


def _covered(box: Box, taken: Sequence[Box]) -> float:
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in taken
    )


def _outside(box: Box, edges: Box) -> float:
    over = max(0.0, edges[0] - box[0]) + max(0.0, box[2] - edges[2])
    return 100 * (over + max(0.0, edges[1] - box[1]) + max(0.0, box[3] - edges[3]))
