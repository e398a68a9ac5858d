"""Parse BigBlueButton webhook events: raw, or mapped as hooks without `getRaw` receive them (the default).

A line holds one event, a list of events, or the whole body of the POST (`event=[…]&timestamp=…`, or the same as
JSON).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qs

from connectors.contract.streams import as_instant

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["created", "joined", "left", "over", "other"]
_KINDS: dict[str, Kind] = {
    "MeetingCreatedEvtMsg": "created",
    "UserJoinedMeetingEvtMsg": "joined",
    "UserLeftMeetingEvtMsg": "left",
    "MeetingEndedEvtMsg": "over",
    "MeetingDestroyedEvtMsg": "over",
    "MeetingEndingEvtMsg": "over",
    "meeting-created": "created",
    "user-joined": "joined",
    "user-left": "left",
    "meeting-ended": "over",
}
_NOT_IN_YET = {"WAIT", "DENY"}
_FIRST_YEAR = 2010
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class MeetingEvent:
    """One event of one meeting; `person` is the id of the connection, `named` the external id from the portal."""

    at: datetime
    kind: Kind
    meeting: str
    person: str = ""
    named: str = ""
    is_guest: bool = False
    is_nobody: bool = False
    """A bot, or somebody in the waiting room."""
    is_breakout: bool = False


def events_in(line: str) -> Iterator[MeetingEvent]:
    """Yield the events of one line.

    Raises:
        ValueError, KeyError, TypeError, AttributeError, RecursionError: the line is not from BigBlueButton's
            webhooks.
    """
    if line.startswith("event=") or "&event=" in line[:4096]:
        line = parse_qs(line, strict_parsing=True)["event"][0]
    for event_body in _unwrapped(json.loads(line), _DEEPEST):
        yield _raw(event_body) if "envelope" in event_body else _mapped(event_body["data"])


def _unwrapped(event_body: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON
    if not depth:
        raise ValueError("lists in lists")
    if isinstance(event_body, list):
        for one in event_body:
            yield from _unwrapped(one, depth - 1)
    elif "event" in event_body and not {"envelope", "data"} & event_body.keys():
        inner = event_body["event"]
        yield from _unwrapped(json.loads(inner) if isinstance(inner, str) else inner, depth - 1)
    else:
        yield event_body


def _raw(event_body: dict[str, Any]) -> MeetingEvent:
    envelope, core = event_body["envelope"], event_body["core"]
    header, body = core.get("header") or {}, core.get("body") or {}
    props = body.get("props") or {}
    created = props.get("meetingProp") or {}
    meeting = header.get("meetingId") or body.get("meetingId") or created.get("intId") or ""
    return MeetingEvent(
        _at(envelope["timestamp"]),
        _KINDS.get(str(envelope["name"]), "other"),
        str(meeting),
        str(body.get("intId") or ""),
        str(body.get("extId") or ""),
        is_guest=bool(body.get("guest")),
        is_nobody=bool(body.get("bot")) or body.get("guestStatus") in _NOT_IN_YET,
        is_breakout=bool(created.get("isBreakout")),
    )


def _mapped(data: dict[str, Any]) -> MeetingEvent:
    attributes = data.get("attributes") or {}
    meeting, user = attributes.get("meeting") or {}, attributes.get("user") or {}
    named = str(user.get("external-user-id") or "")
    return MeetingEvent(
        _at(data["event"]["ts"]),
        _KINDS.get(str(data["id"]), "other"),
        str(meeting.get("internal-meeting-id") or ""),
        str(user.get("internal-user-id") or ""),
        named,
        is_guest=bool(user.get("guest")),
        is_nobody=bool(user.get("bot")) or user.get("guest-status") in _NOT_IN_YET,
        is_breakout=bool(meeting.get("is-breakout") or meeting.get("parent-id")),
    )


def _at(milliseconds: float | str) -> datetime:
    try:
        at = as_instant(datetime.fromtimestamp(float(milliseconds) / 1000, UTC))
    except (OverflowError, OSError):
        raise ValueError("no time of an event") from None
    if at.year < _FIRST_YEAR:
        # BigBlueButton counts milliseconds: a value in seconds would fall into 1970.
        raise ValueError("no time of an event")
    return at
