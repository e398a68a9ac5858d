"""Hours in meetings and outside working hours are published only where no one person dominates them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.release.april_release import (
    DAYS,
    MONTH,
    SIZES,
    Row,
    cells,
    outside,
    per_person,
    released,
    work,
)
from warehouse.release.lower_bounds import implied_users
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from pathlib import Path


def hours(uses: dict[str, int], out: dict[str, int]) -> list[Row]:
    """A day of uses for each person."""
    return [
        {
            "staff": staff,
            "day_on": DAYS[0],
            "uses": uses[staff],
            "uses_out_of_hours": out.get(staff, 0),
        }
        for staff in uses
    ]


def test_one_person_with_more_than_half_of_the_evenings_is_hidden_and_covered(
    tmp_path: Path,
) -> None:
    """The next smallest section goes with them; little is told whoever it was."""
    uses = per_person(a=[100] * 6, b=[110] * 6, c=[200] * 6, tiny=[100] * 4)
    out = per_person(a=[90, 10, 5, 5, 0, 0], b=[20] * 6, c=[10, 0, 0, 0, 0, 0])
    rows = released(
        tmp_path, core__hours_day=hours(uses, out), mart__work_month=work(uses, out, {})
    )
    assert cells(rows["work_month"], measure="out_of_hours") == {
        "a": "small_group",
        "tiny": "small_group",
        SMALL: "dominance",
        "b": "dominance",
        "c": "5%未満",
        TOWN: "約10%",
    }


def test_no_use_at_all_is_told_as_little_out_of_hours_is(tmp_path: Path) -> None:
    """An empty cell beside the others' would say of everyone in the section that they used nothing."""
    uses = per_person(a=[100] * 6, b=[0] * 6, c=[100] * 6, tiny=[100] * 4)
    out = per_person(a=[10] * 6, tiny=[10] * 4)
    rows = released(
        tmp_path,
        core__hours_day=hours({one: n for one, n in uses.items() if n}, out),
        mart__work_month=work(uses, out, {}),
    )
    found = cells(rows["work_month"], measure="out_of_hours")
    assert (found["b"], found["c"]) == ("5%未満", "5%未満")


def test_hours_in_meetings_are_told_by_the_half_hour_a_head(tmp_path: Path) -> None:
    """Of less than half an hour nobody is asked; of one person's hours nothing is told."""
    minutes = per_person(a=[60] * 6, b=[300, 0, 0, 0, 0, 0], c=[100, 0, 0, 0, 0, 0], tiny=[60] * 4)
    joined = [{"staff": s, "day_on": DAYS[0], "seconds": 60 * m} for s, m in minutes.items()]
    rows = released(
        tmp_path,
        core__meeting_day=joined,
        mart__work_month=work({}, {}, {one: float(m) for one, m in minutes.items()}),
    )
    found = cells(rows["work_month"], measure="meeting_hours")
    assert {found[SMALL], found["b"], found["c"]} == {"dominance"}
    assert found[TOWN] == "1.0"


def test_a_head_is_somebody_there_on_every_working_day(tmp_path: Path) -> None:
    """Six hours of six people are an hour a head."""
    minutes = per_person(a=[60] * 6, b=[90] * 6, c=[90] * 6, tiny=[60] * 4)
    joined = [{"staff": s, "day_on": DAYS[0], "seconds": 60 * m} for s, m in minutes.items()]
    rows = released(
        tmp_path,
        core__meeting_day=joined,
        mart__work_month=work({}, {}, {one: float(m) for one, m in minutes.items()}),
    )
    found = cells(rows["work_month"], measure="meeting_hours")
    assert (found[SMALL], found["b"], found["c"]) == ("1.0", "1.5", "1.5")


def dominated_hours(folder: Path) -> dict[str, list[Row]]:
    """Of b one person has all hours in meetings; so that nobody can subtract, a neighbour is not shown either."""
    minutes = per_person(a=[60] * 6, b=[300, 0, 0, 0, 0, 0], c=[60] * 6, tiny=[60] * 4)
    begun = {section: 1 if section == "b" else SIZES[section] for section in SIZES}
    at = {"tool": "meetings", "month": MONTH, "state": "final"}
    return released(
        folder,
        core__requirement_day=[
            {"need": "meetings", "day_on": day, "state": "final"} for day in DAYS
        ],
        core__meeting_day=[
            {"staff": one, "day_on": DAYS[0], "seconds": 60 * told} for one, told in minutes.items()
        ],
        mart__work_month=work({}, {}, {one: float(told) for one, told in minutes.items()}),
        mart__activation_month=[
            {"section": one, "activated": count, "assigned": SIZES[one]} | at
            for one, count in begun.items()
        ],
    )


def test_a_reason_for_hours_proves_no_user_where_a_neighbour_has_the_same(tmp_path: Path) -> None:
    """Which of the two one person dominates cannot be told, so the band is cut from nobody on."""
    rows = dominated_hours(tmp_path)
    found = cells(rows["work_month"], measure="meeting_hours")
    assert list(found.values()).count("dominance") == 2
    assert found["b"] == "dominance"
    assert cells(rows["activation_month"])["b"] == "0〜50%"


def test_what_the_shown_sections_leave_of_the_whole_is_of_two_users_among_the_others(
    tmp_path: Path,
) -> None:
    """The lower bound names both sections that are not shown; that of the whole names none."""
    rows = dominated_hours(tmp_path)
    said = {one.among: one.n for one in implied_users(rows) if one.section == TOWN}
    hidden = tuple(
        row["section"] for row in rows["work_month"]
        if row["withheld_because"] == "dominance" and row["measure"] == "meeting_hours"
    )  # fmt: skip
    assert said == {(): 2, hidden: 2}
    assert "b" in hidden


def test_a_month_that_runs_or_is_not_there_has_no_value(tmp_path: Path) -> None:
    """「まだない」 is not withheld."""
    none = [row | {"state": "none", "uses": None} for row in work({}, {}, {})]
    rows = released(tmp_path, mart__work_month=none, mart__outside_month=outside())
    assert set(cells(rows["work_month"], section=TOWN).values()) == {None}
