"""Simulates when each member begins to use each tool, and how often: the adoption that the charts should show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import log
from random import Random
from typing import TYPE_CHECKING

from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.workdays import is_working_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.demo_town.simulate.staff import Person

TOOLS = ("files", "chat", "meetings", "calendar")

_STRENGTH = {"files": 0.86, "chat": 0.72, "meetings": 0.30, "calendar": 0.62}
"""Probability that an established user uses the tool on a working day."""
_HEAD_START = {"files": 0.8, "chat": 1.1, "meetings": 1.3, "calendar": 0.9}
"""Factor on the section's midpoint, by tool: files spread before meetings."""
_SPREAD = 0.28
"""Scale of the logistic distribution around the midpoint, as a share of the midpoint."""
_NEVER = 0.04
_SETTLING_DAYS = 100
_CONVINCED = 0.65
"""Probability that an attendee who has not used the tool yet begins after the training."""
_TRAINING_EVERY_DAYS = 75


@dataclass(frozen=True, slots=True)
class Training:
    """A training of one section in one tool; `attended` holds staff numbers."""

    number: int
    on: date
    section: str
    tool: str
    attended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """The day from which a member uses a tool, and the probability of use on a working day once established."""

    begins: int
    """Ordinal of the first day; the last day of the calendar for a member who never begins."""
    strength: float

    def chance(self, ordinal: int) -> float:
        """Return the probability of use on a working day: 0 before the start, then rising until established.

        Established is a member after `_SETTLING_DAYS`; the probability starts at 55 % of `strength`.
        """
        if ordinal < self.begins:
            return 0.0
        settled = min(1.0, (ordinal - self.begins) / _SETTLING_DAYS)
        return self.strength * (0.55 + 0.45 * settled)


Habits = dict[str, dict[str, Habit]]
"""Staff number → tool → habit."""


def hold_trainings(
    seed: int, staff: Sequence[Person], launched_on: date, today: date
) -> tuple[Training, ...]:
    """Plan the trainings: one section and one tool at a time, on working days after the launch.

    Args:
        seed: the town's seed.
        staff: everyone who is ever on the roster.
        launched_on: the day on which everyone got the tools.
        today: the day after the last simulated day.
    """
    rng = Random(f"{seed}/trainings")  # noqa: S311 - a simulation, not a secret
    trainings: list[Training] = []
    # 子育て支援課 comes first, so that the effect of a training is visible there before many have begun.
    codes = ["kodomo", *rng.sample(sorted(set(CHARACTER_OF) - {"kodomo"}), len(CHARACTER_OF) - 1)]
    on = launched_on + timedelta(days=40)
    while on < today:
        while not is_working_day(on):
            on += timedelta(days=1)
        number = len(trainings) + 1
        section = codes[(number - 1) % len(codes)]
        tool = ("files", "chat", "meetings")[(number - 1) // 2 % 3]
        members = [person.staff_no for person in staff if person.section_on(on) == section]
        attended = tuple(member for member in members if rng.random() < 0.75)  # noqa: PLR2004 - the usual turnout
        if attended and on < today:
            trainings.append(Training(number, on, section, tool, attended))
        on += timedelta(days=_TRAINING_EVERY_DAYS // 2 + rng.randint(-9, 9))
    return tuple(trainings)


def form_habits(
    seed: int, staff: Sequence[Person], trainings: Sequence[Training], launched_on: date
) -> Habits:
    """Draw each member's habits: a start distributed logistically around the section's midpoint, moved by trainings.

    Args:
        seed: the town's seed.
        staff: everyone who is ever on the roster.
        trainings: the trainings; some attendees begin with one.
        launched_on: the day on which everyone got the tools.
    """
    return {
        person.staff_no: {
            tool: _form_habit(seed, person, tool, trainings, launched_on) for tool in TOOLS
        }
        for person in staff
    }


def _form_habit(
    seed: int, person: Person, tool: str, trainings: Sequence[Training], launched_on: date
) -> Habit:
    rng = Random(f"{seed}/habit/{person.staff_no}/{tool}")  # noqa: S311 - a simulation, not a secret
    first = person.posts[0]
    midpoint = CHARACTER_OF[first.section].midpoint_days * _HEAD_START[tool]
    if first.from_on > launched_on:
        # Someone hired later joins a section that already uses the tools.
        midpoint *= 0.3
    chance = min(max(rng.random(), 1e-6), 1 - 1e-6)
    delay = max(0.0, midpoint + _SPREAD * midpoint * log(chance / (1 - chance)))
    begins = max(launched_on, first.from_on).toordinal() + int(delay)
    if rng.random() < _NEVER:
        begins = date.max.toordinal()
    for training in trainings:
        is_new = training.tool == tool and begins > training.on.toordinal()
        if is_new and person.staff_no in training.attended and rng.random() < _CONVINCED:
            begins = training.on.toordinal() + rng.randint(0, 12)
    return Habit(begins, _STRENGTH[tool] * rng.uniform(0.75, 1.1))
