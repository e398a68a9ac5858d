"""Rule 3: head counts as bands, cut so that bands of other months, sections and the town add no information.

Activation never ends, so a band of May bounds June's band, and people who move carry their activation along. A reader
can do that arithmetic. So it is done first (`Known.least`), and only what is still open to the reader is cut into bands
of three counts or more. The reader then learns the band and nothing narrower.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from warehouse.months import month_before
from warehouse.release.tables.bands import MIN_VALUES, Band, as_shown, band_head_count, band_town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from warehouse.release.groups.presence import Presence
    from warehouse.release.release_context import ReleaseContext
    from warehouse.release.rules.use import Use

_OPEN = MIN_VALUES - 1


class MonthKnown(NamedTuple):
    """What a reader knows about one tool's head counts in one month."""

    closing: Mapping[str, str]
    least: dict[str, int]
    most: dict[str, int]
    supposed: dict[str, int]
    """Group → the most activated people, supposing that nobody works on non-working days."""


class Known:
    """Everything shown so far about one tool's activation, and what a reader can conclude from it."""

    def __init__(self) -> None:
        """Start with no knowledge."""
        self._months: dict[date, MonthKnown] = {}
        self._days: dict[tuple[date, str], tuple[int, Presence]] = {}
        self._spent: dict[tuple[date, str], int] = {}
        self._moves: dict[tuple[date, date], dict[str, dict[str | None, set[str]]]] = {}
        self._towns: list[tuple[set[str], int]] = []
        self._habits: dict[str, list[tuple[set[str], int]]] = defaultdict(list)

    def begin(self, month: date, closing: Mapping[str, str]) -> None:
        """Open a month with its staff → group on the last day."""
        self._months[month] = MonthKnown(closing, {}, {}, {})

    def note(self, month: date, group: str, least: int, most: int) -> None:
        """Note the bounds of a group's activated people.

        Args:
            month: the month, opened with `begin`.
            group: the group.
            least: the fewest activated people.
            most: the most activated people.
        """
        seen = self._months[month]
        seen.least[group], seen.most[group] = least, most

    def note_habits(self, month: date, group: str, staff: set[str], least: int) -> None:
        """Note that some of a group's people have a habit.

        Args:
            month: the month, opened with `begin`.
            group: the group.
            staff: the people whose habits count in the group.
            least: how many of them have a habit at least.
        """
        self._habits[group].append((staff, least))
        seen = self._months[month]
        proved = least - _gone(staff, group, seen.closing)
        seen.least[group] = max(seen.least.get(group, 0), proved)

    def note_days(self, month: date, group: str, least: int, presence: Presence) -> None:
        """Note the fewest active person-days of a group.

        Args:
            month: the month.
            group: the group.
            least: person-days with a use, at least.
            presence: the group's people in the month.
        """
        self._days[month, group] = least, presence

    def note_most_days(self, month: date, group: str, most: int) -> None:
        """Note that at most this many person-days of a group were active."""
        self._spent[month, group] = most

    def note_town(self, everyone: set[str], least: int) -> None:
        """Note that at least this many of these people of the whole town hall are activated."""
        self._towns.append((everyone, least))

    def least(self, month: date, group: str) -> int:
        """Return the fewest activated people of a group that a reader can prove before its band is shown."""
        here = self._months[month]
        carried = (
            self._carried(before, seen, here, self._moved(before, month), group)
            for before, seen in self._months.items()
        )
        # Newcomers have no habit yet, so their leaving does not lower the bound.
        habits = (least - _gone(staff, group, here.closing) for staff, least in self._habits[group])
        return max(0, *carried, *habits)

    def suppose(self, month: date, group: str, launched_on: date) -> int:
        """Return the most activated people that a reader supposes for a group before its band is shown.

        A person who is activated in a month has a person-day in it. A person who was in another group on the last day
        of the month before may have been activated there.
        """
        here, before = self._months[month], month_before(month)
        people = sum(where == group for where in here.closing.values())
        spent = self._spent.get((month, group), people)
        if month > launched_on:
            then = self._months.get(before)
            if then is None:
                return people
            came = sum(
                where == group and then.closing.get(staff) not in {group, None}
                for staff, where in here.closing.items()
            )
            spent += came + then.supposed.get(group, people)
        return min(people, spent)

    def note_supposed(self, month: date, group: str, most: int) -> None:
        """Note that a reader supposes at most this many activated people in a group."""
        self._months[month].supposed[group] = most

    def supposed(self, month: date) -> int:
        """Return the supposed most of all groups together."""
        return sum(self._months[month].supposed.values())

    def least_town(self, everyone: set[str]) -> int:
        """Return the fewest activated people of the whole town hall that its own earlier bands prove."""
        return max((least - len(then - everyone) for then, least in self._towns), default=0)

    def _moved(self, before: date, now: date) -> dict[str, dict[str | None, set[str]]]:
        """Return group in the earlier month → group now (None: no longer on the roster) → staff."""
        if (before, now) not in self._moves:
            moved: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
            here = self._months[now].closing
            for staff, then in self._months[before].closing.items():
                moved[then][here.get(staff)].add(staff)
            self._moves[before, now] = moved
        return self._moves[before, now]

    def _carried(
        self,
        before: date,
        seen: MonthKnown,
        here: MonthKnown,
        moved: Mapping[str, Mapping[str | None, set[str]]],
        group: str,
    ) -> int:
        """Return what an earlier month proves: a group's activated people then, less all who may be elsewhere now.

        Person-days prove more about people who stayed together: those who moved away can account for only part of the days.
        """
        proved = 0
        for then, least in seen.least.items():
            together = moved[then].get(group)
            if not together:
                continue
            elsewhere = sum(
                min(len(people), here.most.get(to, len(people)) if to is not None else len(people))
                for to, people in moved[then].items()
                if to != group
            )
            of_days = 0
            if elsewhere and (before, then) in self._days:
                days, presence = self._days[before, then]
                of_days = presence.fewest_of(together, days)
            proved += max(0, least - elsewhere, of_days)
        return proved


