"""Simulates the demo town: the same seed always gives the same people, days, print jobs and purchases."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from connectors.demo_town.for_vendors.town import DemoTown, Purchase
from connectors.demo_town.simulate.actions import take_actions
from connectors.demo_town.simulate.days import Day, live_day
from connectors.demo_town.simulate.fax_and_automation import simulate_fax_and_automation
from connectors.demo_town.simulate.habits import form_habits, hold_trainings
from connectors.demo_town.simulate.names import TOWN_NAME
from connectors.demo_town.simulate.own_counts import keep_own_counts
from connectors.demo_town.simulate.plan import plan_of
from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.staff import simulate_staff
from connectors.demo_town.simulate.tallies import keep_tallies
from connectors.demo_town.simulate.work_books import keep_work_books
from connectors.demo_town.simulate.workdays import (
    days_between,
    is_working_day,
    month_of,
    months_later,
)
from connectors.demo_town.vendors import PLAIN, choose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_REAM = 500
_SPARE = 1.12
"""Paper bought per sheet in the print logs: copiers and spoilt sheets use paper that no log records."""


def simulate_town(seed: int, months: int, today: date, vendors: Sequence[str] = PLAIN) -> DemoTown:
    """Simulate a town over whole months before the current one, and the days of the current month before `today`.

    The choice of vendors changes only who records the events: with other vendors the same people do the same.

    Args:
        seed: determines everything that is random.
        months: number of whole months, at least 1.
        today: the first day that is not simulated.
        vendors: names of vendors, as in `demo_vendors`.

    Raises:
        ValueError: `months` is less than 1, or a vendor does not exist.
    """
    since = _first_day(months, today)
    dates = days_between(since, today)
    whole = _whole_months(dates, month_of(today))
    launched_on = next(day for day in dates if is_working_day(day))
    staff, sections = simulate_staff(seed, since, today)
    trainings = hold_trainings(seed, staff, launched_on, today)
    habits = form_habits(seed, staff, trainings, launched_on)
    live = partial(live_day, staff=staff, habits=habits, launched_on=launched_on)
    days = tuple(live(seed, on, serial=serial) for serial, on in enumerate(dates))
    actions, plan = take_actions(launched_on, today), plan_of(since, today)
    return DemoTown(
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
        plan=plan,
        tallies=keep_tallies(seed, days, staff, actions, month_of(today)),
        fax_and_automation=simulate_fax_and_automation(seed, days, month_of(today)),
        own_counts=keep_own_counts(seed, whole, actions, plan, sections),
        work_books=keep_work_books(seed, whole, actions),
        lost_on=_lose_a_day(seed, dates),
        choice=choose(vendors, today),
    )


def _first_day(months: int, today: date) -> date:
    if months < 1:
        raise ValueError("a town needs at least one month")
    return months_later(month_of(today), -months)


def _whole_months(dates: Sequence[date], running: date) -> list[date]:
    return sorted({month_of(day) for day in dates} - {running})


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
