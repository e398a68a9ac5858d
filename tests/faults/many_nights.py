"""Simulates a town hall and its sources over ten weeks of ordinary nights, and computes the true numbers.

A source's response depends on the night: rows come late, the source is down, or it answers with nothing. The true
numbers are computed in plain Python from what people did, never from a response.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry
from connectors.contract.shape import to_table
from connectors.contract.shapes import ATTENDANCE, PRINT_JOB, USE
from connectors.contract.streams import Batch, Stream, Window
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section
from warehouse.calendar import is_working_day

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = timedelta(days=1)
LAUNCH = date(2026, 5, 1)
FIRST_NIGHT, LAST_NIGHT = date(2026, 5, 8), date(2026, 7, 7)
STAFF = tuple(str(number) for number in range(16))
MOVES, MOVE_IS_ENTERED = date(2026, 5, 18), date(2026, 6, 3)
NEW_DOMAIN, DOMAIN_IS_ENTERED = date(2026, 6, 11), date(2026, 6, 24)
CLOUD_IS_ENTERED = date(2026, 6, 19)
"""By then the cloud's first weeks are older than the retention of facts."""
COPIER_IS_NAMED = date(2026, 6, 15)
MISSED = {date(2026, 5, 27)}
REFUSED = {date(2026, 5, 19) + n * DAY for n in range(3)}
"""Nights on which the chat cannot be read."""
SILENT = {date(2026, 6, 6) + n * DAY for n in range(9)}
"""Nights on which the drive answers 200 without any row: more nights than its days take to settle."""
LATE = 2

SUITE = (
    Stream("drive", USE, (), tools=("files",), settle_days=3, slice_days=31),
    Stream("chat", USE, (), tools=("chat",), settle_days=3, slice_days=31),
    Stream("meet", ATTENDANCE, (), tools=("meetings",), settle_days=3, slice_days=31),
    Stream("calendar", USE, (), tools=("calendar",), settle_days=3, slice_days=31),
)
CLOUD = (Stream("audit", USE, (), tools=("mail",), settle_days=0, slice_days=366),)
COPIER = (Stream("jobs", PRINT_JOB, (), settle_days=0, slice_days=366),)
_WEDNESDAY = 2
TOOLS = {one.name: one.tools[0] for one in (*SUITE, *CLOUD)}


def sources(night: date) -> dict[str, tuple[Stream, ...]]:
    """Return source → streams, as the settings name them on that night."""
    named = {"suite": SUITE, "cloud": CLOUD}
    return named | {"copier": COPIER} if night >= COPIER_IS_NAMED else named


def at_night(night: date) -> datetime:
    """Return 02:30 in Tokyo on that day, in UTC."""
    return datetime.combine(night, time(), UTC) - timedelta(hours=6, minutes=30)


@dataclass(frozen=True)
class Act:
    """One use by one person: when it happened, and which day's file holds it."""

    staff: str
    day_on: date
    minute: int
    filed_on: date
    number: int


def acts(stream: Stream, day_on: date) -> list[Act]:
    """Return what people did on a day in a stream's tool; every call returns the same."""
    chance = random.Random(f"{stream.name} {day_on}")
    if not is_working_day(day_on):
        return []
    found = []
    for number, staff in enumerate(STAFF):
        if chance.random() < 0.6:
            minute = 540 + chance.randrange(480)
            # Some calls run over midnight, and the vendor files them on the day on which they end.
            is_over_midnight = stream.name == "meet" and chance.random() < 0.2
            filed_on = day_on + DAY if is_over_midnight else day_on
            found.append(
                Act(staff, day_on, 1_410 if is_over_midnight else minute, filed_on, number)
            )
    return found


def account_of(stream: Stream, staff: str, day_on: date) -> str:
    """Return a person's account name in a stream on that day."""
    if stream.name == "audit":
        return f"CLOUD\\user{staff}"
    domain = "city.example" if day_on >= NEW_DOMAIN else "town.example"
    return f"s{staff}@{domain}"


