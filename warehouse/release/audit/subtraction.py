"""What subtraction alone discloses: the whole town hall less the other groups, for person-days and trainings.

No solver is needed here. Head counts, which are linked across months and sections, are in `audit.py`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from warehouse.release.audit.refusal import disclosure_refusal
from warehouse.release.groups.habit_weeks import Spent
from warehouse.release.tables.bands import MIN_VALUES
from warehouse.release.tables.published_cell import Counts, PublishedCell, counts_of, person_days_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from warehouse.release.groups.presence import Presence
    from warehouse.release.groups.roster import GroupedRoster


def check_trainings(cells: Sequence[PublishedCell]) -> None:
    """Refuse if the town's band of one training, less the other groups' bands, narrows a group's count.

    Raises:
        ReleaseRefused: fewer than three counts are possible for a group.
    """
    groups = {cell.section: cell for cell in cells if cell.section != TOWN}
    for town in (counts_of(cell) for cell in cells if cell.section == TOWN):
        own = {group: counts_of(cell) for group, cell in groups.items()}
        for group, left in less_the_others(own, town).items():
            if 0 <= left.most - left.least < MIN_VALUES - 1:
                raise disclosure_refusal(
                    groups[group], group, Message("how many attended the training")
                )


def check_person_days(
    cells: Sequence[PublishedCell],
    roster: GroupedRoster,
    known_days: Mapping[tuple[str, date], Sequence[date]],
) -> dict[tuple[str, date], Spent]:
    """Return (group, month) → its person-days.

    Raises:
        ReleaseRefused: they prove anything about a person or a head count.
    """
    spent: dict[tuple[str, date], Spent] = {}
    by_month: dict[date, dict[str, PublishedCell]] = defaultdict(dict)
    for cell in cells:
        if cell.table == "use_month":
            by_month[cell.month][cell.section] = cell
    for month, here in by_month.items():
        tool = next(iter(here.values())).tool
        presences = roster.presence(month, known_days.get((tool, month), ()))
        days = {
            group: person_days_of(here[group], presence.days)
            if group in here
            else Counts(0, presence.days)
            for group, presence in presences.items()
        }
        if TOWN in here and days:
            whole = person_days_of(here[TOWN], sum(one.days for one in presences.values()))
            days = less_the_others(days, whole)
        for group, own in days.items():
            _check_active(here.get(group, here.get(TOWN)), group, presences[group], own)
            spent[group, month] = Spent(own.least, own.most, presences[group].days)
    return spent


def less_the_others(groups: Mapping[str, Counts], town: Counts) -> dict[str, Counts]:
    """Return the bounds of each group's count, given the whole town hall's and the other groups' counts."""
    least = sum(one.least for one in groups.values())
    most = sum(one.most for one in groups.values())
    return {
        group: Counts(
            max(own.least, town.least - most + own.most),
            min(own.most, town.most - least + own.least),
        )
        for group, own in groups.items()
    }


def _check_active(cell: PublishedCell | None, group: str, presence: Presence, days: Counts) -> None:
    if cell is not None and (disclosed := disclosed_by(presence, days)) is not None:
        raise disclosure_refusal(cell, group, disclosed)


def disclosed_by(presence: Presence, days: Counts) -> str | None:
    """Return what this many person-days disclose: how many were active, or that one person was; None if nothing."""
    people = len(presence.everyone)
    if people < MIN_VALUES or days.most < days.least:
        return None
    fewest = presence.fewest_people(days.least)
    if min(people, days.most) - fewest + 1 < MIN_VALUES:
        return Message("how many were active in the month")
    if presence.days - max(presence.everyone) < days.least:
        return Message("that someone was active in the month")
    return None
