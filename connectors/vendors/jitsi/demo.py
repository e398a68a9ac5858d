"""The demo town's meetings as Jicofo's log shows them: when one began, and nothing about who attended.

The server's clock is in UTC. The log also contains health checks and, now and then, a stack trace without
times.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.contract import DemoVendor
from connectors.demo_town.for_vendors.shares import days_by_month, rotated
from connectors.demo_town.simulate.names import MEETINGS
from connectors.demo_town.simulate.workdays import local_time, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from connectors.demo_town.simulate.days import Day

_CHECKS_AT_MS = range(10_000, 86_400_000, 21_600_000)
_TRACE_EVERY = 5
TIMEZONE = "UTC"


def write_jitsi(town: DemoTown, folder: Path) -> None:
    """Write `jitsi/jicofo.log`, rotated at the turn of each month."""
    (folder / "jitsi").mkdir(exist_ok=True)
    for month, days in days_by_month(town, "jitsi").items():
        lines = sorted(line for day in days for line in _lines(day))
        log = folder / "jitsi" / rotated("jicofo.log", month, town.today)
        log.write_text("".join(text for _, text in lines), encoding="utf-8")


def _lines(day: Day) -> Iterator[tuple[int, str]]:
    for after_ms in _CHECKS_AT_MS:
        at_ms = midnight_ms(day.on) + after_ms
        yield (
            at_ms,
            f"{_head(at_ms)}JicofoHealthChecker.run#87: Performed a successful health check\n",
        )
    began: dict[int, int] = {}
    for call in day.calls:
        began[call.meeting] = min(began.get(call.meeting, call.joined_ms), call.joined_ms)
        at = f"{_head(call.joined_ms)}[room={call.meeting}] "
        text = f"{at}JitsiMeetConferenceImpl.onMemberJoined: Member joined: {call.connection}\n"
        if call.connection % _TRACE_EVERY == _TRACE_EVERY - 1:
            text += (
                "java.lang.IllegalStateException: no bridge\n\tat java.base/java.lang.Thread.run\n"
            )
        yield call.joined_ms, text
    for meeting, at_ms in began.items():
        room = f"{MEETINGS[meeting % len(MEETINGS)]}{meeting}@conference.meet.example"
        words = f"FocusManager.createConference#{meeting}: Created new conference, roomJid={room}"
        yield at_ms, f"{_head(at_ms)}{words}\n"


def _head(at_ms: int) -> str:
    at = local_time(at_ms).astimezone(UTC)
    return f"Jicofo {at:%Y-%m-%d %H:%M:%S}.{at_ms % 1000:03d} INFO: [31] "


VENDORS = {
    "jitsi": DemoVendor(
        kind="jitsi",
        about="meetings that began, nobody named; the server's clock is UTC; traces without times",
        settings=f"""\
files = ["town/jitsi/jicofo.log*"]
timezone = "{TIMEZONE}"
sections = $sections""",
        tools=("meetings",),
        names_people=False,
        write=write_jitsi,
    )
}
