"""Which unknowns of the release gate's puzzle hang together closely, so that few can be moved at a time."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from warehouse.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from warehouse.gate import Place

_GROUPS = 3
"""So many groups are a neighbourhood of the puzzle: fewer are solved quickly, and have less room."""


def neighbourhoods(
    sums: Mapping[tuple[str, int, int], tuple[Place, ...]],
    habits: Mapping[str, Sequence[Place]],
) -> list[tuple[Place, ...]]:
    """Return the unknowns of a few groups at a time: whoever was there once, with where else they were.

    Args:
        sums: (group, month's index, telling) → the unknowns that are added up there.
        habits: group → unknowns of its habits.
    """
    kinds: dict[str, set[int]] = defaultdict(set)
    of_kind: dict[int, set[Place]] = defaultdict(set)
    for (group, _, _), unknowns in sums.items():
        for one in unknowns:
            of_kind[one[0]].add(one)
            if group != TOWN:
                kinds[group].add(one[0])
    groups = sorted(kinds)
    few = [groups[first : first + _GROUPS] for first in range(0, len(groups), _GROUPS)]
    if len(few) == 1:
        return []
    return [
        tuple(
            {one for group in some for kind in kinds[group] for one in of_kind[kind]}
            | {one for group in some for one in habits.get(group, ())}
        )
        for some in few
    ]
