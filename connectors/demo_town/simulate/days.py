"""Simulates what each member does on each day, as plain records from which every vendor's data are written.

All instants are milliseconds since 1970 (UTC).
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.habits import TOOLS
from connectors.demo_town.simulate.meetings import Call, hold_meetings
from connectors.demo_town.simulate.names import RETIRED
from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.workdays import DAY_MS, is_working_day, midnight_ms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connectors.demo_town.simulate.habits import Habit, Habits
    from connectors.demo_town.simulate.staff import Person

_MEAN_ACTS = {"files": 4.4, "chat": 3.7, "calendar": 1.6}
_VERBS = {
    "files": ("view", "edit", "create", "upload", "download", "print", "rename", "move", "trash"),
    "chat": ("message_posted", "conversation_read", "reaction_added", "attachment_upload", "room_created"),
    "calendar": ("create_event", "change_event", "change_event_guest_response",
                 "notification_triggered", "print_preview_event"),
}  # fmt: skip
_WEIGHTS = {
    "files": (52, 82, 87, 92, 96, 97, 98, 99, 100),
    "chat": (52, 82, 93, 98, 100),
    "calendar": (35, 55, 82, 97, 100),
}
"""Cumulative percentages in the order of `_VERBS`."""

_OPENS_MS, _CLOSES_MS = 30_600_000, 62_100_000
"""Office hours, 8:30 to 17:15, in milliseconds after midnight."""
_LATE = 0.06
_CLOSED_DAY = 0.03
"""Chance of use on a closed day, as a factor on the chance on a working day."""
_SHARES_SECTION = 40
"""Number of things (documents, rooms or calendar entries) among which the actions of a day choose."""
_SIDES_LOGGED = 0.9
_MIDNIGHT_EVERY_DAYS = 17
_OUTSIDERS = 0.08
ANONYMOUS = ""
"""Account of a person who opens a document by its link without signing in: the vendor logs an empty address."""


class Act(NamedTuple):
    """One action in files, chat or calendar; `who` is a staff number, or the account of an outsider."""

    at_ms: int
    who: str
    section: str
    tool: str
    verb: str
    thing: int
    """Number of the document, room or calendar entry, unique within the town."""


class SimulatedJob(NamedTuple):
    """One print job; its log contains `is_duplex` only if `has_sides`."""

    at_ms: int
    who: str
    section: str
    number: int
    pages: int
    copies: int
    is_duplex: bool
    has_sides: bool

    @property
    def impressions(self) -> int:
        """Printed sides, over all copies."""
        return self.pages * self.copies

    @property
    def sheets(self) -> int:
        """Sheets of paper, over all copies."""
        return self.copies * (-(-self.pages // 2) if self.is_duplex else self.pages)


class Day(NamedTuple):
    """All events of one day in Asia/Tokyo."""

    on: date
    acts: list[Act]
    calls: list[Call]
    jobs: list[SimulatedJob]


def live_day(
    seed: int, on: date, staff: Sequence[Person], habits: Habits, *, launched_on: date, serial: int
) -> Day:
    """Simulate one day; the result depends on the arguments alone.

    Args:
        seed: the town's seed.
        on: the day.
        staff: everyone who is ever on the roster.
        habits: staff number → tool → habit.
        launched_on: the first day on which the tools are used.
        serial: number of the day in the period, from 0; the numbers of documents and meetings grow with it.
    """
    rng = Random(f"{seed}/day/{on}")  # noqa: S311 - a simulation, not a secret
    day = Day(on, [], [], [])
    start_ms, ordinal, is_open = midnight_ms(on), on.toordinal(), is_working_day(on)
    attending: list[tuple[str, str]] = []
    for person in staff:
        section = person.section_on(on)
        if section is None:
            continue
        mine = habits[person.staff_no]
        if on >= launched_on:
            for tool in TOOLS:
                chance = mine[tool].chance(ordinal)
                if chance and rng.random() < (chance if is_open else chance * _CLOSED_DAY):
                    if tool == "meetings":
                        attending.append((person.staff_no, section))
                    else:
                        _act(day.acts, rng, tool, person.staff_no, section, start_ms, serial)
        if is_open:
            _print(day.jobs, rng, person.staff_no, section, mine["files"], on, start_ms)
    hold_meetings(day.calls, rng, attending, start_ms, serial)
    if is_open and rng.random() < _OUTSIDERS:
        at_ms = _instant(rng, start_ms)
        day.acts.append(
            Act(at_ms, rng.choice((RETIRED, ANONYMOUS)), "", "files", "view", serial * 4)
        )
    if serial % _MIDNIGHT_EVERY_DAYS == 0:
        _touch_midnight(day.acts, start_ms)
    return day


def _instant(rng: Random, start_ms: int) -> int:
    if rng.random() < _LATE:
        return start_ms + _CLOSES_MS + int(rng.random() * 4 * 3_600_000)
    return start_ms + _OPENS_MS + int(rng.random() * (_CLOSES_MS - _OPENS_MS))


def _act(
    acts: list[Act], rng: Random, tool: str, who: str, section: str, start_ms: int, serial: int
) -> None:
    verbs, weights = _VERBS[tool], _WEIGHTS[tool]
    count = 1 + int(rng.expovariate(1.0 / (_MEAN_ACTS[tool] - 0.5)))
    for _ in range(min(count, 60)):
        drawn = rng.random() * 100
        place = 0
        while weights[place] <= drawn:
            place += 1
        thing = serial * 4 + int(rng.random() * _SHARES_SECTION)
        acts.append(Act(_instant(rng, start_ms), who, section, tool, verbs[place], thing))


def _print(
    jobs: list[SimulatedJob],
    rng: Random,
    who: str,
    section: str,
    habit: Habit,
    on: date,
    start_ms: int,
) -> None:
    character = CHARACTER_OF[section]
    level = habit.chance(on.toordinal()) / habit.strength
    rate = character.jobs_a_day * (1.0 - character.paper_falls * level)
    if on.month in (3, 4):
        # More is printed around the turn of the fiscal year.
        rate *= 1.25
    again = rate / (1.0 + rate)
    while rng.random() < again:
        pages = 1 + int(rng.expovariate(0.4))
        copies = rng.randint(2, 20) if rng.random() < 0.07 else 1  # noqa: PLR2004 - hand-outs
        has_sides = rng.random() < _SIDES_LOGGED
        jobs.append(
            SimulatedJob(_instant(rng, start_ms), who, section, len(jobs) + 1, pages, copies,
                rng.random() < 0.5, has_sides)  # noqa: PLR2004 - every other job is duplex
        )  # fmt: skip


def _touch_midnight(acts: list[Act], start_ms: int) -> None:
    """Repeat the day's first chat message in the first and in the last millisecond of the day.

    A connector has to file both under this day.
    """
    for act in acts:
        if act.tool == "chat" and act.verb == "message_posted":
            acts.append(act._replace(at_ms=start_ms))
            acts.append(act._replace(at_ms=start_ms + DAY_MS - 1))
            return
