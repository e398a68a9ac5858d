"""Few person-days, few idle ones, habits and beginnings bound each other in both directions: cut, gate and reader know."""

from __future__ import annotations

import random
from datetime import date
from typing import TYPE_CHECKING

import pytest

from dashboards.export import write_csv
from tests.privacy.attacker import Attacker
from tests.privacy.published_lines import read_export
from tests.privacy.random_release import publish
from tests.privacy.random_town import (
    TOOL,
    RandomTown,
    month_after,
    raise_random_town,
    working_days,
)
from tests.privacy.small_rosters import (
    FEBRUARY,
    JANUARY,
    give_up_nothing,
    heads,
    one_section,
    with_habit,
)
from warehouse.release import cut, suppression
from warehouse.release.audit.audit import check_release
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.groups.habit_weeks import Spent, Twelve
from warehouse.release.rules import habits, town_counts
from warehouse.release.rules.head_counts import Known, band_month
from warehouse.release.tables.bands import runs, runs_supposing
from warehouse.release.tables.published_cell import PublishedCell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.privacy.solver import Findings

    Rule = Callable[[random.Random, list[date]], list[date]]

MARCH = date(2025, 3, 1)
DAYS = {(TOOL, month): working_days(month) for month in (JANUARY, FEBRUARY, MARCH)}


def lived(seed: int, days_of: Rule) -> RandomTown:
    """A town of six months in which everyone uses the tool on those days that a rule takes of each month's."""
    town, rng = raise_random_town(seed, 6), random.Random(seed)
    days = {month: working_days(month) for month in town.months}
    there = {day: town.on(day) for own in days.values() for day in own}
    town.uses[TOOL] = {
        (staff, day)
        for staff in sorted({one[0] for one in town.assignments})
        for own in days.values()
        for day in days_of(rng, own)
        if staff in there[day]
    }
    return town


def kick_off(rng: random.Random, days: list[date]) -> list[date]:
    """Nearly everyone tries it once in the first month, and then seldom."""
    is_first = days[0] < month_after(date(2024, 10, 1))
    return [rng.choice(days)] if rng.random() < (0.9 if is_first else 0.1) else []


def nearly_always(rng: random.Random, days: list[date]) -> list[date]:
    """One works every day, the next hardly ever."""
    pace = rng.choice((0.97, 0.97, 0.97, 0.1))
    return [day for day in days if rng.random() < pace]


def attacked(town: RandomTown, folder: Path) -> Findings:
    write_csv(publish(town, folder), folder / "csv")
    reader = Attacker(town.assignments, working_days)
    reader.read(read_export(folder / "csv"))
    return reader.attack()


@pytest.mark.parametrize("rule", [kick_off, nearly_always])
def test_a_reader_who_knows_the_arithmetic_finds_nothing(rule: Rule, tmp_path: Path) -> None:
    """0 head counts under three values, 0 persons proved."""
    found = attacked(lived(4, rule), tmp_path)
    assert found.asked > 50
    assert found.narrowed == []
    assert found.persons == set()


def test_the_reader_finds_habits_that_few_days_narrow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither the cut nor the gate reckons with it; with the gate alone nothing goes out."""
    town = lived(4, kick_off)
    monkeypatch.setattr(habits, "runs_supposing", lambda least, most, _: runs(least, most))
    with monkeypatch.context() as without:
        without.setattr(cut, "check_release", lambda *_, **__: None)
        found = attacked(town, tmp_path / "no gate")
    assert {(section, high) for section, _, _, high in found.narrowed} == {("habit s00", 1)}
    monkeypatch.setattr(suppression, "give_up", give_up_nothing)
    with pytest.raises(ReleaseRefused, match="habit"):
        publish(town, tmp_path / "gate")


def all_or_nothing(seed: int) -> RandomTown:
    """Half of the people use it on nearly every day, the others never."""
    town, rng = raise_random_town(seed, 6), random.Random(seed)
    people = sorted({one[0] for one in town.assignments})
    share = rng.choice((0.3, 0.5, 0.6))
    daily = {staff for staff in people if rng.random() < share}
    town.uses[TOOL] = {
        (staff, day)
        for month in town.months
        for day in working_days(month)
        for staff in sorted(town.on(day).keys() & daily)
        if rng.random() < 0.97
    }
    return town


class Unknowing:
    """Twelve weeks that prove no users."""

    def users(self, _: object) -> int:
        """Nobody is known to have used it."""
        return 0


def test_the_reader_finds_segments_that_many_days_narrow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many must have used it at all; not if the cut reckons with it, and with the gate alone nothing goes out."""
    town = all_or_nothing(5)
    assert attacked(town, tmp_path / "right").narrowed == []
    monkeypatch.setattr(town_counts, "Twelve", lambda *_: Unknowing())
    with monkeypatch.context() as without:
        without.setattr(cut, "check_release", lambda *_, **__: None)
        found = attacked(town, tmp_path / "no gate")
    assert {section for section, *_ in found.narrowed} == {"used it"}
    monkeypatch.setattr(suppression, "give_up", give_up_nothing)
    with pytest.raises(ReleaseRefused, match="segment_month low"):
        publish(town, tmp_path / "gate")


