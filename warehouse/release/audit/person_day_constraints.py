"""Constraints of the audit from person-days and lower bounds: the fewest activated people, and the supposed most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.months import month_before
from warehouse.release.tables.cell_tables import audited
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.audit.audit import Place
    from warehouse.release.audit.equivalence_classes import EquivalenceClasses
    from warehouse.release.audit.integer_puzzle import Puzzle
    from warehouse.release.groups.habit_weeks import Spent
    from warehouse.release.tables.published_cell import PublishedCell


_PROVING_USERS = audited("users")
"""Tables whose cells prove a minimum number of users (`n`)."""


def state_days(
    puzzle: Puzzle[Place],
    classes: EquivalenceClasses,
    spent: Mapping[tuple[str, date], Spent],
    known_days: Mapping[date, Sequence[date]],
) -> None:
    """State how many people must be activated for this many person-days with a use to be reached.

    Args:
        puzzle: takes the constraints.
        classes: the equivalence classes.
        spent: (group, month) → its person-days.
        known_days: month → working days on which it is known whether the tool was used.
    """
    for (group, month), own in spent.items():
        index = classes.months.index(month)
        days, gone = classes.days_in(group, index, known_days.get(month, ()))
        weights = {(kind, index, 0): float(each) for kind, each in days.items()}
        puzzle.between(weights, own.least - gone)


def state_lower_bounds(
    puzzle: Puzzle[Place], cells: Sequence[PublishedCell], classes: EquivalenceClasses
) -> None:
    """State the lower bounds on users: every user of a tool is activated."""
    for cell in cells:
        if cell.table in _PROVING_USERS:
            index = classes.months.index(cell.month)
            kinds, gone = classes.people_in(cell.among or (cell.section,), index)
            if kinds:
                puzzle.between({(kind, index, 0): 1.0 for kind in kinds}, (cell.n or 0) - gone)


def suppose_beginnings(
    puzzle: Puzzle[Place],
    classes: EquivalenceClasses,
    spent: Mapping[tuple[str, date], Spent],
    launched_on: date,
) -> None:
    """State that a person activated in a month has a person-day in it, which bounds the newly activated of one group.

    Args:
        puzzle: takes the constraints.
        classes: the equivalence classes.
        spent: (group, month) → its person-days.
        launched_on: the launch day; nobody was activated before it.
    """
    launch = launched_on.replace(day=1)
    for (group, month), own in spent.items():
        index = classes.months.index(month)
        is_launch = month == launch
        if month < launch or not (is_launch or _follows(classes, index)):
            continue
        weights, people = {}, 0
        for kind in classes.staying(group, index):
            there = classes.months_of(kind)
            if is_launch or there[0] == index:
                weights[kind, index, 0] = 1.0
            elif index - 1 in there:
                weights |= {(kind, index, 0): 1.0, (kind, index - 1, 0): -1.0}
            else:
                continue
            people += classes.sizes[kind]
        if own.most < people and group != TOWN:
            puzzle.between(weights, -people, own.most)


def _follows(classes: EquivalenceClasses, index: int) -> bool:
    """Whether the month before this one in the list is also the calendar month before."""
    return index > 0 and classes.months[index - 1] == month_before(classes.months[index])
