"""Constraints of the audit from person-days and lower bounds: how many have begun at least, and at most under a supposition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.months import month_before
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.audit.audit import Place
    from warehouse.release.audit.equivalence_classes import EquivalenceClasses
    from warehouse.release.audit.integer_puzzle import Puzzle
    from warehouse.release.groups.habit_weeks import Spent
    from warehouse.release.tables.published_cell import PublishedCell


_IMPLYING_USERS = {"paper_digital_month", "work_month", "outside_month"}
"""Tables whose cells imply a minimum number of users (`n`)."""


def state_days(
    puzzle: Puzzle[Place],
    classes: EquivalenceClasses,
    spent: Mapping[tuple[str, date], Spent],
    known_days: Mapping[date, Sequence[date]],
) -> None:
    """State how many must have begun for so many person-days with a use to come together.

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
    """State the lower bounds on users: whoever uses a tool has begun."""
    for cell in cells:
        if cell.table in _IMPLYING_USERS:
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
    """State that whoever begins in a month has a person-day in it: so many at most, of those who were in one group.

    Args:
        puzzle: takes the constraints.
        classes: the equivalence classes.
        spent: (group, month) → its person-days.
        launched_on: nobody had begun before.
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
    """Whether the month before is the one that the calendar has before it."""
    return index > 0 and classes.months[index - 1] == month_before(classes.months[index])
