"""No number hangs on the pseudonyms, which are others with every key: the same town under other names, the same marts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.marts import marts
from tests.properties.drawing import towns
from tests.properties.small_town import (
    Assignment,
    Attendance,
    PrintJob,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
)
from tests.properties.test_marts_equal_reference import PROPERTY, build

if TYPE_CHECKING:
    from warehouse.facts.store import Store

LAUNCH = date(2026, 4, 1)
PEOPLE = {"a": "A", "b": "A", "c": "B", "d": "B"}


def under_other_names(town: SmallTown) -> SmallTown:
    """The same town with pseudonyms that sort the other way round."""
    names = sorted({one.staff for one in town.assignments})
    other = dict(zip(names, reversed([f"{k:04}" for k in range(len(names))]), strict=True))

    return replace(
        town,
        assignments=tuple(replace(one, staff=other[one.staff]) for one in town.assignments),
        facts=tuple(
            replace(one, staff=other[one.staff])
            if isinstance(one, Use | Attendance | PrintJob) and one.staff in other
            else one
            for one in town.facts
        ),
    )


def same_second() -> SmallTown:
    """Each day two people of two sections join a meeting in the same second."""
    days = [date(2026, 4, day) for day in range(1, 29)]
    calls = [
        Attendance(
            "suite", "meet", day, f"m{day}", staff, at(day, 600), at(day, 630), is_guest=False
        )
        for k, day in enumerate(days)
        for staff in (("a", "c"), ("b", "d"), ("d", "a"))[k % 3]
    ]
    return SmallTown(
        today=date(2026, 5, 10),
        launched_on=LAUNCH,
        sections=(Section("A", "甲課"), Section("B", "乙課")),
        assignments=tuple(
            Assignment(staff, one, date(2020, 4, 1)) for staff, one in PEOPLE.items()
        ),
        streams=(Stream("suite", "meet", "attendance", ("meetings",), LAUNCH),),
        facts=tuple(calls),
    )


def require_same(store: Store, town: SmallTown) -> None:
    """Build the town under both names and compare."""
    found = []
    for one in (town, under_other_names(town)):
        build(store, one, full=True)
        found.append(marts(store))
    for table, rows in found[0].items():
        assert found[1][table] == rows, table


def test_a_meeting_that_two_join_in_one_second_counts_in_the_same_section(store: Store) -> None:
    require_same(store, same_second())
    assert store.count("select count(*) from core.meeting") == 28


@settings(PROPERTY, max_examples=6)
@given(town=towns())
def test_a_town_drawn_at_random_has_the_same_marts_under_other_names(
    store: Store, town: SmallTown
) -> None:
    require_same(store, town)
