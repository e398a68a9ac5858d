"""The Google Workspace connector against a server that pages, tires, lies and breaks off."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from connectors.contract.errors import Retry, StopSource, StopStream
from connectors.contract.streams import Window
from connectors.vendors.google_workspace.api import client
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.reports_api import activity, reports_api
from tests.loopback import Answer

if TYPE_CHECKING:
    from connectors.vendors.google_workspace import GoogleWorkspace

SAMPLES = Path(
    os.environ.get("HIROGARI_SAMPLES", Path(__file__).parents[2] / "../shared/samples")
).resolve()
APRIL = Window(date(2025, 4, 1), date(2025, 4, 4))


def _rows(
    connector: GoogleWorkspace, name: str = "drive", window: Window = APRIL
) -> list[dict[str, Any]]:
    batches = list(connector.fetch(REPORTS[name].stream, window))
    assert [batch.day_on for batch in batches] == list(window.days)
    for batch in batches:
        assert batch.rows.schema == REPORTS[name].stream.shape.arriving
        assert set(batch.rows["day_on"].to_pylist()) <= {batch.day_on}
    rows: list[dict[str, Any]] = pa.concat_tables(batch.rows for batch in batches).to_pylist()
    return rows


def _edits(count: int) -> list[dict[str, Any]]:
    return [
        activity(
            "drive",
            f"2025-04-02T{index // 60:02}:{index % 60:02}:00.000Z",
            "edit",
            number=-index,
            doc_id="d",
        )
        for index in range(count)
    ]


def test_every_page_is_read_and_each_event_comes_once() -> None:
    """Seven pages of three and one of two: 23 events."""
    with reports_api(drive=_edits(23)) as api:
        api.page = 3
        rows = _rows(api.connector())
    assert len(rows) == 23
    assert len({row["event"] for row in rows}) == 23
    assert {row["action"] for row in rows} == {"edited"}


def test_an_empty_answer_vouches_for_days_of_nothing() -> None:
    """A page without `items` is an answer: three days with no rows."""
    with reports_api() as api:
        assert _rows(api.connector()) == []


def test_days_begin_at_midnight_in_japan() -> None:
    """15:00 UTC is the next day; the window's edges are asked for and kept."""
    times = (
        "2025-03-31T14:59:59.999Z",
        "2025-03-31T15:00:00.000Z",
        "2025-04-03T14:59:59.999Z",
        "2025-04-03T15:00:00.000Z",
    )
    events = [activity("drive", time, "view", doc_id="d") for time in times]
    with reports_api(drive=events) as api:
        rows = _rows(api.connector())
        assert api.asked[0].query["startTime"] == "2025-03-31T15:00:00.000Z"
        assert api.asked[0].query["endTime"] == "2025-04-03T15:00:00.000Z"
    assert sorted(row["day_on"] for row in rows) == [date(2025, 4, 1), date(2025, 4, 3)]


def test_only_what_is_kept_is_asked_for() -> None:
    """No address of a machine, no title: `fields` names what may come, and customer only if set."""
    with reports_api() as api:
        _rows(api.connector())
        asked = api.asked[0].query
    assert "ipAddress" not in asked["fields"]
    assert "resourceDetails" not in asked["fields"]
    assert "customerId" not in asked
    with reports_api() as api:
        _rows(api.connector(customer="C9"))
        assert api.asked[0].query["customerId"] == "C9"


def test_retry_after_is_kept_and_the_page_asked_again() -> None:
    """The library ignores the header; we do not."""
    with reports_api(drive=_edits(5)) as api:
        api.replies = [
            Answer(status=429, body=b"{}", headers={"Retry-After": "9"}),
            Answer(status=503, body=b"{}"),
        ]
        assert len(_rows(api.connector())) == 5
    assert api.waits[0] == 9.0
    assert len(api.waits) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Answer(status=429, body=b"{}", headers={"Retry-After": "9"}),
        Answer(status=500, body=b"{}"),
        Answer(status=403, body=b'{"error": {"errors": [{"reason": "userRateLimitExceeded"}]}}'),
        Answer(status=403, body=b'{"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}'),
        Answer(status=403, body=b'{"error": {"status": "RESOURCE_EXHAUSTED", "details": []}}'),
        Answer(status=200, body=b'{"items": [{"id": {"time": "2025'),
        Answer(status=200, body=b""),
        Answer(status=200, body=b"[]"),
        Answer(status=200, body=b'{"items": []}', announce=100),
    ],
)
def test_a_storm_ends_in_retry_and_nothing_is_vouched_for(reply: Answer) -> None:
    """Busy, cut short or not JSON: three tries, then the slice is left for later."""
    with reports_api(drive=_edits(9)) as api:
        api.replies = [reply] * 3
        with pytest.raises(Retry):
            _rows(api.connector())
    assert len(api.asked) == 3


