"""Who was trained reaches the release as the book says it: of the section of that day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tests.unit.release.april_release import DAYS, SIZES, released, settled_town, stays_itself
from warehouse.release.tables.release import SMALL

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]
ENDS = date(2024, 12, 31)
FOUNDED = date(2025, 1, 1)
LONG_AGO, FOR_EVER = date(1900, 1, 1), date(9999, 12, 31)


def listed(folder: Path, section: str, paths: list[Row]) -> Row:
    """The one training in April 2025 as it is released."""
    rows = released(
        folder,
        core__training=[
            {"training": "t", "section": section, "tool": None, "day_on": DAYS[0], "attended": 3}
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(one) for one in SIZES if one != "b"] + paths,
    )["training"]
    assert len(rows) == 1
    return rows[0]


def gone(section: str, last: date, successor: str) -> list[Row]:
    row = stays_itself(section)
    return [row | {"to_on": last}, row | {"becomes": successor, "from_on": date(2025, 5, 1)}]


def test_a_training_is_released_with_the_section_of_its_day_and_of_today(tmp_path: Path) -> None:
    """The one places it in its month, the other finds it today."""
    row = listed(tmp_path, "b", gone("b", date(2025, 4, 30), "c"))
    assert (row["section"], row["held_in"]) == ("c", "b")


def test_a_training_of_a_small_section_is_told_of_no_single_one(tmp_path: Path) -> None:
    """In neither column."""
    row = listed(tmp_path, "tiny", [stays_itself("b")])
    assert (row["section"], row["held_in"]) == (SMALL, SMALL)


def test_a_training_booked_under_a_code_that_had_ended_is_its_successor_s(tmp_path: Path) -> None:
    """The book was kept with the old code for a while."""
    old = {"section": "alt", "becomes": "alt", "from_on": LONG_AGO, "to_on": ENDS}
    row = listed(
        tmp_path,
        "alt",
        [
            stays_itself("b"),
            old,
            old | {"becomes": "b", "from_on": FOUNDED, "to_on": FOR_EVER},
        ],
    )
    assert (row["section"], row["held_in"]) == ("b", "b")
