"""What a reader can conclude of a head count before its band is shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from warehouse.policy import Floors
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.rules.head_counts import Known, band_month, band_town_month
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from warehouse.release.tables.coding import Value

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


def april_after(march: int, april: int) -> list[Value | None]:
    """Of eight, so many had begun in March, when six had, and so many in April: what is shown of each."""
    staff, earlier = {f"p{k}" for k in range(8)}, {"s": (6, 8)}
    shown: list[Value | None] = []
    known = Known()
    for month, begun in ((MARCH, march), (APRIL, april)):
        known.begin(month, dict.fromkeys(staff, "s"))
        bands = band_month(known, month, {"s": (begun, 8)}, {}, earlier, date(2024, 1, 1))
        town = band_town_month(known, staff, begun, 8, bands, {"s": 8}, earlier.get("s", (0, 0))[0])
        shown += [band.value if band else None for band in (bands["s"], town)]
        earlier = {}
    return shown


def test_whoever_was_forgotten_is_missed_in_no_band() -> None:
    """Whoever knows of it would learn that this person was a user, and how many the others are."""
    assert None not in april_after(6, 6)
    assert april_after(6, 5) == april_after(6, 6)
    assert april_after(5, 5) == april_after(6, 6)


def test_a_habit_is_measured_of_whoever_was_there_for_all_twelve_weeks() -> None:
    """By group and for the whole town hall; where there is no break-down for the town hall alone."""
    old, new, end = date(2020, 4, 1), date(2025, 3, 3), date.max
    assignments = [(f"{section}{one}", section, old, end) for section in "st" for one in range(6)]
    late = [("new", "s", new, end), ("moved", "t", old, date(2025, 3, 2)), ("moved", "s", new, end)]
    late += [("back", "s", old, date(2025, 2, 7)), ("back", "s", date(2025, 2, 17), end)]
    roster = GroupedRoster([*assignments, *late], Floors())
    measured = roster.measured(date(2025, 3, 30), date(2025, 1, 6))
    assert measured["s"] == {*(f"s{one}" for one in range(6)), "moved"}
    assert not {"new", "back"} & measured[TOWN]
    assert len(measured[TOWN]) == 13
    whole = GroupedRoster([*assignments, *late], Floors())
    january = {date(2025, 1, 1): frozenset({"t"})}
    cut = [one for one in whole.assignments if one[0] == "moved" or one[1] == "s"]
    served = GroupedRoster(cut, Floors(), whole=whole, uncovered=january)
    assert "moved" not in served.measured(date(2025, 3, 30), date(2025, 1, 6))[TOWN]
    assert "moved" in served.measured(date(2025, 4, 27), date(2025, 2, 3))[TOWN]
    # Of a section that a source reaches, and that is left out with its group alone, the weeks are known.
    left_out = [one for one in cut if one[1] == "s"]
    assert (
        "moved"
        in GroupedRoster(left_out, Floors(), whole=whole).measured(
            date(2025, 3, 30), date(2025, 1, 6)
        )[TOWN]
    )
    alone = GroupedRoster([one for one in assignments if one[1] == "s"], Floors())
    assert alone.measured(date(2025, 3, 30), date(2025, 1, 6)) == {
        TOWN: {f"s{k}" for k in range(6)}
    }
