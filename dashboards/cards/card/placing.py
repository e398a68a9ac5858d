"""Places the cards of a page in rows: two that are about as high share one, any other has a row of its own."""

from __future__ import annotations

import re
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboards.cards.card.figure import DataTable, Figure

HALF = "half"
"""Half a row, beside another card."""
ALONE = "alone"
"""A row of its own, with the content in two columns."""
FULL = ""
"""A row of its own."""
_ALIKE = 0.7
"""The lower of two cards in a row is at least so much of the higher: below half of it the row looks unfinished."""
_ALIKE_DRAWN = 0.6
"""The same of a card with a picture, which fills more of its box than a list and is too wide for a row of its own."""
_LOOK_AHEAD = 2
"""A card is brought forward past so many at most: the order of a page is its argument."""
_FEW_LINES = 3
"""So many lines are read in one column."""
_BESIDE = 0.6
"""What stands beside a picture in two columns is at least so much of its height."""
_INNER = 542
"""Pixels of text in half a row of a screen 1,280 wide."""
_FRAME = 42
_LATIN = 0x24F
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')


def placed(figures: Sequence[Figure]) -> tuple[tuple[Figure, str], ...]:
    """Return the figures with their places: `FULL`, `HALF` or `ALONE`; halves come in pairs."""
    out: list[tuple[Figure, str]] = []
    for is_half, same in groupby(figures, key=lambda figure: figure.is_half):
        run = list(same)
        out += _pairs(run) if is_half else [(figure, FULL) for figure in run]
    return tuple(out)


def _pairs(rest: list[Figure]) -> Iterator[tuple[Figure, str]]:
    heights = {figure.key: height(figure) for figure in rest}
    while rest:
        first = rest.pop(0)
        for at, other in enumerate(rest[: _LOOK_AHEAD + 1]):
            low, high = sorted((first, other), key=lambda one: heights[one.key])
            share = _ALIKE_DRAWN if low.drawings else _ALIKE
            if heights[low.key] >= share * heights[high.key]:
                yield first, HALF
                yield rest.pop(at), HALF
                break
        else:
            yield first, _own_row(first)


def _own_row(figure: Figure) -> str:
    is_short = len(figure.lines) <= _FEW_LINES and not figure.drawings and not figure.panels
    pictures, after = _pictures(figure), _after(figure)
    before = height(figure) - pictures - after - _FRAME - 29 * _rows(figure.title, 19)
    # A picture stays in one column: with little beside it the other column would be half empty.
    is_full = after >= _BESIDE * (before + pictures) or before >= _BESIDE * pictures
    return ALONE if is_full and not is_short else FULL


def height(figure: Figure) -> float:
    """Return about how high a card is in half a row, in pixels."""
    parts = (
        _FRAME,
        29 * _rows(figure.title, 19),
        23 * _rows(figure.note, 14) + 10 if figure.note else 0,
        sum(26 * _rows(line.text, 16) + 17 for line in figure.lines),
        38 * ceil(sum(_ems(item.word) * 13 + 48 for item in figure.legends) / _INNER),
        _pictures(figure),
        _after(figure),
    )
    return sum(parts)


def _after(figure: Figure) -> float:
    """Return about how high is what stands after a card's picture."""
    marks = 32 * ceil(len(figure.marks) / 2) + 21 if figure.marks else 0
    foot = 45 * (bool(figure.basis) + bool(figure.terms))
    return marks + foot + sum(_table(table) for table in figure.tables)


def _ems(text: str) -> float:
    return sum(1 if ord(sign) > _LATIN else 0.55 for sign in text)


def _rows(text: str, size: int) -> int:
    """Lines that a text takes; a line ends early where a phrase would be cut."""
    return ceil(_ems(text) * size / (_INNER - 30)) if text else 0


def _pictures(figure: Figure) -> float:
    return sum(_picture(str(item.svg)) for item in figure.drawings if item.use != "narrow")


def _picture(svg: str) -> float:
    found = _SIZE.search(svg)
    if found is None:
        return 0
    width, high = float(found[1]), float(found[2])
    return high * min(1, _INNER / width)


def _table(table: DataTable) -> int:
    notes = 26 * len(table.notes)
    return 50 + (33 * (len(table.rows) + 2) + 10 + notes if table.is_open else 0)
