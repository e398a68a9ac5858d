"""Trainings are published by group: a line never identifies who of a small section attended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.unit.release.april_release import (
    DAYS,
    SIZES,
    Row,
    cells,
    people,
    released,
    settled_town,
    stays_itself,
)
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path


def held(came: dict[str, int], *, day_on: date = DAYS[0]) -> list[Row]:
    """A training of the book: how many came of each section."""
    return [
        {"training": "t", "section": s, "tool": None, "day_on": day_on, "attended": attended}
        for s, attended in came.items()
    ]


def test_training_coverage_is_a_band_and_the_towns_is_no_sharper(tmp_path: Path) -> None:
    """Of a section of which nobody came there is no row; the small ones are one group."""
    rows = released(
        tmp_path,
        core__training=held({"a": 4, "b": 2, "tiny": 4}),
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )["training_coverage"]
    found = cells(rows)
    assert found.keys() == {SMALL, "b", TOWN}
    assert (found[SMALL], found["b"]) == ("70〜100%", "17〜100%")
    assert found[TOWN] is not None


def test_trainings_are_listed_by_group_and_only_where_somebody_came(tmp_path: Path) -> None:
    """Of a section of one person a line would say that this person came; so would the state of its cell."""
    came = {"a": None, "b": 2, "tiny": 1}
    rows = released(
        tmp_path,
        core__training=[
            {"training": "t", "section": s, "tool": None, "day_on": DAYS[0], "attended": attended}
            for s, attended in came.items()
            if attended is not None
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )
    assert sorted(row["section"] for row in rows["training"]) == [SMALL, "b"]
    covered = {row["section"]: row for row in rows["training_coverage"]}
    assert covered.keys() == {SMALL, "b", TOWN}
    assert covered[SMALL]["low"] == 10.0


def test_a_training_of_when_a_section_was_small_is_listed_of_the_small_ones(tmp_path: Path) -> None:
    """Its line would say of three people that one of them came, however many there are today."""
    held = {"before": date(2024, 11, 5), "since": DAYS[0]}
    assigned = [
        {
            "staff": staff, "section": section, "to_on": None,
            "from_on": date(2025, 1, 6) if section == "b" and staff > "b2" else date(2020, 4, 1),
        }
        for section in SIZES for staff in people(section)
    ]  # fmt: skip
    rows = released(
        tmp_path,
        raw__assignment=assigned,
        core__training=[
            {"training": name, "section": "b", "tool": None, "day_on": day_on, "attended": 2}
            for name, day_on in held.items()
        ],
        core__town=[settled_town()],
        core__section_path=[stays_itself(section) for section in SIZES],
    )
    assert {row["training"]: row["section"] for row in rows["training"]} == {
        "before": SMALL,
        "since": "b",
    }