def test_a_drip_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library would read a byte a minute for ever; the night would never end."""
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.3)
    drip = Answer(body=b" " * 500, drip=(lambda: time.sleep(0.05), 1))
    started = time.monotonic()
    with reports_api() as api:
        api.replies = [drip] * 3
        with pytest.raises(Retry, match="in time"):
            _rows(api.connector())
    assert time.monotonic() - started < 10


def test_a_break_in_the_middle_yields_no_day() -> None:
    """Newest first: after half of the pages no day is whole, so none is yielded."""
    with reports_api(drive=_edits(9)) as api:
        api.page = 3
        connector = api.connector()
        api.change = lambda body, asked: (
            body if "pageToken" not in asked.query else {"items": 1 / 0}
        )
        fetched = connector.fetch(REPORTS["drive"].stream, APRIL)
        with pytest.raises(Retry):
            next(fetched)


def test_a_page_token_that_comes_twice_ends_in_retry() -> None:
    """A server that turns in a circle is left, not followed for ever."""
    with reports_api(drive=_edits(9)) as api:
        api.page = 3
        api.change = lambda body, _: {**body, "nextPageToken": "3"}
        with pytest.raises(Retry, match="came twice"):
            _rows(api.connector())
    assert len(api.asked) < 5


@pytest.mark.parametrize("items", [None, [], _edits(1)], ids=["none", "empty", "the same"])
def test_fresh_page_tokens_without_end_are_left(items: list[dict[str, Any]] | None) -> None:
    """A token of its own with every page and nothing new behind it: some pages, then a Retry."""
    with reports_api() as api:
        api.change = lambda _body, _: {"items": items, "nextPageToken": str(len(api.asked))}
        with pytest.raises(Retry, match="page after page is empty"):
            _rows(api.connector())
    assert len(api.asked) < 60


def test_a_sequence_that_loses_its_tail_is_found_out() -> None:
    """A missing `nextPageToken` looks like the end: one more question tells."""
    with reports_api(drive=_edits(9)) as api:
        api.page = 3
        api.change = lambda body, _: {key: body[key] for key in body if key != "nextPageToken"}
        with pytest.raises(Retry, match="ended before"):
            _rows(api.connector())


def test_an_expired_page_token_starts_the_slice_again() -> None:
    """400 on a page token is no fault of the settings."""
    with reports_api(drive=_edits(9)) as api:
        api.page = 3
        connector = api.connector()
        pages = connector._client.pages("drive", APRIL)
        next(pages)
        api.replies = [Answer(status=400, body=b"{}")]
        with pytest.raises(Retry, match="expired"):
            next(pages)
        connector._client.close()


@pytest.mark.parametrize(
    ("reply", "step"),
    [
        (Answer(status=401, body=b'{"error": {"message": "canary"}}'), "privilege Reports"),
        (Answer(status=403, body=b'{"error": {"message": "canary"}}'), "Admin SDK API"),
        (Answer(status=400, body=b'{"error": {"message": "canary"}}'), "180 days"),
        (Answer(status=404, body=b"canary"), "endpoint"),
        (Answer(status=499, body=b"canary"), "endpoint"),
        (
            Answer(status=403, body=b'{"error": {"message": "canary quotaExceeded canary"}}'),
            "edition",
        ),
        (
            Answer(
                status=403, body=b'{"error": {"errors": [{"reason": "dailyLimitExceededUnreg"}]}}'
            ),
            "Admin SDK",
        ),
        (Answer(status=200, body=b"<!doctype html><p>canary"), "proxy"),
    ],
)
def test_a_refusal_stops_the_source_and_names_the_step(reply: Answer, step: str) -> None:
    """Never Google's own words: they may hold an address."""
    with reports_api() as api:
        api.replies = [reply] * 9
        with pytest.raises(StopSource, match=step) as caught:
            _rows(api.connector())
    assert "canary" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("reply", "step"),
    [
        (
            Answer(
                status=401, body=b'{"error": "unauthorized_client", "error_description": "canary"}'
            ),
            "delegation",
        ),
        (
            Answer(status=400, body=b'{"error": "invalid_grant", "error_description": "canary"}'),
            "subject",
        ),
        (Answer(status=401, body=b'{"error": "invalid_client"}'), "new key"),
        (Answer(status=200, body=b"<html>canary</html>"), "token_uri"),
        (Answer(status=200, body=b"{}"), "new key"),
        (Answer(status=403, body=b"canary"), "new key"),
    ],
)
def test_a_refused_token_names_the_credentials(reply: Answer, step: str) -> None:
    """Delegation, subject, key: each with what to do."""
    with reports_api() as api:
        api.token_reply = reply
        with pytest.raises(StopSource, match=step) as caught:
            _rows(api.connector())
    assert "credentials" in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{}", "[]", "canary", '{"type": "authorized_user"}'])
