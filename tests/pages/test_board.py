"""The board shows each action once, at its step, with the one verdict by its own measure."""

from __future__ import annotations

from datetime import date

from dashboards.pages.board import board_page
from dashboards.pages.site import site_pages
from tests.pages.two_sections import JA, Row, read
from tests.released_office import office_rows
from tests.releases import Made, make_release

PLANNED = date(2025, 3, 3)


def line(number: str, **more: object) -> Row:
    """A line of the action book, observed in March."""
    key = {"action": number, "title": "朝礼をチャットに移す", "measure": "朝礼の時間"}
    return key | {"step": "observed", "observed_on": PLANNED, "is_overdue": False} | more


def wave(number: str, section: str, acted_on: date | None = None, **more: object) -> Row:
    """A line of one action that begins in several sections, judged by meeting hours."""
    step = "observed" if acted_on is None else "acted"
    own = {"section": section, "acted_on": acted_on, "step": step, "series": "meeting_hours"}
    return line(number, **(own | more))


def verdict(number: str, section: str, answer: str = "changed") -> Row:
    return {
        "action": number,
        "title": "朝礼をチャットに移す",
        "series": "meeting_hours",
        "section": section,
        "started": date(2025, 4, 1),
        "judged_after": date(2025, 10, 1),
        "compared": "by_lot",
        "answer": answer,
        "change": -20.0,
        "low": -30.0,
        "high": -10.0,
        "smallest": 12.0,
        "treated": 2,
        "controls": 3,
    }


def test_no_lane_is_empty() -> None:
    """Three empty lanes took a screen."""
    for actions in ([line("1")], [line("1"), line("2", step="checked", title="ほか")]):
        page = board_page(*reversed(read(action=actions)), JA)
        assert len(page.lanes) == len(actions)
        assert all(lane.cards for lane in page.lanes)


def test_lines_of_one_action_are_one_card_with_one_verdict() -> None:
    """An order by lot is as many lines as sections, and one action."""
    april = date(2025, 4, 7)
    actions = [wave("1", "a", april), wave("2", "b"), line("3", title="ほか")]
    cells, targets = read(action=actions, verdict=[verdict("1", "a"), verdict("2", "b")])
    page = board_page(targets, cells, JA)
    acted = next(lane for lane in page.lanes if lane.title == "やってみる")
    (card,) = acted.cards
    assert card.number == "①②"
    assert card.lines[-2:] == ("福祉課：令和7年4月から", "税務課：まだ始めていません")
    assert [one.kind for one in card.verdicts] == ["changed"]
    assert page.sentence.startswith("2件の取り組みのうち")
    assert "判定できた1件" in page.lead[0]


def test_lines_that_were_judged_apart_keep_their_verdicts() -> None:
    """A section that joined later has a verdict of its own."""
    april = date(2025, 4, 7)
    found = [verdict("1", "a"), verdict("2", "b", "not_shown")]
    cells, targets = read(action=[wave("1", "a", april), wave("2", "b", april)], verdict=found)
    (lane,) = board_page(targets, cells, JA).lanes
    assert [one.kind for one in lane.cards[0].verdicts] == ["changed", "not_shown"]


def test_lines_without_a_measure_are_actions_of_their_own() -> None:
    """Nothing says that they are one."""
    cells, targets = read(action=[line("1", measure=None), line("2", measure=None)])
    (lane,) = board_page(targets, cells, JA).lanes
    assert len(lane.cards) == 2


def test_an_action_is_checked_when_it_was_checked_in_all_sections() -> None:
    """Checked in one and under way in the other: under way, its days open."""
    dates = {"acted_on": date(2025, 4, 7), "checked_on": date(2025, 12, 1), "step": "checked"}
    done, other = wave("1", "a") | dates, wave("2", "b", date(2025, 11, 4))
    cells, targets = read(action=[done, other])
    page = board_page(targets, cells, JA)
    assert [lane.title for lane in page.lanes] == ["やってみる"]
    cells, targets = read(action=[done, other | dates | {"checked_on": date(2026, 3, 3)}])
    page = board_page(targets, cells, JA)
    assert [lane.title for lane in page.lanes] == ["確かめた"]
    assert "365日" in page.lead[-1]


def test_the_verdict_is_the_one_answer() -> None:
    """No second method stands beside it under other words."""
    release = make_release(Made(extra=office_rows()))
    page = next(one for one in site_pages(release) if one.file == "actions.html")
    assert not page.figures
