"""Replaces text in SVG by outlines of the shipped font, so that a picture needs no font.

An SVG shown as an image (`<img>`, a word processor) may load nothing, not even a font; without its glyphs, Japanese
turns into boxes or disappears. Each glyph is drawn once and used by reference.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

from dashboards.fonts import font_path, missing_characters

if TYPE_CHECKING:
    from dashboards.text.words import Words

SVG = "http://www.w3.org/2000/svg"
ET.register_namespace("", SVG)

_SHIFT = {"middle": 0.5, "end": 1.0}
_BOX = "M100,0V700H900V0ZM150,50H850V650H150Z"
"""Outline for a character that the font does not have."""


class MissingGlyph(UserWarning):
    """Warning: a character that no page, picture or letter can show, with the text that contains it."""


def warn_of_missing(text: str, place: str, words: Words) -> str:
    """Warn of characters of `text` that the font cannot draw, naming `place`; return these characters."""
    missing = missing_characters(text)
    if missing:
        warnings.warn(
            words.gettext(
                "{place} “{name}”: the font has no {characters} → write another character in the list of sections, such as a common form",
                place=place,
                name=text,
                characters=words.listed(f"{c}(U+{ord(c):04X})" for c in missing),
            ),
            MissingGlyph,
            stacklevel=2,
        )
    return missing


@cache
def _font(weight: str) -> tuple[Any, dict[int, str]]:
    font = TTFont(font_path(weight), lazy=True)
    return font.getGlyphSet(), font.getBestCmap()


@cache
def _glyph(character: str, weight: str) -> tuple[str, float]:
    """Return the outline (1,000 units an em, y upwards) and the advance in ems."""
    glyphs, names = _font(weight)
    name = names.get(ord(character))
    if name is None:
        return ("" if character.isspace() else _BOX), 1.0
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:g}")
    glyphs[name].draw(pen)
    return pen.getCommands(), glyphs[name].width / 1000


def text_width(text: str, size: float, weight: str = "regular") -> float:
    """Return the width of `text` in pixels, at `size` pixels an em."""
    return size * sum(_glyph(c, weight)[1] for c in text)


def outline_text(svg: str) -> str:
    """Return the SVG with each `<text>` drawn as outlines; the same text gives the same bytes."""
    root = ET.fromstring(svg)  # noqa: S314 - made by the chart engine
    used: dict[tuple[str, str], str] = {}
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag == f"{{{SVG}}}text":
                parent[index] = _outlined(child, used)
    if used:
        shapes = ET.Element(f"{{{SVG}}}defs")
        for (character, weight), identity in used.items():
            ET.SubElement(
                shapes, f"{{{SVG}}}path", {"id": identity, "d": _glyph(character, weight)[0]}
            )
        root.insert(0, shapes)
    return ET.tostring(root, encoding="unicode")


def _outlined(text: ET.Element, used: dict[tuple[str, str], str]) -> ET.Element:
    """Return a group with one reference for each glyph, placed where the text was."""
    weight = "bold" if text.get("font-weight") in {"bold", "700"} else "regular"
    size = float(re.sub(r"[a-z]+$", "", text.get("font-size", "12")))
    group = ET.Element(f"{{{SVG}}}g")
    for name in ("transform", "fill", "opacity", "fill-opacity"):
        if value := text.get(name):
            group.set(name, value)
    y = 0.0
    for part in [text, *text.findall(f"{{{SVG}}}tspan")]:
        y += float(part.get("dy", "0"))
        words = part.text or ""
        x = -_SHIFT.get(text.get("text-anchor", "start"), 0.0) * text_width(words, size, weight)
        line = ET.SubElement(
            group,
            f"{{{SVG}}}g",
            {"transform": f"translate({x:.2f},{y:.2f})scale({size / 1000:g},{-size / 1000:g})"},
        )
        at = 0.0
        for character in words:
            shape, advance = _glyph(character, weight)
            if shape:
                identity = f"{weight[0]}{ord(character):x}"
                used[character, weight] = identity
                ET.SubElement(
                    line, f"{{{SVG}}}use", {"href": f"#{identity}", "x": f"{1000 * at:g}"}
                )
            at += advance
    return group
