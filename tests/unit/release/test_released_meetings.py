"""Meetings with guests and online meetings are published from ten on, and not where one organizer dominates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.release.april_release import (
    DAYS,
    MONTH,
    SIZES,
    Row,
    cells,
    outside,
    people,
    per_person,
    released,
    work,
)
from warehouse.release.lower_bounds import implied_users
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.lower_bounds import Rows


def opened(meetings: dict[str, tuple[int, int]]) -> list[Row]:
    return [
        {"staff": staff, "day_on": DAYS[0], "meetings": count, "with_guests": guests}
        for staff, (count, guests) in meetings.items()
    ]


def test_guests_are_told_from_ten_meetings_on_and_not_of_one_organizer(tmp_path: Path) -> None:
    """Nine meetings are too few; who opened more than half of the meetings is hidden."""
    rows = released(
        tmp_path,
        core__opened_day=opened(
            {
                "a0": (4, 2),
                "a1": (4, 2),
                "a2": (4, 1),
                "b0": (9, 3),
                "b1": (3, 1),
                "c0": (5, 1),
                "c1": (4, 1),
            }
        ),
        mart__outside_month=outside(a=(12, 5), b=(12, 4), c=(9, 2)),
        mart__work_month=work({}, {}, {}),
    )
    found = cells(rows["outside_month"])
    assert found["b"] == "dominance"
    assert found["c"] == "few_meetings"
    assert found[TOWN] == "約35%"


def meetings(by: dict[str, list[int]]) -> dict[str, list[Row]]:
    """Online meetings that each person opened, and both marts that count them."""
    counts = per_person(**by)
    total = {s: sum(counts.get(one, 0) for one in people(s)) for s in SIZES}
    return {
        "core__opened_day": opened({one: (n, 0) for one, n in counts.items() if n}),
        "mart__outside_month": outside(**{s: (n, 0) for s, n in total.items()}),
        "mart__work_month": work({}, {}, {}),
        "mart__paper_digital_month": [
            {
                "pair": "meetings",
                "month": MONTH,
                "section": s,
                "digital": float(n),
                "paper": 4.0,
                "state": "final",
            }
            for s, n in total.items()
        ],
    }


def test_online_meetings_beside_those_on_paper_are_told_as_work_is(tmp_path: Path) -> None:
    """A number of one person's meetings would prove that somebody in the section has begun."""
    rows = released(
        tmp_path,
        **meetings(
            {"a": [5] * 6, "b": [2, 0, 0, 0, 0, 0], "c": [12, 4, 0, 0, 0, 0], "tiny": [5] * 4}
        ),
    )["paper_digital_month"]
    told = {row["section"]: (row["digital"], row["withheld_because"]) for row in rows}
    assert told == {
        "a": (None, "small_group"),
        "tiny": (None, "small_group"),
        SMALL: (None, "dominance"),
        "b": (None, "few_meetings"),
        "c": (None, "dominance"),
        TOWN: (68.0, None),
    }


def test_no_online_meeting_at_all_is_as_few_as_nine(tmp_path: Path) -> None:
    """0 would say it of everyone; and one withheld section alone would follow from the whole."""
    for few in (0, 1):
        rows = released(
            tmp_path, **meetings({"a": [5] * 6, "b": [few] * 6, "c": [9] * 6, "tiny": [5] * 4})
        )["paper_digital_month"]
        found = cells(rows)
        assert found["b"] == "few_meetings"
        assert list(found.values()).count("dominance") == 1


def test_few_meetings_of_two_sections_are_covered_until_together_they_are_ten(
    tmp_path: Path,
) -> None:
    """The whole less the others would say of two small numbers what each alone does not say."""
    rows = released(
        tmp_path, **meetings({"a": [5] * 6, "b": [1] * 4, "c": [1] * 4, "tiny": [5] * 4})
    )["paper_digital_month"]
    assert cells(rows, state="final") == {
        "a": "small_group", "tiny": "small_group", SMALL: "dominance",
        "b": "few_meetings", "c": "few_meetings", TOWN: "78%",
    }  # fmt: skip


def test_nobodys_meetings_are_left_to_the_others_where_the_shown_ones_may_be_all() -> None:
    """Rounding alone is no proof: 100 may be 95, which two times 48 are not."""

    def month(town: float, *shown: float) -> Rows:
        sections = [*zip("ab", shown, strict=True), ("c", None), ("d", None), (TOWN, town)]
        return {
            "paper_digital_month": [
                {"section": s, "pair": "documents", "month": MONTH, "digital": told,
                 "withheld_because": None if told else "dominance"}
                for s, told in sections
            ]
        }  # fmt: skip

    assert [one.among for one in implied_users(month(98.0, 48.0, 50.0)) if one.among] == []
    assert [one.among for one in implied_users(month(99.0, 48.0, 50.0)) if one.among] == [
        ("c", "d")
    ]
    assert [one.among for one in implied_users(month(300.0, 150.0, 140.0)) if one.among] == []
    assert [one.among for one in implied_users(month(310.0, 150.0, 140.0)) if one.among] == [
        ("c", "d")
    ]
