"""The town's people: what the roster promises over several seeds, and that a seed is a promise."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from connectors.demo_town import simulate_town
from connectors.demo_town.simulate.sections import MERGED, SUCCESSOR
from connectors.demo_town.simulate.staff import Person, simulate_staff
from connectors.demo_town.simulate.workdays import days_between

TODAY = date(2026, 11, 22)
SINCE = date(2024, 11, 1)
SEEDS = (1, 2, 3, 7, 20)


def sizes(staff: tuple[Person, ...], day_on: date) -> Counter[str]:
    """Count the members of each section on a day."""
    return Counter(section for person in staff if (section := person.section_on(day_on)))


@pytest.mark.parametrize("seed", SEEDS)
def test_ninety_six_people_in_ten_sections_on_the_first_day(seed: int) -> None:
    """The town begins with 96 members in ten sections of 4 to 18."""
    staff, sections = simulate_staff(seed, SINCE, TODAY)
    counted = sizes(staff, SINCE)
    assert counted.total() == 96
    assert set(counted) == {section.code for section in sections}
    assert len(counted) == 10
    assert set(counted.values()) <= set(range(4, 19))


@pytest.mark.parametrize("seed", SEEDS)
def test_transfers_happen_on_april_1_only(seed: int) -> None:
    """Who goes from one section to another does so on April 1; who returns comes from nowhere."""
    staff, _ = simulate_staff(seed, SINCE, TODAY)
    moves = [
        later.from_on
        for person in staff
        for earlier, later in zip(person.posts, person.posts[1:], strict=False)
        if earlier.to_on == later.from_on - timedelta(days=1)
    ]
    assert len(moves) >= 12
    assert {(on.month, on.day) for on in moves} == {(4, 1)}
    # Who leaves at the end of March is replaced, and transfers go round: no section grows.
    assert sizes(staff, date(2025, 3, 31)) == sizes(staff, date(2025, 4, 1))


@pytest.mark.parametrize("seed", SEEDS)
def test_people_come_and_go_and_one_comes_back(seed: int) -> None:
    """The period has hires, leavers, a re-hire and one address that changes."""
    staff, _ = simulate_staff(seed, SINCE, TODAY)
    assert any(person.posts[0].from_on > SINCE for person in staff)
    assert any(person.posts[-1].to_on is not None for person in staff)
    gaps = [
        person
        for person in staff
        for earlier, later in zip(person.posts, person.posts[1:], strict=False)
        if earlier.to_on and later.from_on - earlier.to_on > timedelta(days=30)
    ]
    assert len(gaps) == 1
    assert sum(len(person.addresses) == 2 for person in staff) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_the_merged_section_ends_and_its_people_go_on_in_its_successor(seed: int) -> None:
    """After the last April 1 nobody is in the merged section, and the roster names its successor."""
    staff, sections = simulate_staff(seed, SINCE, TODAY)
    merged = next(section for section in sections if section.code == MERGED)
    assert merged.to_on == date(2026, 3, 31)
    assert merged.successor == SUCCESSOR
    last = sizes(staff, merged.to_on)
    first = sizes(staff, merged.to_on + timedelta(days=1))
    assert MERGED not in first
    assert first[SUCCESSOR] == last[SUCCESSOR] + last[MERGED]


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_in_two_sections_and_no_account_is_shared(seed: int) -> None:
    """Posts of a person follow each other, and no account belongs to two people."""
    staff, _ = simulate_staff(seed, SINCE, TODAY)
    for person in staff:
        for day_on in days_between(SINCE, TODAY):
            assert sum(post.holds(day_on) for post in person.posts) <= 1
    accounts = [address.mail for person in staff for address in person.addresses]
    accounts += [person.logon for person in staff]
    assert len(accounts) == len(set(accounts))


def test_a_seed_is_a_promise() -> None:
    """The same seed, months and day give the same town; another seed gives another."""
    assert simulate_town(5, 3, TODAY) == simulate_town(5, 3, TODAY)
    assert simulate_town(5, 3, TODAY) != simulate_town(6, 3, TODAY)


def test_nothing_happens_before_the_launch_or_today() -> None:
    """Use begins with the launch on a working day, and ends with yesterday."""
    town = simulate_town(4, 3, date(2026, 4, 10))
    assert town.since == date(2026, 1, 1)
    assert town.launched_on == date(2026, 1, 5)
    used = [day.on for day in town.days if day.acts or day.calls]
    assert min(used) >= town.launched_on
    assert town.days[-1].on == date(2026, 4, 9)
