"""What is in the files: the sentences, no number of people, no whole per cent, no name, no script."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from markdown_it import MarkdownIt

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.charts.outline import SVG
from dashboards.newsletter.formats.message import make_message
from dashboards.newsletter.formats.pdf import make_pdf
from dashboards.newsletter.issue import Issue, make_issue
from dashboards.theme import light
from tests.newsletter.town import MONTH, NAMES, Sketch, sketch_town
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from email.message import EmailMessage

HOSTILE = (
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    '#import "x": y // $x$',
    "=cmd|' /C calc'!A0",
    "![x](http://evil.example/a.png)",
    "| a | b | `c` *d* _e_",
    "総務\u202e\x00課{{ 7*7 }}",
    "<a href=http://evil.example>課",
)
PEOPLE_IN_WORDS = re.compile(r"\d\s*(?:人(?!事)|名(?!前)|people|persons|members|employees|staff)")
PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*(?:%|％|ポイント|points)|(\d+)[〜–](?=\d)")


def tags_of(html: str) -> set[str]:
    """Return the names of the elements that a browser would make of it."""
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(name for name, _ in attrs if name.startswith("on"))

    Reader().feed(html)
    return found


def hostile_town() -> Sketch:
    sketch = sketch_town()
    for code, name in zip(NAMES, HOSTILE, strict=False):
        sketch.set("section", {"name": name}, section=code)
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=MONTH)
    extra = {**sketch.rows["freshness"][4], "source": HOSTILE[0], "kind": "mapped", "state": "gap"}
    sketch.rows["freshness"].append(extra)
    return sketch


@pytest.fixture(scope="module")
def town() -> Sketch:
    """Numbers of people that stand nowhere else: 1,001 to 1,010."""
    sketch = sketch_town()
    for table in ("use_month", "activation_month", "paper_digital_month", "paper_month"):
        for row in sketch.rows[table]:
            at = [TOWN, *NAMES].index(row["section"])
            row["n"] = 1001 + at
    return sketch


@pytest.fixture(scope="module")
def files(town: Sketch, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("newsletter")
    return {f.name: f.read_bytes() for f in write_newsletter(town.release(), MONTH, folder)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("hostile")
    written = write_newsletter(hostile_town().release(), MONTH, folder)
    return {f.name: f.read_bytes() for f in written}


def only(files: dict[str, bytes], suffix: str) -> bytes:
    (found,) = [data for name, data in files.items() if name.endswith(suffix)]
    return found


def letter(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)  # type: ignore[return-value] # the policy makes it one


def svg_words(data: bytes) -> str:
    """Read an outlined picture back: each glyph's reference names its character."""
    root = ET.fromstring(data)
    lines = [
        "".join(
            chr(int(use.get("href", "#r20").removeprefix("#")[1:], 16))
            for use in group.findall(f"{{{SVG}}}use")
        )
        for group in root.iter(f"{{{SVG}}}g")
    ]
    told = [node.text or "" for tag in ("title", "desc") for node in root.iter(f"{{{SVG}}}{tag}")]
    return "\n".join([line for line in lines if line] + told)


