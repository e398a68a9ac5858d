"""The demo town's meetings as participants reports saved by hand, in the forms that Zoom produces.

Rooms keep their number from day to day; a report holds one room's month. Half of the reports have the meeting's
data above the table, the others have its number in the file's name.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.names import COMPANIES, MEETINGS
from connectors.demo_town.simulate.workdays import day_of_ms, local_time, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.meetings import Call

_COLUMNS = (
    "Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest",
)  # fmt: skip
_CONSENT = "Recording Consent"
_FIRST_ROOM = 81_000_000_001


def write_zoom(town: DemoTown, folder: Path) -> None:
    """Write a report for each room and month with meetings."""
    (folder / "zoom").mkdir(exist_ok=True)
    rooms: dict[tuple[date, int], list[Call]] = {}
    for day in town.share_of("zoom"):
        numbers: dict[int, int] = {}
        for call in day.calls:
            place = numbers.setdefault(call.meeting, len(numbers))
            rooms.setdefault((month_of(day.on), place), []).append(call)
    for (month, place), calls in rooms.items():
        room = _FIRST_ROOM + place
        has_head = (month.month + place) % 2 == 0
        name = f"report-{month:%Y-%m}-{place}" if has_head else f"participants_{room}_{month:%Y-%m}"
        with (folder / "zoom" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(_lines(town, calls, room, has_head=has_head))


def _lines(
    town: DemoTown, calls: Sequence[Call], room: int, *, has_head: bool
) -> Iterable[Sequence[object]]:
    if has_head:
        topic = MEETINGS[room % len(MEETINGS)]
        shown = f"{room}"
        yield "Meeting ID", "Topic", "Start Time", "Participants"
        yield f"{shown[:3]} {shown[3:7]} {shown[7:]}", topic, _local(calls[0].joined_ms), len(calls)
        yield ()
    # An older report has a lower-case letter here; a newer one has a further column.
    columns = tuple(name.replace("Original", "original") for name in _COLUMNS)
    yield columns if has_head else (*_COLUMNS, _CONSENT)
    people = {person.staff_no: person for person in town.staff}
    for call in sorted(calls, key=lambda call: call.joined_ms):
        name, mail = f"{COMPANIES[call.connection % len(COMPANIES)]} {call.connection}", ""
        if call.who is not None:
            person = people[call.who]
            name, mail = person.name, person.address_on(day_of_ms(call.joined_ms))
        elif not call.is_guest:
            name = "大会議室"
        minutes = -(-(call.left_ms - call.joined_ms) // 60_000)
        row = (
            name, mail, _local(call.joined_ms), _local(call.left_ms), minutes,
            "Yes" if call.is_guest else "No",
        )  # fmt: skip
        yield row if has_head else (*row, "")


def _local(at_ms: int) -> str:
    return f"{local_time(at_ms):%m/%d/%Y %I:%M:%S %p}"