def roster(night: date) -> Roster:
    """Return the roster as of that night; late entries are missing before they were made."""
    always = Period(date(2020, 4, 1), None)
    posts, aliases = [], []
    for staff in STAFF:
        if staff == "3" and night >= MOVE_IS_ENTERED:
            posts.append(Assignment(staff, "A", Period(date(2020, 4, 1), MOVES - DAY)))
            posts.append(Assignment(staff, "B", Period(MOVES, None)))
        else:
            posts.append(Assignment(staff, section_of(staff, LAUNCH), always))
        aliases.append(Alias(f"s{staff}@town.example", staff, always))
        if night >= CLOUD_IS_ENTERED:
            aliases.append(Alias(f"cloud\\user{staff}", staff, always))
        if night >= DOMAIN_IS_ENTERED:
            aliases.append(Alias(f"s{staff}@city.example", staff, always))
    sections = (Section("A", "総務課", always, None), Section("B", "税務課", always, None))
    return Roster(tuple(posts), tuple(aliases), sections)


def section_of(staff: str, day_on: date) -> str:
    """Return the section in which a person really worked on that day."""
    return "A" if int(staff) < 8 and not (staff == "3" and day_on >= MOVES) else "B"


def fetch(stream: Stream, window: Window, night: date) -> Iterator[Batch]:
    """Yield what the source answers on that night, one batch per day.

    Raises:
        Retry: the source is down.
    """
    if stream.name == "chat" and night in REFUSED:
        raise Retry("the vendor answers 503", place="source suite", next_step="wait")
    for day_on in window.days:
        if stream.name == "calendar" and _comes_late(day_on, night):
            continue
        rows = (
            [] if stream.name == "drive" and night in SILENT else list(_rows(stream, day_on, night))
        )
        yield Batch(day_on, to_table(stream.shape, rows))


def _rows(stream: Stream, day_on: date, night: date) -> Iterator[dict[str, object]]:
    for act in (*acts(stream, day_on - DAY), *acts(stream, day_on)):
        is_late = stream.name == "drive" and act.number % 5 == 0 and _comes_late(day_on, night)
        if act.filed_on == day_on and not is_late:
            yield _row(stream, act)


def _comes_late(day_on: date, night: date) -> bool:
    # Not on every weekday: on the nights on which June settles nothing else may change June, or it would hide that.
    return day_on.weekday() < _WEDNESDAY and night - day_on <= LATE * DAY


def _row(stream: Stream, act: Act) -> dict[str, object]:
    start = (
        datetime.combine(act.day_on, time(), UTC)
        - timedelta(hours=9)
        + timedelta(minutes=act.minute)
    )
    row = {
        "event": f"{stream.name} {act.day_on} {act.staff}",
        "day_on": act.filed_on,
        "account": account_of(stream, act.staff, act.day_on),
    }
    if stream.shape is ATTENDANCE:
        after = start + timedelta(minutes=50)
        meeting = f"{act.day_on} {act.minute}"
        return row | {"meeting": meeting, "started_at": start, "ended_at": after, "is_guest": False}
    if stream.shape is PRINT_JOB:
        paper = {"impressions": 2, "sheets": 1, "copies": 1, "quality": "measured"}
        return row | paper | {"printed_at": start, "printer": "1"}
    action = {"action": "sent", "vendor_action": "sent", "uses": 1}
    return row | action | {"occurred_at": start, "tool": stream.tools[0]}


def working_days(month: date) -> list[date]:
    """Return the month's working days."""
    days = [month + n * DAY for n in range(31)]
    return [day for day in days if day.month == month.month and is_working_day(day)]


def true_use(month: date) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (section, tool) → true active and assigned person-days of a month."""
    active: Counter[tuple[str, str]] = Counter()
    assigned: Counter[tuple[str, str]] = Counter()
    for stream in (*SUITE, *CLOUD):
        for day_on in working_days(month):
            for staff in STAFF:
                assigned[section_of(staff, day_on), TOOLS[stream.name]] += 1
            for act in acts(stream, day_on):
                active[section_of(act.staff, day_on), TOOLS[stream.name]] += 1
    return {key: (active[key], days) for key, days in assigned.items()}


def true_sheets(month: date) -> dict[str, int]:
    """Return section → true sheets printed in a month."""
    sheets: Counter[str] = Counter()
    for day_on in working_days(month):
        for act in acts(COPIER[0], day_on):
            sheets[section_of(act.staff, day_on)] += 1
    return dict(sheets)
