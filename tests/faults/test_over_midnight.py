"""Meetings over midnight at the retention limit: joined on a day whose facts are deleted, filed on one read late."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry
from connectors.contract.shape import to_table
from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import Batch, Stream, Window
from connectors.roster.identity import Gate
from tests.faults.many_nights import SUITE, at_night, roster
from tests.faults.many_nights import fetch as fetch_suite
from tests.faults.night import KEY
from warehouse.engine.build import build_models
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.ledger import due_windows, record_failure
from warehouse.facts.sources import register_source
from warehouse.facts.store import open_store
from warehouse.lifecycle.retention import expire, retention
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from warehouse.facts.store import Store

DAY = timedelta(days=1)
RAW_DAYS = 30
EVENING = date(2026, 6, 2)
"""A Tuesday, whose evening call ends on the next day."""
SINCE = EVENING - 5 * DAY
NIGHTS = [
    EVENING + n * DAY for n in (2, 5, RAW_DAYS, RAW_DAYS + 1, RAW_DAYS + 2, RAW_DAYS + 3, 45, 46)
]
MEET = Stream("meet", ATTENDANCE, (), tools=("meetings",), settle_days=3)
TABLES = ("core.meeting", "core.meeting_day", "core.use_day", "core.opened_day", "mart.use_month")


def calls(window: Window) -> Iterator[Batch]:
    """Yield each working day's calls, at 10:00 and over midnight, of three people of two sections who leave in turn."""
    for day_on in window.days:
        rows = []
        for begins_on, minute in ((day_on, 600), (day_on, 1_400), (day_on - DAY, 1_400)):
            for staff, stays in (("1", 30), ("9", 90), ("12", 100)):
                start = datetime.combine(begins_on, time(), UTC) + timedelta(
                    minutes=minute, hours=-9
                )
                end = start + timedelta(minutes=stays)
                if begins_on.isoweekday() > 5 or (end + timedelta(hours=9)).date() != day_on:
                    continue
                rows.append(
                    {
                        "event": f"{start} {staff}",
                        "day_on": day_on,
                        "meeting": str(start),
                        "account": f"s{staff}@town.example",
                        "started_at": start,
                        "ended_at": end,
                        "is_guest": False,
                    }
                )
        yield Batch(day_on, to_table(ATTENDANCE, rows))


def live(store: Store, night: date, *, is_down: bool = False, lost: Collection[date] = ()) -> None:
    """Run the steps of one night.

    Args:
        store: the warehouse.
        night: the day of the night.
        is_down: whether the calls' source is down.
        lost: days that the calls' source does not deliver.
    """
    one = roster(night)
    land_roster(store, one, KEY)
    gate, when = Gate(one, KEY), at_night(night)
    for source, stream in (("suite", SUITE[0]), ("calls", MEET)):
        register_source(store, source, source, [stream], {stream.name: SINCE}, today=night)
        for window in due_windows(
            store, source, stream, since=SINCE, today=night, gate_fingerprint=gate.fingerprint
        ):
            if stream is MEET and is_down:
                busy = Retry("busy", place=source, next_step="wait")
                record_failure(store, source, stream, window, busy, when)
                continue
            given = fetch_suite(stream, window, night)
            if stream is MEET:
                given = (batch for batch in calls(window) if batch.day_on not in lost)
            land_slice(store, source, source, stream, window, given, gate=gate, fetched_at=when)
    build_models(store, town=Town("町", SINCE, 4), closures=(), today=night)
    expire(store, retention(night, raw_days=RAW_DAYS, person_months=13))


def end_of(path: Path, down_before: date) -> dict[str, list[tuple[object, ...]]]:
    """Return table → rows after all nights, with the calls' source down on the nights before a day."""
    with open_store(path) as store:
        for night in NIGHTS:
            live(store, night, is_down=night < down_before)
        build_models(store, town=Town("町", SINCE, 4), closures=(), today=NIGHTS[-1], full=True)
        return {table: store.rows(f"from {table} order by all") for table in TABLES}


@pytest.fixture(scope="module")
def never_down(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    """Return table → rows after all nights without any outage."""
    return end_of(tmp_path_factory.mktemp("on_time") / "warehouse.duckdb", SINCE)


@pytest.mark.parametrize("days", [RAW_DAYS + 1, RAW_DAYS + 2, RAW_DAYS + 3, 45])
def test_a_stream_that_catches_up_loses_no_call_and_counts_none_twice(
    tmp_path: Path, never_down: dict[str, list[tuple[object, ...]]], days: int
) -> None:
    """Before, at or past the retention limit, every call counts once, on the day on which it was joined."""
    caught_up = end_of(tmp_path / "warehouse.duckdb", EVENING + days * DAY)
    for table in TABLES:
        assert caught_up[table] == never_down[table], table


def test_half_of_a_call_that_comes_late_stays_in_the_section_it_was_counted_in(
    tmp_path: Path, never_down: dict[str, list[tuple[object, ...]]]
) -> None:
    """The first part was kept with its participants' section; the rest does not make it a second call."""
    edge = EVENING + (RAW_DAYS + 2) * DAY
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for night in NIGHTS:
            live(store, night, lost={EVENING + DAY} if night < edge else ())
        counted = store.rows("select meeting, day_on, guests from core.meeting order by all")
        assert counted == [
            (call, day, guests) for call, day, _, guests in never_down["core.meeting"]
        ]
        assert store.rows("from core.use_day order by all") == never_down["core.use_day"]
        assert store.count("select count(*) from ledger.counted_event") > 0
        old = NIGHTS[-1] - RAW_DAYS * DAY
        assert not store.rows("from ledger.counted_event where filed_on < ?", [old])
