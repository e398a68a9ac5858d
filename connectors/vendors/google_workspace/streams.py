"""The four streams and their fields; `acts` maps Google's event names to our actions.

Events have hundreds of parameters, and more every month; parameters not named here are dropped unread. An
undeclared key of an activity is dropped too and reported, but one that could hold a count stops the stream.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.contract.shapes import ATTENDANCE, USE
from connectors.contract.streams import Field, Handling, Stream
from connectors.vendors.google_workspace.acts import ACTIONS, LEFT_OUT

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
    Field("actor.applicationInfo", DROP, "read to leave out what a program did in a person's name"),
    Field("actor.agentAttributionInfo", DROP, "read to leave out what an AI agent did"),
    Field("isAgenticAction", DROP, "read to leave out what an AI agent did"),
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
    Field("userDeviceInfo", DROP, "never asked for"),
    Field("resourceDetails", DROP, "never asked for: holds titles"),
)
_OTHER_PARAMETERS = Field(
    "parameters.*", DROP, "titles, owners, addresses, measurements: dropped unread"
)


@dataclass(frozen=True, slots=True)
class ApplicationReport:
    """One application's report: its stream, and its event names with our actions."""

    stream: Stream
    parameters: frozenset[str]
    """The names of the event parameters that are read."""
    actions: Mapping[str, str]
    left_out: frozenset[str]
    """Known events that are not a person's own act."""
    document: str | None = None
    """The parameter that identifies the file."""


def _report(
    stream: Stream, parameters: tuple[Field, ...] = (), document: str | None = None
) -> ApplicationReport:
    names = frozenset(field.name.removeprefix("parameters.") for field in parameters)
    fields = (*_ACTIVITY, *parameters, _OTHER_PARAMETERS)
    actions, left_out = ACTIONS[stream.name], LEFT_OUT[stream.name]
    return ApplicationReport(replace(stream, fields=fields), names, actions, left_out, document)


def _stream(name: str, tool: str) -> Stream:
    # One per cent of events arrives days late, so three days are read again. A week of the largest town hall's
    # events is read in minutes; a month of them may exceed the time limit for a sequence of pages.
    shape = ATTENDANCE if name == "meet" else USE
    return Stream(name, shape, (), tools=(tool,), settle_days=3, slice_days=7, undeclared="drop")


REPORTS: Mapping[str, ApplicationReport] = {
    "drive": _report(
        _stream("drive", "files"),
        (
            Field(
                "parameters.primary_event", DROP, "false: a by-effect of another event, left out"
            ),
            Field("parameters.doc_id", PSEUDONYMISE, "the file"),
        ),
        document="doc_id",
    ),
    "meet": _report(
        _stream("meet", "meetings"),
        (
            Field("parameters.conference_id", PSEUDONYMISE, "the meeting"),
            Field("parameters.meeting_code", PSEUDONYMISE, "the meeting, where it has no id"),
            Field("parameters.livestream_view_page_id", PSEUDONYMISE, "the livestream watched"),
            Field("parameters.duration_seconds", KEEP, "how long the connection lasted"),
            Field("parameters.start_timestamp_seconds", KEEP, "when it began, in newer records"),
            Field("parameters.is_external", KEEP, "whether the participant is from outside"),
        ),
    ),
    "chat": _report(_stream("chat", "chat")),
    "calendar": _report(_stream("calendar", "calendar")),
}
"""Application name → its report."""
