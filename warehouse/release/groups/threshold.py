"""The threshold rule: a section with fewer people than the floor is never shown alone.

Sections below the floor are merged into one group, `_small` (小規模課), of at least two sections and ten people.
The floors are in `warehouse.policy`; settings can raise them and nothing lowers them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.policy import MIN_SECTIONS
from warehouse.release.tables.release import SMALL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from warehouse.policy import Floors


def merge_below_threshold(
    sizes: Mapping[str, int], floors: Floors, before: AbstractSet[str] = frozenset()
) -> dict[str, str] | None:
    """Return section → group for one frozen roster; None if no breakdown may be shown.

    Sections below the floor are merged. Where they are fewer than two sections or ten people, other sections are added:
    those that hide the fewest people, then the fewest sections, then those that were hidden `before`. More than one
    group must be left, because a single group would be the whole town hall.
    """
    small = {section for section, people in sizes.items() if people < floors.section}
    merged = small and _fewest_hidden(sizes, floors, small, before)
    if merged is None:
        return None
    groups = {section: SMALL if section in merged else section for section in sorted(sizes)}
    return groups if len(set(groups.values())) > 1 else None


def _fewest_hidden(
    sizes: Mapping[str, int], floors: Floors, small: set[str], before: AbstractSet[str]
) -> set[str] | None:
    """Return the small sections and those added to reach the floors; None if all sections together do not.

    An exact search (dynamic programming): for each possible number of hidden people, the best set of sections.
    """
    hidden = sum(sizes[section] for section in small)
    # People hidden → (sections, sections not hidden before, names); the smallest tuple is the best.
    best: dict[int, tuple[int, int, tuple[str, ...]]] = {hidden: (len(small), 0, ())}
    for section in sorted(sizes.keys() - small):
        for people, (count, new, names) in sorted(best.items(), reverse=True):
            with_it = (count + 1, new + (section not in before), (*names, section))
            together = people + sizes[section]
            best[together] = min(with_it, best.get(together, with_it))
    enough = [
        (people, way)
        for people, way in best.items()
        if people >= floors.merged and way[0] >= MIN_SECTIONS
    ]
    return small.union(min(enough)[1][2]) if enough else None
