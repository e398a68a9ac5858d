"""What stands over the pictures: a finding each, and in English no Japanese but names."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from dashboards.cards.paper.paper_year import estimated
from dashboards.pages.sections.sections import shown_sentence
from dashboards.pages.site import site_pages
from dashboards.read.action_verdicts import own_count_name
from dashboards.read.series.cells import Cells
from dashboards.text.source_words import FACTOR_SOURCES
from dashboards.text.words import Words
from tests.releases import EVERYTHING, NAMES, Made, make_release
from warehouse.engine.target_settings import PaperCost
from warehouse.release.tables.release import SMALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dashboards.cards.card.figure import Figure
    from dashboards.cards.card.page import Page
    from warehouse.release.tables.release import Release

FINDING = re.compile(r"\d|「|どの|まだ|すべて|ありません|言えません|ほぼ同じ|いちばん|間に合")
"""A number, a verdict, or a word that says what is the case."""
JAPANESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+")
SHORTENED = re.compile(r"[^\s>]+…")
"""A name that is too long for its picture."""
SAID = re.compile(r"<[^>]*?aria-label=\"([^\"]*)\"[^>]*>|<[^>]*>")
DEFAULT_SOURCES = {Words("ja").gettext(source) for source in FACTOR_SOURCES}
"""What the settings say of paper's factors by default, in Japanese."""


@pytest.fixture(scope="module")
def japanese() -> tuple[Page, ...]:
    return site_pages(make_release(EVERYTHING))


def figures(pages: tuple[Page, ...]) -> Iterator[tuple[str, Figure]]:
    for page in pages:
        for figure in page.figures:
            yield page.file, figure


def test_every_picture_stands_under_its_finding(japanese: tuple[Page, ...]) -> None:
    """No title over a picture is a label alone: 「使う人の分かれ方」 says nothing of what was found."""
    drawn = [
        (file, figure.key, figure.title)
        for file, figure in figures(japanese)
        if figure.drawings or figure.panels or figure.choices
    ]
    assert len(drawn) > 60
    assert [one for one in drawn if not FINDING.search(one[2])] == []


def _texts(value: object) -> Iterator[str]:
    """Every text within a page, its figures and their pictures."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _texts(getattr(value, name))


def test_an_english_page_has_no_japanese_but_names() -> None:
    """Titles, sentences, tables, pictures and their summaries, on every page of every kind."""
    made = make_release(replace(EVERYTHING, language="en"))
    named = {
        text
        for table in made.tables.values()
        for row in table.to_pylist()
        for column, text in row.items()
        if isinstance(text, str) and column != "coding" and text not in DEFAULT_SOURCES
    } - {"小規模課", "全庁"}
    # A target's own count is named after the word that says so.
    named |= {own_count_name(text) for text in named} - {None}
    names = re.compile("|".join(re.escape(one) for one in sorted(named, key=len, reverse=True)))
    pages = site_pages(made)
    assert len(pages) > 15
    left = {
        (page.file, found)
        for page in pages
        for text in _texts(page)
        for found in JAPANESE.findall(SHORTENED.sub("", names.sub("", SAID.sub(r"\1 ", text))))
    }
    assert left == set()


def test_each_default_source_of_a_factor_has_an_english_name() -> None:
    """A default that is changed asks for its English words too."""
    cost = PaperCost()
    said = {cost.yen_source, cost.grams_source, cost.co2_source, cost.tree_source}
    assert said == DEFAULT_SOURCES


def test_an_estimate_is_told_in_two_digits() -> None:
    """Yen, kilograms and trees come from a factor of two digits: more of them would be made up."""
    assert [estimated(v) for v in (140_875, 322, 483.2, 9.66, 0.4, 0, 28_049, 99_500)] == [
        "140,000",
        "320",
        "480",
        "10",
        "0",
        "0",
        "28,000",
        "100,000",
    ]


def hidden(made: Release, section: str) -> Release:
    """The release with a section withheld, as one that is counted with others."""
    blank = {"low": None, "high": None, "coding": None, "withheld_because": "small_group"}
    table = made.tables["use_month"]
    rows = [r | (blank if r["section"] == section else {}) for r in table.to_pylist()]
    tables = {**made.tables, "use_month": pa.Table.from_pylist(rows, schema=table.schema)}
    return replace(made, tables=tables)


def test_the_page_says_which_sections_are_counted_together() -> None:
    """Three on the roster, three with figures, one of them the small ones together: told by name."""
    everybody = make_release(Made(names=NAMES[:3], months=6))
    assert shown_sentence(Cells(everybody), Words("ja")) == "3の課すべての数字を公表しています。"
    merged = hidden(everybody, "zeimu")
    assert shown_sentence(Cells(merged), Words("ja")) == (
        "名簿の3課のうち2課は課ごとに、人数の少ない1課（税務課）は「小規模課」にまとめて、あわせて3課として数えます。"
    )
    assert shown_sentence(Cells(merged), Words("en")).endswith("which makes 3.")
    alone = Cells(hidden(merged, SMALL))
    assert "1課（税務課）は出していません" in shown_sentence(alone, Words("ja"))
    assert shown_sentence(alone, Words("en")).endswith("1 small ones (税務課) are not shown.")
