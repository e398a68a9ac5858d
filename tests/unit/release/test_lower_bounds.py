"""Lower bounds on users that released cells imply, from rows laid by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from warehouse.release.lower_bounds import implied_users
from warehouse.release.tables.names import TOWN

MONTH = date(2025, 4, 1)
Row = dict[str, Any]


def people(tool: str, **sizes: int) -> list[Row]:
    """Each group's people in a tool's table: only those whom the tool's sources cover."""
    return [
        {"section": section, "tool": tool, "month": MONTH, "n": n, "state": "final"}
        for section, n in sizes.items()
    ]


def hours(section: str, told: float | None) -> Row:
    """A cell of hours in online meetings per head; without a value, one person dominates it."""
    return {
        "section": section,
        "measure": "meeting_hours",
        "month": MONTH,
        "low": told,
        "high": told,
        "coding": None if told is None else "exact",
        "withheld_because": "dominance" if told is None else None,
    }


MEETINGS = people("meetings", a=10, c=10, _town=100)


@pytest.mark.parametrize("other", [12, 1_000])
@pytest.mark.parametrize("comes_last", ["meetings", "other"])
def test_hours_in_meetings_are_shared_among_the_people_whom_the_meetings_cover(
    other: int, comes_last: str
) -> None:
    """Another tool may cover fewer sections or more; how many people it covers changes nothing here."""
    chat = people("chat", a=10, _town=other)
    use = [*MEETINGS, *chat] if comes_last == "other" else [*chat, *MEETINGS]
    work = [hours("a", 1.0), hours("c", None), hours("d", None), hours(TOWN, 1.0)]
    found = [one for one in implied_users({"use_month": use, "work_month": work}) if one.among]
    # 0.75 hours of 100 people are more than 1.25 hours of the 10 people of a.
    assert [(one.among, one.n) for one in found] == [(("c", "d"), 1), (("c", "d"), 2)]


def test_people_of_another_tool_alone_are_no_base_of_hours_in_meetings() -> None:
    """How many people the meetings cover is not known then: the rates alone are compared."""
    work = [hours("a", 1.0), hours("c", None), hours("d", None), hours(TOWN, 1.0)]
    chat = people("chat", a=1, c=1, _town=1_000)
    found = [one for one in implied_users({"use_month": chat, "work_month": work}) if one.among]
    assert [(one.among, one.n) for one in found] == [(("c", "d"), 1)]
