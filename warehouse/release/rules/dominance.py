"""The dominance rule (1, 50 %), and the secondary suppression that protects what it withholds.

A count is not released where one person has more than half of it. Subtracting all other sections from the whole town
hall would recover a single withheld section. So the next smallest section is withheld with it, until no person has more
than half of the suppressed total and, where required, that total is at least ten. All withheld sections get the same
reason: knowing which one was withheld first would disclose something about its users.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from warehouse.release.tables.bands import MIN_COUNT
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from warehouse.release.tables.cells import Reason

By = dict[str, Counter[str]]
"""Group → person → how much of a quantity that person has."""
MOST_OF_ONE = 0.5
"""The largest part of a count that one person may have. A count that passes has two people at least (`lower_bounds.SEEN_BY`)."""
MIN_WITHHELD = 2
"""The fewest groups that are withheld together."""


def is_dominated(parts: Iterable[float]) -> bool:
    """Whether one person has more than half of the sum."""
    known = list(parts)
    return bool(known) and max(known) > MOST_OF_ONE * sum(known)


def by_group(rows: list[tuple[str, str, float]], groups: Mapping[str, str]) -> By:
    """Add up (section, staff, amount) by group and person."""
    by: By = defaultdict(Counter)
    for section, staff, amount in rows:
        if section in groups:
            by[groups[section]][staff] += int(amount or 0)
    return by


def by_group_and_town(
    rows: list[tuple[str, str, float]], sections: Container[str], groups: Mapping[str, str]
) -> By:
    """Add up the rows of some sections by group and person, with the whole town hall as one more group."""
    known = [row for row in rows if row[0] in sections]
    everyone = by_group(known, dict.fromkeys((section for section, *_ in known), TOWN))
    return by_group(known, groups) | everyone


def suppress_dominated(
    parts: Mapping[str, By],
    totals: Mapping[str, float],
    hidden: Mapping[str, Reason] | None = None,
    few: AbstractSet[str] = frozenset(),
) -> dict[str, Reason]:
    """Return group → reason, for each group whose value is withheld.

    Args:
        parts: quantity (sheets, handlings …) → group → person → amount; a group's quantities are shown or withheld
            together.
        totals: group → its size; secondary suppression takes the smallest next.
        hidden: groups that are withheld for another reason; they protect others as well.
        few: groups shown with the lowest code; the dominance rule is not applied to them, and they are suppressed last.
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
        suppress_secondary({**apart, **dominated}, parts, totals, few, is_from_ten=True)
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
    is_from_ten: bool = False,
) -> dict[str, Reason]:
    """Withhold the next smallest groups too, until subtraction discloses nobody's part.

    Args:
        withheld: group → reason, for the groups that are already withheld; extended in place.
        parts: quantity → group → person → amount.
        totals: group → its size; the smallest is withheld next.
        few: groups shown with the lowest code; they are withheld last.
        is_from_ten: also keep the suppressed total at ten or more.
    """
    rest = sorted(
        (group in few, total, group) for group, total in totals.items() if group not in withheld
    )
    least = MIN_COUNT if is_from_ten else 0
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
