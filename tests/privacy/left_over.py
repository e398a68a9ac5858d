"""What the whole town hall's difference leaves when those of its sections are taken away: of all others together."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tests.privacy.differencing import TOWN, Claim

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def left_over(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield a claim of those of whom no section's cell moved, where the whole town hall's did."""
    months: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for one in claims:
        months[one.table, one.item, one.month].append(one)
    for own in months.values():
        told = [one for one in own if one.section != TOWN]
        for town in (one for one in own if one.section == TOWN):
            rest = town.of.difference(*(one.of for one in told))
            low = max(0, town.low - sum(one.high for one in told))
            high = town.high - sum(one.low for one in told)
            if told and rest and low <= high:
                yield Claim(town.table, town.item, "rest", town.month, frozenset(rest), low, high)
