"""Makes the newsletter as HTML that mail programs do not break: one table of 600 px, styles inline."""

from __future__ import annotations

from base64 import b64encode
from html import unescape
from typing import TYPE_CHECKING

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboards.fonts import WEIGHTS, subset_font
from dashboards.newsletter.charts.picture import mail_png

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.newsletter.issue import Issue

_TEMPLATES = Environment(
    loader=PackageLoader("dashboards.newsletter.formats", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PICTURE_WIDTH = 1104
"""Width of a picture in pixels: twice the 552 at which it is shown, for high-resolution screens."""
_LAST_FONT = "Noto Sans CJK JP"
"""Last Japanese font in the letter's font list; the page embeds it."""


def letter_pictures(issue: Issue) -> dict[str, bytes]:
    """Return a PNG for each chart by the chart's name, as narrow as a phone's screen."""
    return {chart.name: mail_png(chart.narrow, _PICTURE_WIDTH) for chart in issue.charts}


def make_letter(issue: Issue, sources: Mapping[str, str]) -> str:
    """Return the HTML; `sources` maps the chart's name to the address of its picture."""
    html = _TEMPLATES.get_template("mail.html.j2").render(issue=issue, sources=sources)
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(html)


def make_page(issue: Issue, pictures: Mapping[str, bytes]) -> str:
    """Return the letter as a single-file page, with its pictures and its font embedded.

    The embedded font is used if the reader's machine has none of the Japanese fonts that the letter lists.
    """
    html = make_letter(issue, {name: _inside("image/png", png) for name, png in pictures.items()})
    characters = "".join(sorted(set(unescape(html))))
    faces = "".join(
        f"@font-face{{font-family:'{_LAST_FONT}';font-weight:{number};"
        f"src:url({_inside('font/woff2', subset_font(characters, weight))})}}"
        for weight, number in WEIGHTS.items()
    )
    return html.replace("</head>", f"<style>{faces}</style></head>", 1)


def _inside(kind: str, data: bytes) -> str:
    """Return the bytes as a data URL."""
    return f"data:{kind};base64,{b64encode(data).decode()}"
