"""Pictures for print and mail: PNG at a size on paper, with nothing in it but the picture."""

from __future__ import annotations

import io

import vl_convert
from PIL import Image

from dashboards.newsletter.charts.frame import svg_size

PRINT_PPI = 300
MM_A_PIXEL = 0.25
"""A pixel of our charts is a quarter of a millimetre on paper."""
_MAIL_COLOURS = 128


def print_png(svg: str) -> bytes:
    """Return the outlined SVG at 300 dots an inch, its size on paper noted (pHYs), on white."""
    scale = MM_A_PIXEL / 25.4 * 72
    return _plain_png(vl_convert.svg_to_png(svg, scale=scale, ppi=PRINT_PPI), PRINT_PPI)


def mail_png(svg: str, width: int) -> bytes:
    """Return the outlined SVG as a small PNG, `width` pixels wide."""
    scale = width / svg_size(svg)[0]
    return _plain_png(vl_convert.svg_to_png(svg, scale=scale, ppi=72), 144)


def _plain_png(png: bytes, ppi: int) -> bytes:
    """Return the picture on white in few colours, without any text chunk."""
    with Image.open(io.BytesIO(png)) as picture:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
    few = white.convert("RGB").quantize(_MAIL_COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", dpi=(ppi, ppi), optimize=True)
    return out.getvalue()