def use(month: date, low: float, high: float) -> PublishedCell:
    return PublishedCell("use_month", "a", TOOL, month, 9, low, high)


def test_the_gate_refuses_habits_of_more_than_few_person_days_are_of() -> None:
    """25 person-days in all at most, nine of them for each habit: two have one. What is shown above tells of weekends."""
    roster, _ = one_section()
    few = [use(month, 0.0, 5.0) for month in (JANUARY, FEBRUARY, MARCH)]
    begun = [*few, heads("a", 0, 9, month=MARCH)]
    for low, high in ((0, 3), (0, 2), (3, 5), (6, 9)):
        check_release([*begun, with_habit("a", low, high, month=MARCH)], [], roster, DAYS)
    narrow = [*begun, with_habit("a", 1, 4, month=MARCH)]
    with pytest.raises(ReleaseRefused, match="habit"):
        check_release(narrow, [], roster, DAYS)
    check_release(narrow, [], roster, DAYS, doubted={TOOL})


def test_the_gate_refuses_habits_that_one_idle_month_narrows() -> None:
    """Four of the weeks lie in March, so whoever has a habit has a day of it: eight have one at most."""
    roster, _ = one_section()
    shown = [use(JANUARY, 50.0, 50.0), use(FEBRUARY, 50.0, 50.0), use(MARCH, 0.0, 5.0)]
    shown.append(heads("a", 0, 9, month=MARCH))
    check_release([*shown, with_habit("a", 6, 9, month=MARCH)], [], roster, DAYS)
    with pytest.raises(ReleaseRefused, match="habit"):
        check_release([*shown, with_habit("a", 7, 9, month=MARCH)], [], roster, DAYS)


def test_the_gate_refuses_more_beginnings_than_person_days() -> None:
    """Of eight days in the launch month three person-days at most: three have begun; six by the end of February."""
    roster, _ = one_section()
    days = {(TOOL, month): working_days(month)[:8] for month in (JANUARY, FEBRUARY)}
    few = [use(JANUARY, 0.0, 5.0), use(FEBRUARY, 0.0, 5.0)]

    def check(*shown: PublishedCell) -> None:
        check_release([*few, *shown], [], roster, days, launched_on=JANUARY)

    check(heads("a", 0, 3))
    check(heads("a", 4, 6))
    with pytest.raises(ReleaseRefused, match="have begun"):
        check(heads("a", 2, 5))
    check(heads("a", 0, 3), heads("a", 4, 7, month=FEBRUARY))
    with pytest.raises(ReleaseRefused, match="have begun"):
        check(heads("a", 0, 3), heads("a", 5, 7, month=FEBRUARY))


def test_bands_of_activation_keep_three_counts_under_what_few_days_leave() -> None:
    """Seven people with four person-days: 0 to 4, or 5 to 7, where it were 0 to 3 and 4 to 7 or the like."""
    for activated, ends in ((0, (0, 4)), (4, (0, 4)), (5, (5, 7))):
        known = Known()
        known.begin(JANUARY, {f"p{k}": "a" for k in range(7)})
        known.note_most_days(JANUARY, "a", 4)
        band = band_month(known, JANUARY, {"a": (activated, 7)}, {}, {}, JANUARY)["a"]
        assert band is not None
        assert (band.least, band.most) == ends
        assert known.supposed(JANUARY) == (4 if activated <= 4 else 7)


def test_runs_keep_three_counts_with_and_without_what_is_supposed() -> None:
    """Every count is in one run, and of each that begins under the supposed most three counts lie under it."""
    assert runs_supposing(0, 9, 9) == runs(0, 9)
    assert runs_supposing(0, 9, 1) == []
    for least in range(4):
        for most in range(least + 2, 14):
            for supposed in range(least + 2, most + 1):
                found = runs_supposing(least, most, supposed)
                assert [one for first, last in found for one in range(first, last + 1)] == list(
                    range(least, most + 1)
                )
                for first, last in found:
                    assert last - first >= 2
                    assert first > supposed or min(last, supposed) - first >= 2


def test_twelve_weeks_bound_habits_from_both_sides() -> None:
    """By hand: 61 working days, the four shortest weeks of five; of nine people."""
    roster, _ = one_section()
    twelve = Twelve(roster, MARCH, {month: days for (_, month), days in DAYS.items()})
    days = {month: 9 * len(own) for (_, month), own in DAYS.items()}

    def known(**spent: int) -> dict[date, Spent]:
        named = {"january": JANUARY, "february": FEBRUARY, "march": MARCH}
        return {named[name]: Spent(n, n, days[named[name]]) for name, n in spent.items()}

    assert twelve.habits("a", {}) == (0, 9)
    # 3 × 20 idle days are three people without a habit; one less would be too few for the third.
    assert twelve.habits("a", known(january=207, february=120, march=189)) == (6, 9)
    assert twelve.habits("a", known(january=207, february=121, march=189)) == (7, 9)
    assert twelve.habits("a", known(january=9, february=9, march=9)) == (0, 3)
    assert twelve.habits("a", known(january=9, february=9, march=8)) == (0, 2)
    # Of two months: eight weeks lie in February and March, at least five of which have a use.
    assert twelve.habits("a", known(february=7, march=7)) == (0, 2)
    assert twelve.habits("a", known(march=3)) == (0, 3)
