"""What a reader can conclude of a head count before its band is shown."""

from __future__ import annotations

from datetime import date

from warehouse.groups import Floors, Roster
from warehouse.head_counts import Known
from warehouse.release import TOWN

MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)
OLD = {f"p{number}" for number in range(12)}


def least_in_april(closing: dict[str, str]) -> int:
    """Of a section of twelve and a newcomer, at least three of the twelve with a habit in March."""
    known = Known()
    known.begin(MARCH, dict.fromkeys({*OLD, "new"}, "s"))
    known.note(MARCH, "s", 2, 5)
    known.note_habits(MARCH, "s", OLD, 3)
    known.begin(APRIL, closing)
    known.note(APRIL, "s", 0, len(closing))
    return known.least(APRIL, "s")


def test_a_newcomer_takes_no_habit_along() -> None:
    """Three have begun whether or not the newcomer stays; each of the others may be one of the three."""
    assert least_in_april({**dict.fromkeys(OLD, "s"), "new": "s"}) == 3
    assert least_in_april({**dict.fromkeys(OLD, "s"), "new": "t"}) == 3
    assert least_in_april({**dict.fromkeys(OLD - {"p0"}, "s"), "p0": "t", "new": "s"}) == 2


def test_a_habit_is_measured_of_whoever_was_there_for_all_twelve_weeks() -> None:
    """By group and for the whole town hall; where there is no break-down for the town hall alone."""
    old, new, end = date(2020, 4, 1), date(2025, 3, 3), date.max
    assignments = [(f"{section}{one}", section, old, end) for section in "st" for one in range(6)]
    late = [("new", "s", new, end), ("moved", "t", old, new), ("moved", "s", new, end)]
    roster = Roster([*assignments, *late], Floors())
    measured = roster.measured(date(2025, 3, 30), date(2025, 1, 6))
    assert measured["s"] == {*(f"s{one}" for one in range(6)), "moved"}
    assert "new" not in measured[TOWN]
    assert len(measured[TOWN]) == 13
    alone = Roster([one for one in assignments if one[1] == "s"], Floors())
    assert alone.measured(date(2025, 3, 30), date(2025, 1, 6)) == {
        TOWN: {f"s{k}" for k in range(6)}
    }
