"""Every answer of the town, held against the vendor's own discovery document and real activities."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import googleapiclient
import pytest

from connectors.demo_town import DemoTown, simulate_town
from connectors.vendors.google_workspace.demo.activities import APPLICATIONS, Activities
from connectors.vendors.google_workspace.demo.reports import Reports
from tests.samples import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

_INT64 = re.compile(r"^-?\d{1,19}$")
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Return a town of three months."""
    return simulate_town(3, 3, date(2026, 11, 22))


@pytest.fixture(scope="module")
def schemas() -> dict[str, Any]:
    """Return the schemas of the discovery document that the vendor's client ships."""
    folder = Path(googleapiclient.__file__).parent / "discovery_cache" / "documents"
    document = json.loads((folder / "admin.reports_v1.json").read_text("utf-8"))
    schemas: dict[str, Any] = document["schemas"]
    return schemas


def complaints(
    value: object, schema: dict[str, Any], schemas: dict[str, Any], at: str
) -> Iterator[str]:
    """Yield what is wrong with a JSON value by a discovery schema; unknown keys are wrong."""
    schema = schemas[schema["$ref"]] if "$ref" in schema else schema
    kind = schema["type"]
    expected = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}[kind]
    if type(value) is not expected:
        yield f"{at}: {type(value).__name__} instead of {kind}"
    elif isinstance(value, dict):
        for key, part in value.items():
            if key in schema["properties"]:
                yield from complaints(part, schema["properties"][key], schemas, f"{at}.{key}")
            else:
                yield f"{at}.{key}: no such field"
    elif isinstance(value, list):
        for part in value:
            yield from complaints(part, schema["items"], schemas, f"{at}[]")
    elif schema.get("format") == "int64" and not _INT64.match(str(value)):
        yield f"{at}: not an int64 in a string"
    elif schema.get("format") == "date-time" and not _TIME.match(str(value)):
        yield f"{at}: not a time"


def key_types(value: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Yield each key path with the JSON type found there; a parameter's path carries its name."""
    if isinstance(value, dict):
        name = f"<{value['name']}>" if at.endswith("parameters[]") else ""
        for key, part in value.items():
            yield from key_types(part, f"{at}{name}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from key_types(part, f"{at}[]")
    else:
        yield at, type(value).__name__


@pytest.mark.parametrize("application", APPLICATIONS)
def test_every_activity_is_one_by_the_discovery_document(
    town: DemoTown, schemas: dict[str, Any], application: str
) -> None:
    """No unknown key, no wrong type, int64 in strings: recursively, for all activities of a town."""
    activities = Activities(town, application)
    assert len(activities.times) > 300
    found = {
        complaint
        for index in range(len(activities.times))
        for complaint in complaints(
            activities.write(index), schemas["Activity"], schemas, "activity"
        )
    }
    assert found == set()


def test_pages_and_empty_pages_are_activities_by_the_discovery_document(
    town: DemoTown, schemas: dict[str, Any]
) -> None:
    """A page conforms; one of a time when nothing happened has no `items` at all."""
    reports = Reports(town)
    full = json.loads(reports.answer("drive", {"maxResults": "7"}).body)
    empty = json.loads(
        reports.answer(
            "drive",
            {"startTime": "2020-01-01T00:00:00Z", "endTime": "2020-01-02T00:00:00Z"},
        ).body
    )
    for page in (full, empty):
        assert list(complaints(page, schemas["Activities"], schemas, "page")) == []
    assert len(full["items"]) == 7
    assert "nextPageToken" in full
    assert set(empty) == {"kind", "etag"}


@pytest.mark.parametrize("application", APPLICATIONS)
def test_keys_have_the_types_that_real_activities_have(town: DemoTown, application: str) -> None:
    """Where a real activity has the same key path, or the same parameter, its JSON type is the same."""
    real: dict[str, set[str]] = {}
    for path in sample("google_reports").glob("*.json"):
        activity = json.loads(path.read_text("utf-8"))
        if activity.get("id", {}).get("applicationName") == application:
            for at, kind in key_types(activity):
                real.setdefault(at, set()).add(kind)
    assert real
    activities = Activities(town, application)
    ours = {pair for index in range(300) for pair in key_types(activities.write(index))}
    shared = [(at, kind) for at, kind in ours if at in real]
    assert len(shared) > 10
    assert [(at, kind) for at, kind in shared if kind not in real[at]] == []
    # A parameter that carries a string there must not carry an integer here.
    stems = {
        at.rsplit(".", 1)[0]: at for at in real if ".parameters[]<" in at and ".name" not in at
    }
    wrong = [
        at
        for at, _ in ours
        if not at.endswith(".name") and stems.get(at.rsplit(".", 1)[0], at) != at
    ]
    assert wrong == []


def test_a_reconnect_is_a_second_row_of_the_same_meeting(town: DemoTown) -> None:
    """One person connected twice to one conference gives two activities with one conference id."""
    activities = Activities(town, "meet")
    rows = [activities.write(index) for index in range(len(activities.times))]
    seen = [
        (row["actor"].get("email"), value(row, "conference_id"), value(row, "endpoint_id"))
        for row in rows
    ]
    known = [(who, meeting) for who, meeting, _ in seen if who]
    assert len(set(known)) < len(known)
    assert len({endpoint for _, _, endpoint in seen}) == len(seen)


def test_guests_and_rooms_have_no_address(town: DemoTown) -> None:
    """`callerType: KEY` without an email: outside ones are external, rooms are not."""
    activities = Activities(town, "meet")
    keys = [
        row
        for index in range(len(activities.times))
        if (row := activities.write(index))["actor"].get("callerType") == "KEY"
    ]
    assert all("email" not in row["actor"] for row in keys)
    assert {value(row, "is_external") for row in keys} == {True, False}
    rooms = [row for row in keys if not value(row, "is_external")]
    assert {value(row, "device_type") for row in rooms} == {"meet_hardware"}


def test_one_action_in_drive_is_one_primary_event(town: DemoTown) -> None:
    """Each drive activity has exactly one event with `primary_event` true, and some have more events."""
    activities = Activities(town, "drive")
    counts = set()
    for index in range(2000):
        events = activities.write(index)["events"]
        primary = [
            parameter["boolValue"]
            for event in events
            for parameter in event["parameters"]
            if parameter["name"] == "primary_event"
        ]
        assert primary.count(True) == 1
        counts.add(len(events))
    assert counts == {1, 2}


def test_some_activities_lie_on_the_edges_of_a_day_and_qualifiers_are_negative(
    town: DemoTown,
) -> None:
    """The first and the last millisecond of a day in Asia/Tokyo both occur; identities are unique."""
    activities = Activities(town, "chat")
    rows = [activities.write(index)["id"] for index in range(len(activities.times))]
    times = {row["time"][11:] for row in rows}
    assert {"15:00:00.000Z", "14:59:59.999Z"} <= times
    assert any(row["uniqueQualifier"].startswith("-") for row in rows)
    assert len({(row["time"], row["uniqueQualifier"]) for row in rows}) == len(rows)


def value(activity: dict[str, Any], name: str) -> object:
    """Return the value of a parameter of the first event."""
    for parameter in activity["events"][0]["parameters"]:
        if parameter["name"] == name:
            return next(part for key, part in parameter.items() if key != "name")
    return None
