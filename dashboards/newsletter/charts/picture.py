"""Makes PNG pictures for print and mail, without text chunks."""

from __future__ import annotations

import io

import vl_convert
from PIL import Image

from dashboards.newsletter.charts.frame import svg_size

PRINT_PPI = 300
MM_A_PIXEL = 0.25
"""Millimetres on paper for each chart pixel."""
_MAIL_COLOURS = 128


def print_png(svg: str) -> bytes:
    """Return the outlined SVG as PNG on white at 300 dots an inch, with its size on paper recorded (pHYs)."""
    scale = MM_A_PIXEL / 25.4 * 72
    return _plain_png(vl_convert.svg_to_png(svg, scale=scale, ppi=PRINT_PPI), PRINT_PPI)


def mail_png(svg: str, width: int) -> bytes:
    """Return the outlined SVG as a small PNG, `width` pixels wide."""
    scale = width / svg_size(svg)[0]
    return _plain_png(vl_convert.svg_to_png(svg, scale=scale, ppi=72), 144)


def _plain_png(png: bytes, ppi: int) -> bytes:
    """Return the picture on white with few colours and without text chunks; `ppi` is pixels an inch."""
    with Image.open(io.BytesIO(png)) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    few = white.convert("RGB").quantize(_MAIL_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", dpi=(ppi, ppi), optimize=True)
    return out.getvalue()