class ToolMonth(NamedTuple):
    """One tool and month whose activation and habits are being cut."""

    context: ReleaseContext
    """The context over the roster of people whom the tool's sources cover."""
    use: Use
    tool: str
    month: date
    known: Known
    """What earlier months disclose; extended by what this month discloses."""


def _gone(staff: set[str], group: str, closing: Mapping[str, str]) -> int:
    """Return how many of some people are not in a group."""
    return sum(closing.get(one) != group for one in staff)


def closer(band: Band | None, people: int, supposed: int) -> int:
    """Return the most people a reader supposes after seeing a band; a band above the supposition refutes it."""
    most = band.most if band else people
    return most if band and band.least > supposed else min(most, supposed)


def band_month(
    known: Known,
    month: date,
    counts: Mapping[str, tuple[int, int]],
    least_active: Mapping[str, int],
    earlier: Mapping[str, tuple[int, int]],
    launched_on: date,
) -> dict[str, Band | None]:
    """Return group → its band for one month; groups are cut in order, each within the bounds of those before it.

    Args:
        known: what was shown of this tool so far; extended by what is shown now.
        month: the month, opened with `Known.begin`.
        counts: group → (activated, people).
        least_active: group → the fewest people that other tables of this release prove active.
        earlier: group → the band that earlier releases showed; it stays while the count is not above it.
        launched_on: the launch day; nobody was activated before it.
    """
    for group, (_, people) in counts.items():
        known.note(month, group, least_active.get(group, 0), people)
    bands: dict[str, Band | None] = {}
    for group, (activated, people) in counts.items():
        first, last = earlier.get(group, (0, -1))
        supposed = known.suppose(month, group, launched_on)
        if activated <= last:
            # A count below the shown band: somebody's records were deleted on request since, and that must not show.
            band: Band | None = as_shown(first, last, people)
        else:
            least = max(known.least(month, group), first)
            band = band_head_count(max(activated, least), people, least, supposed)
        if band is not None:
            known.note(month, group, band.least, band.most)
        known.note_supposed(month, group, closer(band, people, supposed))
        bands[group] = band
    return bands


def band_town_month(
    known: Known,
    everyone: set[str],
    count: int,
    people: int,
    bands: Mapping[str, Band | None],
    sizes: Mapping[str, int],
    shown_least: int = 0,
    supposed: int | None = None,
) -> Band | None:
    """Return the town's band, within what the groups' bands leave open and never narrower than they are.

    Args:
        known: what was released of this tool so far; extended by the returned band.
        everyone: staff of the whole town hall on the month's last day.
        count: the hidden head count.
        people: people on the roster.
        bands: group → band; None where it is withheld.
        sizes: group → people.
        shown_least: the fewest that earlier releases showed for this month; people deleted on request stay counted.
        supposed: the most, supposing that nobody works on non-working days; None: no supposition.
    """
    least = max(
        known.least_town(everyone), sum(band.least if band else 0 for band in bands.values())
    )
    most, latest_cut = people, people
    if bands:
        most = sum(band.most if band else sizes[group] for group, band in bands.items())
        latest_cut = sum(band.least if band else 0 for band in bands.values()) + _OPEN * (
            len(bands) - 1
        )
    count = max(count, shown_least, least)
    if bands and supposed is not None and count <= supposed:
        most = min(most, supposed)
    band = band_town(count, people, least, most, latest_cut)
    if band is not None:
        known.note_town(everyone, band.least)
    return band
