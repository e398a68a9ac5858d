"""The newsletter as HTML that mail programs keep whole: one table of 600 px, styles inline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboards.newsletter.issue import Issue

_TEMPLATES = Environment(
    loader=PackageLoader("dashboards.newsletter", ""),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def make_letter(issue: Issue, sources: Mapping[str, str]) -> str:
    """Return the HTML; `sources` gives the address of each chart's picture by the chart's name."""
    html = _TEMPLATES.get_template("mail.html.j2").render(issue=issue, sources=sources)
    return css_inline.CSSInliner(load_remote_stylesheets=False).inline(html)


def make_page(issue: Issue) -> str:
    """Return the letter as a page to look at, with the picture files beside it."""
    return make_letter(issue, {chart.name: f"{chart.name}.png" for chart in issue.charts})
