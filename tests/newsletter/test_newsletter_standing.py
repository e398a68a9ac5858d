"""An issue that is not final says so, says why, and names what is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dashboards.newsletter.issue import make_issue
from dashboards.newsletter.wording.issue_state import IssueState, issue_state_of
from tests.newsletter.town import Sketch, sketch_town
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from typing import Any


def state(sketch: Sketch, month: date) -> IssueState:
    return issue_state_of(sketch.release(), month)


def lose(sketch: Sketch, days: list[date], state: str | None, source: str = "google") -> None:
    for row in sketch.cells("freshness", source=source):
        if row["day_on"] in days:
            row["state"] = state


def test_a_month_whose_numbers_are_all_final_has_no_mark(sketch: Sketch, month: date) -> None:
    """No word of 暫定 anywhere in the issue, although a Sunday is missing."""
    lose(sketch, [date(2026, 3, 1)], "gap")
    issue = make_issue(sketch.release(), month)
    assert issue.state.is_final
    assert "暫定" not in issue.title + "".join(chart.note for chart in issue.charts)


def test_missing_days_are_named_by_source_and_day(sketch: Sketch, month: date) -> None:
    """Three days are named, more are 「ほか」; every way of missing counts."""
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=month)
    lose(sketch, [date(2026, 3, 3)], "failed")
    assert state(sketch, month).reasons == (
        "Google Workspace の記録が届いていない日があります（3月3日）。",
    )
    lose(sketch, [date(2026, 3, d) for d in (4, 5)], None)
    lose(sketch, [date(2026, 3, 9)], "incomplete")
    assert state(sketch, month).reasons == (
        "Google Workspace の記録が届いていない日があります（3月3日、3月4日、3月5日ほか）。",
    )
    issue = make_issue(sketch.release(), month)
    assert issue.title == "ひろがり通信 令和8年3月号（暫定）"
    assert {chart.note[:4] for chart in issue.charts} == {"【暫定】"}


def test_a_missing_sunday_is_no_reason(sketch: Sketch, month: date) -> None:
    """No number waits for a day on which nobody works: another day is named, the Sunday is not."""
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=month)
    lose(sketch, [date(2026, 3, 1), date(2026, 3, 3)], "gap")
    (reason,) = state(sketch, month).reasons
    assert "3月3日" in reason
    assert "3月1日" not in reason


def test_days_a_provider_may_still_correct_are_told_apart(sketch: Sketch, month: date) -> None:
    """Provisional is not missing."""
    sketch.set("use_month", {"state": "provisional"}, section=TOWN, month=month)
    lose(sketch, [date(2026, 3, 30)], "provisional", source="printers")
    assert state(sketch, month).reasons == (
        "プリンターの記録は、提供元があとから直すことがある日を含みます。",
    )
    sketch.speak("en")
    assert state(sketch, month).reasons == ("May still be corrected: the printers' log.",)


def test_sources_that_may_change_are_told_in_one_sentence(sketch: Sketch, month: date) -> None:
    """Books by their Japanese names; a book that no number comes from is no reason."""
    sketch.set("use_month", {"state": "provisional"}, section=TOWN, month=month)
    for kind in ("minutes", "approvals", "actions", "trainings"):
        row = {**sketch.rows["freshness"][0], "source": kind, "kind": kind}
        sketch.rows["freshness"].append(row | {"day_on": date(2026, 3, 2), "state": "provisional"})
    (reason,) = state(sketch, month).reasons
    assert reason == "決裁の記録簿、議事録の記録簿は、提供元があとから直すことがある日を含みます。"
    for kind in ("fax", "meetings"):
        row = {**sketch.rows["freshness"][0], "source": kind, "kind": kind}
        sketch.rows["freshness"].append(row | {"day_on": date(2026, 3, 2), "state": "provisional"})
    (reason,) = state(sketch, month).reasons
    assert reason.count("記録簿") == 3
    assert "など4の記録は" in reason


def test_a_monthly_book_is_late_only_when_its_month_is_over(sketch: Sketch, month: date) -> None:
    """Filed on the first, be it a Sunday: missing when the month is over, not while it runs."""
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=month)
    day = sketch.rows["freshness"][0]
    for at in (date(2026, 2, 1), month):
        book = day | {"source": "fax", "kind": "fax", "day_on": at, "state": "final"}
        sketch.rows["freshness"].append(book | ({"state": "gap"} if at == month else {}))
    assert month.weekday() == 6
    assert state(sketch, month).reasons == ("FAXの記録簿に、この月の分がまだありません。",)
    sketch.as_of = date(2026, 3, 20)
    assert state(sketch, month).reasons == ("月の途中です。令和8年3月20日までの数です。",)
    sketch.as_of = date(2026, 4, 6)
    sketch.speak("en")
    assert state(sketch, month).reasons == ("This month is not yet in the book of FAXes.",)


def test_a_month_that_is_not_over_says_up_to_when(sketch: Sketch, month: date) -> None:
    """Drawn on the 20th, the issue is provisional even where each day read is final."""
    sketch.as_of = date(2026, 3, 20)
    assert state(sketch, month).reasons == ("月の途中です。令和8年3月20日までの数です。",)
    sketch.as_of = date(2026, 3, 31)
    assert state(sketch, month).is_final


def test_a_state_without_a_day_to_name_is_still_told(sketch: Sketch, month: date) -> None:
    """Not final and no source-day says why: the issue does not pretend to be final."""
    sketch.set("paper_month", {"state": "provisional"}, month=month)
    assert state(sketch, month).reasons == ("まだ確定していない数があります。",)


def test_no_number_at_all_is_said(month: date) -> None:
    """An issue of a month without any figure has no chart, and says so twice."""
    empty = Sketch([])
    issue = make_issue(empty.release(), month)
    assert issue.charts == ()
    assert issue.headline == "この月の全庁の数は、まだありません。"
    assert issue.state.reasons == ("この月の数は、まだ出ていません。",)


def test_a_source_of_a_kind_we_do_not_know_has_its_own_name(month: date) -> None:
    """Its name in the settings, without invisible characters."""
    sketch = sketch_town()
    sketch.set("use_month", {"state": "incomplete"}, section=TOWN, month=month)
    extra: dict[str, Any] = {
        **sketch.rows["freshness"][4],
        "source": "掲示板\u202e",
        "kind": "mapped",
    }
    sketch.rows["freshness"].append(extra | {"state": "gap"})
    assert state(sketch, month).reasons == ("「掲示板」が届いていない日があります（3月5日）。",)
