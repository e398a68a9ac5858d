"""What one meeting is, who is a guest in it, and that an odd one leaves its own days out and no other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import NotYet, SkipPart
from tests.faults.night import gate
from tests.loopback import Answer
from tests.vendors.servers.zoom_account import NO_REPORT, NOW, WINDOW, account, at, person
from warehouse.facts.landing import land_slice
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.vendors.servers.zoom_account import Account


@pytest.fixture
def town() -> Iterator[Account]:
    """An account with a sound meeting on each day before and after the ninth."""
    with account() as made:
        made.hold("before", at("01:00", 8), at("02:00", 8), id=1)
        made.hold("after", at("01:00", 10), at("02:00", 10), id=2)
        yield made


def _read(
    town: Account, now: datetime = NOW
) -> tuple[dict[date, list[dict[str, Any]]], SkipPart | None]:
    connector = town.connector(now)
    days: dict[date, list[dict[str, Any]]] = {}
    try:
        for batch in connector.fetch(connector.streams[0], WINDOW):
            days.setdefault(batch.day_on, []).extend(batch.rows.to_pylist())
    except SkipPart as error:
        return days, error
    return days, None


def _meetings(town: Account) -> int:
    days, error = _read(town)
    assert error is None
    return len({row["meeting"] for row in days[date(2026, 6, 9)]})


NINTH, OTHERS = date(2026, 6, 9), {date(2026, 6, 8), date(2026, 6, 10)}


@pytest.mark.parametrize(
    ("begun_again", "meetings"),
    [("01:30", 1), ("01:32", 1), ("01:45", 1), ("01:46", 2), ("05:00", 2), ("01:20", 1)],
)
def test_a_host_who_comes_back_holds_one_meeting(
    begun_again: str, meetings: int, town: Account
) -> None:
    """Begun again within a quarter of an hour; a room that is used again later holds another."""
    town.hold("two", at(begun_again), at("06:00"))
    town.hold("one", at("01:00"), at("01:30"))
    assert _meetings(town) == meetings


def test_a_host_may_drop_more_than_once(town: Account) -> None:
    """Each time within the quarter of the time before."""
    for number, (start, end) in enumerate(
        (("01:00", "01:10"), ("01:20", "01:30"), ("01:40", "01:50"))
    ):
        town.hold(f"part {number}", at(start), at(end))
    assert _meetings(town) == 1


def test_another_number_is_another_meeting(town: Account) -> None:
    """However close they follow, and so is the same number of another host."""
    town.hold("one", at("01:00"), at("01:30"))
    town.hold("two", at("01:31"), at("02:00"), id=85500000002)
    town.meetings["h2"] = [town.meetings["h1"].pop() | {"uuid": "three", "id": 85500000001}]
    town.people["three"] = town.people["two"]
    assert _meetings(town) == 2


def test_a_breakout_room_is_no_meeting_of_its_own(town: Account) -> None:
    """Its connections are further rows of the meeting."""
    s0 = "s0@town.example"
    rows = (
        person(s0, at("01:00"), at("01:10"), internal_user=True),
        person(s0, at("01:10"), at("01:20"), internal_user=True, bo_mtg_id="b1"),
        person(s0, at("01:10"), at("01:20"), internal_user=True, bo_mtg_id="b2"),
    )
    town.hold("one", at("01:00"), at("01:30"), *rows)
    days, _ = _read(town)
    assert len(days[NINTH]) == len({row["event"] for row in days[NINTH]}) == 3
    assert _meetings(town) == 1


def test_an_address_does_not_make_somebody_ours(town: Account, tmp_path: Path) -> None:
    """Registered and invited people are guests; staff who are not signed in are staff; whom the account calls its own is never a guest."""
    times = at("01:00"), at("01:30")
    people = [
        person("s0@town.example", *times, internal_user=True),
        person("s1@town.example", *times, internal_user=False),
        person("vendor@company.example", *times, internal_user=False),
        person("citizen@mail.example", *times),
        person("", *times, internal_user=False),
        person("s99@town.example", *times, internal_user=False),
        person("new@other.example", *times, internal_user=True),
    ]
    numbered = [one | {"user_id": str(number)} for number, one in enumerate(people)]
    town.hold("one", *times, *numbered)
    connector = town.connector()
    stream = connector.streams[0]
    with open_store(tmp_path / "w.duckdb") as store:
        batches = connector.fetch(stream, WINDOW)
        land_slice(store, "zoom", "zoom", stream, WINDOW, batches, gate=gate(), fetched_at=NOW)
        told = store.rows(
            "select count(distinct staff), count_if(is_guest), count_if(is_unmatched) "
            "from raw.attendance where day_on = date '2026-06-09'"
        )
    assert told == [(2, 3, 2)]


ODD = Answer(b'{"code": 9999, "message": "canary"}', 400)


@pytest.mark.parametrize(
    "answer",
    [
        NO_REPORT,
        ODD,
        Answer(b'{"participants": [], "total_records": 0}'),
        Answer(b'{"participants": null}'),
        Answer(
            b'{"participants": [{"user_email": "canary@x", "join_time": "", "leave_time": ""}]}'
        ),
        Answer(b'{"code": 1001}', 404),
    ],
)
def test_an_odd_meeting_leaves_its_day_out(answer: Answer, town: Account) -> None:
    """Long over, and not read: missing, not empty; the days beside it are read."""
    night = at("16:00", 8), at("14:00", 9)
    town.hold("one", *(night if b"join_time" in answer.body else (at("01:00"), at("02:00"))))
    if b"join_time" in answer.body:
        # It began on one day and ended on the next: whose day the connection is nobody can say.
        town.meetings["h1"][-1]["start_time"] = at("14:00", 8)
    town.answers["one"] = answer
    days, error = _read(town)
    assert isinstance(error, SkipPart)
    assert not isinstance(error, NotYet)
    assert NINTH not in days
    assert days.keys() >= OTHERS - {date(2026, 6, 8)}
    assert "canary" not in str(error)


def test_an_empty_time_stays_unknown_on_the_meetings_own_day(town: Account) -> None:
    """The person was there; for how long is not guessed."""
    town.hold("one", at("01:00"), at("02:00"), person("s0@town.example", "", ""))
    days, error = _read(town)
    assert error is None
    assert [(row["started_at"], row["ended_at"]) for row in days[NINTH]] == [(None, None)]


@pytest.mark.parametrize("count", [0, 1])
def test_whoever_sat_alone_met_nobody(count: int, town: Account) -> None:
    """Zoom makes no report of it, and says so in its list."""
    town.hold("one", at("01:00"), at("02:00"), participants_count=count)
    town.answers["one"] = NO_REPORT
    days, error = _read(town)
    assert error is None
    assert days[NINTH] == []


def test_a_report_that_is_not_made_yet_asks_nobody_to_act(town: Account) -> None:
    """For two days; then it is a report that is missing."""
    town.hold("one", at("01:00"), at("02:00"))
    town.answers["one"] = NO_REPORT
    for now, is_usual in ((datetime(2026, 6, 11, tzinfo=UTC), True), (NOW, False)):
        days, error = _read(town, now)
        assert days.keys() == OTHERS
        assert isinstance(error, NotYet) == is_usual


@pytest.mark.parametrize(
    "change", [{"uuid": ""}, {"uuid": None}, {"start_time": "", "end_time": ""}]
)
def test_an_odd_line_of_the_list_does_not_stop_the_source(
    change: dict[str, Any], town: Account
) -> None:
    """Without times the report still says when; without a uuid nothing can be asked, and that is told."""
    town.hold("one", at("01:00"), at("02:00"))
    town.meetings["h1"][-1].update(change)
    days, error = _read(town)
    assert days.keys() >= OTHERS
    if "uuid" in change:
        assert isinstance(error, SkipPart)
        assert NINTH not in days
    else:
        assert error is None
        assert len(days[NINTH]) == 2


def test_one_host_without_a_list_is_told(town: Account) -> None:
    """Somebody left in the night: the others' meetings are read, and no day is whole."""
    town.meetings["h2"] = []
    town.answers["h2"] = Answer(b'{"code": 1001, "message": "canary"}', 404)
    connector = town.connector()
    fetched = connector.fetch(connector.streams[0], WINDOW)
    batches = [next(fetched) for _day in WINDOW.days]
    assert [(one.is_partial, one.rows.num_rows) for one in batches] == [
        (True, 2),
        (True, 0),
        (True, 2),
    ]
    with pytest.raises(SkipPart) as caught:
        next(fetched)
    assert "canary" not in str(caught.value)
