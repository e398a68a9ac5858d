"""The parameters of each application's events, in the order and types that Google sends.

Parameter lists that are equal for many activities are created once and shared: do not modify them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.demo_town.for_vendors.documents import named
from connectors.demo_town.simulate.identifiers import code, ip_address
from connectors.demo_town.simulate.names import COMPANIES, DOMAIN, MEETINGS, SUBJECTS

if TYPE_CHECKING:
    from connectors.demo_town.simulate.days import Act
    from connectors.demo_town.simulate.meetings import Call

Parameter = dict[str, Any]

_SECONDS_0001_TO_1970 = 62_135_596_800
"""Google's calendar log counts seconds from 0001-01-01."""
_START_MISSING_EVERY = 11
"""One connection in this many lacks `start_timestamp_seconds`, as older rows do."""

CALENDAR_TYPES = {
    "create_event": "event_change",
    "change_event": "event_change",
    "change_event_guest_response": "event_change",
    "notification_triggered": "notification",
    "print_preview_event": "event_change",
}
_ALSO = {"create": ("edit",), "edit": ("view",), "upload": ("create",), "download": ("view",)}
"""Further events that Drive logs beside an action, with `primary_event` false."""

_ROOM_DEVICE = "meet_hardware"


def text(name: str, value: str) -> Parameter:
    """Return a string parameter."""
    return {"name": name, "value": value}


def number(name: str, value: int) -> Parameter:
    """Return an int64 parameter, which JSON carries as a string."""
    return {"name": name, "intValue": str(value)}


def truth(name: str, *, value: bool) -> Parameter:
    """Return a boolean parameter."""
    return {"name": name, "boolValue": value}


_PRIMARY, _BESIDE = truth("primary_event", value=True), truth("primary_event", value=False)
_BILLABLE = truth("billable", value=True)


class Document(NamedTuple):
    """A document in Drive, with the data that the log contains."""

    id: str
    title: str
    details: dict[str, str]
    is_shared_drive: bool
    common: list[Parameter]


@cache
def document(seed: int, thing: int) -> Document:
    """Return the document with a number: its id, title, type and constant parameters."""
    title, kind, drawn = named(seed, thing)
    identity = code(44, seed, "document", thing)
    is_shared_drive = drawn >> 24 < 200  # noqa: PLR2004 - most documents are the section's
    drive_id = code(19, seed, "drive", drawn % 10)
    owner = [text("owner_team_drive_id", drive_id), text("owner", f"課共有_{drawn % 10}")]
    common = [
        text("doc_id", identity),
        text("doc_type", kind),
        truth("is_encrypted", value=False),
        text("doc_title", title),
        text("visibility", "shared_internally"),
        text("originating_app_id", "691301496089"),
        truth("actor_is_collaborator_account", value=False),
        truth("owner_is_team_drive", value=is_shared_drive),
    ]
    if is_shared_drive:
        common = [
            *owner,
            *common,
            text("shared_drive_id", drive_id),
            text("team_drive_id", drive_id),
        ]
    common = [truth("owner_is_shared_drive", value=is_shared_drive), *common]
    details = {
        "id": identity,
        "title": title,
        "type": "DRIVE_ITEM",
        "relation": "DRIVE_PRIMARY",
    }
    return Document(identity, title, details, is_shared_drive, common)


def drive_events(verb: str) -> tuple[str, ...]:
    """Return the events that Drive logs for one action, the primary one first."""
    return (verb, *_ALSO.get(verb, ()))


def drive(document: Document, address: str, *, is_primary: bool) -> list[Parameter]:
    """Return the parameters of one Drive event."""
    head = [_PRIMARY if is_primary else _BESIDE, _BILLABLE]
    if not document.is_shared_drive:
        head.append(text("owner", address or f"kyoyu@{DOMAIN}"))
    return head + document.common


