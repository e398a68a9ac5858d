"""Nights with faults: late rows, missed nights, wrong clocks, broken slices."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart
from connectors.contract.shape import to_table
from connectors.contract.shapes import USE
from connectors.contract.streams import Batch, Window
from connectors.roster.identity import Gate
from tests.faults.night import (
    KEY,
    SINCE,
    at,
    batches,
    content,
    gate,
    read_night,
    roster,
    rows_of,
    stream,
)
from warehouse.facts.landing import land_slice
from warehouse.facts.ledger import due_windows, read_days, record_failure
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.contract.streams import Stream
    from warehouse.facts.landing import Landed
    from warehouse.facts.store import Store

DAY = timedelta(days=1)
JANUARY = Window(SINCE, date(2026, 2, 1))


def land(
    store: Store,
    window: Window,
    given: Iterable[Batch],
    today: date,
    *,
    of: Stream | None = None,
    door: Gate | None = None,
) -> Landed:
    return land_slice(
        store,
        "drive-log",
        "synthetic",
        of or stream(),
        window,
        given,
        gate=door or gate(),
        fetched_at=at(today),
    )


def states(store: Store) -> dict[date, str]:
    return {day.day_on: day.state for day in read_days(store, "drive-log", "drive")}


def due(
    store: Store, today: date, *, of: Stream | None = None, door: Gate | None = None
) -> list[date]:
    windows = due_windows(
        store,
        "drive-log",
        of or stream(),
        since=SINCE,
        today=today,
        gate_fingerprint=(door or gate()).fingerprint,
    )
    return [day_on for window in windows for day_on in window.days]


def test_a_night_loaded_three_times_is_loaded_once(store: Store) -> None:
    """Facts and ledger are the same after the third landing as after the first."""
    land(store, JANUARY, batches(JANUARY), date(2026, 2, 1))
    once = content(store)
    for _ in range(2):
        land(store, JANUARY, batches(JANUARY), date(2026, 2, 1))
    assert content(store) == once
    assert len(once[0]) == 31 * 20


def test_the_order_of_arrival_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Rows shuffled, spread over many batches and partly repeated give the same tables."""
    chance = random.Random(11)
    given: list[Batch] = []
    for day_on in JANUARY.days:
        rows = rows_of(day_on, 20)
        rows += chance.sample(rows, 7)
        chance.shuffle(rows)
        given += [
            Batch(day_on, to_table(USE, rows[part : part + 5])) for part in range(0, len(rows), 5)
        ]
    chance.shuffle(given)
    land(store, JANUARY, given, date(2026, 2, 1))
    with open_store(tmp_path / "other.duckdb") as other:
        land(other, JANUARY, batches(JANUARY), date(2026, 2, 1))
        assert content(store) == content(other)


def test_of_two_rows_with_one_identity_the_same_one_stays(store: Store) -> None:
    """Which of two versions of an event is kept does not depend on the order of arrival."""
    window = Window(SINCE, SINCE + DAY)
    older = rows_of(SINCE, 1)[0]
    newer = older | {"uses": 2}
    kept = []
    for rows in ([older, newer], [newer, older]):
        land(store, window, [Batch(SINCE, to_table(USE, rows))], date(2026, 1, 2))
        kept.append(content(store))
    assert kept[0] == kept[1]
    assert len(kept[0][0]) == 1


def test_a_late_event_changes_its_own_day_and_no_other(store: Store) -> None:
    """The hashes of all other days stay the same."""
    window = Window(SINCE, SINCE + 3 * DAY)
    land(store, window, batches(window, 20), date(2026, 1, 4))
    before = {day.day_on: day for day in read_days(store, "drive-log", "drive")}
    late = [
        Batch(day_on, to_table(USE, rows_of(day_on, 21 if day_on == SINCE + DAY else 20)))
        for day_on in window.days
    ]
    land(store, window, late, date(2026, 1, 5))
    after = {day.day_on: day for day in read_days(store, "drive-log", "drive")}
    changed = [day for day in after if before[day].hash != after[day].hash]
    assert changed == [SINCE + DAY]
    assert after[SINCE + DAY].rows == 21


def test_a_day_becomes_final_when_its_source_may_no_longer_change_it(store: Store) -> None:
    """Each night reads the provisional days again and leaves the final ones alone."""
    for nights in range(1, 8):
        list(read_night(store, SINCE + nights * DAY))
    assert states(store) == {
        SINCE + offset * DAY: "final" if offset < 4 else "provisional" for offset in range(7)
    }
    assert due(store, SINCE + 8 * DAY) == [SINCE + offset * DAY for offset in range(4, 8)]


@pytest.mark.parametrize("missed", [1, 3, 40])
def test_missed_nights_are_caught_up(store: Store, tmp_path: Path, missed: int) -> None:
    """Afterwards the tables equal those of a program that missed no night."""
    list(read_night(store, SINCE + 5 * DAY))
    list(read_night(store, SINCE + (6 + missed) * DAY))
    list(read_night(store, SINCE + (7 + missed) * DAY))
    with open_store(tmp_path / "other.duckdb") as other:
        for nights in range(1, 8 + missed):
            list(read_night(other, SINCE + nights * DAY))
        assert content(store) == content(other)


def test_a_day_lost_to_the_sources_retention_is_a_gap_that_stays(store: Store) -> None:
    """The gap is recorded once, is never requested again, and never counts as a day of 0."""
    short = stream(retention_days=10)
    today = SINCE + 30 * DAY
    assert due(store, today, of=short) == [SINCE + offset * DAY for offset in range(20, 30)]
    assert states(store) == {SINCE + offset * DAY: "gap" for offset in range(20)}
    assert due(store, today, of=short)[0] == SINCE + 20 * DAY