def pdf_words(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def all_words(files: dict[str, bytes]) -> dict[str, str]:
    """Return everything a reader can read, by file."""
    words = {name: svg_words(data) for name, data in files.items() if name.endswith(".svg")}
    words["pdf"] = pdf_words(only(files, ".pdf"))
    words["md"] = only(files, ".md").decode()
    words["html"] = re.sub(
        r'style="[^"]*"|(?:width|cellpadding)="[^"]*"|data:[\w/;,+=]*',
        "",
        only(files, ".html").decode(),
    )
    message = letter(only(files, ".eml"))
    body = message.get_body(("plain",))
    assert body is not None
    words["text"] = body.get_content()
    words["headers"] = "\n".join(f"{k}: {v}" for k, v in message.items())
    with zipfile.ZipFile(io.BytesIO(only(files, ".docx"))) as package:
        xml = package.read("word/document.xml").decode()
    described = re.findall(r'descr="([^"]*)"', xml)
    words["docx"] = "\n".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", xml) + described)
    return words


def test_no_number_of_people_is_in_any_file(files: dict[str, bytes]) -> None:
    """Neither the true head counts nor any figure followed by a word for people."""
    for name, words in all_words(files).items():
        assert not re.findall(r"(?<!\d)1,?0(?:0[1-9]|10)(?!\d)", words), name
        assert not PEOPLE_IN_WORDS.findall(words), name


def test_no_whole_per_cent_is_in_any_file(files: dict[str, bytes]) -> None:
    """Each per cent, point and end of a band, in text and in pictures, is a multiple of five."""
    seen = 0
    for name, words in all_words(files).items():
        for groups in PER_CENT.findall(words):
            figure = float(groups[0] or groups[1])
            assert figure % 5 == 0, (name, figure)
            seen += 1
    assert seen > 200


def test_the_pdf_says_every_sentence_on_two_pages(town: Sketch, files: dict[str, bytes]) -> None:
    """Text can be copied and read aloud: PDF/UA-1, tagged, in Japanese."""
    data = only(files, ".pdf")
    reader = pypdf.PdfReader(io.BytesIO(data))
    said = re.sub(r"\s", "", pdf_words(data))
    issue = make_issue(town.release(), MONTH)
    for sentence in sentences(issue):
        assert re.sub(r"\s", "", sentence) in said
    assert len(reader.pages) == 2
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "ja"
    assert b"pdfuaid" in data


def sentences(issue: Issue) -> list[str]:
    told = [issue.name, issue.number, issue.dated, issue.headline, *issue.lead]
    for chart in issue.charts:
        told += [chart.title, chart.key, chart.note]
    return [*told, issue.word.word, issue.word.meaning, issue.training, *issue.about]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_longest_issue_still_fits_two_pages(language: str) -> None:
    """Sixteen sections with long names, a provisional month and five charts."""
    sketch = sketch_town()
    sketch.speak("en" if language == "en" else "ja")
    for table in ("use_month", "activation_month"):
        first = [row for row in sketch.rows[table] if row["section"] == "a01"]
        sketch.rows[table] += [{**row, "section": f"b{k}"} for k in range(7) for row in first]
    sketch.rows["section"] += [
        {**sketch.rows["section"][0], "section": f"b{k}", "position": 50 + k} for k in range(7)
    ]
    sketch.set("section", {"name": "地域包括支援センター準備室兼高齢者福祉計画策定担当課"})
    sketch.rows["paper_digital_month"] = [
        row for row in sketch.rows["paper_digital_month"] if row["pair"] == "documents"
    ]
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=MONTH)
    for row in sketch.rows["freshness"]:
        row["state"] = "gap" if row["day_on"].day < 20 else "provisional"
    issue = make_issue(sketch.release(), MONTH)
    assert {"sections", "spread"} <= {chart.name[2:] for chart in issue.charts}
    assert len(pypdf.PdfReader(io.BytesIO(make_pdf(issue))).pages) == 2


def test_nothing_in_the_files_tells_who_made_them_or_where(files: dict[str, bytes]) -> None:
    """No host, user, folder or author in any byte or in any metadata field."""
    ours = [socket.gethostname(), getpass.getuser()]
    # A name of three letters stands in any compressed picture by chance.
    forbidden = ["/tmp/", "/home/", "python-docx", *(name for name in ours if len(name) > 3)]
    for name, data in files.items():
        parts = [data]
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                parts = [package.read(entry) for entry in package.namelist()]
        if name.endswith(".eml"):
            parts = [p.get_payload(decode=True) or b"" for p in letter(data).walk()]
            parts.append(data[: data.index(b"\r\n\r\n")])
        for part in parts:
            assert not [word for word in forbidden if word.encode() in bytes(part)], name
    properties = Document(io.BytesIO(only(files, ".docx"))).core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")
    information = pypdf.PdfReader(io.BytesIO(only(files, ".pdf"))).metadata
    assert information is not None
    assert information.author is None


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


def test_hostile_names_stay_words_in_every_format(hostile: dict[str, bytes]) -> None:
    """Escaped in HTML and SVG, no markup in Markdown, plain strings in typst and Word."""
    told = [name for name in HOSTILE if not {"\x00"} & set(name)]
    pdf = re.sub(r"\s", "", pdf_words(only(hostile, ".pdf")))
    assert re.sub(r"\s", "", HOSTILE[0]) in pdf
    html = only(hostile, ".html").decode()
    assert not {"script", "svg", "a"} & tags_of(html)
    assert "49" not in re.findall(r"課[^、]*", html)
    rendered = (
        MarkdownIt("commonmark", {"html": True})
        .enable("table")
        .render(only(hostile, ".md").decode())
    )
    assert not {"script", "svg", "a", "em", "code"} & tags_of(rendered)
    assert len(re.findall(r"<img ", rendered)) == len([n for n in hostile if n.endswith(".png")])
    for name, data in hostile.items():
        if name.endswith(".svg"):
            tags = {node.tag.rpartition("}")[2] for node in ET.fromstring(data).iter()}
            assert tags <= {"svg", "g", "path", "circle", "line", "use", "defs", "title", "desc"}
    words = all_words(hostile)
    spread = next(w for n, w in words.items() if "spread" in n or "sections" in n)
    for name in told[:4]:
        assert name in spread.replace("&lt;", "<")
    for text in words.values():
        assert "\u202e" not in text
        assert "\x00" not in text


def test_digital_and_paper_differ_in_grey() -> None:
    """On a black and white print the two sides of a pair are three to one in lightness."""

    def luminance(colour: str) -> float:
        channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, pale = luminance(light("digital")), luminance(light("paper"))
    assert (pale + 0.05) / (dark + 0.05) > 3
