"""Slack's member analytics: what is a month's is added up, and what may not be one is told, with nobody's row."""

from __future__ import annotations

import csv
import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors.slack import members as slack_members
from flows.messages import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from connectors.contract.streams import Finding

HEADER = ("Name", "Account type", "Days active", "Messages posted", "Messages posted in channels")
SATO, ITO = ("佐藤,カナリア", "Member", "30", "1,200", "7"), ("伊藤", "Admin", "2", "0", "0")
APRIL = "slack-members-2025-04.csv"


def save(
    path: Path, *rows: Sequence[str], header: Sequence[str] = HEADER, bom: bool = True
) -> None:
    """Write an export."""
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        csv.writer(file).writerows((header, *rows))


def read(folder: Path) -> list[tuple[date, int, int]]:
    """Return month, messages and person-days of whatever is sound in 2025; raise what is not."""
    connector = slack_members.connect(
        slack_members.Settings(name="months", files=(folder / "*.csv",))
    )
    window = Window(date(2025, 1, 1), date(2026, 1, 1))
    batches = connector.fetch(connector.streams[0], window)
    rows = [row for batch in batches for row in batch.rows.to_pylist()]
    return [(row["day_on"], row["uses"], row["people"]) for row in rows]


def wrong(folder: Path) -> list[Finding]:
    """Return what `check` finds wrong; nobody's row is in it, and the night does not read it either."""
    connector = slack_members.connect(
        slack_members.Settings(name="months", files=(folder / "*.csv",))
    )
    found = [finding for finding in connector.check() if not finding.is_ok]
    assert "カナリア" not in repr(found)
    with pytest.raises(SkipPart):
        read(folder)
    return found


@pytest.mark.parametrize("bom", [True, False])
def test_columns_are_found_by_name_with_and_without_the_mark(tmp_path: Path, *, bom: bool) -> None:
    """In any order; the part that was posted in channels is not taken for all messages."""
    header, *rows = ((*row[3:], *row[:3]) for row in (HEADER, SATO, ITO))
    save(tmp_path / APRIL, *rows, header=header, bom=bom)
    assert read(tmp_path) == [(date(2025, 4, 1), 1200, 32)]


def test_guests_and_robots_are_no_staff(tmp_path: Path) -> None:
    """Where the account type says so; a name that sounds like it does not count."""
    guest, robot = ("x", "Multi-Channel Guest", "9", "9", "9"), ("x", "bot", "30", "900", "0")
    save(tmp_path / APRIL, SATO, guest, robot, ("Talbot", "Member", "1", "1", "0"))
    assert read(tmp_path) == [(date(2025, 4, 1), 1201, 31)]


@pytest.mark.parametrize(
    "name", [APRIL, "2025-04 (1).csv", "町 Member Analytics Apr 1, 2025 - Apr 30, 2025.csv"]
)
def test_a_name_that_says_one_whole_month_is_taken(name: str, tmp_path: Path) -> None:
    """Written by hand or by Slack."""
    save(tmp_path / name, SATO)
    assert read(tmp_path) == [(date(2025, 4, 1), 1200, 30)]


@pytest.mark.parametrize(
    "name",
    [
        "members.csv",
        "slack-2025-04-17.csv",
        "slack-2025-13.csv",
        "slack-2025-04-2025-05.csv",
        "slack-2025-04-17-2025-05.csv",
        "町 Member Analytics Prior 30 Days - Apr 30, 2025.csv",
        "町 Member Analytics Apr 1, 2025 - Apr 29, 2025.csv",
        "町 Member Analytics Apr 1, 2024 - Apr 30, 2025.csv",
        "町 Member Analytics Mar 1, 2025 - Apr 30, 2025.csv",
    ],
)
def test_a_name_that_says_no_whole_month_sets_the_file_aside(name: str, tmp_path: Path) -> None:
    """Another month is read all the same."""
    save(tmp_path / name, SATO)
    save(tmp_path / "slack-members-2025-03.csv", ITO)
    (finding,) = wrong(tmp_path)
    assert finding.place == name
    assert "slack-members-2026-04.csv" in finding.next_step
    (tmp_path / name).unlink()
    assert read(tmp_path) == [(date(2025, 3, 1), 0, 2)]


def test_two_files_of_a_month_are_both_set_aside(tmp_path: Path) -> None:
    """Which of the two is right, nobody can tell."""
    save(tmp_path / APRIL, SATO)
    save(tmp_path / "2025-04 (1).csv", ITO)
    found = wrong(tmp_path)
    assert {finding.place for finding in found} == {APRIL, "2025-04 (1).csv"}
    assert all("same month" in finding.thing for finding in found)


def test_a_month_saved_before_its_end_is_not_taken_for_whole(tmp_path: Path) -> None:
    """On its last day in Japan it still runs; a minute later it is over."""
    save(tmp_path / APRIL, SATO)
    midnight = datetime(2025, 4, 30, 15, tzinfo=UTC).timestamp()
    os.utime(tmp_path / APRIL, (midnight - 60, midnight - 60))
    (finding,) = wrong(tmp_path)
    assert "before its month was over" in finding.thing
    os.utime(tmp_path / APRIL, (midnight + 60, midnight + 60))
    assert read(tmp_path) == [(date(2025, 4, 1), 1200, 30)]


@pytest.mark.parametrize(
    ("days", "messages", "owed"),
    [
        ("31", "1", ("Days active", "longer time")),
        ("3.5", "1", ("Days active", "no whole number")),
        ("", "1", ("Days active", "no whole number")),
        ("3", "many カナリア", ("Messages posted", "no whole number")),
        ("3", "-1", ("Messages posted", "no whole number")),
    ],
)
def test_a_number_that_cannot_be_is_told_with_row_and_column(
    days: str, messages: str, owed: tuple[str, str], tmp_path: Path
) -> None:
    """And the file is left out whole: no month is short of a member."""
    save(tmp_path / APRIL, SATO, ("カナリア", "Member", days, messages, "0"))
    (finding,) = wrong(tmp_path)
    assert finding.place == APRIL
    assert finding.thing.startswith("line 3 ")
    assert all(words in finding.thing for words in owed)


def test_an_export_without_members_is_no_quiet_month(tmp_path: Path) -> None:
    """Slack lists everybody, whether they did something or not."""
    save(tmp_path / APRIL)
    (finding,) = wrong(tmp_path)
    assert finding.thing == "the file lists no member"


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    """The two counts are needed; the account type may be missing."""
    save(tmp_path / APRIL, ("30", "1"), header=("Days active", "Posts"))
    (finding,) = wrong(tmp_path)
    assert in_language(finding.thing, "ja") == "列「Messages posted」がありません"
    save(tmp_path / APRIL, ("30", "1"), header=("Days active", "Messages posted"))
    assert read(tmp_path) == [(date(2025, 4, 1), 1, 30)]
