"""Whatever is told of how far two shown values are apart holds the difference of the true ones."""

from __future__ import annotations

import re
from datetime import date
from math import floor
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards.newsletter.figures import Figures
from dashboards.newsletter.story_selection import Story, choose_stories
from dashboards.newsletter.wording.phrases import phrases_of
from dashboards.newsletter.wording.sentences import tell_story
from dashboards.read.series.cell import Cell
from dashboards.sentences.sentences import share_sentence, sheets_sentence, use_sentence
from dashboards.text.words import Words
from tests.newsletter.town import sketch_town
from warehouse.months import month_before
from warehouse.release.tables.bands import round_sheets
from warehouse.release.tables.cell_tables import known_between
from warehouse.release.tables.coding import Value
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import share_between, value_of_range

if TYPE_CHECKING:
    from dashboards.read.series.cells import Series

JA = Words("ja")
RATE = st.floats(5, 94)
COUNT = st.integers(10, 30_000)
MONTHS = tuple(date(2025 + (at + 1) // 12, (at + 1) % 12 + 1, 1) for at in range(13))
"""A month and the same of the year after."""
_TOLD = re.compile(r"(\d+)(?:〜(\d+))?(?:ポイント|%)(?:増え|減っ|減り|多い|少ない)")


def holds(text: str, truth: float, *, half: float, level: float) -> bool:
    """Tell whether what a text says of a difference is true: its range, its way, or that there is little."""
    found = _TOLD.search(text)
    if found is None:
        return "ちがうとは言えません" in text or ("ほぼ同じ" in text and abs(truth) <= level)
    low = float(found[1]) - (0 if found[2] else half)
    high = float(found[2]) if found[2] else float(found[1]) + half
    is_up = any(word in text for word in ("増え", "多い"))
    return low <= abs(truth) <= high and is_up == (truth > 0)


def year_apart(before: Cell, now: Cell) -> Series:
    """A series with a value in its first month and in its last."""
    return (before, *(Cell(month) for month in MONTHS[1:-1]), now)


def whole(month: date, rate: float) -> Cell:
    """A use rate as it is shown."""
    told = floor(rate + 0.5)
    return Cell(month, Value.between(told, told), told, told, "final")


@given(RATE, RATE)
def test_the_points_between_two_use_rates_hold_the_true_ones(then: float, now: float) -> None:
    """67.5 % and 75.4 % are shown as 68 and 75: 7.9 points, and not seven."""
    series = year_apart(whole(MONTHS[0], then), whole(MONTHS[-1], now))
    text = use_sentence(series, "全庁", "chat", JA).rpartition("1年前")[2]
    assert holds(text, now - then, half=0.5, level=3), text


def documents(month: date, digital: int, paper: int) -> Cell:
    """A share of documents as it is shown."""
    sides = (float(round_sheets(digital)), float(round_sheets(paper)))
    band = value_of_range(share_between(*sides))
    row = {
        "pair": "documents",
        "digital": sides[0],
        "paper": sides[1],
        "low": float(band.low),
        "high": float(band.high),
    }
    known = known_between("paper_digital_month", row)
    return Cell(month, band, band.low, band.high, "final", known=known)


@given(COUNT, COUNT, COUNT, COUNT)
def test_the_points_between_two_shares_of_documents_hold_the_true_ones(
    digital: int, paper: int, digital_now: int, paper_now: int
) -> None:
    """The share of a section may be two points off, and so the difference four."""
    before, now = (
        documents(MONTHS[0], digital, paper),
        documents(MONTHS[-1], digital_now, paper_now),
    )
    if before.is_end or now.is_end:
        return
    then = 100 * digital / (digital + paper)
    text = share_sentence(year_apart(before, now), "税務課", "documents", JA)
    truth = 100 * digital_now / (digital_now + paper_now) - then
    assert holds(text.rpartition("1年前")[2], truth, half=0.5, level=3), text


@given(COUNT, COUNT)
def test_the_per_cent_between_sheets_of_two_years_hold_the_true_ones(then: int, now: int) -> None:
    """Sheets are told in two or three digits."""

    def sheets(month: date, count: int) -> Cell:
        told = float(round_sheets(count))
        row = {"kind": "printed", "low": told, "high": told}
        known = known_between("paper_month", row)
        return Cell(month, Value.between(told, told, "count"), told, told, "final", known=known)

    series = year_apart(sheets(MONTHS[0], then), sheets(MONTHS[-1], now))
    text = sheets_sentence(series, "税務課", "printed", JA).rpartition("前の年の同じ月")[2]
    truth = 100 * now / then - 100
    # A sum that is off by a sheet weighs most of the least: 10 to 14 are told as 10.
    assert holds(text, truth, half=0.5, level=5.5), text


@settings(max_examples=15, deadline=None)
@given(RATE, RATE)
@example(67.5, 75.4)
@example(47.4, 47.6)
def test_the_newsletters_points_hold_the_true_ones(then: float, now: float) -> None:
    """7.2 points are 5 to 10, not about 10; 47 % and 48 % are about 45 and about 50, and about the same."""
    month = date(2026, 3, 1)
    sketch = sketch_town()
    for row in sketch.cells("use_month", section=TOWN):
        told = floor((now if row["month"] == month else then) + 0.5)
        row.update({"low": told, "high": told, "coding": "exact"})
    release = sketch.release()
    figures, phrases = Figures(release, month), phrases_of(release.town)
    story = next(one for one in choose_stories(figures) if one.kind == "tools")
    assert isinstance(story, Story)
    assert story.since == month_before(month, 12)
    text = tell_story(story, figures, phrases)
    assert holds(text.rpartition("1年前")[2], now - then, half=2.5, level=5), text
