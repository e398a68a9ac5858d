"""A roster that has come is held against the known one: the same people under another spelling, or a word."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.roster.keys import Key
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section
from connectors.roster.staff_numbers import comparable_number, spellings, staff_number_in
from flows.messages import in_language
from tests.japanese import raises_saying
from warehouse.facts.landing import land_roster
from warehouse.facts.roster_change import (
    RosterChanged,
    change_of,
    known_roster,
    require_known_people,
)
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.roster_change import Change
    from warehouse.facts.store import Store

KEY = Key(1, b"k" * 32)
TODAY = date(2026, 4, 10)
OPEN = Period(date(2020, 4, 1), None)


def _roster(posts: dict[str, list[tuple[str, Period]]]) -> Roster:
    return Roster(
        tuple(Assignment(no, section, period) for no, told in posts.items() for section, period in told),
        tuple(Alias(f"user{no}", no, Period(None, None)) for no in posts),
        (Section("soumu", "総務課", Period(None, None), None), Section("zeimu", "税務課", Period(None, None), None)),
    )  # fmt: skip


FORTY = {f"{1001 + n:06d}": [("soumu" if n % 2 else "zeimu", OPEN)] for n in range(40)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A warehouse that knows forty people."""
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        land_roster(opened, _roster(FORTY), KEY)
        yield opened


def _bring(
    store: Store, posts: dict[str, list[tuple[str, Period]]], today: date = TODAY
) -> tuple[Roster, Change]:
    roster, change = change_of(store, _roster(posts), KEY, today)
    require_known_people(change, store.path)
    return roster, change


@pytest.mark.parametrize(
    "spell",
    [
        lambda number: number.lstrip("0"),
        lambda number: number.lstrip("0").zfill(8),
        lambda number: number if number.endswith("7") else number.lstrip("0"),
    ],
)
def test_numbers_whose_zeros_were_eaten_are_the_same_people(store: Store, spell: object) -> None:
    """All of them or some, zeros fewer or more; a newcomer gets the form that holds for the others."""
    posts = {spell(number): told for number, told in FORTY.items()}  # type: ignore[operator]
    roster, change = _bring(store, posts | {"2001": [("soumu", OPEN)]})
    assert {one.staff_no for one in roster.assignments} == {*FORTY, "002001"}
    assert {one.staff_no for one in roster.aliases} == {*FORTY, "002001"}
    assert change.gone == 0
    assert change.respelled == sum(number not in FORTY for number in posts)


def test_a_known_roster_without_zeros_stays_so_when_zeros_come(tmp_path: Path) -> None:
    """The operator repairs the column after the first night: nobody becomes somebody else."""
    bare = {number.lstrip("0"): told for number, told in FORTY.items()}
    with open_store(tmp_path / "w.duckdb") as store:
        land_roster(store, _roster(bare), KEY)
        roster, change = _bring(store, FORTY | {"002001": [("soumu", OPEN)]})
    assert {one.staff_no for one in roster.assignments} == {*bare, "2001"}
    assert change.gone == 0


def test_everyday_changes_pass(store: Store) -> None:
    """April: a tenth leaves, some move, a third comes anew; and a first roster is held against nothing."""
    posts = dict(FORTY)
    for number in list(posts)[:4]:
        posts[number] = [(posts[number][0][0], Period(OPEN.from_on, date(2026, 3, 31)))]
    for number in list(posts)[4:12]:
        was = posts[number][0][0]
        posts[number] = [
            (was, Period(OPEN.from_on, date(2026, 3, 31))),
            ("zeimu" if was == "soumu" else "soumu", Period(date(2026, 4, 1), None)),
        ]
    del posts[list(posts)[-1]]
    posts |= {f"{3001 + n:06d}": [("soumu", Period(date(2026, 4, 1), None))] for n in range(14)}
    _, change = _bring(store, posts)
    assert (change.gone, change.ended) == (1, 5)
    _bring(store, FORTY, date(2020, 4, 1))


