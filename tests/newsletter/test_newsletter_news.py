"""What is new this month: steps first reached, tools become normal, and nothing that is not sure."""

from __future__ import annotations

from datetime import date

import pytest

from dashboards.newsletter.figures import Figures
from dashboards.newsletter.issue import make_issue
from dashboards.newsletter.wording.news import tell_news
from dashboards.newsletter.wording.phrases import phrases_of
from tests.newsletter.town import MONTH, Sketch, sketch_town
from warehouse.release.tables.release import TOWN


@pytest.fixture
def sketch() -> Sketch:
    """A town in which nothing is new yet."""
    made = sketch_town()
    made.rows["milestone"] = []
    made.rows["normal_month"] = []
    return made


def reach(sketch: Sketch, *sections: str, step: int = 50, **more: object) -> None:
    """Let the sections reach a step with chat in the month of the issue."""
    sketch.rows["milestone"] += [
        {"section": code, "tool": "chat", "milestone": step, "month": MONTH, "state": "final"}
        | more
        for code in sections
    ]


def become_normal(sketch: Sketch, section: str, *states: tuple[date, bool | None]) -> None:
    """Say for each month whether file sharing was normal."""
    sketch.rows["normal_month"] += [
        {"section": section, "tool": "files", "month": month, "is_normal": is_normal}
        | {"state": "final"}
        for month, is_normal in states
    ]


def news(sketch: Sketch) -> tuple[str, ...]:
    """The month's news."""
    return tell_news(Figures(sketch.release(), MONTH), phrases_of(sketch.town))


def test_a_step_is_told_in_words_with_its_sections_in_the_towns_order(sketch: Sketch) -> None:
    """The highest step first; three are named, more are 「ほか」; no number of people, no per cent."""
    reach(sketch, "a03", "a01")
    reach(sketch, "a05", "a02", "a06", "a04", step=84)
    assert news(sketch) == (
        "「チャット」を使ったことのある職員が、企画政策課、住民福祉課、こども課ほかで6人に5人に達しました。",
        "「チャット」を使ったことのある職員が、総務課、税務課で半分に達しました。",
    )
    sketch.speak("en")
    assert news(sketch)[1] == "“Chat” has now been used by half of the staff of 総務課, 税務課."


def test_the_whole_town_hall_is_told_before_its_sections(sketch: Sketch) -> None:
    """Where the town hall is there, no section is picked out."""
    reach(sketch, "a03", TOWN)
    (told,) = news(sketch)
    assert "全庁で半分" in told
    assert "税務課" not in told


@pytest.mark.parametrize(
    "more", [{"month": date(2026, 2, 1)}, {"month": None}, {"state": "provisional"}]
)
def test_what_is_older_or_not_sure_is_no_news(sketch: Sketch, more: dict[str, object]) -> None:
    """Last month's step, one not surely reached, and one of a month that may still change."""
    reach(sketch, "a03", **more)
    assert news(sketch) == ()


def test_a_tool_becomes_normal_once(sketch: Sketch) -> None:
    """This month normal and last month not: told. Normal before, or not known before: not told."""
    february = date(2026, 2, 1)
    become_normal(sketch, "a01", (february, False), (MONTH, True))
    become_normal(sketch, "a02", (february, True), (MONTH, True))
    become_normal(sketch, "a03", (february, None), (MONTH, True))
    become_normal(sketch, "a04", (february, True), (MONTH, False))
    (told,) = news(sketch)
    assert told.startswith("総務課で、「ファイル共有」が「当たり前」になりました")


def test_news_stands_under_the_headline(sketch: Sketch) -> None:
    """In the lead, which every format prints; three at the most."""
    for step in (16, 50, 84):
        reach(sketch, "a01", step=step)
    become_normal(sketch, "a01", (date(2026, 2, 1), False), (MONTH, True))
    told = news(sketch)
    assert len(told) == 4
    lead = make_issue(sketch.release(), MONTH).lead
    assert lead[-3:] == told[:3]
