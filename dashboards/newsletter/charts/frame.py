"""Places charts side by side, and adds title, key and note to a chart that stands alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from dashboards.newsletter.charts.outline import outline_text, text_width
from dashboards.theme import FONT, light

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING = re.compile(r"^<svg [^>]*>")
_SIZE = re.compile(r'<svg [^>]*?width="(\d+)" height="(\d+)"')
_HEAD = 38
_PHRASE = re.compile(
    r" |[「『（【]*[^ぁ-ん 、。；」』）】「『（【　]*[ぁ-ん]*[、。；」』）】　]*[ぁ-ん]*[、。；　]* ?",
    re.DOTALL,
)
"""Regular expression for roughly a bunsetsu: brackets, something that is not kana, its kana ending, closing signs."""
_TITLE, _NOTE = 15.0, 11.0


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """One small chart with its name and its newest value."""

    name: str
    value: str
    svg: str


def _text(x: float, y: float, words: str, *, size: float, colour: str, weight: str) -> str:
    return (
        f'<text transform="translate({x:g},{y:g})" font-family="{FONT}" font-size="{size:g}px"'
        f' font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
    )


def _opening(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}"'
        f' viewBox="0 0 {width:g} {height:g}">'
    )


def _inside(svg: str) -> str:
    return _OPENING.sub("", svg).removesuffix("</svg>")


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height of an SVG in pixels.

    Raises:
        ValueError: the SVG has no width and height.
    """
    found = _SIZE.match(svg)
    if found is None:
        raise ValueError("an SVG without width and height")
    return int(found[1]), int(found[2])


def panels_beside(
    panels: Sequence[ChartPanel], *, columns: int, width: int, height: int, gap: int
) -> str:
    """Return one SVG with the panels in rows of `columns`, each name above its chart.

    Args:
        panels: the panels, in order.
        columns: panels in a row.
        width: width of a panel in pixels.
        height: height of a panel's chart in pixels.
        gap: pixels between panels.
    """
    full = columns * width + gap * (columns - 1)
    line = height + _HEAD
    rows = -(-len(panels) // columns)
    parts = []
    for at, panel in enumerate(panels):
        x, y = (at % columns) * (width + gap), (at // columns) * (line + 6)
        parts.append(
            f'<g transform="translate({x},{y})">'
            + _text(0, 12, panel.name, size=12, colour=light("soft"), weight="normal")
            + _text(0, 32, panel.value, size=17, colour=light("ink"), weight="bold")
            + f'<g transform="translate(0,{_HEAD})">{_inside(panel.svg)}</g></g>'
        )
    return f"{_opening(full, rows * line + (rows - 1) * 6)}{''.join(parts)}</svg>"


def wrap(words: str, most: float, size: float, weight: str = "regular") -> list[str]:
    """Return `words` as lines no wider than `most` pixels, at `size` pixels an em.

    Japanese breaks at the end of a phrase (kana before something else), Latin between words; only a phrase longer
    than a whole line is broken inside.

    Args:
        words: the text.
        most: maximum width of a line in pixels.
        size: type size in pixels an em.
        weight: `regular` or `bold`.
    """
    lines, line = [], ""
    for phrase in _PHRASE.findall(words):
        for piece in _cut(phrase, most, size, weight):
            if line and text_width(line + piece.rstrip(), size, weight) > most:
                lines.append(line.rstrip())
                line = ""
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _cut(phrase: str, most: float, size: float, weight: str) -> list[str]:
    pieces = [""]
    for character in phrase:
        if text_width(pieces[-1] + character, size, weight) > most:
            pieces.append("")
        pieces[-1] += character
    return pieces


def frame(svg: str, *, title: str, key: str, note: str) -> str:
    """Return the chart on white, with title and key above and note below.

    Args:
        svg: the chart.
        title: title above the chart.
        key: legend under the title; "" for none.
        note: note below the chart.
    """
    margin = 16
    width, height = svg_size(svg)
    top, y = [], margin + 2.0
    for line in wrap(title, width, _TITLE, "bold"):
        y += 18
        top.append(_text(margin, y, line, size=_TITLE, colour=light("ink"), weight="bold"))
    for line in wrap(key, width, 12):
        y += 18
        top.append(_text(margin, y, line, size=12, colour=light("soft"), weight="normal"))
    chart_y = y + 12
    y = chart_y + height + 4
    for line in wrap(note, width, _NOTE):
        y += 15
        top.append(_text(margin, y, line, size=_NOTE, colour=light("soft"), weight="normal"))
    full_width, full_height = width + 2 * margin, round(y + margin)
    return (
        f"{_opening(full_width, full_height)}"
        f'<path d="M0,0H{full_width}V{full_height}H0Z" fill="{light("card")}"/>'
        f'{"".join(top)}<g transform="translate({margin},{chart_y:g})">{_inside(svg)}</g></svg>'
    )


def finish(svg: str, *, title: str, description: str) -> str:
    """Return the SVG with all text as outlines, and with title and description for readers who do not see it."""
    outlined = outline_text(svg)
    return _OPENING.sub(
        lambda found: (
            f'{found[0][:-1]} role="img" aria-labelledby="title desc">'
            f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>'
        ),
        outlined,
        count=1,
    )
