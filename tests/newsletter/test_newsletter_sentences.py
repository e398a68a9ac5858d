"""Each sentence says what the number is and how it stands, in each branch, and never why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pytest

from dashboards.newsletter.coarse import coarsen
from dashboards.newsletter.figures import Figures
from dashboards.newsletter.issue import make_issue
from dashboards.newsletter.story_selection import Story, town_stories
from dashboards.newsletter.wording.phrases import Phrases, phrases_of
from dashboards.newsletter.wording.sentences import (
    tell_change,
    tell_headline,
    tell_last_month,
    tell_paper,
    tell_story,
)
from dashboards.newsletter.wording.titles import title_sections, title_spread, title_tools
from tests.newsletter.town import TOOLS, Sketch, sketch_town
from warehouse.months import month_before
from warehouse.release.tables.release import TOWN
from warehouse.release.tables.rounding import Range

if TYPE_CHECKING:
    from datetime import date

    from dashboards.newsletter.story_selection import Kind

CAUSAL = re.compile(
    "効果|おかげ|ため、|によって|により|影響|原因|成果|because|effect|thanks|due to|result|led to"
)


def moved(kind: Kind, since: date | None, points: int | None, key: str = "chat") -> Story:
    """A story of two whole per cents: what is told of them may be a point off."""
    known = None if points is None else Range(points - 1, points + 1)
    return Story(kind, key, since, known, has_moved=True)


def both(sketch: Sketch, month: date) -> tuple[Figures, Phrases]:
    release = sketch.release()
    return Figures(release, month), phrases_of(release.town)


def town_moves(sketch: Sketch, month: date, then: float, now: float) -> None:
    """The town's tools stand at `then` until last year and at `now` since."""
    for row in sketch.cells("use_month", section=TOWN):
        value = now if row["month"] > month_before(month, 12) else then
        row.update({"low": value, "high": value})


def test_a_rise_a_fall_and_a_standstill(sketch: Sketch, month: date) -> None:
    """Three branches of one sentence, with the points of what is shown."""
    figures, phrases = both(sketch, month)
    year = month_before(month, 12)
    told = {
        points: tell_change(moved("tools", year, points), figures, phrases)
        for points in (20, 7, 3, 0, -4, -10, -13)
    }
    assert told == {
        20: "1年前より約20ポイント増えました",
        7: "1年前より約5〜10ポイント増えました",
        3: "1年前とほぼ同じです",
        0: "1年前とほぼ同じです",
        -4: "1年前より約5ポイント減りました",
        -10: "1年前より約10ポイント減りました",
        -13: "1年前より約10〜15ポイント減りました",
    }
    sketch.speak("en")
    figures, phrases = both(sketch, month)
    since = month_before(month, 5)
    assert tell_change(moved("tools", since, 20), figures, phrases) == (
        "up about 20 points in 5 months"
    )
    assert tell_change(moved("tools", year, -10), figures, phrases) == (
        "down about 10 points in a year"
    )
    assert tell_change(moved("tools", year, 0), figures, phrases) == (
        "about the same as a year earlier"
    )


def test_a_change_needs_an_earlier_month(sketch: Sketch, month: date) -> None:
    """Asking for a change without one is a mistake of ours, not a sentence."""
    figures, phrases = both(sketch, month)
    with pytest.raises(ValueError, match="without an earlier month"):
        tell_change(moved("tools", None, 0), figures, phrases)


def test_beside_a_band_only_what_was_then_is_told(sketch: Sketch, month: date) -> None:
    """No points are claimed where either end is a band."""
    year = month_before(month, 12)
    sketch.set("use_month", {"low": 83, "high": 100}, section=TOWN, tool="chat", month=year)
    figures, phrases = both(sketch, month)
    told = tell_story(moved("tools", year, None), figures, phrases)
    assert told == "「チャット」を使った日の割合は約75%。1年前は80〜100%でした。"