def test_credentials_that_are_no_service_account_are_named(text: str) -> None:
    """The file is wrong before anything is asked."""
    with reports_api() as api:
        with pytest.raises(StopSource, match="service account") as caught:
            _rows(api.connector(credentials=text or " "))
        assert api.asked == []
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("place", ["top", "id", "actor", "events"])
def test_an_undeclared_key_is_left_unread_and_told(place: str) -> None:
    """A record is one act whatever Google adds to it; the name of what was added is told, never its value."""
    event = _edits(1)[0]
    part = {"top": event, "events": event["events"][0]}.get(place) or event[place]
    part["newThing"] = "canary"
    with reports_api(drive=[event]) as api:
        connector = api.connector()
        rows = _rows(connector)
        told = [*connector.remarks(), *connector.check()]
    assert len(rows) == 1
    assert "canary" not in repr((rows, told))
    assert sum("newThing" in one.thing and one.is_ok for one in told) == 2


@pytest.mark.parametrize("value", [3, 2.0, "12"])
def test_an_undeclared_key_that_could_be_a_count_stops_the_stream_by_name(value: object) -> None:
    """Then a record would be more than one act."""
    event = {**_edits(1)[0], "repeats": value}
    with reports_api(drive=[event]) as api, pytest.raises(StopStream, match="repeats"):
        _rows(api.connector())


def test_an_unknown_parameter_is_dropped_unread() -> None:
    """Hundreds exist; only declared ones are looked at."""
    event = activity("drive", "2025-04-02T01:00:00.000Z", "edit", doc_id="d", doc_title="canary")
    with reports_api(drive=[event]) as api:
        rows = _rows(api.connector())
    assert "canary" not in repr(rows)


def test_one_act_in_drive_counts_once() -> None:
    """By-effects (`primary_event` false) are left out; unknown event names are not guessed."""
    time = "2025-04-02T01:00:00.000Z"
    event = activity("drive", time, "edit", doc_id="d", primary_event=True)
    event["events"].append(
        {"name": "view", "parameters": [{"name": "primary_event", "boolValue": False}]}
    )
    event["events"].append({"name": "sheets_import_range", "parameters": []})
    event["events"].append({"name": "print", "parameters": [{"name": "doc_id", "value": "d"}]})
    with reports_api(drive=[event]) as api:
        rows = _rows(api.connector())
    assert len({row["event"] for row in rows}) == 2
    assert [(row["vendor_action"], row["action"]) for row in rows] == [
        ("edit", "edited"),
        ("print", "printed"),
    ]


@pytest.mark.parametrize(
    ("name", "event", "action"),
    [
        ("chat", "message_posted", "sent"),
        ("chat", "conversation_read", "viewed"),
        ("chat", "room_created", "created"),
        ("chat", "attachment_upload", "uploaded"),
        ("calendar", "create_event", "created"),
        ("calendar", "change_event_start_time", "edited"),
        ("calendar", "delete_event", "managed"),
        ("calendar", "print_preview_event", "printed"),
    ],
)
def test_events_become_our_actions(name: str, event: str, action: str) -> None:
    """The vendor's word is kept beside ours."""
    events = [activity(name, "2025-04-02T01:00:00.000Z", event, email="b@x.jp")]
    with reports_api(**{name: events}) as api:
        (row,) = _rows(api.connector(), name)
    assert (row["action"], row["vendor_action"], row["account"]) == (action, event, "b@x.jp")
    assert row["tool"] == REPORTS[name].stream.tools[0]


