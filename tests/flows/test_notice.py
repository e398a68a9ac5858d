"""The notice for staff must state the numbers in force; after a change of the settings `check` names outdated ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.commands.check import check_findings
from flows.settings.privacy_notice import NAME, notice_findings, notice_text
from flows.settings.settings import load_settings
from warehouse.policy import USUAL, Floors, Policy

if TYPE_CHECKING:
    from pathlib import Path

STRICTER = Policy(Floors(7, 12), raw_days=20, person_months=6)


def _told(folder: Path, policy: Policy) -> list[str]:
    return [one.thing for one in notice_findings(folder, policy)]


def test_a_notice_with_the_settings_numbers_is_well(tmp_path: Path) -> None:
    """It passes as `init` writes it and as a town edits it: without the brackets, or in full-width digits."""
    for policy in (USUAL, STRICTER):
        text = notice_text(policy)
        for form in (
            text,
            text.replace("〔", "").replace("〕", ""),
            text.translate({ord(str(n)): 0xFF10 + n for n in range(10)}),
        ):
            (tmp_path / NAME).write_text(form, encoding="utf-8-sig")
            assert not _told(tmp_path, policy)


def test_each_number_that_the_settings_changed_is_named(tmp_path: Path) -> None:
    """Days, months and both minimum group sizes are reported, each with its setting, the new number and the line."""
    (tmp_path / NAME).write_text(notice_text(USUAL), encoding="utf-8")
    told = list(notice_findings(tmp_path, STRICTER))
    assert [one.thing.split("(")[1].split(")")[0] for one in told] == [
        "[retention] raw_days = 20", "[retention] person_months = 6", "[privacy] section = 7", "[privacy] merged = 12",
    ]  # fmt: skip
    lines = notice_text(USUAL).splitlines()
    assert "1件ごとの記録" in lines[int(told[0].place.rpartition(", ")[2]) - 1]


def test_a_town_without_the_notice_is_not_asked_for_it(tmp_path: Path) -> None:
    """A notice in other words or in another encoding is not checked either."""
    assert not _told(tmp_path, STRICTER)
    (tmp_path / NAME).write_bytes("記録は30日".encode("cp932"))
    assert not _told(tmp_path, STRICTER)


@pytest.mark.parametrize("days", [30, 20])
def test_check_holds_the_notice_against_the_settings(town_hall: Path, days: int) -> None:
    """The numbers are compared with the town's settings, not with the program's defaults."""
    town_hall.write_text(
        f"{town_hall.read_text(encoding='utf-8')}\n[retention]\nraw_days = {days}\n",
        encoding="utf-8",
    )
    (town_hall.parent / NAME).write_text(notice_text(USUAL), encoding="utf-8")
    named = [one for one in check_findings(load_settings(town_hall)) if "raw_days" in one.thing]
    assert len(named) == (days != 30)
    assert not any(one.is_ok for one in named)
