"""Provides the Japanese font of pages, charts and newsletter from installed packages.

The machine needs no font of its own.
"""

from __future__ import annotations

import io
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import vl_convert
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WEIGHTS = {"regular": 400, "bold": 700}
"""CSS number of each weight."""

_FILES = {
    "regular": ("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
    "bold": ("noto_cjk_sans_jp_bold", "NotoSansCJKjp-Bold.otf"),
}


def font_path(weight: str) -> Path:
    """Return the path of the whole font file (OpenType, several MB) of `weight`: `regular` or `bold`."""
    package, name = _FILES[weight]
    return Path(str(files(package) / name))


@cache
def register_fonts() -> None:
    """Make the font known to the chart engine; without it all text disappears."""
    for weight in WEIGHTS:
        vl_convert.register_font_directory(str(font_path(weight).parent))


@cache
def known_characters() -> frozenset[int]:
    """Return the code points that the font can draw."""
    with TTFont(font_path("regular"), lazy=True) as font:
        return frozenset(font.getBestCmap())


def missing_characters(text: str) -> str:
    """Return the characters of `text` that the font cannot draw, sorted, without white space."""
    known = known_characters()
    return "".join(sorted({c for c in text if ord(c) not in known and not c.isspace()}))


def subset_font(characters: str, weight: str) -> bytes:
    """Return a woff2 file with those of `characters` that the font has; the same bytes each time."""
    return _subset(frozenset(map(ord, characters)) & known_characters(), weight)


# A subset takes more than a second, and the words are the same every night. Eight entries: pages and letter,
# in two weights and two languages each.
@lru_cache(maxsize=8)
def _subset(characters: frozenset[int], weight: str) -> bytes:
    options = Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "palt", "locl", "ccmp"]
    # Keep the licence (OFL) and the copyright in the file.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.hinting = False
    options.desubroutinize = False
    options.drop_tables += ["BASE", "VORG", "vhea", "vmtx"]
    with TTFont(font_path(weight), lazy=True, recalcTimestamp=False, recalcBBoxes=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()
