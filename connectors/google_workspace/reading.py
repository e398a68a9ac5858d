"""Activities as they come → Arrow columns of a shape; only the declared parameters are read."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.shapes import ATTENDANCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract import Stream
    from connectors.google_workspace.client import Activity
    from connectors.google_workspace.streams import Report

_VALUES = ("value", "boolValue", "intValue")
_JAPAN = pa.scalar(timedelta(hours=9), pa.duration("us"))
"""Asia/Tokyo has been nine hours ahead, without summer time, since 1951."""


def check_keys(stream: Stream, page: list[Activity], *, source: str) -> None:
    """Stop the stream if an activity has a key that is not declared (see streams.py)."""
    declared = {field.name for field in stream.fields}
    tops = {name.split(".")[0] for name in declared} - {"parameters"}
    for activity in page:
        stream.check_fields((key for key in activity if key not in tops), source=source)
        for part in ("id", "actor"):
            keys = activity.get(part, {}).keys()
            if not {f"{part}.{key}" for key in keys} <= declared:
                stream.check_fields((f"{part}.{key}" for key in keys), source=source)
        for event in activity.get("events", ()):
            if not {f"events.{key}" for key in event} <= declared:
                stream.check_fields((f"events.{key}" for key in event), source=source)


def read_page(report: Report, page: list[Activity], page_times: list[datetime]) -> pa.Table:
    """Return a page's rows in the stream's arriving schema; event names not listed give no row.

    `page_times` are the activities' times in UTC.
    """
    shape = report.stream.shape
    columns: dict[str, list[Any]] = {name: [] for name in shape.arriving.names if name != "day_on"}
    read = _read_attendance if shape is ATTENDANCE else _read_use
    times: list[datetime] = []
    for activity, at in zip(page, page_times, strict=True):
        for index, event in enumerate(activity.get("events", ())):
            if event.get("name") in report.actions:
                found = dict(_parameters(report, event))
                if found.get("primary_event") is not False:
                    read(report, columns, activity, event, found, at)
                    columns["event"].append(_identity(activity, event, index, found))
                    times.append(at)
    days = pc.add(pa.array(times, pa.timestamp("us", tz="UTC")), _JAPAN).cast(pa.date32())
    arrays = {**columns, "day_on": days}
    return pa.table(
        [pa.array(arrays[field.name], field.type) for field in shape.arriving],
        schema=shape.arriving,
    )


def _parameters(report: Report, event: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    wanted = report.parameters
    for parameter in event.get("parameters", ()) if wanted else ():
        name = parameter.get("name")
        if name in wanted:
            for kind in _VALUES:
                if kind in parameter:
                    yield name, parameter[kind]
                    break


def _identity(activity: Activity, event: dict[str, Any], index: int, found: dict[str, Any]) -> str:
    identity = activity["id"]
    qualifier = identity.get("uniqueQualifier")
    if qualifier is None:
        # Records from before 2015 have none: what they say tells them apart.
        words = repr(
            (activity.get("actor", {}).get("email"), event.get("name"), sorted(found.items()))
        )
        qualifier = hashlib.sha256(words.encode()).hexdigest()
    return "|".join(
        (
            identity.get("applicationName", ""),
            identity.get("customerId", ""),
            identity["time"],
            str(qualifier),
            str(index),
        )
    )


def _read_use(
    report: Report,
    columns: dict[str, list[Any]],
    activity: Activity,
    event: dict[str, Any],
    found: dict[str, Any],
    at: datetime,
) -> None:
    name = event["name"]
    columns["occurred_at"].append(at)
    columns["account"].append(activity.get("actor", {}).get("email") or None)
    columns["tool"].append(report.stream.tools[0])
    columns["action"].append(report.actions[name])
    columns["vendor_action"].append(name)
    columns["document"].append(found.get(report.document) if report.document else None)
    columns["uses"].append(1)


def _read_attendance(
    _: Report,
    columns: dict[str, list[Any]],
    activity: Activity,
    event: dict[str, Any],
    found: dict[str, Any],
    at: datetime,
) -> None:
    lasted = timedelta(seconds=max(0, int(found.get("duration_seconds", 0))))
    began = found.get("start_timestamp_seconds")
    started_at = datetime.fromtimestamp(int(began), UTC) if began else at - lasted
    actor = activity.get("actor", {})
    account = actor.get("email") or None
    is_external = found.get("is_external")
    is_room = actor.get("callerType") == "KEY" and is_external is False
    is_guest = is_external is True or (account is None and not is_room)
    meeting = found.get("conference_id") or found.get("meeting_code")
    columns["meeting"].append(meeting or _identity(activity, event, 0, found))
    columns["account"].append(None if is_guest else account)
    columns["started_at"].append(started_at)
    columns["ended_at"].append(started_at + lasted)
    columns["is_guest"].append(is_guest)
