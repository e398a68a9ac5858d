"""Raise the demo town: one seed gives the same people, days, jobs and purchases every time."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors import choice as vendors_there
from connectors.demo_town.simulate.actions import Action, take_actions
from connectors.demo_town.simulate.days import Day, live_day
from connectors.demo_town.simulate.fax_and_automation import Routine, keep_routines
from connectors.demo_town.simulate.habits import Training, form_habits, hold_trainings
from connectors.demo_town.simulate.names import TOWN_NAME
from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.staff import Person, Section, raise_staff
from connectors.demo_town.simulate.tallies import Tally, keep_tallies
from connectors.demo_town.simulate.workdays import (
    days_between,
    is_working_day,
    month_of,
    months_later,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.choice import Choice

_REAM = 500
_SPARE = 1.12
"""What copiers and spoilt sheets take beyond the print logs."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of the purchase book: sheets (A4) that a section bought in a month."""

    month: date
    section: str
    sheets: int


@dataclass(frozen=True, slots=True)
class Town:
    """The demo town: what truly happened, before any vendor writes it down."""

    seed: int
    name: str
    since: date
    """The first simulated day: the first of a month."""
    today: date
    """Nothing has happened on this day yet."""
    launched_on: date
    """The day on which everyone got the tools: the first working day of the period."""
    staff: tuple[Person, ...]
    sections: tuple[Section, ...]
    days: tuple[Day, ...]
    trainings: tuple[Training, ...]
    purchases: tuple[Purchase, ...]
    actions: tuple[Action, ...]
    tallies: tuple[Tally, ...]
    routines: tuple[Routine, ...]
    lost_on: date
    """The working day whose PaperCut file is missing."""
    choice: Choice
    """The vendors that the town has."""

    @property
    def months(self) -> tuple[date, ...]:
        """The whole months of the period, and the running one if a day of it has passed."""
        return tuple(sorted({month_of(day.on) for day in self.days}))

    def share_of(self, vendor: str) -> Iterator[Day]:
        """Yield each day with only what this vendor tells of it; print jobs are left out."""
        if vendor not in self.choice.vendors:
            return
        sections = {person.staff_no: person for person in self.staff}
        for day in self.days:
            if self.choice.is_alone(vendor):
                yield day._replace(jobs=[])
                continue
            acts = [
                act
                for act in day.acts
                if self.choice.of(act.tool, act.section, act.at_ms) == vendor
            ]
            # A meeting is held where its organizer works.
            calls = [
                call
                for call in day.calls
                if self.choice.of(
                    "meetings", sections[call.organizer].section_on(day.on) or "", call.joined_ms
                )
                == vendor
            ]
            yield Day(day.on, acts, calls, [])

    def write(self, folder: Path) -> None:
        """Write the roster, the vendors' logs and the books into `folder`, as the town keeps them."""
        # It writes a Town and so imports this module.
        from connectors.demo_town.files import write_files  # noqa: PLC0415 - see above

        write_files(self, folder)


def raise_town(
    seed: int, months: int, today: date, vendors: Sequence[str] = vendors_there.PLAIN
) -> Town:
    """Simulate the last `months` whole months before `today`, and the days of the running one.

    The vendors only tell of it: with others the same people do the same.

    Raises:
        ValueError: fewer than one month was asked for, or a vendor that is not there.
    """
    if months < 1:
        raise ValueError("a town needs at least one month")
    since = months_later(month_of(today), -months)
    dates = days_between(since, today)
    launched_on = next(day for day in dates if is_working_day(day))
    staff, sections = raise_staff(seed, since, today)
    trainings = hold_trainings(seed, staff, launched_on, today)
    habits = form_habits(seed, staff, trainings, launched_on)
    days = tuple(
        live_day(seed, on, staff, habits, launched_on=launched_on, serial=serial)
        for serial, on in enumerate(dates)
    )
    actions = take_actions(launched_on, today)
    return Town(
        seed=seed,
        name=TOWN_NAME,
        since=since,
        today=today,
        launched_on=launched_on,
        staff=staff,
        sections=sections,
        days=days,
        trainings=trainings,
        purchases=_buy_paper(days, month_of(today)),
        actions=actions,
        tallies=keep_tallies(seed, days, staff, actions, month_of(today)),
        routines=keep_routines(seed, days, month_of(today)),
        lost_on=_lose_a_day(seed, dates),
        choice=vendors_there.choose(vendors, today),
    )


def _lose_a_day(seed: int, dates: list[date]) -> date:
    rng = Random(f"{seed}/lost")  # noqa: S311 - a simulation, not a secret
    working = [day for day in dates if is_working_day(day)]
    return rng.choice(working[len(working) // 3 : len(working) * 5 // 6])


def _buy_paper(days: tuple[Day, ...], running: date) -> tuple[Purchase, ...]:
    printed: dict[tuple[date, str], int] = {}
    for day in days:
        for job in day.jobs:
            key = (month_of(day.on), job.section)
            printed[key] = printed.get(key, 0) + job.sheets
    return tuple(
        Purchase(month, section, -(-int(sheets * _SPARE) // _REAM) * _REAM)
        for (month, section), sheets in sorted(printed.items())
        if month < running and section in CHARACTER_OF
    )
