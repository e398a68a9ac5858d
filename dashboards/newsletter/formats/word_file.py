"""Makes the newsletter as a Word file for the editors of the staff paper, who can change all text."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboards.newsletter.charts.frame import svg_size
from dashboards.newsletter.charts.picture import MM_A_PIXEL, print_png
from dashboards.text.words import Words

if TYPE_CHECKING:
    from dashboards.newsletter.charts.chart import Chart
    from dashboards.newsletter.issue import Issue

_LATIN, _JAPANESE = "Arial", "游ゴシック"
"""Fonts that Word has on the editors' machines; none is embedded."""
_FORM_WIDTHS = (50, 128)
"""Column widths of the form in millimetres: question, and space for the answer."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_INK, _SOFT = RGBColor(0x19, 0x1C, 0x22), RGBColor(0x4A, 0x52, 0x63)


def make_word_file(issue: Issue) -> bytes:
    """Return the .docx on A4; the same issue gives the same bytes, and no author is recorded."""
    document = Document()
    _set_page(document, issue)
    document.add_paragraph(issue.name, style="Title")
    _soft(document, f"{issue.number}\u2003{issue.dated}")
    document.add_heading(issue.headline, level=1)
    document.add_paragraph(Words(issue.language).sentences(issue.lead))
    if not issue.state.is_final:
        document.add_heading(issue.state_title, level=2)
        for reason in issue.state.reasons:
            document.add_paragraph(reason, style="List Bullet")
    for chart in issue.charts:
        _add_chart(document, chart)
    document.add_heading(f"{issue.word_title}\u2003{issue.word.word}", level=2)
    document.add_paragraph(issue.word.meaning)
    if issue.training:
        document.add_heading(issue.training_title, level=2)
        document.add_paragraph(issue.training)
    _add_form(document, issue)
    for sentence in issue.about:
        _soft(document, sentence)
    out = io.BytesIO()
    document.save(out)
    return _same_bytes(out.getvalue())


def _set_page(document: Any, issue: Issue) -> None:  # noqa: ANN401 - python-docx has no types
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin = section.bottom_margin = Mm(16)
    sizes = {"Normal": 10.5, "Title": 24, "Heading 1": 16, "Heading 2": 12, "List Bullet": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = _LATIN, Pt(size)
        style.font.color.rgb = _INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:eastAsia"), _JAPANESE)
        fonts.set(qn("w:ascii"), _LATIN)
        fonts.set(qn("w:hAnsi"), _LATIN)
    package = document.part.package
    for identity in [r.rId for r in package.rels.values() if r.reltype.endswith("/thumbnail")]:
        # The library's template contains a picture of an empty page.
        package.rels.pop(identity)
    properties = document.core_properties
    moment = issue.released_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.title, properties.language = issue.title, issue.language
    properties.created = properties.modified = moment


def _soft(document: Any, words: str) -> Any:  # noqa: ANN401 - python-docx has no types
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.font.size, run.font.color.rgb = Pt(9), _SOFT
    return paragraph


def _add_chart(document: Any, chart: Chart) -> None:  # noqa: ANN401 - python-docx has no types
    document.add_heading(chart.title, level=2)
    if chart.key:
        _soft(document, chart.key).paragraph_format.keep_with_next = True
    picture = io.BytesIO(print_png(chart.plain))
    shape = document.add_picture(picture, width=Mm(svg_size(chart.plain)[0] * MM_A_PIXEL))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    described = shape._inline.docPr  # noqa: SLF001 - the only way to alternative text
    described.set("descr", chart.alt)
    described.set("name", chart.name)
    _soft(document, chart.note)


def _add_form(document: Any, issue: Issue) -> None:  # noqa: ANN401 - python-docx has no types
    """Add the form: a question in each row, with space for its answer beside it."""
    document.add_heading(issue.form.title, level=2)
    document.add_paragraph(issue.form.introduction).paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=2)
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _FORM_WIDTHS, strict=True):
        column.width = Mm(width)
    for question in issue.form.questions:
        row = table.add_row()
        row.height = Mm(14)
        for cell, width, words in zip(row.cells, _FORM_WIDTHS, (question, ""), strict=True):
            cell.width, cell.text = Mm(width), words
            # Keep the form on one page, so that all questions are visible at once.
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    document.add_paragraph()


def _same_bytes(package: bytes) -> bytes:
    """Return the package with the same date on all its files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=_EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
