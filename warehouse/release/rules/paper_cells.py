"""Rule 4: paper in round sheets, only where no single person has more than half of them.

The whole town hall less all other sections would give a withheld section back, so it never stands
alone: the next smallest is withheld with it until no one person has more than half of them together, and
together they are ten at least. All of them have one reason: which of them it began with would tell of users.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from warehouse.release.tables.bands import LEAST_TOLD, is_dominated
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from collections.abc import Set as AbstractSet

    from warehouse.release.tables.cells import Reason

By = dict[str, Counter[str]]
"""Group → how much of a quantity each of its people has."""

MIN_WITHHELD = 2
"""A withheld group is never the only one."""


def withhold_paper(
    parts: Mapping[str, By],
    totals: Mapping[str, float],
    hidden: Mapping[str, Reason] | None = None,
    few: AbstractSet[str] = frozenset(),
) -> dict[str, Reason]:
    """Return which groups' values are withheld and why.

    Args:
        parts: quantity (sheets, handlings …) → group → person → how much; all kept or withheld together.
        totals: group → its size, by which the next smallest is chosen.
        hidden: groups that are withheld anyway; they cover others as well.
        few: groups shown as having little, whoever has it: nobody is asked, and they cover last.
    """
    hidden = hidden or {}
    dominated: dict[str, Reason] = {
        group: "dominance"
        for group in [*totals, TOWN]
        if group not in hidden
        and group not in few
        and any(is_dominated(by[group].values()) for by in parts.values() if group in by)
    }
    town = {TOWN: dominated.pop(TOWN)} if TOWN in dominated else {}
    apart = {group: why for group, why in hidden.items() if group != TOWN}
    covered = (
        cover({**apart, **dominated}, parts, totals, few, is_told_from_ten=True)
        if dominated or apart
        else {}
    )
    return {**hidden, **covered, **town}


def cover(
    withheld: dict[str, Reason],
    parts: Mapping[str, By],
    totals: Mapping[str, float],
    few: AbstractSet[str] = frozenset(),
    *,
    is_told_from_ten: bool = False,
) -> dict[str, Reason]:
    """Withhold the next smallest groups too, until subtraction would give nobody's part away.

    Of counts that are told from ten on, nor that there are fewer.
    """
    rest = sorted(
        (group in few, total, group) for group, total in totals.items() if group not in withheld
    )
    least = LEAST_TOLD if is_told_from_ten else 0
    while withheld and rest and _gives_away(withheld, parts, least):
        *_, group = rest.pop(0)
        withheld[group] = "dominance"
    return withheld


def _gives_away(withheld: Mapping[str, Reason], parts: Mapping[str, By], least: int) -> bool:
    if len(withheld) < MIN_WITHHELD:
        return True
    for by in parts.values():
        together: Counter[str] = Counter()
        for group in withheld:
            together.update(by[group])
        if together.total() < least or is_dominated(together.values()):
            return True
    return False


def by_group(rows: list[tuple[str, str, float]], groups: Mapping[str, str]) -> By:
    """Add up (section, staff, how much) by group and person."""
    by: By = defaultdict(Counter)
    for section, staff, amount in rows:
        if section in groups:
            by[groups[section]][staff] += int(amount or 0)
    return by


def by_group_and_town(
    rows: list[tuple[str, str, float]], sections: Container[str], groups: Mapping[str, str]
) -> By:
    """Do the same over some sections' rows, the whole town hall among the groups."""
    known = [row for row in rows if row[0] in sections]
    everyone = by_group(known, dict.fromkeys((section for section, *_ in known), TOWN))
    return by_group(known, groups) | everyone
