"""The twelve weeks in which a habit is looked for, and what shares of person-days prove of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from warehouse.months import month_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.groups import Roster

WEEKS = 12
"""A habit is looked for in so many weeks …"""
IDLE_WEEKS = 4
"""… and whoever was idle in so many of them has none."""


def last_sunday(month: date) -> date:
    """Return the Sunday on which the last whole week of a month ends."""
    last = month_end(month)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def first_monday(month: date) -> date:
    """Return the Monday on which the twelve weeks begin that end with the month's last whole week."""
    return last_sunday(month) - timedelta(weeks=WEEKS) + timedelta(days=1)


def proves_a_use(month: date, launched_on: date) -> bool:
    """Whether a habit proves a use since the launch: not all weeks since then can have been idle ones."""
    return launched_on <= last_sunday(month) - timedelta(weeks=IDLE_WEEKS) + timedelta(days=1)


def least_habitual(
    roster: Roster,
    group: str,
    month: date,
    idle: Mapping[date, int | None],
    known_days: Mapping[date, Sequence[date]],
) -> int:
    """Return how many habits a group's shares of person-days prove.

    Whoever has none was idle on all working days of four weeks. Few idle days of a group leave room for
    few such people among those who were in it all the time.

    Args:
        roster: assignments and groups.
        group: the group.
        month: the month with whose last whole week the twelve weeks end.
        idle: month → the most person-days of the group without a use; None where none is shown.
        known_days: month → working days on which it is known whether the tool was used.
    """
    sunday, monday = last_sunday(month), first_monday(month)
    months = [month]
    while months[-1] > monday:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    days = Counter(
        (day - monday).days // 7
        for one in months
        for day in known_days.get(one, ())
        if monday <= day <= sunday
    )
    spare = sum(sorted(days[week] for week in range(WEEKS))[:IDLE_WEEKS])
    known = [found for one in months if (found := idle.get(one)) is not None]
    if not spare or len(known) < len(months):
        return 0
    staying = set.intersection(*(roster.staying(one).get(group, set()) for one in months))
    return max(0, len(staying) - sum(known) // spare)
