"""Simulates the monthly counts that sections keep by hand: approvals, filings, meetings, inspections and minutes.

The digital side grows with the share of the section's members who work with files, and with actions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from connectors.demo_town.simulate.sections import CHARACTER_OF
from connectors.demo_town.simulate.workdays import is_working_day, month_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connectors.demo_town.simulate.actions import Action
    from connectors.demo_town.simulate.days import Day
    from connectors.demo_town.simulate.staff import Person


class TallyLine(NamedTuple):
    """One line of a book: a section's month; `digital` is None if the book does not record it."""

    pair: str
    month: date
    section: str
    digital: int | None
    paper: int


class _Work(NamedTuple):
    """Amount of work in one book; its digital share when nobody (`least`) or everybody (`most`) works with files."""

    a_day: float
    """Cases per member and working day."""
    least: float
    most: float
    sections: tuple[str, ...]


_EVERY = tuple(CHARACTER_OF)
_WORK = {
    "approvals": _Work(0.35, 0.05, 0.75, _EVERY),
    "filings": _Work(0.60, 0.06, 0.38, ("choumin", "fukushi", "kodomo", "zeimu", "kensetsu")),
    "meetings": _Work(0.06, 0.0, 0.5, _EVERY),
    "inspections": _Work(0.05, 0.0, 0.35, ("kensetsu", "sangyou", "kankou", "kikaku")),
    "minutes": _Work(0.04, 0.0, 0.30, _EVERY),
}
PAIRS = tuple(_WORK)
_LIFT = 0.22
"""Increase in the digital share of a book by an action, from the month after it was acted on."""
_MOST = 0.97


def keep_tallies(
    seed: int,
    days: Sequence[Day],
    staff: Sequence[Person],
    actions: Sequence[Action],
    running: date,
) -> tuple[TallyLine, ...]:
    """Return a line per book, section and whole month.

    Args:
        seed: the town's seed.
        days: the simulated days.
        staff: everyone who is ever on the roster.
        actions: the town's actions, some of which raise the digital share.
        running: first day of the current month, which is left out.
    """
    people_days: Counter[tuple[date, str]] = Counter()
    open_days: Counter[date] = Counter()
    with_files: defaultdict[tuple[date, str], set[str]] = defaultdict(set)
    for day in days:
        month = month_of(day.on)
        if is_working_day(day.on):
            open_days[month] += 1
            people_days.update(
                (month, section) for person in staff if (section := person.section_on(day.on))
            )
        for act in day.acts:
            if act.tool == "files":
                with_files[month, act.section].add(act.who)
    return tuple(
        _count(seed, pair, month, section, cases, len(with_files[month, section])
               / (cases / open_days[month]), actions)
        for pair, work in _WORK.items()
        for (month, section), cases in sorted(people_days.items())
        if month < running and section in work.sections
    )  # fmt: skip


def _count(
    seed: int,
    pair: str,
    month: date,
    section: str,
    people_days: int,
    spread: float,
    actions: Sequence[Action],
) -> TallyLine:
    rng = Random(f"{seed}/tally/{pair}/{month}/{section}")  # noqa: S311 - a simulation, not a secret
    work = _WORK[pair]
    count = round(people_days * work.a_day * rng.uniform(0.85, 1.15))
    share = work.least + (work.most - work.least) * min(1.0, spread)
    share += _LIFT * sum(
        action.pair == pair
        and action.section in (section, None)
        and action.acted_on is not None
        and action.acted_on < month
        for action in actions
    )
    digital = sum(rng.random() < min(_MOST, share) for _ in range(count))
    # The room book records meetings in rooms only; online meetings are in the vendor's log.
    recorded = None if pair == "meetings" else digital
    return TallyLine(pair, month, section, recorded, count - digital)