def test_today_is_never_read(store: Store) -> None:
    """Neither a day that is not over nor a future day is due."""
    assert due(store, SINCE) == []
    assert due(store, SINCE - 3 * DAY) == []
    assert due(store, SINCE + DAY) == [SINCE]


def test_a_clock_that_ran_ahead_leaves_no_day_final_that_was_not_over(
    store: Store, tmp_path: Path
) -> None:
    """Days read under a future date are read again once the clock is right."""
    window = Window(SINCE, SINCE + 20 * DAY)
    early = [Batch(day_on, to_table(USE, []), is_proven=True) for day_on in window.days]
    land(store, window, early, SINCE + 200 * DAY)
    assert set(states(store).values()) == {"final"}
    for nights in range(1, 25):
        list(read_night(store, SINCE + nights * DAY))
    with open_store(tmp_path / "other.duckdb") as other:
        for nights in range(1, 25):
            list(read_night(other, SINCE + nights * DAY))
        assert content(store) == content(other)


def test_a_clock_set_back_loses_nothing(store: Store) -> None:
    """Before the first day nothing is due, and the facts stay."""
    list(read_night(store, SINCE + 10 * DAY))
    before = content(store)
    assert list(read_night(store, date(1970, 1, 1))) == []
    assert content(store) == before


def test_an_alias_added_later_makes_unmatched_days_due_again(store: Store) -> None:
    """Only the days with unmatched rows become due; afterwards each row has its person."""
    window, today = Window(SINCE, SINCE + 2 * DAY), SINCE + 10 * DAY
    given = [
        Batch(SINCE, to_table(USE, [])),
        Batch(SINCE + DAY, to_table(USE, rows_of(SINCE + DAY, 20))),
    ]
    assert land(store, window, given, today, door=Gate(roster(3), KEY)).unmatched > 0
    assert SINCE + DAY not in due(store, today, door=Gate(roster(3), KEY))
    assert SINCE + DAY in due(store, today)
    assert SINCE not in due(store, today)
    assert land(store, window, given, today).unmatched == 0
    assert SINCE + DAY not in due(store, today)


def test_a_slice_that_breaks_off_moves_neither_facts_nor_ledger(store: Store) -> None:
    """A connector that raises half-way through its days lands none of them."""
    list(read_night(store, SINCE + 5 * DAY))
    before = content(store)

    def breaking() -> Iterator[Batch]:
        yield Batch(SINCE, to_table(USE, rows_of(SINCE, 99)))
        raise Retry("the source is busy", place="here", next_step="wait")

    with pytest.raises(Retry):
        land(store, JANUARY, breaking(), SINCE + 9 * DAY)
    assert content(store) == before


def test_a_failed_slice_is_due_again_and_takes_no_facts_away(store: Store) -> None:
    """Days landed before keep their facts; the others are marked failed and due."""
    list(read_night(store, SINCE + 5 * DAY))
    facts, _ = content(store)
    error = Retry("the source is busy", place="here", next_step="wait")
    record_failure(store, "drive-log", stream(), JANUARY, error, at(date(2026, 2, 10)))
    assert content(store)[0] == facts
    assert states(store)[SINCE] == "final"
    assert states(store)[SINCE + 20 * DAY] == "failed"
    assert SINCE + 20 * DAY in due(store, date(2026, 2, 10))


def test_a_part_left_out_is_failed_and_the_rest_is_landed(store: Store) -> None:
    """`SkipPart` comes after the sound batches, so these land."""
    window = Window(SINCE, SINCE + 3 * DAY)

    def partly() -> Iterator[Batch]:
        yield Batch(SINCE, to_table(USE, rows_of(SINCE, 5)))
        raise SkipPart("a file is cut off", place="log.2", next_step="copy it again")

    landed = land(store, window, partly(), SINCE + 30 * DAY)
    assert landed.skipped is not None
    assert states(store) == {
        SINCE: "final",
        SINCE + DAY: "failed",
        SINCE + 2 * DAY: "failed",
    }


def test_a_day_without_a_batch_is_a_gap_and_never_empties_what_was_there(store: Store) -> None:
    """Facts of a rotated log stay."""
    window = Window(SINCE, SINCE + 2 * DAY)
    land(store, window, [Batch(SINCE, to_table(USE, rows_of(SINCE, 5)))], SINCE + 2 * DAY)
    assert states(store) == {SINCE: "provisional", SINCE + DAY: "gap"}
    land(store, window, [], SINCE + 30 * DAY)
    assert states(store) == {SINCE: "provisional", SINCE + DAY: "gap"}
    assert len(content(store)[0]) == 5
    assert due(store, SINCE + 2 * DAY) == [SINCE, SINCE + DAY]


def test_a_partial_day_is_never_final(store: Store) -> None:
    """One partial batch among several makes its day incomplete and due."""
    window = Window(SINCE, SINCE + DAY)
    rows = rows_of(SINCE, 4)
    given = [
        Batch(SINCE, to_table(USE, rows[:2]), is_partial=True),
        Batch(SINCE, to_table(USE, rows[2:])),
    ]
    land(store, window, given, SINCE + 90 * DAY)
    assert states(store) == {SINCE: "incomplete"}
    assert SINCE in due(store, SINCE + 90 * DAY)
