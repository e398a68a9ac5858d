"""Makes the newsletter as an A4 PDF for print and for screen readers (PDF/UA-1), the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from dashboards.fonts import WEIGHTS, font_path
from dashboards.newsletter.charts.frame import svg_size, wrap
from dashboards.newsletter.charts.picture import MM_A_PIXEL

if TYPE_CHECKING:
    from dashboards.newsletter.issue import Issue

_PAGE_WIDTH = 178 / MM_A_PIXEL
TEMPLATE = "newsletter.typ"


def make_pdf(issue: Issue) -> bytes:
    """Return the PDF. It uses only the shipped font, and records no time but the issue's own."""
    with tempfile.TemporaryDirectory(prefix="newsletter-") as name:
        folder = Path(name)
        template = files("dashboards.newsletter.formats").joinpath(TEMPLATE).read_bytes()
        (folder / TEMPLATE).write_bytes(template)
        for chart in issue.charts:
            (folder / f"{chart.name}.svg").write_text(chart.plain, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(_data(issue)), encoding="utf-8")
        compiled: bytes = typst.compile(
            folder / TEMPLATE,
            root=folder,
            font_paths=[font_path(weight).parent for weight in WEIGHTS],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(issue.released_at.timestamp()),
        )
    return compiled


def _lines(words: str, width: float, points: float, weight: str = "regular") -> list[str]:
    """Return the words in lines of `width` chart pixels, at a type size of `points`."""
    return wrap(words, width, points / 72 * 25.4 / MM_A_PIXEL, weight)


def _data(issue: Issue) -> dict[str, object]:
    """Return the data that the template prints."""
    return {
        "language": issue.language,
        "title": issue.title,
        "name": issue.name,
        "number": issue.number,
        "dated": issue.dated,
        "footer": f"{issue.name} {issue.number}",
        "headline": issue.headline,
        "headline_lines": _lines(issue.headline, _PAGE_WIDTH, 16, "bold"),
        "lead": [line for sentence in issue.lead for line in _lines(sentence, _PAGE_WIDTH, 9.5)],
        "state_title": issue.state_title,
        "reasons": issue.state.reasons,
        "charts": [
            {
                "file": f"{chart.name}.svg",
                "width": svg_size(chart.plain)[0],
                "title": _lines(chart.title, svg_size(chart.plain)[0], 11, "bold"),
                "key": _lines(chart.key, svg_size(chart.plain)[0], 8.5),
                "note": _lines(chart.note, svg_size(chart.plain)[0], 7.5),
                "alt": chart.alt,
                "is_wide": chart.is_wide,
            }
            for chart in issue.charts
        ],
        "form": {
            "title": issue.form.title,
            "introduction": issue.form.introduction,
            "questions": issue.form.questions,
        },
        "word_title": issue.word_title,
        "word": issue.word.word,
        "meaning": issue.word.meaning,
        "training_title": issue.training_title,
        "training": issue.training,
        "about": issue.about,
    }