def test_without_anything_done_the_headline_is_the_use_of_tools_and_not_the_largest_jump(
    sketch: Sketch, month: date
) -> None:
    """Sections' charts never make the headline; with nothing released it says so."""
    figures, phrases = both(sketch, month)
    year = month_before(month, 12)
    stories = [
        moved("tools", year, 25),
        moved("sections", year, 90),
        moved("paper", year, -35, "bought"),
    ]
    assert tell_headline(stories, figures, phrases) == (
        "「チャット」を使った日の割合は約75%。1年前より約25ポイント増えました。"
    )
    jump = moved("pair", year, 60, "inspections")
    assert tell_headline([*stories[1:], jump], figures, phrases) == tell_paper(figures, phrases)
    sketch.keep(use_month=lambda _: False, paper_digital_month=lambda _: False)
    assert tell_headline([], *both(sketch, month)) == "この月の全庁の数は、まだありません。"


def test_a_first_figure_is_told_without_a_comparison(month: date) -> None:
    """Under three months: the figure, and what it lacks, which last month's figure is not."""
    sketch = sketch_town(months=2)
    figures, phrases = both(sketch, month)
    told = tell_story(town_stories(figures)[0], figures, phrases)
    assert told == "「ファイル共有」を使った日の割合は約20%です。"
    assert tell_last_month(figures, phrases).startswith("先月")
    assert "増え" not in told


@pytest.mark.parametrize(
    ("then", "now", "title"),
    [
        (20, 40, "4つのツールすべてが1年前より増えました"),
        (40, 20, "4つのツールすべてが1年前より減りました"),
        (40, 40, "どのツールも1年前とほぼ同じでした"),
    ],
)
def test_the_tools_title_counts_tools(
    sketch: Sketch, month: date, then: float, now: float, title: str
) -> None:
    """All up, some down, all level."""
    town_moves(sketch, month, then, now)
    assert title_tools(*both(sketch, month)) == title


def test_the_tools_title_when_some_rise_and_when_none_compares(sketch: Sketch, month: date) -> None:
    """A rise is counted among all tools; without an earlier month no change is claimed."""
    town_moves(sketch, month, 40, 40)
    sketch.set("use_month", {"low": 70, "high": 70}, section=TOWN, tool="chat", month=month)
    assert title_tools(*both(sketch, month)) == "4つのツールのうち1つが1年前より増えました"
    sketch.keep(use_month=lambda row: row["month"] == month)
    assert title_tools(*both(sketch, month)) == "全庁のツールの使われ方"


@pytest.mark.parametrize(
    ("then", "now", "end"),
    [
        (20, 40, "9課すべてで1年前より増えました"),
        (40, 20, "9課すべてで1年前より減りました"),
        (40, 40, "9課のどこも1年前とほぼ同じでした"),
    ],
)
def test_the_sections_title_counts_sections(
    sketch: Sketch, month: date, then: float, now: float, end: str
) -> None:
    """All up, some down, all level; some up when one differs."""
    for row in sketch.cells("use_month"):
        value = now if row["month"] > month_before(month, 12) else then
        row.update({"low": value, "high": value})
    story = moved("sections", month_before(month, 12), 0)
    assert title_sections(story, *both(sketch, month)).endswith(end)
    sketch.set("use_month", {"low": 80, "high": 80}, section="a01", month=month)
    if end != "9課すべてで1年前より増えました":
        told = title_sections(story, *both(sketch, month))
        assert told.endswith("9課のうち1課で1年前より増えました")


def test_sections_shown_as_bands_are_not_called_level(sketch: Sketch, month: date) -> None:
    """A band has no difference to anything: as on the site, such a section is not among those compared."""
    year = month_before(month, 12)
    story = moved("sections", year, 0)
    sketch.set("use_month", {"low": 83, "high": 100}, tool="chat", month=month)
    sketch.set("use_month", {"low": 40, "high": 40}, tool="chat", month=year)
    assert title_sections(story, *both(sketch, month)) == "課ごとの「チャット」：1年前と今"


