"""The newsletter of a town that reads English: no Japanese but names, and as full a first page."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pypdf
import pytest

from dashboards.newsletter import write_newsletter
from dashboards.newsletter.formats.markdown import neutral
from dashboards.newsletter.formats.pdf import make_pdf
from dashboards.newsletter.issue import make_issue
from tests.newsletter.test_newsletter_files import all_words, only
from tests.newsletter.town import MONTH, NAMES, Sketch, sketch_town
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path

JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
"""Kana, characters, and the full-width signs and spaces that go with them."""


@pytest.fixture(scope="module")
def english() -> Sketch:
    """A town with some days missing, in English."""
    sketch = sketch_town()
    sketch.speak("en")
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=MONTH)
    sketch.rows["freshness"][4]["state"] = "gap"
    return sketch


@pytest.fixture(scope="module")
def files(english: Sketch, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder: Path = tmp_path_factory.mktemp("english")
    return {f.name: f.read_bytes() for f in write_newsletter(english.release(), MONTH, folder)}


def test_no_japanese_is_in_any_file_but_names_of_the_town_and_its_sections(
    english: Sketch, files: dict[str, bytes]
) -> None:
    """Text, pictures, alternative text and headers; small sections are named in English."""
    names = "|".join([english.town.name, *(name for code, name in NAMES.items() if code != SMALL)])
    words = all_words(files)
    assert len(words) >= 8
    for name, text in words.items():
        assert not JAPANESE.findall(re.sub(names, "", text)), name
    assert "Small sections" in words["text"]


def test_the_first_page_is_as_full_as_the_japanese_one(
    english: Sketch, files: dict[str, bytes]
) -> None:
    """As many charts stand on page one: no title is a line longer for being English."""
    held = []
    japanese = sketch_town()
    for sketch, pdf in ((english, only(files, ".pdf")), (japanese, None)):
        issue = make_issue(sketch.release(), MONTH)
        pages = pypdf.PdfReader(io.BytesIO(pdf or make_pdf(issue))).pages
        first = re.sub(r"\s", "", pages[0].extract_text())
        held.append(
            [chart.name for chart in issue.charts if re.sub(r"\s", "", chart.title) in first]
        )
    assert held[0] == held[1]
    assert len(held[0]) >= 4


def test_markdown_escapes_only_what_would_be_markup() -> None:
    """Plain English stays as it reads; what could become a link, a list or a heading does not."""
    told = "Hirogari News (provisional): up 5 + 5 = 10, it's over!"
    assert neutral(told) == told
    assert [neutral(t) for t in ("# a", "- a", "1. a", "2) a", "= a", "+ a", "![a](b)")] == [
        r"\# a",
        r"\- a",
        r"1\. a",
        r"2\) a",
        r"\= a",
        r"\+ a",
        r"!\[a\](b)",
    ]
    assert [neutral(t) for t in ("https://a.example", "a@b.example", "www.a.example")] == [
        r"https\://a.example",
        r"a\@b.example",
        r"www\.a.example",
    ]