def test_a_connection_knows_its_start_or_is_counted_back_from_its_end() -> None:
    """Older records have no start: end minus duration."""
    old = activity(
        "meet",
        "2025-04-02T02:00:00.000Z",
        "call_ended",
        number=1,
        conference_id="m",
        duration_seconds="1800",
    )
    new = activity(
        "meet",
        "2025-04-02T02:00:30.000Z",
        "call_ended",
        number=2,
        conference_id="m",
        duration_seconds="60",
        start_timestamp_seconds="1743559200",
    )
    with reports_api(meet=[old, new]) as api:
        rows = sorted(_rows(api.connector(), "meet"), key=lambda row: row["ended_at"])
    assert rows[0]["started_at"] == datetime(2025, 4, 2, 1, 30, tzinfo=UTC)
    assert rows[0]["ended_at"] == datetime(2025, 4, 2, 2, 0, tzinfo=UTC)
    assert rows[1]["started_at"] == datetime(2025, 4, 2, 2, 0, tzinfo=UTC)
    assert rows[1]["ended_at"] == datetime(2025, 4, 2, 2, 1, tzinfo=UTC)
    assert {row["meeting"] for row in rows} == {"m"}


def test_guests_are_guests_and_rooms_are_rooms() -> None:
    """No address: a guest, unless it is a device of the house."""

    def joined(number: int, *, email: str | None, **values: object) -> dict[str, Any]:
        return activity(
            "meet",
            f"2025-04-02T02:00:0{number}.000Z",
            "call_ended",
            number=number,
            email=email,
            conference_id="m",
            duration_seconds="60",
            **values,
        )

    events = [
        joined(1, email="a@x.jp", is_external=False),
        joined(2, email="guest@y.com", is_external=True),
        joined(3, email=None, is_external=True),
        joined(4, email=None),
        joined(5, email=None, is_external=False),
        # An older record does not say: Gate 1 decides by the roster.
        joined(6, email="b@y.com"),
    ]
    with reports_api(meet=events) as api:
        rows = sorted(_rows(api.connector(), "meet"), key=lambda row: row["ended_at"])
    assert [row["is_guest"] for row in rows] == [False, True, True, True, False, None]
    assert [row["account"] for row in rows] == ["a@x.jp", None, None, None, None, "b@y.com"]


def test_fetched_twice_is_the_same() -> None:
    """Identity comes from the source, not from the order or the hour of asking."""
    with reports_api(drive=_edits(9)) as api:
        connector = api.connector()
        first = _rows(connector)
        api.page = 2
        second = _rows(connector)
    assert sorted(row["event"] for row in first) == sorted(row["event"] for row in second)


def test_check_asks_every_stream_and_tells_each_next_step() -> None:
    """One line a stream."""
    with reports_api() as api:
        assert [finding.is_ok for finding in api.connector().check()] == [True] * 4
        api.replies = [Answer(status=401, body=b"{}")] * 3
        findings = list(api.connector(streams=("meet",)).check())
    assert [finding.is_ok for finding in findings] == [False]
    assert "privilege" in findings[0].next_step


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}")
def test_real_activities_come_through_once_each() -> None:
    """Two edits and a label in Drive, two connections in Meet, one message, one change of an appointment."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((SAMPLES / "google_reports").glob("test_*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(one["id"]["applicationName"], []).append(one)
    years = Window(date(2014, 1, 1), date(2026, 1, 1))
    with reports_api(**{name: found[name] for name in REPORTS}) as api:
        connector = api.connector()
        rows = {name: _rows(connector, name, years) for name in REPORTS}
    assert {name: len(read) for name, read in rows.items()} == {
        "drive": 3,
        "meet": 2,
        "chat": 1,
        "calendar": 1,
    }
    for read in rows.values():
        assert len({row["event"] for row in read}) == len(read)
    assert [row["is_guest"] for row in rows["meet"]] == [False, False]
    assert sorted(str(row["account"]) for row in rows["meet"]) == ["None", "jane.doe@test.com"]
    assert {row["document"] for row in rows["drive"]} == {
        "5555763535",
        "DOCUMENTID",
        "1DWuYM3ot_sAyEQqOz0xWJ9bVMSYzOmRNeBqbgtSwuK8",
    }
