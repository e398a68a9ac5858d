"""Rule 2: the share of staff × working days on which a tool was used, and what it gives away of heads.

A share tells how many people must have been active at least: 83 % of the person-days of six people
cannot come from fewer than five. So a group's upper code lies where three head counts stay possible
(5 people: 60%以上, 12 people: 83%以上), never above the floor of 95%以上.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from warehouse.release.tables.bands import ENDS_PER_CENT, MIN_VALUES, Band, band_person_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from warehouse.release.groups.presence import Presence

_HIDDEN = MIN_VALUES - 1
_FULL = 100
_COVERS = (70, 60, 50)
"""Round upper codes for the group that covers another, the closest first."""


@dataclass(frozen=True, slots=True)
class Days:
    """The person-days of one group: with a use of the tool, and all of them."""

    active: int
    assigned: int


def band_groups(days: Mapping[str, Days], presences: Mapping[str, Presence]) -> dict[str, Band]:
    """Return what is shown of each group; those of too little are left out.

    Where one group alone is shown by its upper code, the whole town hall less the others would give
    it away, and the town hall's own number would have to be coarse. So a second group, the smallest
    that can cover it, is shown by a round upper code as well. Which one it is follows from what
    everyone sees: sizes and the code itself.
    """
    bands = {
        group: band
        for group, day in days.items()
        if (band := band_group(day, presences[group])) is not None
    }
    alone = [group for group, band in bands.items() if band.most == days[group].assigned]
    if len(alone) != 1:
        return bands
    hidden = days[alone[0]].assigned - presences[alone[0]].open_days(_HIDDEN)
    for group in sorted(bands.keys() - alone, key=lambda one: (days[one].assigned, one)):
        active, assigned = days[group].active, days[group].assigned
        for code in _COVERS:
            can_cover = (_FULL - code) * assigned >= _FULL * hidden
            if can_cover and bands[group].least >= code * assigned / _FULL:
                return bands | {group: band_person_days(active, assigned, ENDS_PER_CENT, code)}
    return bands


def band_group(days: Days, presence: Presence) -> Band | None:
    """Return what is shown of one group; None if it is too little for any two shares to differ."""
    top = min(
        _FULL - ENDS_PER_CENT,
        _FULL * presence.open_days(_HIDDEN) // max(1, days.assigned),
    )
    # Below the lower code nobody to two people must stay possible.
    bottom = max(ENDS_PER_CENT, ceil(_FULL * MIN_VALUES / max(1, days.assigned) + 0.5))
    return band_person_days(days.active, days.assigned, bottom, top) if bottom < top else None


def band_all(
    days: Days,
    groups: Mapping[str, Band],
    assigned: Mapping[str, int],
    presences: Mapping[str, Presence],
    month_days: int,
) -> Band | None:
    """Return what is shown of the whole town hall.

    Whole less the other groups is the last group: the codes at the ends lie so that this difference
    tells no more of a group than its own code does.

    Args:
        days: the whole town hall's person-days.
        groups: group → its band.
        assigned: group → all its person-days.
        presences: group → who was there.
        month_days: working days of the month on which use is known.
    """
    bottom, top = ENDS_PER_CENT, _FULL - ENDS_PER_CENT
    if groups:
        lows, highs = sum(b.least for b in groups.values()), sum(b.most for b in groups.values())
        caps = [
            presences[group].open_days(_HIDDEN) + highs - band.most
            for group, band in groups.items()
            if band.most == assigned[group]
        ]
        heads = sum(presences[group].people_behind(band.least) for group, band in groups.items())
        caps.append((heads + _HIDDEN * (len(groups) - 1)) * month_days)
        top = min(top, _FULL * min(caps) // days.assigned)
        bottom = (
            max(bottom, ceil(_FULL * (lows + MIN_VALUES) / days.assigned + 0.5))
            if any(band.least == 0 for band in groups.values())
            else bottom
        )
    return band_person_days(days.active, days.assigned, bottom, top) if bottom < top else None


def least_active(
    band: Band, town: Band | None, groups: Mapping[str, Band], presence: Presence
) -> int:
    """Return how many of a group's staying people a reader can prove to have been active.

    Args:
        band: the group's band of person-days.
        town: the whole town hall's; None where it is withheld.
        groups: group → band, all of them.
        presence: who was in the group.
    """
    return presence.people_behind(least_days(band, town, groups))


def most_days(band: Band, town: Band | None, groups: Mapping[str, Band]) -> int:
    """Return the most person-days of a group that its own share and the town's can come from."""
    if town is None:
        return band.most
    return min(band.most, town.most - sum(b.least for b in groups.values()) + band.least)


def least_days(band: Band, town: Band | None, groups: Mapping[str, Band]) -> int:
    """Return the fewest person-days of a group that its own share and the town's can come from."""
    if town is None:
        return band.least
    return max(band.least, town.least - sum(b.most for b in groups.values()) + band.most)
