"""Milestones, months at the target and pace follow from what the shown numbers make sure."""

from __future__ import annotations

from tests.unit.derived.released_rows import MONTHS, acted, bands, only, target, use, worked_out
from warehouse.release.tables.release import TOWN


def test_a_milestone_is_reached_when_the_low_end_of_the_band_is() -> None:
    """And may have been when the high end was; sections of one month share a place."""
    curve = bands((0, 17), (25, 42), (50, 67), (75, 100))
    other = bands((0, 17), (25, 42), (25, 42), (50, 67), section="b")
    rows = worked_out("milestone", activation_month=[*curve, *other])
    assert only(rows, "section", "milestone", "month", "possible_month", "place") == [
        ("a", 16, MONTHS[1], MONTHS[0], 1),
        ("a", 50, MONTHS[2], MONTHS[2], 1),
        ("a", 84, None, MONTHS[3], None),
        ("b", 16, MONTHS[1], MONTHS[0], 1),
        ("b", 50, MONTHS[3], MONTHS[3], 2),
    ]


def test_the_whole_town_hall_reaches_a_milestone_half_a_step_later() -> None:
    """約50% may be 48 of 100 people."""
    rows = worked_out("milestone", activation_month=bands((50, 50), (55, 55), section=TOWN, n=100))
    assert only(rows, "milestone", "month", "possible_month", "place") == [
        (16, MONTHS[0], MONTHS[0], None),
        (50, MONTHS[1], MONTHS[0], None),
    ]


def test_three_months_at_the_target_without_an_action_are_normal() -> None:
    """A rounded rate at the target is about at it: 59.6 is shown as 60, and nothing is normal yet."""
    rows = worked_out("normal_month", use_month=use(59, 60, 61, 62, 63), target=[target(60)])
    assert only(rows, "reach", "is_met", "is_normal") == [
        ("below", False, False),
        ("almost", None, False),
        ("reached", True, False),
        ("reached", True, None),
        ("reached", True, True),
    ]


def test_with_an_action_under_way_nothing_is_normal() -> None:
    """An action in another section is none of this one's."""
    rates = use(61, 62, 63)
    mine, other = acted(MONTHS[1]), acted(MONTHS[1], section="b")
    for action, is_normal in ((mine, False), (other, True)):
        rows = worked_out("normal_month", use_month=rates, target=[target(60)], action=[action])
        assert rows[-1]["is_normal"] is is_normal


def test_a_bound_that_holds_the_target_leaves_it_open() -> None:
    """83%以上 says nothing of a target of 90; a withheld month says nothing at all."""
    rows = worked_out("normal_month", use_month=use(91, (83, 100), None, 92), target=[target(90)])
    assert only(rows, "is_met", "is_normal") == [
        (True, False), (None, False), (None, None), (True, None),
    ]  # fmt: skip


def test_a_sections_own_target_goes_before_the_one_for_all() -> None:
    """Distance in points; the pace over three months against the pace needed."""
    rates = use(40, 43, 46, 52), use(10, 10, 10, 10, section="b")
    rows = worked_out(
        "target_month", use_month=[*rates[0], *rates[1]], target=[target(60), target(40, "b")]
    )
    assert only(rows, "section", "distance", "months_left", "pace", "pace_needed", "is_on_pace") == [
        ("a", -8, 8, 4, 1, True),
        ("b", -30, 8, 0, 3.8, False),
    ]  # fmt: skip


def test_of_a_bound_only_what_is_sure_is_told() -> None:
    """95%以上 reaches a target of 77, by how much nobody can say."""
    rows = worked_out("target_month", use_month=use((95, 100)), target=[target(77)])
    assert only(rows, "rate", "distance", "pace_needed", "is_on_pace") == [(None, None, 0, True)]


def test_about_at_the_target_no_pace_is_needed() -> None:
    """Of 74.8 shown as 75 nobody can say that it is too slow."""
    rows = worked_out("target_month", use_month=use(75), target=[target(75)])
    assert only(rows, "reach", "distance", "pace_needed", "is_on_pace") == [("almost", 0, 0, True)]
