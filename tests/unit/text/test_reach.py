"""At a target is told only where the shown number's rounding allows no other answer, and everywhere alike."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from math import floor

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dashboards.cards.use.adoption import reached
from dashboards.pages.handover import section_items
from dashboards.pages.site import site_pages
from dashboards.read.series.cells import Cells
from dashboards.read.targets import Targets
from dashboards.text.words import Words
from tests.releases import Made, make_release, share_cell
from warehouse.release.derived.reach import reach
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.targets import normal_month, target_month
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.release import SCHEMAS, TOWN, Release
from warehouse.release.tables.rounding import count_between, share_between
from warehouse.town import Town

MONTHS = tuple(date(2026, month, 1) for month in (4, 5, 6))
RATE = st.floats(0, 100, allow_nan=False)


@given(RATE, RATE)
def test_what_is_said_of_a_whole_per_cent_is_true_of_the_rate_behind_it(
    rate: float, target: float
) -> None:
    """Reached is never said of less than the target, nor below of more; almost only within half a point."""
    shown = floor(rate + 0.5)
    said = reach(shown, shown, target)
    assert said != "reached" or rate >= target
    assert said != "below" or rate < target
    assert (said == "almost") == (abs(shown - target) < 0.5)


@given(st.integers(1, 20_000), st.integers(1, 20_000), RATE)
def test_what_is_said_of_a_share_of_rounded_counts_is_true_of_the_counts(
    digital: int, paper: int, target: float
) -> None:
    """The documents of a section are told in two or three digits; their share is as coarse."""
    share = 100 * digital / (digital + paper)
    low, high = share_between(round_sheets(digital), round_sheets(paper))
    assert low <= share <= high
    said = reach(low, high, target, rounding=0)
    assert said != "reached" or share >= target
    assert said != "below" or share <= target


def test_a_band_of_head_counts_ends_at_whole_people() -> None:
    """8 of 11 are shown as 73 %: four in five are surely not reached, and 4 of 5 surely are."""
    assert count_between(55, 73, 11) == (600 / 11, 800 / 11)
    assert count_between(80, 100, 5) == (80, 100)


def released(
    *rates: float, target: float = 75.0, handling: tuple[float, float] = (750, 250)
) -> Release:
    """Six sections and the town hall at these rates in the last three months, and what follows from it."""
    use = [
        {"section": section, "tool": "files", "month": month, **share_cell(rate, "final", 12)}
        for month in MONTHS
        for section, rate in (*zip("abcdef", rates, strict=False), (TOWN, rates[0]))
    ]
    digital, paper = handling
    documents = [
        {
            "section": "a",
            "pair": "documents",
            "month": MONTHS[-1],
            "digital": digital,
            "paper": paper,
        }
        | share_cell(digital / (digital + paper), "final", None)
    ]
    given_rows = {
        "use_month": use,
        "paper_digital_month": documents,
        "target": [{"section": None, "tool": "files", "fiscal_year": 2026, "per_cent": target}],
        "section": [
            {"section": one, "name": one, "position": at} for at, one in enumerate("abcdef")
        ],
        "handover": [{"section": "a", "item": "lead_named", "is_met": True}],
        "office": [{"closing_on": date(2027, 3, 31), "paper_per_cent": target}],
    }
    tables = {
        name: pa.Table.from_pylist(rows, schema=SCHEMAS[name]) for name, rows in given_rows.items()
    }
    seen = ReleasedView(tables)
    terms = Yardsticks(Town("町", MONTHS[0], 4), date(2026, 6, 30))
    more = {
        "normal_month": normal_month(seen, terms),
        "target_month": target_month(seen, terms),
    }
    made = Made(first=MONTHS[0], months=3, names=(), tools=(), extra=given_rows | more)
    release = make_release(made)
    return replace(release, tables={**release.tables, "section": tables["section"]})


def test_74_8_shown_as_75_is_nowhere_said_to_be_at_its_target() -> None:
    """On no page: not in a headline, a tile, a panel, a table, the hand-over or the outlook."""
    release = released(0.748, 0.748, 0.748)
    cells, targets = Cells(release), Targets(release)
    for row in release.tables["normal_month"].to_pylist():
        assert (row["is_met"], row["is_normal"] is True) == (None, False)
    count = reached(cells, targets, "files")
    assert (count.there, count.almost, count.known) == (0, 3, 3)
    items = section_items(targets, cells, "a")
    assert items["normal_files"] is None
    assert items["paper"] is None
    text = "\n".join(_text(page) for page in site_pages(release) if page.file != "words.html")
    assert "目標とほぼ同じ" in text
    for wrong in (
        "目標に届いた<",
        "● 目標に届いた",
        "%に届いています",
        "すべてが目標",
        "目標まで0",
    ):
        assert wrong not in text
    assert re.search("3課のうち0課が(目標に)?届いています（ほかに3課は目標とほぼ同じ）", text)


def test_every_count_of_sections_at_the_target_is_the_same() -> None:
    """76 and more are at 75, 75 is about at it, 74 is below: headline, title and tile agree."""
    release = released(0.751, 0.76, 0.80, 0.74, 0.3, 0.749)
    cells, targets = Cells(release), Targets(release)
    count = reached(cells, targets, "files")
    assert (count.there, count.almost, count.known) == (2, 2, 6)
    index = next(page for page in site_pages(release) if page.file == "index.html")
    tile = next(tile for tile in index.tiles if tile.name == "目標に届いた課")
    assert (tile.value, "ほかに2課はほぼ同じ" in tile.note) == ("2／6課", True)
    told = "6課のうち2課が{}（ほかに2課は目標とほぼ同じ）"
    assert told.format("届いています") in index.sentence
    assert any(told.format("目標に届いています") in figure.title for figure in index.figures)
    met = [row["section"] for row in release.tables["normal_month"].to_pylist() if row["is_met"]]
    assert sorted(set(met)) == ["b", "c"]
    assert Words("ja").count_of(2, 6) == "2／6"


def _text(page: object) -> str:
    return repr(page)
