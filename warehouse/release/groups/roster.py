"""The roster: sections frozen into groups by quarter, and who moved where.

The threshold rule (`threshold.py`) computes a quarter's groups from the roster on its first day; they hold for its
three months. Head counts, joiners and leavers are public knowledge in a town hall. The rules and the audit read
them from here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from warehouse.months import month_after, month_end, quarter_of
from warehouse.release.groups.presence import Presence, Stay
from warehouse.release.groups.threshold import merge_below_threshold
from warehouse.release.tables.release import SMALL, TOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from warehouse.facts.store import Store
    from warehouse.policy import Floors


@dataclass(frozen=True, slots=True)
class GroupedRoster:
    """All assignments, and the groups of each quarter."""

    assignments: Sequence[tuple[str, str, date, date]]
    floors: Floors
    kept: Mapping[date, Mapping[str, str]] = field(default_factory=dict)
    """Quarter → section → group, as an earlier release fixed it."""
    whole: GroupedRoster | None = None
    """The roster of everyone, if this one holds only some of the people; groups are taken from it."""
    uncovered: Mapping[date, AbstractSet[str]] = field(default_factory=dict)
    """Month → sections that no source covers; weeks that people spent there are not measured."""
    fixed: Mapping[date, Mapping[str, str]] = field(default_factory=dict)
    """Month → section → group as shown by an earlier release; empty where no breakdown was shown."""
    _groups: dict[date, Mapping[str, str] | None] = field(default_factory=dict)
    _gone: dict[tuple[date, date], Counter[str]] = field(default_factory=dict)
    _staying: dict[date, dict[str, set[str]]] = field(default_factory=dict)

    def groups(self, month: date) -> Mapping[str, str] | None:
        """Section → group in a month; None if the breakdown is withheld."""
        if self.whole is not None:
            return self.whole.groups(month)
        if month in self.fixed:
            return self.fixed[month] or None
        if month not in self._groups:
            self._groups[month] = self._grouped(month)
        return self._groups[month]

    def _grouped(self, month: date) -> Mapping[str, str] | None:
        """The quarter's groups; computed anew if one has shrunk below its floor or a section was added."""
        quarter = quarter_of(month)
        groups = self.kept.get(quarter)
        if groups is None or not self.sections(month) <= groups.keys():
            groups = self._freeze(quarter)
        if groups is None:
            return None
        sizes = Counter(dict.fromkeys(self.sections(month), 0))
        sizes.update(self.where(month_end(month)).values())
        people: Counter[str] = Counter()
        for section, count in sizes.items():
            people[groups[section]] += count
        floors = {SMALL: self.floors.merged}
        if all(count >= floors.get(group, self.floors.section) for group, count in people.items()):
            return groups
        return merge_below_threshold(sizes, self.floors, _hidden_in(groups))

    def sections(self, month: date) -> set[str]:
        """Sections with at least one person in a month."""
        after = month_after(month)
        return {
            section
            for _, section, from_on, to_on in self.assignments
            if from_on < after and to_on >= month
        }

    def _freeze(self, quarter: date) -> dict[str, str] | None:
        after = month_after(month_after(month_after(quarter)))
        sizes = Counter(
            {
                section: 0
                for _, section, from_on, to_on in self.assignments
                if from_on < after and to_on >= quarter
            }
        )
        sizes.update(self.where(quarter).values())
        before = self.kept.get(quarter_of(quarter - timedelta(days=1)), {})
        return merge_below_threshold(sizes, self.floors, _hidden_in(before))

    def where(self, day_on: date) -> dict[str, str]:
        """Staff → section on a day."""
        return {
            staff: section
            for staff, section, from_on, to_on in self.assignments
            if from_on <= day_on <= to_on
        }

    def closing(self, month: date) -> dict[str, str]:
        """Staff → group on the month's last day; empty if the breakdown is withheld."""
        return self.group_by_staff(month_end(month))

    def group_by_staff(self, day_on: date) -> dict[str, str]:
        """Staff → group on a day; empty if the breakdown is withheld."""
        groups = self.groups(day_on.replace(day=1)) or {}
        return {staff: groups[at] for staff, at in self.where(day_on).items() if at in groups}

    def on(self, day_on: date) -> set[str]:
        """Staff on the roster on a day."""
        return set(self.where(day_on))

    def measured(self, sunday: date, monday: date) -> Mapping[str, set[str]]:
        """Group, or the town → people who are in it on a Sunday and have twelve whole measured weeks behind them.

        They were on the roster on the Monday and on each Sunday since. In each week their section was covered by a
        source, both in the month of the week's Sunday and in the month of its Monday.
        """
        everyone = self.whole or self
        always = everyone.on(monday) & self.on(sunday)
        for back in range(((sunday - monday).days + 1) // 7):
            day = sunday - timedelta(weeks=back)
            uncovered = {
                section
                for month in {day.replace(day=1), (day - timedelta(days=6)).replace(day=1)}
                for section in self.uncovered.get(month, ())
            }
            always &= {staff for staff, at in everyone.where(day).items() if at not in uncovered}
        found: dict[str, set[str]] = defaultdict(set, {TOWN: always})
        for staff, group in self.group_by_staff(sunday).items():
            if staff in always:
                found[group].add(staff)
        return found

    def gone(self, before: date, after: date) -> Mapping[str, int]:
        """Group → how many of its people on one day have left it by a later day; for the town: left the roster."""
        if (before, after) not in self._gone:
            now = self.group_by_staff(after)
            count = Counter(
                group
                for staff, group in self.group_by_staff(before).items()
                if now.get(staff) != group
            )
            count[TOWN] = len(self.on(before) - self.on(after))
            self._gone[before, after] = count
        return self._gone[before, after]

    def staying(self, month: date) -> Mapping[str, set[str]]:
        """Group → people who are in it on every day of the month."""
        if month not in self._staying:
            last = month_end(month)
            found: dict[str, set[str]] = defaultdict(set)
            for staff, stays in self.stays(month).items():
                whole = (stays[0].from_on, stays[-1].to_on) == (month, last)
                if whole and len({stay.group for stay in stays}) == 1:
                    found[stays[0].group].add(staff)
            self._staying[month] = found
        return self._staying[month]

    def stays(self, month: date) -> dict[str, tuple[Stay, ...]]:
        """Staff → their stays in the month, in order; the group is "" where the breakdown is withheld."""
        groups, last = self.groups(month) or {}, month_end(month)
        found: dict[str, list[Stay]] = defaultdict(list)
        for staff, section, from_on, to_on in self.assignments:
            if from_on <= last and to_on >= month:
                stay = Stay(groups.get(section, ""), max(month, from_on), min(last, to_on))
                found[staff].append(stay)
        return {
            staff: tuple(sorted(stays, key=lambda one: one[1:])) for staff, stays in found.items()
        }

    def size(self, month: date, group: str) -> int:
        """How many people a section, a group or the town hall has on the month's last day."""
        people = self.where(month_end(month))
        groups = self.groups(month) or {}
        return sum(group in {section, groups.get(section), TOWN} for section in people.values())

    def everyone(self, month: date) -> set[str]:
        """Staff on the roster on the month's last day."""
        return self.on(month_end(month))

    def presence(self, month: date, known_days: Sequence[date]) -> dict[str, Presence]:
        """Group → its people in the month, measured in known working days (sorted)."""
        groups, last = self.groups(month) or {}, month_end(month)
        days: dict[tuple[str, str], int] = defaultdict(int)
        is_staying: dict[tuple[str, str], bool] = defaultdict(bool)
        for staff, section, from_on, to_on in self.assignments:
            if section in groups and from_on <= last and to_on >= month:
                key = (groups[section], staff)
                days[key] += max(
                    0, bisect_right(known_days, to_on) - bisect_left(known_days, from_on)
                )
                is_staying[key] |= to_on >= last
        staying: dict[str, dict[str, int]] = {group: {} for group in groups.values()}
        left: dict[str, list[int]] = {group: [] for group in groups.values()}
        for (group, staff), spent in days.items():
            if is_staying[group, staff]:
                staying[group][staff] = spent
            else:
                left[group].append(spent)
        return {
            group: Presence(tuple(sorted(own.values(), reverse=True)), tuple(left[group]), own)
            for group, own in staying.items()
        }


def _hidden_in(groups: Mapping[str, str]) -> set[str]:
    return {section for section, group in groups.items() if group == SMALL}


def read_assignments(store: Store) -> list[tuple[str, str, date, date]]:
    """Return every assignment as (staff, section, first day, last day)."""
    return [
        (staff, section, from_on or date.min, to_on or date.max)
        for staff, section, from_on, to_on in store.rows(
            "select staff, section, from_on, to_on from raw.assignment order by all"
        )
    ]
