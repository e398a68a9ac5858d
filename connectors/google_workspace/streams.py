"""The four streams, field by field, and what each of Google's event names means to us.

An event name that is not listed is not guessed: it is not use. Parameters of events are hundreds and
grow every month; those not named here are dropped unread, whereas a new key of the activity itself
(beside id, actor, events) stops the stream.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.contract import Field, Handling, Stream
from connectors.shapes import ATTENDANCE, USE

if TYPE_CHECKING:
    from collections.abc import Mapping

KEEP, PSEUDONYMISE, DROP = Handling.KEEP, Handling.PSEUDONYMISE, Handling.DROP

_ACTIVITY = (
    Field("id.time", KEEP, "when it happened"),
    Field("id.uniqueQualifier", PSEUDONYMISE, "part of the event's identity"),
    Field("id.uniqQualifier", PSEUDONYMISE, "the same in records from before 2015"),
    Field("id.applicationName", PSEUDONYMISE, "part of the event's identity"),
    Field("id.customerId", PSEUDONYMISE, "part of the event's identity"),
    Field("actor.email", PSEUDONYMISE, "who did it"),
    Field("actor.callerType", DROP, "read to tell a meeting room from a guest"),
    Field("actor.profileId", DROP, "another name of who did it"),
    Field("actor.key", DROP, "the name of a program or room"),
    Field("actor.applicationInfo", DROP, "the program used"),
    Field("actor.agentAttributionInfo", DROP, "the program used"),
    Field("events.name", KEEP, "what was done"),
    Field("events.type", DROP, "the family of event names"),
    Field("events.parameters", DROP, "see parameters.* below"),
    Field("events.sensitiveParameters", DROP, "never asked for"),
    Field("events.resourceIds", DROP, "never asked for"),
    Field("events.status", DROP, "never asked for"),
    Field("kind", DROP, "the same for every record"),
    Field("etag", DROP, "of the record"),
    Field("ownerDomain", DROP, "never asked for"),
    Field("ipAddress", DROP, "never asked for"),
    Field("networkInfo", DROP, "never asked for"),
    Field("resourceDetails", DROP, "never asked for: holds titles"),
)
_OTHER_PARAMETERS = Field(
    "parameters.*", DROP, "titles, owners, addresses, measurements: dropped unread"
)


@dataclass(frozen=True, slots=True)
class Report:
    """One application's report: its stream, and for uses its event names as our actions."""

    stream: Stream
    parameters: frozenset[str]
    """The event parameters that are read."""
    actions: Mapping[str, str]
    document: str | None = None
    """The parameter that names the file."""


def _report(
    stream: Stream,
    parameters: tuple[Field, ...],
    actions: Mapping[str, str],
    document: str | None = None,
) -> Report:
    names = frozenset(field.name.removeprefix("parameters.") for field in parameters)
    fields = (*_ACTIVITY, *parameters, _OTHER_PARAMETERS)
    return Report(replace(stream, fields=fields), names, actions, document)


def _stream(name: str, tool: str) -> Stream:
    # One per cent of events arrives days late: three are read again. A week of the largest town hall's
    # events is read in minutes; a month of them may not end in the time that pages are given.
    shape = ATTENDANCE if name == "meet" else USE
    return Stream(name, shape, (), tools=(tool,), settle_days=3, slice_days=7)


REPORTS: Mapping[str, Report] = {
    "drive": _report(
        _stream("drive", "files"),
        (
            Field(
                "parameters.primary_event", DROP, "false: a by-effect of another event, left out"
            ),
            Field("parameters.doc_id", PSEUDONYMISE, "the file"),
        ),
        {
            "view": "viewed",
            "preview": "viewed",
            "edit": "edited",
            "create": "created",
            "upload": "uploaded",
            "download": "downloaded",
            "print": "printed",
            "rename": "managed",
            "move": "managed",
            "trash": "managed",
            "delete": "managed",
            "add_to_folder": "managed",
        },
        document="doc_id",
    ),
    "meet": _report(
        _stream("meet", "meetings"),
        (
            Field("parameters.conference_id", PSEUDONYMISE, "the meeting"),
            Field("parameters.meeting_code", PSEUDONYMISE, "the meeting, where it has no id"),
            Field("parameters.duration_seconds", KEEP, "how long the connection lasted"),
            Field("parameters.start_timestamp_seconds", KEEP, "when it began, in newer records"),
            Field("parameters.is_external", KEEP, "whether the participant is from outside"),
        ),
        {"call_ended": "joined"},
    ),
    "chat": _report(
        _stream("chat", "chat"),
        (),
        {
            "message_posted": "sent",
            "reaction_added": "sent",
            "conversation_read": "viewed",
            "room_created": "created",
            "attachment_upload": "uploaded",
            "attachment_download": "downloaded",
            "message_edited": "edited",
        },
    ),
    "calendar": _report(
        _stream("calendar", "calendar"),
        (),
        {
            "create_event": "created",
            "change_event": "edited",
            "change_event_title": "edited",
            "change_event_description": "edited",
            "change_event_location": "edited",
            "change_event_start_time": "edited",
            "change_event_end_time": "edited",
            "change_event_guest_response": "edited",
            "delete_event": "managed",
            "print_preview_event": "printed",
        },
    ),
}
"""Application name → its report. `change_event_guest_response_auto` is no action of one's own."""
