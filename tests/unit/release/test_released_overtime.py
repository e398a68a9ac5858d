"""Overtime by section is published only where the book proves that nobody has more than half of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.release.april_release import MONTH, SIZES, Row, cells, released
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path

EVEN = {"a": (60, 6, 15), "b": (66, 6, 15), "c": (72, 6, 15), "tiny": (40, 4, 15)}
"""Section → its hours, how many had any, and the longest of one."""


def book(**other: tuple[float, int | None] | tuple[float, int, float]) -> list[Row]:
    """The mart of April: `EVEN`, with other lines for some sections; a third number is the longest hours."""
    lines: list[Row] = []
    for section, even in EVEN.items():
        hours, people, *longest = other.get(section, even)
        lines.append(
            {
                "section": section,
                "month": MONTH,
                "hours": float(hours),
                "people": people,
                "longest": float(longest[0]) if longest and longest[0] is not None else None,
                "heads": float(SIZES[section]),
                "state": "final",
            }
        )
    return lines


def told(folder: Path, lines: list[Row]) -> dict[str, str | None]:
    return cells(released(folder, mart__overtime_month=lines)["overtime_month"])


def test_hours_are_told_by_the_half_hour_a_head(tmp_path: Path) -> None:
    """Small sections are one group; who is in it is not told apart."""
    assert told(tmp_path, book()) == {
        "a": "small_group",
        "tiny": "small_group",
        SMALL: "10.0",
        "b": "11.0",
        "c": "12.0",
        TOWN: "11.0",
    }


@pytest.mark.parametrize(
    "line",
    [
        (66, 6),  # all may be one person's
        (66, None),
        (66, 2, 33),  # each of the two knows the other's
        (66, 6, 34),
    ],
)
def test_what_one_person_may_have_more_than_half_of_is_withheld_and_covered(
    line: tuple[float, int | None], tmp_path: Path
) -> None:
    """A neighbour goes with it, so that nobody can subtract."""
    found = told(tmp_path, book(b=line))
    assert (found["b"], found[TOWN]) == ("dominance", "11.0")
    assert sorted((found[SMALL], found["c"])) in (["10.0", "dominance"], ["12.0", "dominance"])


@pytest.mark.parametrize("line", [(66, 3, 33), (66, 6, 11)])
def test_what_nobody_has_more_than_half_of_is_told(
    line: tuple[float, int | None], tmp_path: Path
) -> None:
    assert told(tmp_path, book(b=line))["b"] == "11.0"


def test_hardly_any_overtime_and_none_look_alike(tmp_path: Path) -> None:
    """0 would say of everyone in the section that they went home; a withheld cell, that one did not."""
    for line in ((0, 0), (2, 1), (2, None)):
        assert told(tmp_path, book(b=line))["b"] == "0.5未満"


@pytest.mark.parametrize("state", ["provisional", "incomplete"])
def test_a_month_that_may_still_change_is_not_shown(state: str, tmp_path: Path) -> None:
    """Two nights of one month would tell the hours that were entered between them."""
    found = told(tmp_path, [{**line, "state": state} for line in book()])
    assert set(found.values()) == {"settling", "small_group"}


def test_an_unknown_section_and_one_without_anybody_have_no_cell(tmp_path: Path) -> None:
    lines = book()
    lines[2] |= {"heads": None}
    lines.append({**lines[0], "section": None})
    assert "c" not in told(tmp_path, lines)
