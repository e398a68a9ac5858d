"""A zero is believed if the source proves it or the stream has idle days; a doubted reading deletes no facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.shape import to_table
from connectors.contract.shapes import USE
from connectors.contract.streams import Batch, Window
from tests.faults.night import STAFF, at, gate, rows_of, stream
from warehouse.calendar import is_working_day
from warehouse.facts.landing import land_slice
from warehouse.facts.ledger import due_windows, read_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from warehouse.facts.store import Store

DAY = timedelta(days=1)
MONDAY = date(2026, 6, 1)
"""From this day to the middle of July there is no public holiday."""
CLOSURE = date(2026, 6, 17)
WINDOW = Window(MONDAY, MONDAY + 42 * DAY)
NIGHT = WINDOW.end


def land(
    store: Store,
    people: Callable[[date], int],
    window: Window = WINDOW,
    *,
    today: date | None = None,
    proven: bool = False,
) -> None:
    """Land a window with one row per person.

    Args:
        store: the warehouse.
        people: day → number of people on that day.
        window: the days to land.
        today: the day of the night; the window's end if None.
        proven: whether the source proves that each day is complete.
    """
    batches = [
        Batch(day_on, to_table(USE, people_of(day_on, people(day_on))), is_proven=proven)
        for day_on in window.days
    ]
    when = at(today or window.end)
    land_slice(
        store,
        "s",
        "k",
        stream(),
        window,
        batches,
        gate=gate(),
        fetched_at=when,
        closures=(CLOSURE,),
    )


def people_of(day_on: date, people: int) -> list[dict[str, object]]:
    rows = rows_of(day_on, people)
    return [row | {"account": f"s{n % STAFF}@town.example"} for n, row in enumerate(rows)]


def states(store: Store, window: Window = WINDOW) -> dict[date, str]:
    return {
        day.day_on: day.state for day in read_days(store, "s", "drive") if window.holds(day.day_on)
    }


def doubted(store: Store) -> set[date]:
    return {day.day_on for day in read_days(store, "s", "drive") if day.doubt}


def works(day_on: date) -> bool:
    return is_working_day(day_on, {CLOSURE})


WORKING = [day_on for day_on in WINDOW.days if works(day_on)]


def test_an_outage_is_never_a_day_of_nothing(store: Store) -> None:
    """In a stream idle only on closed days, no empty working day is believed; week-ends and closures are."""
    lost = set(WORKING[10:13])
    land(store, lambda day_on: 6 if works(day_on) and day_on not in lost else 0)
    assert doubted(store) == lost
    assert {day_on for day_on, state in states(store).items() if state == "incomplete"} == lost
    assert states(store)[CLOSURE] == "final"
    assert states(store)[WORKING[0]] == "final"


@pytest.mark.parametrize("weeks", [1, 3, 5])
def test_an_outage_does_not_become_usual_by_its_length(store: Store, weeks: int) -> None:
    """An outage stays doubted however long it lasts, also when it is read night by night."""
    land(store, lambda day_on: 6 if works(day_on) else 0)
    after = Window(WINDOW.end, WINDOW.end + 7 * weeks * DAY)
    for day_on in after.days:
        window = Window(max(after.start, day_on - 3 * DAY), day_on + DAY)
        land(store, lambda _: 0, window, today=day_on + DAY)
    working = {day_on for day_on in after.days if works(day_on)}
    assert doubted(store) == working
    assert {state for day_on, state in states(store, after).items() if day_on in working} == {
        "incomplete"
    }


def test_a_source_that_answers_nothing_on_its_first_night_is_not_believed(store: Store) -> None:
    """A source that has never had a row gets no working day of 0, and each is read again."""
    land(store, lambda _: 0)
    assert doubted(store) == set(WORKING)
    windows = due_windows(
        store, "s", stream(), since=MONDAY, today=NIGHT, gate_fingerprint=gate().fingerprint
    )
    assert {day for window in windows for day in window.days if works(day)} == set(WORKING)


def test_what_the_source_proves_is_believed(store: Store) -> None:
    """A proof counts on the first night too, and may remove rows."""
    land(store, lambda _: 0, proven=True)
    assert doubted(store) == set()
    assert states(store)[WORKING[0]] == "final"
    land(store, lambda _: 6)
    land(store, lambda _: 0, proven=True)
    assert store.rows("from raw.use") == []


@pytest.mark.parametrize("people", [1, 2])
def test_a_tool_that_is_used_twice_a_week_rests_as_it_likes(store: Store, people: int) -> None:
    """A small town's chat on Tuesdays and Thursdays, with two weeks of absence, is never doubted."""
    away = {day_on for day_on in WINDOW.days if date(2026, 6, 15) <= day_on <= date(2026, 6, 28)}
    land(
        store,
        lambda day_on: people if day_on.weekday() in {1, 3} and day_on not in away else 0,
    )
    assert doubted(store) == set()


def test_a_meeting_of_all_once_a_week_makes_no_outage_of_the_other_days(store: Store) -> None:
    """After some weeks the idle days in between count as usual, those of the first weeks included."""
    for weeks in range(1, 7):
        window = Window(MONDAY, MONDAY + 7 * weeks * DAY)
        land(store, lambda day_on: 8 if day_on.weekday() == 0 else 0, window)
    assert doubted(store) == set()


@pytest.mark.parametrize("had", [8, 1])
def test_an_empty_answer_takes_no_facts_away(store: Store, had: int) -> None:
    """An empty response empties neither a busy nor a small day; the day is incomplete and read again."""
    window = Window(WORKING[-1], WORKING[-1] + DAY)
    land(store, lambda _: had, window)
    land(store, lambda _: 0, window, today=window.end + DAY)
    assert len(store.rows("from raw.use")) == had
    assert states(store) == {window.start: "incomplete"}
    land(store, lambda _: had + 1, window, today=window.end + 20 * DAY)
    assert len(store.rows("from raw.use")) == had + 1
    assert states(store) == {window.start: "final"}
    land(store, lambda _: 0, window, today=window.end + 21 * DAY)
    assert len(store.rows("from raw.use")) == had + 1
    assert states(store) == {window.start: "final"}


def test_a_day_that_shrinks_keeps_the_more_until_its_source_has_said_less_for_weeks(
    store: Store,
) -> None:
    """Less than half of the rows is doubted, until the source has repeated it for weeks after the day settled."""
    window = Window(WORKING[-1], WORKING[-1] + DAY)
    land(store, lambda _: 40, window)
    for days in (1, 2, 10, 17):
        land(store, lambda _: 19, window, today=window.end + days * DAY)
        assert len(store.rows("from raw.use")) == 40
        assert states(store) == {window.start: "incomplete"}
    land(store, lambda _: 19, window, today=window.end + 30 * DAY)
    assert len(store.rows("from raw.use")) == 19
    assert states(store) == {window.start: "final"}


def test_a_log_whose_last_line_is_fridays_misses_no_week_end(store: Store) -> None:
    """Closed days without a file are no gap; the Monday without one is, and so are the days after it."""
    friday = WORKING[4]
    land(store, lambda day_on: 6 if works(day_on) else 0, Window(MONDAY, friday + DAY))
    after = Window(friday + DAY, friday + 10 * DAY)
    land_slice(
        store, "s", "k", stream(), after, [], gate=gate(), fetched_at=at(after.end), closures=()
    )
    found = states(store, after)
    assert [found[day_on] for day_on in after.days] == ["final"] * 2 + ["gap"] * 7
