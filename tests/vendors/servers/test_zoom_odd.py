"""One odd host, meeting or connection of Zoom's is set aside and told; what befalls all of them is the account's."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from connectors.contract.errors import NotYet, Retry, SkipPart, StopSource
from tests.loopback import Answer
from tests.vendors.servers.zoom_account import WINDOW, account, at, listed, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.vendors.servers.zoom_account import Account

NINTH, TENTH = date(2026, 6, 9), date(2026, 6, 10)
STAFF = "s0@town.example"


@pytest.fixture
def town() -> Iterator[Account]:
    """An account with a sound meeting on each of two days."""
    with account() as made:
        made.hold("odd", at("01:00"), at("02:00"), id=1)
        made.hold("sound", at("01:00", 10), at("02:00", 10), id=2)
        yield made


def _told(status: int = 200, **body: object) -> Answer:
    return Answer(json.dumps(body).encode(), status)


def _read(town: Account) -> tuple[dict[date, Any], set[date], SkipPart | None]:
    """Return day → rows, the days that are not whole, and what was told."""
    connector = town.connector()
    days: dict[date, Any] = {}
    partial = set()
    try:
        for batch in connector.fetch(connector.streams[0], WINDOW):
            days[batch.day_on] = batch.rows.to_pylist()
            partial |= {batch.day_on} if batch.is_partial else set()
    except SkipPart as error:
        return days, partial, error
    return days, partial, None


PEOPLE = [person(STAFF, at("01:00"), at("02:00"))]
BROKEN = [
    _told(participants=PEOPLE, total_records=9, next_page_token=""),
    _told(participants=PEOPLE, total_records="9", next_page_token=""),
    _told(participants=PEOPLE, next_page_token="again"),
    _told(participants=[None, *PEOPLE], next_page_token=""),
    _told(410, code=1, message="x"),
    _told(400, code=200, message="Only available for Paid or ZMP account: 1."),
    _told(400, code=200, message="No permission."),
    _told(400, code=300, message="The next page token is invalid or expired."),
]


@pytest.mark.parametrize("answer", BROKEN)
def test_a_meeting_that_cannot_be_read_leaves_its_own_day_out(
    answer: Answer, town: Account
) -> None:
    """Totals that do not agree, pages that turn, a plan that this host lacks: the other day lands."""
    town.answers["odd"] = answer
    days, _, error = _read(town)
    assert error is not None
    assert NINTH not in days
    assert len(days[TENTH]) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [(BROKEN[0], Retry), (BROKEN[2], Retry), (BROKEN[4], StopSource), (BROKEN[5], StopSource)],
)
def test_what_befalls_every_meeting_is_the_accounts(
    answer: Answer, kind: type[Exception], town: Account
) -> None:
    """Then nothing is vouched for, and it is asked again or somebody has to act."""
    town.answers |= {"odd": answer, "sound": answer}
    connector = town.connector()
    with pytest.raises(kind):
        list(connector.fetch(connector.streams[0], WINDOW))


@pytest.mark.parametrize(
    "answer", [BROKEN[5], BROKEN[6], _told(404, code=1001), _told(meetings=None)]
)
def test_a_host_that_is_refused_leaves_the_days_open(answer: Answer, town: Account) -> None:
    """The meetings of the others land; no day is whole."""
    town.meetings["h2"] = []
    town.answers["h2"] = answer
    days, partial, error = _read(town)
    assert error is not None
    assert len(days[NINTH]) == len(days[TENTH]) == 2
    assert partial == set(WINDOW.days)


def test_what_is_no_meeting_leaves_the_days_open(town: Account) -> None:
    """It may have been on any of them."""
    town.answers["h1"] = _told(
        meetings=[None, *town.meetings["h1"]], next_page_token="", total_records=3
    )
    days, partial, error = _read(town)
    assert error is not None
    assert len(days[NINTH]) == 2
    assert partial == set(WINDOW.days)


@pytest.mark.parametrize(
    "more",
    [
        {"join_time": "9999-12-31T23:59:59Z"},
        {"join_time": "0001-01-01T00:00:00+09:00"},
        {"name": "x\ud83d"},
        {"user_email": "a\ud83d@x"},
        {"user_email": ["a"]},
        {"status": ["x"]},
        {"internal_user": "yes"},
    ],
)
def test_an_odd_connection_stops_nothing(more: dict[str, object], town: Account) -> None:
    """A time beyond the calendar is no time, and half of a sign is a sign."""
    town.people["odd"] = [*PEOPLE, person(STAFF, at("01:10"), at("02:00"), user_id="9") | more]
    days, _, error = _read(town)
    assert error is None
    assert (len(days[NINTH]), len(days[TENTH])) == (2, 2)


def test_who_leaves_before_joining_was_there(town: Account) -> None:
    """For how long is not known; never for less than nothing."""
    town.people["odd"] = [person(STAFF, at("01:30"), at("01:00"))]
    (row,) = _read(town)[0][NINTH]
    assert row["started_at"] is not None
    assert row["ended_at"] is None


@pytest.mark.parametrize("time", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+09:00", None, 7])
def test_an_odd_time_of_a_meeting_stops_nothing(time: object, town: Account) -> None:
    """Its people say when they were there."""
    town.meetings["h1"][0] = listed("odd", at("01:00"), at("02:00")) | {"start_time": time}
    days, _, error = _read(town)
    assert error is None
    assert len(days[NINTH]) == 2


@pytest.mark.parametrize(
    ("day", "is_told"), [(10, False), (12, True), (22, True), (24, False), (30, False)]
)
def test_a_report_that_is_never_made_asks_nobody_to_act_for_ever(
    day: int, town: Account, *, is_told: bool
) -> None:
    """Usual for two days, told for two weeks, and then only missing."""
    town.answers["odd"] = _told(404, code=3001, message="Meeting does not exist: x.")
    connector = town.connector(datetime(2026, 6, day, tzinfo=UTC))
    with pytest.raises(SkipPart) as caught:
        list(connector.fetch(connector.streams[0], WINDOW))
    assert isinstance(caught.value, NotYet) is not is_told
