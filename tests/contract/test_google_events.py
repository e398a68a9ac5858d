"""Events of Google Workspace become our actions, meetings and guests, once each."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from connectors.contract.streams import Window
from connectors.vendors.google_workspace.streams import REPORTS
from tests.contract.google_rows import fetched_rows
from tests.contract.reports_api import activity, reports_api
from tests.samples import SAMPLES, needs_samples


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
        rows = fetched_rows(api.connector())
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
        (row,) = fetched_rows(api.connector(), name)
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
        rows = sorted(fetched_rows(api.connector(), "meet"), key=lambda row: row["ended_at"])
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
        rows = sorted(fetched_rows(api.connector(), "meet"), key=lambda row: row["ended_at"])
    assert [row["is_guest"] for row in rows] == [False, True, True, True, False, None]
    assert [row["account"] for row in rows] == ["a@x.jp", None, None, None, None, "b@y.com"]


@needs_samples
def test_real_activities_come_through_once_each() -> None:
    """Two edits and a label in Drive, two connections in Meet, one message, one change of an appointment."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((SAMPLES / "google_reports").glob("test_*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(one["id"]["applicationName"], []).append(one)
    years = Window(date(2014, 1, 1), date(2026, 1, 1))
    with reports_api(**{name: found[name] for name in REPORTS}) as api:
        connector = api.connector()
        rows = {name: fetched_rows(connector, name, years) for name in REPORTS}
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
