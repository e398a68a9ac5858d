"""The newsletter leads with what sections did in the month, and has no empty block."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from dashboards.newsletter.formats.letter import make_letter
from dashboards.newsletter.formats.markdown import make_markdown
from dashboards.newsletter.issue import NextTraining, make_issue
from tests.releases import Made, make_release

if TYPE_CHECKING:
    from warehouse.release.tables.release import Release

MONTH = date(2026, 2, 1)
Row = dict[str, Any]


def action(number: str, title: str, section: str | None, **dates: date | str) -> Row:
    key = {"action": number, "title": title, "section": section, "booked_section": section}
    return key | {"step": "acted", "observed_on": date(2025, 12, 1), "is_overdue": False} | dates


def town(*actions: Row) -> Release:
    return make_release(Made(extra={"action": list(actions)}))


def test_the_headline_is_an_action_of_the_month() -> None:
    """Begun before checked; what was done before or after is no news."""
    release = town(
        action("1", "前のこと", "somu", acted_on=date(2026, 1, 31)),
        action("2", "控えをやめる", "zeimu", acted_on=date(2025, 10, 1), checked_on=date(2026, 2, 9), result="stop"),
        action("3", "回覧を画面で読む", "somu", acted_on=date(2026, 2, 3)),
        action("4", "あとのこと", None, acted_on=date(2026, 3, 1)),
    )  # fmt: skip
    issue = make_issue(release, MONTH)
    assert issue.headline == "総務課で「回覧を画面で読む」を始めました。"
    assert issue.lead[0] == "税務課で「控えをやめる」を確かめ、やめることにしました。"
    said = "".join((issue.headline, *issue.lead))
    assert "前のこと" not in said
    assert "あとのこと" not in said


def test_one_action_of_several_sections_is_one_sentence() -> None:
    """As the board shows it."""
    lines = [
        action(str(k), "朝礼をやめる", one, acted_on=date(2026, 2, 3))
        for k, one in enumerate(("somu", "zeimu"))
    ]
    assert (
        make_issue(town(*lines), MONTH).headline == "総務課、税務課で「朝礼をやめる」を始めました。"
    )


def test_without_a_date_the_next_training_has_no_block() -> None:
    release = town()
    issue = make_issue(release, MONTH)
    assert "次の研修" not in make_markdown(issue)
    assert not re.search(r'class="box">\s*</td>', make_letter(issue, defaultdict(str)))
    announced = make_issue(release, MONTH, NextTraining(date(2026, 3, 10), "チャット"))
    assert "次の研修" in make_markdown(announced)
