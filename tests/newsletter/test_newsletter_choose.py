"""Which charts a month gets: what moved, three to five, and none that cannot be drawn."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboards.newsletter.charts.column_charts import level_counts
from dashboards.newsletter.figures import Figures
from dashboards.newsletter.issue import make_issue
from dashboards.newsletter.story_selection import choose_stories, paper_change
from tests.newsletter.town import TOOLS, Sketch, sketch_town
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from datetime import date


def chosen(sketch: Sketch, month: date) -> list[tuple[str, str]]:
    return [(s.kind, s.key) for s in choose_stories(Figures(sketch.release(), month))]


def level(sketch: Sketch, table: str, value: float = 40, **where: object) -> None:
    """Make every month of the table say the same."""
    sketch.set(table, {"low": value, "high": value}, **where)


def test_the_tools_come_first_and_the_rest_by_how_far_it_moved(sketch: Sketch, month: date) -> None:
    """Moved since last month before not moved; then the larger change over the year."""
    stories = choose_stories(Figures(sketch.release(), month))
    assert stories[0].kind == "tools"
    assert 3 <= len(stories) <= 5
    moved = [s.has_moved for s in stories[1:]]
    assert moved == sorted(moved, reverse=True)
    for flag in (True, False):
        points = [s.distance for s in stories[1:] if s.has_moved is flag]
        assert points == sorted(points, reverse=True)


def test_a_change_in_one_pair_brings_its_chart_forward(sketch: Sketch, month: date) -> None:
    """Approvals jump this month while all else is level: they follow the tools at once."""
    for table in ("use_month", "activation_month", "paper_digital_month"):
        level(sketch, table)
    level(sketch, "paper_digital_month", 80, section=TOWN, pair="approvals", month=month)
    assert chosen(sketch, month)[:2] == [("tools", "files"), ("pair", "approvals")]


def test_a_month_without_change_still_has_three_charts(sketch: Sketch, month: date) -> None:
    """Level charts fill up to three, in the fixed order."""
    for table in ("use_month", "activation_month", "paper_digital_month"):
        level(sketch, table)
    sketch.rows["paper_month"] = []
    assert chosen(sketch, month) == [
        ("tools", "files"),
        ("pair", "approvals"),
        ("pair", "documents"),
    ]


def test_more_than_five_are_left_out(sketch: Sketch, month: date) -> None:
    """Six candidates moved; the one that moved least is not drawn."""
    before = month_before(month, 1)
    for pair in ("approvals", "documents"):
        level(sketch, "paper_digital_month", 5, section=TOWN, pair=pair, month=before)
    for code in ("a01", "a02"):
        level(sketch, "use_month", 5, section=code, month=before)
    assert len(chosen(sketch, month)) == 5


def add_sections(sketch: Sketch, more: int = 17) -> None:
    """Add sections that do as the first does."""
    for table in ("use_month", "activation_month"):
        first = sketch.cells(table, section="a01")
        sketch.rows[table] += [{**r, "section": f"b{k}"} for k in range(more) for r in first]
    sketch.rows["section"] += [
        {**sketch.rows["section"][0], "section": f"b{k}", "position": 50 + k} for k in range(more)
    ]


def test_many_sections_are_counted_by_level(sketch: Sketch, month: date) -> None:
    """Twenty-six lines do not fit on half a page: how many sections stand where does."""
    add_sections(sketch)
    release = sketch.release()
    kinds = {kind for kind, _ in chosen(sketch, month)}
    assert "levels" in kinds
    assert not {"sections", "spread"} & kinds
    figures = Figures(release, month)
    story = next(s for s in choose_stories(figures) if s.kind == "levels")
    assert [sum(side) for side in zip(*level_counts(story, figures), strict=True)] == [26, 26]
    title = next(c.title for c in make_issue(release, month).charts if "levels" in c.name)
    assert re.fullmatch("「.+」を60%以上の日に使った課は、26課のうち.+課（1年前は.+課）", title)


def test_one_section_alone_is_no_comparison(sketch: Sketch, month: date) -> None:
    """With a single section shown there is no chart of sections."""
    for table in ("use_month", "activation_month"):
        sketch.rows[table] = [r for r in sketch.rows[table] if r["section"] in {TOWN, "a01"}]
    assert not {"sections", "spread"} & {kind for kind, _ in chosen(sketch, month)}


def test_a_young_town_compares_with_what_it_has(month: date) -> None:
    """Under three months there is nothing to compare; then the earliest month is taken."""
    three = choose_stories(Figures(sketch_town(months=3).release(), month))
    assert [s.since for s in three if s.kind == "tools"] == [None]
    assert not [s for s in three if s.kind in {"sections", "spread", "paper"}]
    six = choose_stories(Figures(sketch_town(months=6).release(), month))
    assert [s.since for s in six if s.kind == "tools"] == [month_before(month, 5)]


def test_a_year_ago_that_is_a_band_is_told_and_not_subtracted(sketch: Sketch, month: date) -> None:
    """All tools are compared with one month; where it was a band there is no difference."""
    year_ago = month_before(month, 12)
    sketch.set("use_month", {"low": 83, "high": 100}, section=TOWN, tool="files", month=year_ago)
    figures = Figures(sketch.release(), month)
    assert figures.compared_month("use_month", *TOOLS) == year_ago
    issue = make_issue(sketch.release(), month)
    (row,) = [row for row in issue.charts[0].table[1] if row[0] == "ファイル共有"]
    assert row[1:] == ("80〜100%", "約85%")
    assert issue.charts[0].title == "4つのツールのうち3つが1年前より増えました"
    sketch.set("use_month", {"low": 20, "high": 60}, section=TOWN, month=year_ago)
    (tools,) = [s for s in choose_stories(Figures(sketch.release(), month)) if s.kind == "tools"]
    assert (tools.since, tools.points) == (year_ago, None)


def test_nothing_released_gives_no_chart(month: date) -> None:
    """An empty release draws nothing and raises nothing."""
    assert chosen(Sketch([]), month) == []


def test_paper_is_compared_by_three_months_with_a_year_before(sketch: Sketch, month: date) -> None:
    """As wide as six rounded months leave it; one of them missing and there is no comparison."""
    level(sketch, "paper_month", 1000)
    same = paper_change(Figures(sketch.release(), month))
    assert same is not None
    assert same.low < 0 < same.high
    level(sketch, "paper_month", 400, month=month)
    less = paper_change(Figures(sketch.release(), month))
    assert less is not None
    assert less.low < -20 < less.high < -19
    assert less.rounded(5) == (-20, -20)
    sketch.set("paper_month", {"low": None, "high": None}, month=month_before(month, 13))
    assert paper_change(Figures(sketch.release(), month)) is None


def test_a_section_that_shows_nothing_has_no_line(sketch: Sketch, month: date) -> None:
    """A merged section is withheld throughout: it is left out, and the note says so."""
    blank = {"low": None, "high": None, "coding": None, "withheld_because": "small_group"}
    for table in ("use_month", "activation_month"):
        sketch.set(table, blank, section="a05")
    issue = make_issue(sketch.release(), month)
    spread = next(chart for chart in issue.charts if chart.name.endswith("spread"))
    assert "こども課" not in spread.alt
    assert "数を出せない課は除いています。" in spread.note
