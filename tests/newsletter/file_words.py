"""Read back what a reader sees in each file of a newsletter: pictures, PDF, Word, Markdown, HTML, mail."""

from __future__ import annotations

import io
import re
import zipfile
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pypdf
import pytest

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.charts.outline import SVG
from tests.newsletter.town import MONTH, NAMES, Sketch, sketch_town
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from email.message import EmailMessage

    from dashboards.newsletter.issue import Issue


def tags_of(html: str) -> set[str]:
    """Return the names of the elements that a browser would make of it."""
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(name for name, _ in attrs if name.startswith("on"))

    Reader().feed(html)
    return found


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


def sentences(issue: Issue) -> list[str]:
    told = [issue.name, issue.number, issue.dated, issue.headline, *issue.lead]
    for chart in issue.charts:
        told += [chart.title, chart.key, chart.note]
    return [*told, issue.word.word, issue.word.meaning, issue.training, *issue.about]
