"""Zoom's participants reports: every form seen in the wild, or a word about what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import SkipPart
from connectors.contract.streams import Window
from connectors.vendors import zoom

if TYPE_CHECKING:
    from pathlib import Path

JANUARY = Window(date(2021, 1, 1), date(2021, 2, 1))
ROW = "Sophie,s@town.example,01/21/2021 08:58:30 PM,01/21/2021 10:17:06 PM,78"


def _read(folder: Path, text: str, name: str = "report.csv") -> list[dict[str, Any]]:
    (folder / name).write_text(text, encoding="utf-8-sig")
    connector = zoom.connect(zoom.Settings(name="zoom", files=(folder / "*.csv",)))
    batches = connector.fetch(connector.streams[0], JANUARY)
    return [row for batch in batches for row in batch.rows.to_pylist()]


@pytest.mark.parametrize(
    "text",
    [
        f"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n{ROW},No\n",
        f"Name (original name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n{ROW},No\n",
        (
            "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,\n"
            "85512345678,Secret,01/21/2021 08:58:30 PM,01/21/2021 10:17:06 PM,h@x,78,2,\n\n"
            f"Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Recording Consent\n{ROW},\n"
        ),
    ],
    ids=["plain", "lower case", "with meeting data and recording consent"],
)
def test_each_form_gives_the_same_attendance(text: str, tmp_path: Path) -> None:
    """Times are the account's (Tokyo): 20:58 there is 11:58 UTC."""
    (row,) = _read(tmp_path, text)
    assert row["started_at"] == datetime(2021, 1, 21, 11, 58, 30, tzinfo=UTC)
    assert row["account"] == "s@town.example"
    assert not row["is_guest"]
    assert "Secret" not in repr(row)


def test_a_rejoin_is_one_meeting_and_two_connections(tmp_path: Path) -> None:
    """The meeting's number is in the file's name where the report has none."""
    header = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    again = ROW.replace("08:58:30", "10:18:00").replace("10:17:06", "10:20:00")
    rows = _read(tmp_path, f"{header}{ROW},No\n{again},No\n", "participants_85512345678.csv")
    assert len(rows) == 2
    assert {row["meeting"] for row in rows} == {"85512345678:2021-01-21"}


def test_the_report_of_unique_users_is_refused_by_column(tmp_path: Path) -> None:
    """It has no times: the message names the column that is missing."""
    text = "Name (Original Name),User Email, Total Durection(Minutes),Guest\nS,s@x,78,No\n"
    with pytest.raises(SkipPart, match="Join Time"):
        _read(tmp_path, text)


def test_a_day_before_the_month_is_not_guessed(tmp_path: Path) -> None:
    """21/01/2021 is no date in Zoom's form; it is refused, not turned round."""
    header = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest\n"
    with pytest.raises(SkipPart, match="line 2"):
        _read(tmp_path, f"{header}{ROW.replace('01/21', '21/01')},No\n")