def test_the_spread_is_told_with_and_without_a_year_before(sketch: Sketch, month: date) -> None:
    """The town's share of staff, to five per cent."""
    figures, phrases = both(sketch, month)
    bare = title_spread(moved("spread", None, 0, "calendar"), figures, phrases)
    assert bare == "「予定表」を使ったことのある職員は全庁で約85%"
    since = moved("spread", month_before(month, 12), 40, "calendar")
    assert title_spread(since, figures, phrases) == f"{bare}。1年前より約40ポイント増えました"


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (1000, "とほぼ同じでした"),
        (600, "より約40%少なくなりました"),
        (1300, "より約30%多くなりました"),
        (None, "まだ前と比べられません"),
    ],
)
def test_paper_more_less_same_unknown(
    sketch: Sketch, month: date, now: float | None, told: str
) -> None:
    """Four branches."""
    for row in sketch.cells("paper_month"):
        value = now if row["month"] > month_before(month, 3) else 1000
        row.update({"low": value, "high": value})
    assert told in tell_paper(*both(sketch, month))


def test_what_moved_since_last_month(sketch: Sketch, month: date) -> None:
    """Up, down, both, nothing, and nothing to compare with."""
    for table in ("use_month", "paper_digital_month"):
        sketch.set(table, {"low": 40, "high": 40})
    assert tell_last_month(*both(sketch, month)) == (
        "先月と比べられる全庁の数は、5ポイント刻みではほぼ同じです。"
    )
    sketch.set("use_month", {"low": 60, "high": 60}, section=TOWN, tool="chat", month=month)
    assert tell_last_month(*both(sketch, month)) == "先月より高くなったのは「チャット」です。"
    sketch.set(
        "paper_digital_month", {"low": 9, "high": 9}, section=TOWN, pair="documents", month=month
    )
    assert tell_last_month(*both(sketch, month)) == (
        "先月より高くなったのは「チャット」です。先月より低くなったのは文書を電子で扱った割合です。"
    )
    for table in ("use_month", "paper_digital_month"):
        sketch.rows[table] = sketch.cells(table, month=month)
    assert tell_last_month(*both(sketch, month)) == ""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_sentence_names_a_cause(
    sketch: Sketch, month: date, language: Literal["ja", "en"]
) -> None:
    """Nothing the newsletter says claims why a number moved."""
    sketch.speak(language)
    issue = make_issue(sketch.release(), month)
    said = [issue.headline, *issue.lead, *issue.about, *issue.state.reasons]
    for chart in issue.charts:
        said += [chart.title, chart.key, chart.note, chart.alt]
    assert not [sentence for sentence in said if CAUSAL.search(sentence)]


def test_an_english_issue_has_no_japanese_but_names(sketch: Sketch, month: date) -> None:
    """Only names that the town gave stay as they are."""
    sketch.speak("en")
    issue = make_issue(sketch.release(), month)
    said = [
        issue.title,
        issue.headline,
        *issue.lead,
        *issue.about,
        issue.training,
        issue.word.meaning,
    ]
    said += (
        [c.title for c in issue.charts]
        + [c.note for c in issue.charts]
        + list(issue.form.questions)
    )
    assert not [sentence for sentence in said if re.search("[ぁ-んァ-ヶ一-龠]", sentence)]


def test_amounts_read_as_figure_end_or_band() -> None:
    """The four ways a coarse number is written, in both languages."""
    japanese, english = (phrases_of(s.town) for s in (sketch_town(months=1), _english()))
    values = [coarsen(*ends) for ends in ((63, 63), (0, 5), (97, 97), (41, 59))]
    assert [japanese.coarse(v) for v in values] == ["約65%", "5%未満", "95%以上", "40〜60%"]
    assert [english.coarse(v) for v in values] == [
        "about 65%",
        "under 5%",
        "95% or more",
        "40–60%",
    ]


def _english() -> Sketch:
    sketch = sketch_town(months=1)
    sketch.speak("en")
    return sketch


def test_an_unknown_tool_or_pair_keeps_its_own_name(sketch: Sketch, month: date) -> None:
    """A tool the words do not know is not an error."""
    for row in sketch.cells("use_month", tool=TOOLS[0]):
        row["tool"] = "board"
    for row in sketch.cells("paper_digital_month", pair="approvals"):
        row["pair"] = "stamps"
    issue = make_issue(sketch.release(), month)
    assert any("board" in chart.alt for chart in issue.charts)
    assert any(chart.title.startswith("stamps") for chart in issue.charts)
