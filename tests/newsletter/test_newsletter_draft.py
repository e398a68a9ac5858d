"""On the second working day a draft of the month before is made from the last release, final or not."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from flows.night.newsletter_draft import draft_if_due, is_draft_day
from flows.settings.settings import load_settings
from tests.newsletter.town import MONTH
from warehouse.facts.store import open_store
from warehouse.release.publishing import write_release
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from flows.settings.settings import Settings
    from tests.newsletter.town import Sketch

SECOND_WORKING_DAY = date(2026, 4, 2)
"""A Thursday."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A town whose warehouse holds nothing yet."""
    file = tmp_path / "hirogari.toml"
    file.write_text(
        '[town]\nname = "みなも町"\nlaunched_on = 2024-04-01\n'
        '[roster]\nstaff = "staff.csv"\nsections = "sections.csv"\n',
        encoding="utf-8",
    )
    return load_settings(file)


def released(settings: Settings, sketch: Sketch) -> None:
    settings.data.mkdir()
    with open_store(settings.warehouse) as store:
        write_release(store, sketch.release())


def subject(settings: Settings) -> str:
    (letter,) = settings.newsletter.glob("*/*.eml")
    return str(message_from_bytes(letter.read_bytes(), policy=default)["Subject"])


def test_a_final_month_is_drafted_without_a_word_of_doubt(
    settings: Settings, sketch: Sketch
) -> None:
    """Every line is a file of the month before, and the letter carries no 暫定."""
    released(settings, sketch)
    lines = list(draft_if_due(settings, SECOND_WORKING_DAY))
    assert {path.suffix for path in (settings.newsletter / "2026-03").iterdir()} == {
        ".docx",
        ".eml",
        ".html",
        ".md",
        ".pdf",
        ".png",
        ".svg",
        # The mark that says which of them are ours.
        ".json",
    }
    assert all(line.startswith("wrote ") for line in lines)
    assert "暫定" not in subject(settings)


def test_a_month_that_is_not_final_is_drafted_and_said_to_be_open(
    settings: Settings, sketch: Sketch
) -> None:
    """The log gives the reason that the letter gives; the letter is marked."""
    sketch.set("use_month", {"state": "provisional"}, section=TOWN, month=MONTH)
    for row in sketch.cells("freshness", source="google", day_on=date(2026, 3, 30)):
        row["state"] = "provisional"
    released(settings, sketch)
    told = [line for line in draft_if_due(settings, SECOND_WORKING_DAY) if "not final" in line]
    assert told == [
        "2026-03 is not final: Google Workspace の記録は、提供元があとから直すことがある日を含みます。"
    ]
    assert "（暫定）" in subject(settings)


def test_a_release_that_nights_without_a_run_left_behind_is_not_taken_for_final(
    settings: Settings, sketch: Sketch
) -> None:
    """Every cell is final, but the last release ends before the month did."""
    sketch.as_of = date(2026, 3, 20)
    released(settings, sketch)
    told = [line for line in draft_if_due(settings, SECOND_WORKING_DAY) if "not final" in line]
    assert told == ["2026-03 is not final: 月の途中です。令和8年3月20日までの数です。"]
    assert "（暫定）" in subject(settings)


@pytest.mark.parametrize("today", [date(2026, 4, 1), date(2026, 4, 3), date(2026, 4, 4)])
def test_other_days_draft_nothing(settings: Settings, sketch: Sketch, today: date) -> None:
    """The first and the third working day, and a Saturday."""
    released(settings, sketch)
    (line,) = draft_if_due(settings, today)
    assert "nothing to draft" in line
    assert not settings.newsletter.exists()


def test_holidays_and_the_town_halls_own_closures_do_not_count_as_working_days() -> None:
    """The year begins on 4 January, May has its holidays, a Saturday follows the day; a closure moves it on."""
    assert is_draft_day(date(2026, 1, 6), ())
    assert is_draft_day(date(2026, 5, 7), ())
    assert not is_draft_day(date(2026, 5, 4), ())
    assert is_draft_day(date(2026, 10, 2), ())
    assert not is_draft_day(date(2026, 10, 3), ())
    assert not is_draft_day(SECOND_WORKING_DAY, {date(2026, 4, 1)})
    assert is_draft_day(date(2026, 4, 3), {date(2026, 4, 1)})


def test_a_month_that_is_waited_for_is_drafted_in_the_night_that_shows_the_last_of_it(
    settings: Settings, sketch: Sketch
) -> None:
    """Once: not before, and not again."""
    released(settings, sketch)
    waited = ("use files", MONTH, SECOND_WORKING_DAY, None, None)
    with open_store(settings.warehouse) as store:
        store.append("release.line_month", [waited])
    (line,) = draft_if_due(settings, SECOND_WORKING_DAY)
    assert "the draft waits" in line
    assert not settings.newsletter.exists()
    shown_on = date(2026, 4, 7)
    with open_store(settings.warehouse) as store:
        store.execute("update release.line_month set frozen_on = ?", [shown_on])
    assert "nothing to draft" in next(draft_if_due(settings, date(2026, 4, 6)))
    assert next(draft_if_due(settings, shown_on)).startswith("wrote ")
    assert "nothing to draft" in next(draft_if_due(settings, shown_on))
