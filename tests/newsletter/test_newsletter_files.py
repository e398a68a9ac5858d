"""What is in the files of a newsletter: the sentences, no number of people, no whole per cent, no name, no script."""

from __future__ import annotations

import getpass
import io
import re
import socket
import zipfile
from xml.etree import ElementTree as ET

import pypdf
import pytest
from docx import Document
from markdown_it import MarkdownIt

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.formats.pdf import make_pdf
from dashboards.newsletter.issue import make_issue
from dashboards.theme import light
from tests.newsletter.file_words import all_words, letter, only, pdf_words, sentences, tags_of
from tests.newsletter.town import MONTH, NAMES, Sketch, sketch_town
from warehouse.release.tables.release import TOWN

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


def hostile_town() -> Sketch:
    sketch = sketch_town()
    for code, name in zip(NAMES, HOSTILE, strict=False):
        sketch.set("section", {"name": name}, section=code)
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=MONTH)
    extra = {**sketch.rows["freshness"][4], "source": HOSTILE[0], "kind": "mapped", "state": "gap"}
    sketch.rows["freshness"].append(extra)
    return sketch


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("hostile")
    written = write_newsletter(hostile_town().release(), MONTH, folder)
    return {f.name: f.read_bytes() for f in written}


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
