"""The newsletter compares a section with an earlier month only if it had the same sections then."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.newsletter.charts.chart import make_chart
from dashboards.newsletter.charts.column_charts import level_counts
from dashboards.newsletter.coarse import UNLIKE
from dashboards.newsletter.figures import Figures
from dashboards.newsletter.story_selection import Story
from dashboards.newsletter.wording.phrases import phrases_of
from dashboards.newsletter.wording.titles import title_levels, title_sections
from tests.newsletter.town import MERGED, Sketch
from warehouse.months import month_before
from warehouse.release.tables.release import SMALL


def ended(code: str, successor: str, to_on: date) -> dict[str, object]:
    return {
        "section": code, "name": "旧課", "from_on": None, "to_on": to_on,
        "successor": successor, "position": 90,
    }  # fmt: skip


@pytest.fixture
def changed(sketch: Sketch, month: date) -> Sketch:
    """One section took in another half a year ago, and one of the small ones was not small a year ago."""
    sketch.rows["section"].append(ended("old", "a01", date(month.year - 1, 9, 30)))
    since = month_before(month, 8)
    sketch.keep(work_month=lambda row: row["section"] != MERGED[0] or row["month"] > since)
    return sketch


def test_what_was_made_up_of_other_sections_is_not_compared(changed: Sketch, month: date) -> None:
    """Neither the section that took in another nor the small ones; those of since then are."""
    figures = Figures(changed.release(), month)
    year_ago, since = month_before(month, 12), month_before(month, 5)
    found = {
        one.code: figures.then("use_month", one.code, "chat", year_ago) for one in figures.sections
    }
    assert {code for code, cell in found.items() if cell is UNLIKE} == {"a01", SMALL}
    assert figures.then("use_month", "a01", "chat", since) is not UNLIKE
    story = Story("sections", "chat", year_ago, 0, has_moved=True)
    for row in changed.cells("use_month"):
        row.update({"low": 40, "high": 40})
    phrases = phrases_of(changed.town)
    title = title_sections(story, Figures(changed.release(), month), phrases)
    assert title.startswith("「チャット」は、比べられる7課の")


def test_the_table_says_that_it_cannot_be_compared(changed: Sketch, month: date) -> None:
    """In the letter's table the place of the earlier month is not empty."""
    story = Story("sections", "chat", month_before(month, 12), 0, has_moved=True)
    chart = make_chart(story, 1, Figures(changed.release(), month), phrases_of(changed.town))
    rows = {row[0]: row[1] for row in chart.table[1]}
    assert [name for name, then in rows.items() if then == "くらべられない"] == [
        "総務課",
        "小規模課",
    ]


def test_levels_are_counted_of_those_that_can_be_compared(changed: Sketch, month: date) -> None:
    """And the title says of how many."""
    figures = Figures(changed.release(), month)
    told = Story("levels", "chat", month_before(month, 12), 0, has_moved=True)
    then, now = (sum(side) for side in zip(*level_counts(told, figures), strict=True))
    assert (then, now) == (7, 9)
    assert "（1年前は7課のうち" in title_levels(told, figures, phrases_of(changed.town))
