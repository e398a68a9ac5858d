"""The demo town's meetings as BigBlueButton webhook events: JSON lines, one file per month.

Events arrive slightly out of order. Whoever stays to the end has no leave event: the end of the meeting ends
their attendance. Each session has its own id. The server's heartbeat events are mixed in.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.shares import days_by_month
from connectors.demo_town.simulate.identifiers import code
from connectors.demo_town.simulate.names import COMPANIES, MEETINGS
from connectors.demo_town.simulate.workdays import midnight_ms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Day
    from connectors.demo_town.simulate.meetings import Call
    from connectors.demo_town.simulate.staff import Person

_HEARTBEAT_AT_MS = 21_600_000
_OUT_OF_ORDER_MS = 700

_Event = tuple[int, dict[str, object]]


def write_bigbluebutton(town: DemoTown, folder: Path) -> None:
    """Write `bigbluebutton/events-YYYY-MM.jsonl`."""
    (folder / "bigbluebutton").mkdir(exist_ok=True)
    people = {person.staff_no: person for person in town.staff}
    for month, days in days_by_month(town, "bigbluebutton").items():
        events = [event for day in days for event in _day(town, day, people)]
        # Webhooks deliver an event up to 0.7 s after it happened.
        order = sorted(range(len(events)), key=lambda n: events[n][0] + n * 37 % _OUT_OF_ORDER_MS)
        lines = (json.dumps(events[n][1], ensure_ascii=False) + "\n" for n in order)
        log = folder / "bigbluebutton" / f"events-{month:%Y-%m}.jsonl"
        log.write_text("".join(lines), encoding="utf-8")


def _day(town: DemoTown, day: Day, people: dict[str, Person]) -> Iterator[_Event]:
    at_ms = midnight_ms(day.on) + _HEARTBEAT_AT_MS
    yield _event("PubSubPongSysRespMsg", at_ms, None, {"system": "BbbAppsAkka", "timestamp": at_ms})
    for number in dict.fromkeys(call.meeting for call in day.calls):
        calls = [call for call in day.calls if call.meeting == number]
        created_ms = min(call.joined_ms for call in calls) - 1500
        meeting = f"{code(40, 'bbb', town.seed, number)}-{created_ms}"
        props = {"meetingProp": {"name": MEETINGS[number % len(MEETINGS)], "intId": meeting}}
        yield _event("MeetingCreatedEvtMsg", created_ms, None, {"props": props})
        yield from _stays(meeting, calls, people)


def _stays(meeting: str, calls: Iterable[Call], people: dict[str, Person]) -> Iterator[_Event]:
    over_ms = max(call.left_ms for call in calls)
    for call in calls:
        connection = f"w_{code(12, meeting, call.connection, call.joined_ms)}"
        person = people.get(call.who or "")
        name = COMPANIES[call.connection % len(COMPANIES)] if call.is_guest else "大会議室"
        joined: dict[str, object] = {
            "intId": connection,
            # The portal sets it for logged-in people; for others BigBlueButton repeats its own id.
            "extId": person.logon if person else connection,
            "name": person.name if person else name,
            "role": "VIEWER",
            "guest": call.is_guest,
        }
        yield _event("UserJoinedMeetingEvtMsg", call.joined_ms, meeting, joined)
        if call.left_ms < over_ms:
            left = {"intId": connection, "eject": False, "reason": ""}
            yield _event("UserLeftMeetingEvtMsg", call.left_ms, meeting, left)
    yield _event("MeetingDestroyedEvtMsg", over_ms, None, {"meetingId": meeting})


def _event(name: str, at_ms: int, meeting: str | None, body: dict[str, object]) -> _Event:
    header = {"name": name} if meeting is None else {"name": name, "meetingId": meeting}
    envelope = {"name": name, "routing": {"sender": "bbb-apps-akka"}, "timestamp": at_ms}
    return at_ms, {"envelope": envelope, "core": {"header": header, "body": body}}


VENDORS = {
    "bigbluebutton": DemoVendor(
        kind="bigbluebutton",
        about="meetings; out of order; who stays to the end has no event of leaving",
        source="bbb",
        settings='files = ["town/bigbluebutton/*.jsonl"]',
        tools=("meetings",),
        write=write_bigbluebutton,
    )
}