def chat(act: Act, address: str, qualifier: int) -> list[Parameter]:
    """Return the parameters of one Chat event."""
    room = code(11, "room", act.section, act.thing % 7)
    found = [text("room_id", room), text("actor", address)]
    subject = SUBJECTS[act.thing % len(SUBJECTS)]
    if act.verb in ("message_posted", "reaction_added"):
        found.append(text("message_id", f"spaces/{room}/messages/{qualifier & 0xFFFFFFFF:x}"))
    if act.verb == "message_posted":
        found += [
            text("retention_state", "PERMANENT"),
            text("dlp_scan_status", "DLP_NOT_APPLICABLE"),
        ]
    if act.verb == "attachment_upload":
        found += [
            text("attachment_name", f"{subject}{act.thing}.pdf"),
            text("attachment_hash", f"{qualifier & 0xFFFFFFFFFFFF:x}"),
            text("dlp_scan_status", "DLP_NOT_APPLICABLE"),
        ]
    found.append(text("room_name", f"{subject}連絡 ({room})"))
    return found


def calendar(act: Act, address: str) -> list[Parameter]:
    """Return the parameters of one Calendar event; its times are seconds since 0001-01-01."""
    starts = act.at_ms // 3_600_000 * 3600 + 3600 * (1 + act.thing % 72) + _SECONDS_0001_TO_1970
    title = f"{SUBJECTS[act.thing % len(SUBJECTS)]} {MEETINGS[act.thing % len(MEETINGS)]}"
    found = [
        text("event_id", code(26, "entry", act.thing).lower()),
        text("organizer_calendar_id", address),
        text("calendar_id", address),
        text("event_title", title),
        truth("is_recurring", value=False),
        text("recurring", "no"),
        text("client_side_encrypted", "no"),
        number("start_time", starts),
        number("end_time", starts + 1800 * (1 + act.thing % 4)),
        text("api_kind", "web"),
        text("user_agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"),
    ]
    if act.verb == "notification_triggered":
        found += [text("notification_method", "alert"), text("recipient_email", address)]
    if act.verb == "change_event_guest_response":
        found += [text("event_guest", address), text("event_response_status", "accepted")]
    return found


@cache
def _line(seconds: int) -> list[Parameter]:
    """Return the call-quality parameters, which the connector does not request."""
    return [
        number("video_send_seconds", seconds * 7 // 8),
        number("video_recv_seconds", seconds),
        number("audio_send_seconds", seconds),
        number("audio_recv_seconds", seconds),
        number("screencast_send_seconds", 0),
        number("screencast_recv_seconds", seconds // 3),
        number("video_send_fps_mean", 30),
        number("audio_send_packet_loss_mean", 0),
        number("network_congestion", 0),
        number("network_rtt_msec_mean", 8 + seconds % 11),
        number("network_estimated_upload_kbps_mean", 700 + seconds % 97),
        number("network_estimated_download_kbps_mean", 900 + seconds % 89),
        text("network_transport_protocol", "udp"),
        text("location_country", "JP"),
        text("location_region", "Kasumizawa"),
        text("product_type", "meet"),
    ]


def meet(
    call: Call, qualifier: int, *, organizer: str, identifier: str | None, name: str | None
) -> list[Parameter]:
    """Return the parameters of one `call_ended`: one connection of one participant.

    Args:
        call: the connection.
        qualifier: the activity's qualifier.
        organizer: the organiser's address.
        identifier: the participant's address; None if there is none.
        name: the participant's name; None for rooms and guests.
    """
    seconds = (call.left_ms - call.joined_ms) // 1000
    is_room = call.who is None and not call.is_guest
    device = code(19, "device", call.meeting, call.connection)
    shown = name or ("会議室 2階A" if is_room else COMPANIES[call.meeting % len(COMPANIES)])
    found = [
        *_line(seconds),
        text("identifier_type", "email_address" if identifier else "device_id"),
        text("identifier", identifier or device),
        text("endpoint_id", f"boq_hlane_{code(11, 'endpoint', qualifier)}"),
        text("device_type", _ROOM_DEVICE if is_room else "web"),
        text("calendar_event_id", code(26, "entry", call.meeting).lower()),
        number("duration_seconds", seconds),
        text("organizer_email", organizer),
        text("ip_address", ip_address(call.who or "")),
        text("display_name", shown),
        text("conference_id", code(23, "conference", call.meeting)),
        text("meeting_code", code(10, "code", call.meeting).upper()),
        truth("is_external", value=call.is_guest),
    ]
    if qualifier % _START_MISSING_EVERY:
        found.append(number("start_timestamp_seconds", call.joined_ms // 1000))
    return found
