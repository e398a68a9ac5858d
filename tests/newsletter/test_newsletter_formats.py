"""Each format of a newsletter keeps what its program needs: Word, HTML for mail, the letter itself."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from dashboards.newsletter.formats.message import make_message
from dashboards.newsletter.issue import make_issue
from tests.newsletter.file_words import letter, only, sentences
from tests.newsletter.town import MONTH, Sketch


def test_in_word_a_picture_stays_with_its_title_and_the_form_stays_whole(
    files: dict[str, bytes],
) -> None:
    """Each paragraph from a chart's title to its picture, and each row of the form, keeps with the next."""
    document = Document(io.BytesIO(only(files, ".docx")))
    paragraphs = document.paragraphs
    pictures = [at for at, one in enumerate(paragraphs) if one._p.findall(f".//{qn('w:drawing')}")]
    assert pictures
    for at in pictures:
        title = max(n for n in range(at) if paragraphs[n].style.name == "Heading 2")
        assert all(one.paragraph_format.keep_with_next for one in paragraphs[title + 1 : at + 1])
        assert paragraphs[title].style.paragraph_format.keep_with_next
    (form,) = document.tables
    cells = [cell for row in form.rows for cell in row.cells]
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in cells)
    assert [round(column.width.mm) for column in form.columns] == [50, 128]


def test_the_letter_is_whole_and_small(town: Sketch, files: dict[str, bytes]) -> None:
    """Plain text, HTML with its pictures, the PDF; no address; no line a mail server would cut."""
    data = only(files, ".eml")
    message = letter(data)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds[:5] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert kinds[5:] == ["image/png"] * (len(kinds) - 6) + ["application/pdf"]
    html = message.get_body(("html",))
    assert html is not None
    wanted = set(re.findall(r'src="cid:([^"]+)"', html.get_content()))
    held = {str(p["Content-ID"])[1:-1] for p in message.walk() if p["Content-ID"]}
    assert wanted == held
    assert (message["From"], message["To"], message["X-Unsent"]) == (None, None, "1")
    assert str(message["Message-ID"]).endswith("@hirogari.invalid>")
    assert message["Date"] == "Mon, 06 Apr 2026 18:00:00 +0000"
    assert len(data) < 400_000
    assert len(html.get_content()) < 100_000
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    text = message.get_body(("plain",))
    assert text is not None
    for sentence in sentences(make_issue(town.release(), MONTH)):
        assert (
            sentence in text.get_content() or "棒" in sentence or "●" in sentence or "■" in sentence
        )


def test_addresses_are_only_those_given_and_cannot_carry_a_header(town: Sketch) -> None:
    """With an address it is a message to send, not a draft; a line break in one is refused."""
    issue = make_issue(town.release(), MONTH)
    pictures = {chart.name: b"PNG" for chart in issue.charts}
    message = make_message(
        issue,
        pdf=b"%PDF",
        pictures=pictures,
        sender="dx@town.example",
        recipients=["all@town.example"],
    )
    assert (message["From"], message["To"]) == ("dx@town.example", "all@town.example")
    assert message["X-Unsent"] is None
    with pytest.raises(ValueError, match=r"linefeed|newline"):
        make_message(
            issue,
            pdf=b"%PDF",
            pictures=pictures,
            sender="dx@town.example\nBcc: x@evil.example",
        )


def test_the_html_keeps_to_what_mail_programs_keep(files: dict[str, bytes]) -> None:
    """Styles inline, tables for lay-out, pictures with alternative text, nothing from outside."""
    message = letter(only(files, ".eml")).get_body(("html",))
    assert message is not None
    html = message.get_content()
    assert not re.findall(r"<(?:script|style|link|form|iframe|object|video|svg)\b", html)
    assert not re.findall(r"https?:|url\(|javascript:|\bon[a-z]+=", html)
    assert not re.findall(r"(?:display: ?(?:flex|grid)|position:|float:)", html)
    shown = re.sub(r"<!--.*?-->", "", html)
    assert all(
        "style=" in tag
        for tag in re.findall(r"<(?:h1|h2|p|td|img)\b[^>]*>", shown)
        if "align=" not in tag
    )
    pictures = re.findall(r"<img\b[^>]*>", html)
    assert pictures
    assert all(re.search(r'alt="[^"]{20,}"', tag) and 'width="552"' in tag for tag in pictures)
    assert 'role="presentation" width="600"' in html


def test_the_word_file_opens_with_japanese_fonts_and_room_to_write(
    town: Sketch, files: dict[str, bytes]
) -> None:
    """Headings for the editors, each picture with alternative text, an empty cell a question."""
    document = Document(io.BytesIO(only(files, ".docx")))
    issue = make_issue(town.release(), MONTH)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert issue.headline in said
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 2"][
        : len(issue.charts)
    ] == [chart.title for chart in issue.charts]
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "游ゴシック"
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [
        chart.alt for chart in issue.charts
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert rows == [[question, ""] for question in issue.form.questions]
