"""Which action each vendor makes of an act of the simulation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.demo_town.for_vendors.documents import document_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from connectors.demo_town.simulate.days import Act
    from connectors.vendors.snmp import demo as page_counters
    from tests.contract.town.every_vendor import EveryVendor

_TALK = {"message_posted": "sent", "attachment_upload": "sent"}
_ON_A_SERVER = {
    "view": "viewed",
    "download": "viewed",
    "edit": "edited",
    "create": "edited",
    "upload": "edited",
    "rename": "managed",
    "move": "managed",
    "trash": "managed",
}
WORDS = {
    "slack": _TALK,
    "lineworks": {"message_posted": "sent"},
    "lineworks_saved": {"message_posted": "sent"},
    "lineworks_drive": {
        "edit": "edited",
        "create": "created",
        "upload": "uploaded",
        "download": "downloaded",
        "rename": "managed",
        "move": "managed",
        "trash": "managed",
    },
    "logochat": {
        "message_posted": "sent",
        "attachment_upload": "uploaded",
        "reaction_added": "sent",
        "room_created": "created",
    },
    "cybozu": {
        "create_event": "created",
        "change_event": "edited",
        "change_event_guest_response": "edited",
        "print_preview_event": "printed",
        "message_posted": "sent",
        "reaction_added": "sent",
        "conversation_read": "viewed",
        "attachment_upload": "uploaded",
        "room_created": "created",
    },
    "nextcloud": {
        "view": "viewed",
        "download": "viewed",
        "edit": "edited",
        "create": "created",
        "upload": "edited",
        "trash": "managed",
    },
}
"""Vendor → verb of the simulation → the action it has to become; what stands in none is not told."""
QUARTER_MS = 900_000


def acts_of(every: EveryVendor, vendor: str) -> Iterator[Act]:
    """Yield what members of staff did at the vendor, as far back as it reaches."""
    since = every.town.choice.since(vendor, every.town.since)
    staff = set(every.people.values())
    for day in every.town.share_of(vendor):
        if day.on >= since:
            yield from (act for act in day.acts if act.who in staff)


def title(every: EveryVendor, act: Act) -> str:
    """Return what the file is called on a server."""
    return f"{act.section}/{document_title(every.town.seed, act.thing)}"


def printed_sheets(town: Any, device: page_counters.DemoCopier, since: date, night: date) -> int:  # noqa: ANN401 - DemoTown
    return sum(
        job.sheets if device.unit == "sheets" else job.impressions
        for day in town.days
        if since <= day.on < night
        for job in day.jobs
        if job.section == device.section
    )
