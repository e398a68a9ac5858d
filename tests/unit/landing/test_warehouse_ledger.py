"""The ledger: windows of months, slices, registration, match shares."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.book_shapes import PAPER_BOUGHT
from connectors.contract.errors import Retry, StopSource
from connectors.contract.shape import to_table
from connectors.contract.shapes import USE
from connectors.contract.streams import Batch, Stream, Window
from tests.faults.night import KEY, gate, roster
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.ledger import due_windows, read_source_days, record_failure, state_of
from warehouse.facts.sources import read_match_shares, register_source, retire_sources
from warehouse.release.publishing import read_freshness

if TYPE_CHECKING:
    from warehouse.facts.store import Store

NOTED = date(2025, 4, 4)
BOOK = Stream("book", PAPER_BOUGHT, (), grain="month", settle_days=40, slice_days=366)
DRIVE = Stream("drive", USE, (), tools=("files",), slice_days=10)


def windows(store: Store, stream: Stream, since: date, today: date) -> tuple[Window, ...]:
    return due_windows(
        store, "s", stream, since=since, today=today, gate_fingerprint=gate().fingerprint
    )


def test_a_month_stream_is_asked_for_whole_months(store: Store) -> None:
    """From the month of its first day up to the one that has begun."""
    assert windows(store, BOOK, date(2025, 4, 10), date(2025, 7, 2)) == (
        Window(date(2025, 4, 1), date(2025, 8, 1)),
    )
    assert windows(store, BOOK, date(2025, 7, 1), date(2025, 7, 1)) == ()


def test_a_slice_is_no_longer_than_the_stream_allows(store: Store) -> None:
    """Oldest first, touching, nothing twice."""
    found = windows(store, DRIVE, date(2025, 4, 1), date(2025, 4, 26))
    assert found == (
        Window(date(2025, 4, 1), date(2025, 4, 11)),
        Window(date(2025, 4, 11), date(2025, 4, 21)),
        Window(date(2025, 4, 21), date(2025, 4, 26)),
    )
    monthly = windows(store, replace(BOOK, slice_days=10), date(2025, 4, 1), date(2025, 6, 3))
    assert monthly == (
        Window(date(2025, 4, 1), date(2025, 5, 1)),
        Window(date(2025, 5, 1), date(2025, 6, 1)),
        Window(date(2025, 6, 1), date(2025, 7, 1)),
    )


@pytest.mark.parametrize(
    ("fetched_at", "state"),
    [
        # Day 1 and three days for late rows: on the fifth, in Tokyo, it is final.
        (datetime(2025, 4, 4, 14, 59, tzinfo=UTC), "provisional"),
        (datetime(2025, 4, 4, 15, 0, tzinfo=UTC), "final"),
    ],
)
def test_a_day_is_final_by_tokyos_midnight(fetched_at: datetime, state: str) -> None:
    """Not by that of the server."""
    assert state_of(DRIVE, date(2025, 4, 1), fetched_at, is_partial=False) == state


def test_a_month_settles_after_its_last_day(store: Store) -> None:
    """A month that is not over is never final, however early its first day lies."""
    stream = replace(BOOK, settle_days=0)
    for day, state in ((30, "provisional"), (1, "final")):
        at = datetime(2025, 4 + (day == 1), day, 3, tzinfo=UTC)
        assert state_of(stream, date(2025, 4, 1), at, is_partial=False) == state
    assert store.rows("from ledger.source_day") == []


def test_a_stream_leaves_the_ledger_with_the_settings(store: Store) -> None:
    """What is registered is what the settings ask for now."""
    since = {"drive": date(2025, 4, 1), "book": date(2025, 4, 1)}
    first, later = date(2025, 5, 2), date(2025, 5, 9)
    register_source(store, "s", "k", (DRIVE, BOOK), since, today=first)
    register_source(store, "s", "k", (DRIVE,), since, today=later, sections=("b", "a"))
    assert store.rows("from ledger.source") == [
        ("s", "k", "drive", "use", ["files"], date(2025, 4, 1), "day", None, ["a", "b"], first)
    ]


@pytest.mark.parametrize(
    ("since", "owed_from"),
    [(date(2024, 4, 1), date(2025, 4, 4)), (date(2025, 4, 10), date(2025, 4, 10))],
)
def test_a_source_owes_nothing_before_the_settings_name_it(
    store: Store, since: date, owed_from: date
) -> None:
    """Its records may reach back for years; if none ever came, only the days since then are missed."""
    register_source(store, "s", "k", (DRIVE,), {"drive": since}, today=NOTED)
    store.execute("create schema if not exists core")
    store.execute("create table core.calendar (day_on date, month date)")
    (row,) = read_freshness(store, date(2025, 5, 1))["source"].to_pylist()
    assert row["owed_from"] == owed_from


def test_a_source_that_left_the_settings_ends_on_its_last_day(store: Store) -> None:
    """What it told stays; later days do not wait for it. Named again, it is asked again."""
    register_source(store, "old", "k", (DRIVE,), {"drive": date(2025, 4, 1)}, today=NOTED)
    window = Window(date(2025, 4, 1), date(2025, 4, 3))
    error = Retry("busy", place="old", next_step="wait")
    record_failure(store, "old", DRIVE, window, error, datetime(2025, 4, 4, tzinfo=UTC))
    assert retire_sources(store, {"new"}) == ("old",)
    assert store.rows("select until from ledger.source") == [(date(2025, 4, 2),)]
    assert retire_sources(store, {"new"}) == ()
    register_source(store, "old", "k", (DRIVE,), {"drive": date(2025, 4, 1)}, today=NOTED)
    assert store.rows("select until from ledger.source") == [(None,)]


def test_match_shares_are_told_by_source(store: Store) -> None:
    """Rows whose account is on the roster, out of all."""
    day_on = date(2025, 4, 1)
    rows = [
        {"event": str(number), "day_on": day_on, "account": account, "uses": 1}
        for number, account in enumerate(["s0@town.example", "stranger", "s1@TOWN.example", None])
    ]
    land_slice(
        store,
        "s",
        "k",
        DRIVE,
        Window(day_on, date(2025, 4, 2)),
        [Batch(day_on, to_table(USE, rows))],
        gate=gate(),
        fetched_at=datetime(2025, 4, 2, tzinfo=UTC),
    )
    assert read_match_shares(store) == (("s", 0.75),)
    assert read_source_days(store).column("unmatched").to_pylist() == [1]


def test_a_row_without_an_identity_stops_its_stream(store: Store) -> None:
    """Nobody could tell it from a repetition; nothing is landed."""
    day_on = date(2025, 4, 1)
    rows = [{"event": None, "day_on": day_on, "uses": 1}] * 2
    with pytest.raises(StopSource, match="without an identity"):
        land_slice(
            store,
            "s",
            "k",
            DRIVE,
            Window(day_on, date(2025, 4, 2)),
            [Batch(day_on, to_table(USE, rows))],
            gate=gate(),
            fetched_at=datetime(2025, 4, 2, tzinfo=UTC),
        )
    assert store.rows("from raw.use") == []
    assert store.rows("from ledger.source_day") == []


def test_the_roster_lands_as_pseudonyms_and_says_whether_it_changed(store: Store) -> None:
    """No staff number is in the table; the same roster again changes nothing."""
    assert land_roster(store, roster(3), KEY)
    assert not land_roster(store, roster(3), KEY)
    assert land_roster(store, roster(4), KEY)
    staff = {row[0] for row in store.rows("select staff from raw.assignment")}
    assert staff == {KEY.pseudonym(str(number)) for number in range(4)}
    assert store.has_pseudonyms()


@pytest.mark.parametrize(
    ("as_of", "final_to"),
    [(date(2025, 7, 20), date(2025, 4, 30)), (date(2025, 4, 10), date(2025, 4, 10))],
)
def test_a_book_is_final_to_the_end_of_its_month(store: Store, as_of: date, final_to: date) -> None:
    """Filed on the first it stands for the whole month, but for no day that has not come."""
    register_source(store, "book", "fax", (BOOK,), {"book": date(2025, 4, 1)}, today=NOTED)
    store.execute("create schema if not exists core")
    store.execute(
        "create table core.calendar as select range::date as day_on, "
        "date_trunc('month', range)::date as month "
        "from range(date '2025-04-01', date '2025-08-01', interval 1 day)"
    )
    for month, state in ((4, "final"), (5, "provisional")):
        store.execute(
            "insert into ledger.source_day by name select 'book' as source, 'book' as stream, "
            "?::date as day_on, ? as state",
            [date(2025, month, 1), state],
        )
    (row,) = read_freshness(store, as_of)["source"].to_pylist()
    assert row["final_to"] == final_to
