"""A night dated far from the last one: nothing is read, filed or deleted by it until somebody says that it is right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import day_of
from tests.command import hirogari
from tests.retention.town_hall import warehouse
from warehouse.facts.store import open_store
from warehouse.lifecycle.clock import (
    ClockJumped,
    clear_days_to_come,
    is_proven,
    note_night,
    require_steady_clock,
)

if TYPE_CHECKING:
    from pathlib import Path

HELD = (
    "select count(*) from raw.print_job",
    "select count(*) from core.print_day",
    "select count(*) from release.history",
    "select count(*) from ledger.source_day",
)


def held(settings: Path) -> list[object]:
    """How much there is of what a wrong clock could take away or add, and up to which day."""
    with open_store(warehouse(settings)) as store:
        last = store.rows("select max(day_on), any_value(state) from ledger.source_day")
        closed = store.rows("from ledger.closed")
        return [*(store.count(query) for query in HELD), last, closed]


@pytest.mark.parametrize("today", ["2027-05-02", "2126-05-02", "2025-05-02", "2026-04-20"])
@pytest.mark.parametrize(
    "command", [("run",), ("expire",), ("forget", "003", "--yes")], ids=lambda one: one[0]
)
def test_a_date_far_from_the_last_night_stops(
    settings: Path, command: tuple[str, ...], today: str
) -> None:
    """A year ahead or back, a century, twelve days back: a word that names both dates, and nothing is changed."""
    before = held(settings)
    pages = (settings.parent / "site" / "index.html").read_bytes()
    for _ in range(2):
        done = hirogari(*command, "-s", settings, "--today", today)
        assert done.returncode == 2, done.stdout
        assert today in done.stderr
        assert "2026-05-02" in done.stderr
        assert "--clock-is-right" in done.stderr
    assert held(settings) == before
    assert (settings.parent / "site" / "index.html").read_bytes() == pages


def test_after_eight_months_the_operator_says_so_once(settings: Path) -> None:
    """The night goes on, and so do the nights after it."""
    assert hirogari("run", "-s", settings, "--today", "2027-01-10").returncode == 2
    done = hirogari("run", "-s", settings, "--today", "2027-01-10", "--clock-is-right")
    assert done.returncode == 0, done.stdout + done.stderr
    assert hirogari("run", "-s", settings, "--today", "2027-01-11").returncode == 0


def test_forty_missed_nights_need_no_word(settings: Path) -> None:
    """Catching up is a promise."""
    before = held(settings)
    done = hirogari("run", "-s", settings, "--today", "2026-06-12")
    assert done.returncode == 0, done.stdout + done.stderr
    assert held(settings)[0] == before[0], "a day given by hand has deleted facts"
    # It was a clock that ran ahead: the next night goes on by itself, and nothing of those days is left.
    done = hirogari("run", "-s", settings, "--today", "2026-05-03")
    assert done.returncode == 0, done.stdout + done.stderr
    with open_store(warehouse(settings)) as store:
        for query in (
            "select max(day_on) from ledger.source_day",
            "select max(began_at)::date from ledger.night",
        ):
            assert store.rows(query)[0][0] <= date(2026, 5, 3)


def nights(folder: Path, *days_ago: int, newest: int) -> bool:
    """Whether deleting is proven after nights so many days ago and a newest fact so old."""
    now = datetime.now(UTC)
    with open_store(folder / "warehouse.duckdb") as store:
        for ago in days_ago:
            note_night(store, now - timedelta(days=ago))
        store.append(
            "ledger.source_day (source, day_on, rows)",
            [("s", now.date() - timedelta(days=newest), 5)],
        )
        return is_proven(store, now)


@pytest.mark.parametrize(
    ("days_ago", "newest", "is_believed"),
    [
        ([8, 7, 6, 5, 4, 3, 2, 1, 0], 30, True),
        ([36, 35, 34, 33, 32, 31, 30, 0], 30, False),
        ([36, 35, 34, 33, 32, 31, 30, 1, 0], 30, False),
        ([36, 35, 34, 33, 32, 31, 30, 0], 2, True),
        ([0], 40, False),
        ([1, 0], 40, False),
        ([1, 0], -3, False),
    ],
)
def test_deleting_waits_for_more_than_reading(
    tmp_path: Path, days_ago: list[int], newest: int, *, is_believed: bool
) -> None:
    """After a jump of a month: either something of these days was read, or a week of nights went by."""
    assert nights(tmp_path, *days_ago, newest=newest) is is_believed


def test_the_file_system_is_asked_where_no_night_was_noted(tmp_path: Path) -> None:
    """A warehouse of before nights were noted: its file was written long ago, or in days to come."""
    now = datetime.now(UTC)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        require_steady_clock(store, now, now - timedelta(days=50))
        for wrong in (timedelta(days=-200), timedelta(days=10)):
            with pytest.raises(ClockJumped, match="--clock-is-right"):
                require_steady_clock(store, now, now + wrong)


def test_what_a_clock_that_ran_ahead_filed_under_days_to_come_goes(tmp_path: Path) -> None:
    """Empty days, limits and months; rows of days that are over stay."""
    today = date(2026, 5, 2)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        days = [("s", date(2026, 5, 1), 3), ("s", date(2027, 1, 1), 0), ("s", date(2027, 1, 2), 4)]
        store.append("ledger.source_day (source, day_on, rows)", days)
        store.append("ledger.source (source, noted_on)", [("s", date(2027, 1, 1))])
        store.append("ledger.closed", [(date(2027, 1, 1), date(2026, 2, 1), date(2029, 1, 1))])
        store.append("release.history (month)", [(date(2026, 5, 1),), (date(2026, 12, 1),)])
        clear_days_to_come(store, today)
        assert store.rows("select day_on from ledger.source_day order by all") == [
            (date(2026, 5, 1),),
            (date(2027, 1, 2),),
        ]
        assert store.rows("select noted_on from ledger.source") == [(today,)]
        assert store.rows("from ledger.closed") == [
            (today, date(2026, 2, 1), date(2026, 5, 1)),
        ]
        assert store.rows("select month from release.history") == [(date(2026, 5, 1),)]


@pytest.mark.parametrize("ahead", [4, 20, 40, 61, 400])
@pytest.mark.parametrize("wrong", [1, 3, 7])
def test_nights_of_a_clock_that_ran_ahead_are_passed_over(
    tmp_path: Path, ahead: int, wrong: int
) -> None:
    """Once it is right again the nights go on, whatever the file system still says of the wrong ones."""
    now = datetime.now(UTC)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for ago in (wrong + 2, wrong + 1):
            note_night(store, now - timedelta(days=ago))
        for ago in range(wrong, 0, -1):
            written = now + timedelta(days=ahead + wrong - ago)
            note_night(store, written)
        require_steady_clock(store, now, written + timedelta(minutes=5))
        clear_days_to_come(store, day_of(now))
        note_night(store, now)
        require_steady_clock(store, now + timedelta(days=1), now)
        assert store.count("select count(*) from ledger.night") == 3


def test_a_clock_that_fell_back_is_no_clock_that_ran_ahead(tmp_path: Path) -> None:
    """A week of nights that follow each other is believed, and so is a night that no other speaks against."""
    now = datetime.now(UTC)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        note_night(store, now - timedelta(days=2))
        for day in range(40, 48):
            note_night(store, now + timedelta(days=day))
        with pytest.raises(ClockJumped):
            require_steady_clock(store, now, None)
    with open_store(tmp_path / "another.duckdb") as store:
        note_night(store, now - timedelta(days=30))
        note_night(store, now + timedelta(days=10))
        with pytest.raises(ClockJumped):
            require_steady_clock(store, now, None)


@pytest.mark.parametrize(("newest", "goes_on"), [(1, True), (30, False), (-2, False)])
def test_the_first_night_of_all_on_a_wrong_clock(
    tmp_path: Path, newest: int, *, goes_on: bool
) -> None:
    """What was read of these days speaks for the clock that is right now; else an operator has to."""
    now = datetime.now(UTC)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        note_night(store, now + timedelta(days=400))
        read = [("s", day_of(now) - timedelta(days=newest), 5)]
        store.append("ledger.source_day (source, day_on, rows)", read)
        if goes_on:
            require_steady_clock(store, now, None)
        else:
            with pytest.raises(ClockJumped):
                require_steady_clock(store, now, None)
