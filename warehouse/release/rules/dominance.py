"""The dominance rule (1, 50 %): a count is not released where one person has more than half of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

By = dict[str, Counter[str]]
"""Group → person → how much of a quantity that person has."""


MOST_OF_ONE = 0.5
"""The largest part of a count that one person may have. A count that passes has two people at least (`lower_bounds.SEEN_BY`)."""


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
