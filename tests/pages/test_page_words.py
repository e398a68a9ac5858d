"""Words of the pages are explained: legends, the privacy notice, katakana and kinds of source."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import TYPE_CHECKING

from connectors.vendors.registry import KINDS
from dashboards.cards.card.parts import panel_legends
from dashboards.cards.paper.shares_and_sheets import sheets_figure
from dashboards.cards.use.adoption import adoption_figure
from dashboards.pages import write_site
from dashboards.pages.glossary import TERMS
from dashboards.text.words import Words
from flows.settings import privacy_notice
from tests.pages.two_sections import JA, MONTH, Row, read, target, use
from tests.releases import EVERYTHING, make_release
from warehouse.policy import USUAL

if TYPE_CHECKING:
    from pathlib import Path


def test_a_legend_names_only_what_stands_in_the_pictures() -> None:
    """No mark for provisional months where there is none."""
    cells, targets = read(use_month=[use("a", 50)])
    told = {legend.swatch for legend in panel_legends(cells, targets, ("a",), JA)}
    assert told == {"line", "ribbon"}
    cells, targets = read(use_month=[use("a", 60, 100, "provisional")], target=[target(80)])
    told = {legend.swatch for legend in panel_legends(cells, targets, ("a",), JA)}
    assert told == {"line", "ribbon", "dashed", "hollow", "hatched"}


def test_the_legend_of_sheets_names_only_what_stands_in_the_picture() -> None:
    """A withheld month of the book is a box, one of the printers a gap in their line; without, neither."""

    def sheets(kind: str, value: float | None, why: str | None = None) -> Row:
        coding = None if value is None else "exact"
        key = {"section": "a", "kind": kind, "source": kind, "month": MONTH, "state": "final"}
        return key | {"coding": coding, "low": value, "high": value, "withheld_because": why}

    def told(*newest: Row) -> set[str]:
        seen = [row for row in newest if row["coding"]]
        earlier = [row | {"month": date(2025, k, 1)} for row in seen for k in (11, 12)]
        cells, targets = read(use_month=[use("a", 50)], paper_month=[*newest, *earlier])
        figure = sheets_figure(cells, targets, "a", "福祉課", JA)
        assert figure is not None
        return {legend.swatch for legend in figure.legends}

    both = (sheets("bought", 500), sheets("printed", 500))
    before = {"month": date(2026, 1, 1)}
    assert told(*both) == {"paper", "dashed"}
    assert told(both[0]) == {"paper"}
    hidden = sheets("printed", None, "dominance") | before
    assert told(*both, hidden) == {"paper", "dashed", "broken"}
    hidden = sheets("bought", None, "small_group") | before
    assert told(*both, hidden) == {"paper", "dashed", "withheld"}


def test_the_notice_promises_no_more_than_the_pages_keep() -> None:
    """No person is ranked; that sections stand in order of their distance is said beforehand."""
    assert "個人の順位づけにも使いません。" in privacy_notice.notice_text(USUAL)
    cells, targets = read(use_month=[use("a", 50), use("b", 90)], target=[target(80)])
    figure = adoption_figure(cells, targets, JA, cells.sections, ("files",))
    assert figure.note.startswith("目標から遠い課が先")
    assert "目標から遠い順に並べて" in privacy_notice.notice_text(USUAL)


EVERYBODY_KNOWS = {"ページ", "コピー"}


def test_every_katakana_word_is_explained(tmp_path: Path) -> None:
    """Whatever foreign word a page uses stands among the words that are explained."""
    write_site(make_release(EVERYTHING), tmp_path / "site")
    explained = " ".join(JA.pgettext("explained word", term.name) for term in TERMS)
    unknown: dict[str, str] = {}
    for path in (tmp_path / "site").glob("*.html"):
        # Names of sections, actions and the like are the town's own words.
        text = re.sub(r"<bdi>.*?</bdi>|<svg.*?</svg>", "", path.read_text(encoding="utf-8"))
        words = re.findall(r"[ァ-ヴー]{3,}", html.unescape(re.sub(r"<[^>]+>", " ", text)))
        if path.stem != "words":
            unknown |= {word: path.stem for word in words if word not in explained}
    assert {word: page for word, page in unknown.items() if word not in EVERYBODY_KNOWS} == {}


def test_every_kind_of_source_has_a_word_for_its_readers() -> None:
    """The data page names what a source is, in both languages; `windows_files` says nothing to staff."""
    for language in ("ja", "en"):
        words = Words(language)
        assert [kind for kind in KINDS if not words.knows_kind(kind)] == []
