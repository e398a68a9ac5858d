"""Primary and secondary suppression of counts that one person dominates.

The whole town hall less all other sections would give a withheld section back, so it never stands
alone: the next smallest is withheld with it until no one person has more than half of them together, and
together they are ten at least. All of them have one reason: which of them it began with would tell of users.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from warehouse.release.rules.dominance import is_dominated
from warehouse.release.tables.bands import LEAST_TOLD
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from warehouse.release.rules.dominance import By
    from warehouse.release.tables.cells import Reason

MIN_WITHHELD = 2
"""A withheld group is never the only one."""


def suppress_dominated(
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
        suppress_secondary({**apart, **dominated}, parts, totals, few, is_told_from_ten=True)
        if dominated or apart
        else {}
    )
    return {**hidden, **covered, **town}


def suppress_secondary(
    withheld: dict[str, Reason],
    parts: Mapping[str, By],
    totals: Mapping[str, float],
    few: AbstractSet[str] = frozenset(),
    *,
    is_told_from_ten: bool = False,
) -> dict[str, Reason]:
    """Withhold the next smallest groups too, until subtraction gives nobody's part away.

    Args:
        withheld: group → reason, of the groups that are withheld already.
        parts: quantity → group → person → how much.
        totals: group → its size; the smallest is withheld next.
        few: groups shown as having little; they are withheld last.
        is_told_from_ten: also keep the suppressed total at ten or more.
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
