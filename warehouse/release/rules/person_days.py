"""Rule 2: the share of staff × working days on which a tool was used, and what it discloses about head counts.

A share proves a minimum number of active people: 83 % of the person-days of six people cannot come from fewer than
five. So a group's top code lies where three head counts stay possible (5 people: 60%以上, 12 people: 83%以上), and never
above the floor of 95%以上.
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
"""Round top codes for the group that protects another, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Days:
    """The person-days of one group: those with a use of the tool, and all of them."""

    active: int
    assigned: int


def band_groups(days: Mapping[str, Days], presences: Mapping[str, Presence]) -> dict[str, Band]:
    """Return group → its band; groups with too few person-days are left out.

    If only one group is top-coded, subtracting the others from the whole town hall would disclose it, or the town's own
    number would have to be coarse. So a second group, the smallest that can protect it, gets a round top code as well.
    The choice depends only on public facts: group sizes and the code itself.
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
    """Return one group's band; None if it has too few person-days for two shares to differ."""
    top = min(
        _FULL - ENDS_PER_CENT,
        _FULL * presence.open_days(_HIDDEN) // max(1, days.assigned),
    )
    # Below the bottom code, zero to two active people must stay possible.
    bottom = max(ENDS_PER_CENT, ceil(_FULL * MIN_VALUES / max(1, days.assigned) + 0.5))
    return band_person_days(days.active, days.assigned, bottom, top) if bottom < top else None


def band_all(
    days: Days,
    groups: Mapping[str, Band],
    assigned: Mapping[str, int],
    presences: Mapping[str, Presence],
    month_days: int,
) -> Band | None:
    """Return the whole town hall's band.

    Subtracting the other groups from the whole leaves the last group. So the end codes lie where this difference
    discloses no more about a group than its own code does.

    Args:
        days: the whole town hall's person-days.
        groups: group → its band.
        assigned: group → all its person-days.
        presences: group → its people in the month.
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
        town: the whole town hall's band; None where it is withheld.
        groups: group → band, for all groups.
        presence: the group's people in the month.
    """
    return presence.people_behind(least_days(band, town, groups))


def most_days(band: Band, town: Band | None, groups: Mapping[str, Band]) -> int:
    """Return the most person-days of a group that are consistent with its own share and the town's."""
    if town is None:
        return band.most
    return min(band.most, town.most - sum(b.least for b in groups.values()) + band.least)


def least_days(band: Band, town: Band | None, groups: Mapping[str, Band]) -> int:
    """Return the fewest person-days of a group that are consistent with its own share and the town's."""
    if town is None:
        return band.least
    return max(band.least, town.least - sum(b.most for b in groups.values()) + band.most)
