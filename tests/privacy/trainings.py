"""Trainings of a random town: one each month, who hiddenly came, and what the book says of it.

The book is kept by hand: a section's line may be entered late, and a training's day may be corrected.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.privacy.random_town import month_after, working_days

if TYPE_CHECKING:
    from datetime import date

    from tests.privacy.random_town import RandomTown


@dataclass(frozen=True)
class Training:
    """One that was held, and who was there."""

    name: str
    day_on: date
    came: frozenset[str]


@dataclass(frozen=True)
class Booked:
    """A line of the book: how many of a section came to a training."""

    training: str
    section: str
    day_on: date
    attended: int


def trainings(town: RandomTown) -> list[Training]:
    """Return the trainings of a town by day; nobody's coming hangs on what the roster says of others."""
    found = []
    for month in town.months:
        day_on = random.Random(f"{town.seed} {month}").choice(working_days(month))
        came = {
            staff
            for staff, section in town.on(day_on).items()
            if _chance(town, month, staff) < _chance(town, month, section)
        }
        found.append(Training(f"t{month:%Y%m}", day_on, frozenset(came)))
    return found


def book(town: RandomTown) -> frozenset[Booked]:
    """Return the lines of the book as they are once everything is entered."""
    lines = set()
    for one in trainings(town):
        at = town.on(one.day_on)
        lines |= {
            Booked(one.name, section, one.day_on, attended)
            for section, attended in Counter(at[staff] for staff in one.came).items()
        }
    return frozenset(lines)


def one_section_late(
    town: RandomTown, rng: random.Random, about: date
) -> tuple[frozenset[Booked], frozenset[Booked]]:
    """Return the line of a section at the training of a month, and what stood there before: nothing."""
    lines = [one for one in book(town) if one.day_on.replace(day=1) == about.replace(day=1)]
    return frozenset(rng.sample(sorted(lines, key=repr), min(1, len(lines)))), frozenset()


def another_day(
    town: RandomTown, rng: random.Random, about: date
) -> tuple[frozenset[Booked], frozenset[Booked]]:
    """Return the lines of a training, and the same with a day of the month before or after it."""
    month = about.replace(day=1)
    others = [one for one in town.months if one == month_after(month) or month_after(one) == month]
    day_on = rng.choice(working_days(rng.choice(others)))
    lines = frozenset(one for one in book(town) if one.day_on.replace(day=1) == month)
    return lines, frozenset(replace(one, day_on=day_on) for one in lines)


def _chance(town: RandomTown, month: date, whose: str) -> float:
    return random.Random(f"{town.seed} {month} {whose}").random()