def test_a_first_roster_is_held_against_nothing(tmp_path: Path) -> None:
    """Nothing is known, so nobody is missing."""
    with open_store(tmp_path / "w.duckdb") as empty:
        roster, change = _bring(empty, FORTY)
    assert roster == _roster(FORTY)
    assert not list(change.lines())


def _cut(share: float) -> dict[str, list[tuple[str, Period]]]:
    return dict(list(FORTY.items())[: int(len(FORTY) * (1 - share))])


@pytest.mark.parametrize(
    ("posts", "said"),
    [
        (_cut(0.5), "20 of 40 staff at work are left out"),
        (_cut(0.3), "12 of 40"),
        ({}, "40 of 40"),
        ({f"N{n:04d}": [("soumu", OPEN)] for n in range(40)}, "40 of 40"),
        # The new system begins on the day it began; the old numbers end properly.
        (
            {no: [(told[0][0], Period(OPEN.from_on, date(2026, 4, 1)))] for no, told in FORTY.items()}
            | {f"N{n:04d}": [("soumu", Period(date(2026, 4, 2), None))] for n in range(40)},
            "40 of 40 staff at work leave",
        ),
        # Today's posts only: nobody was anywhere before.
        (
            {no: [(told[0][0], Period(date(2026, 4, 1), None))] for no, told in FORTY.items()},
            "of the past year's days at work are no longer in the roster",
        ),
        # New codes for every section, since ever.
        ({no: [("zeimu" if told[0][0] == "soumu" else "soumu", OPEN)] for no, told in FORTY.items()},
         "under other sections"),
    ],
)  # fmt: skip
def test_a_roster_of_others_is_refused(
    store: Store, posts: dict[str, list[tuple[str, Period]]], said: str
) -> None:
    """Cut, renumbered, without its past or recoded: told in counts, and nothing of it is taken."""
    with pytest.raises(RosterChanged, match=said) as raised:
        _bring(store, posts)
    assert "accept-roster" in raised.value.next_step
    assert store.count("select count(distinct staff) from raw.assignment") == 40


def test_a_later_section_merger_moves_only_its_own_days(store: Store) -> None:
    """A merger entered some weeks late is no change of most days."""
    merged = {
        no: [
            (told[0][0], Period(OPEN.from_on, date(2026, 2, 28))),
            ("soumu", Period(date(2026, 3, 1), None)),
        ]
        if told[0][0] == "zeimu"
        else told
        for no, told in FORTY.items()
    }
    _, change = _bring(store, merged)
    assert change.moved_people == 20
    assert change.lost == 0


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("００１００１", "001001"),
        (1001.0, "1001"),
        ("1001.0", "1001"),
        ('="001001"', "001001"),
        ("'001001", "001001"),
        (" 001001　", "001001"),
        ("A-12", "A-12"),
    ],
)
def test_what_programs_put_around_a_number_is_taken_off(cell: object, number: str) -> None:
    """Full width, a fraction, a formula, an apostrophe."""
    assert staff_number_in(cell) == number


def test_a_rounded_number_is_refused() -> None:
    """1.0E+11 is no number any more."""
    with raises_saying(ValueError, "丸められて"):
        staff_number_in("1.00001E+11")


def test_spellings_begin_with_the_given_one() -> None:
    """And compare alike."""
    told = list(spellings("001001"))
    assert told[0] == "001001"
    assert "1001" in told
    assert {comparable_number(one) for one in told} == {"1001"}
    assert comparable_number("a012") == comparable_number("A012")


def test_what_is_told_of_a_change_is_said_in_japanese(store: Store) -> None:
    """Each line as a whole, with its counts where they belong."""
    lines: list[str] = []
    posts = {number.lstrip("0"): told for number, told in list(FORTY.items())[1:]}
    known_roster(store, _roster(posts), KEY, TODAY, store.path, lines.append)
    said = [in_language(line, "ja") for line in lines]
    assert said[0].startswith("職員番号 39 件が")
    assert said[1].startswith("在職 40 人のうち 1 人が")
    assert said[2].startswith("この1年の在籍日の 2% が")
