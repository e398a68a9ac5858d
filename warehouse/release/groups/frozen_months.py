"""Protection against differencing: a month of a line is shown once and does not change afterwards.

A reader who keeps the files of two nights can subtract them. So a month is first shown when no day of it is missing,
or after ten nights with the data that is there (欠測). That night its cells, roster and days are frozen. Every later
release repeats the same cells and computes with the same people and days, whatever was entered since.
A draft (`warehouse.lifecycle.opening`) freezes nothing, because it is not a release.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from warehouse.months import month_after, month_end
from warehouse.release.groups.roster import GroupedRoster
from warehouse.release.tables.publication_lines import of_tool, tool_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from warehouse.release.tables.release import State

WAITS = timedelta(days=10)
"""Longest wait for an incomplete month; then it is shown with the data that is there."""

LineMonth = tuple[str, date]
"""A line (`warehouse.release.tables.publication_lines`) and one of its months."""
CorrectedMonths = dict[LineMonth, "set[str] | None"]
"""Corrected month of a line → groups whose new rows are shown (the others keep their old rows); None: all groups."""
Stay = tuple[str, str, date, date]
"""(staff, section, first day, last day)."""


@dataclass(frozen=True, slots=True)
class FrozenMonths:
    """What earlier releases froze, and which months this release may show for the first time."""

    today: date = date.max
    states: Mapping[LineMonth, State] = field(default_factory=dict)
    """State of the records tonight."""
    seen_on: Mapping[LineMonth, date] = field(default_factory=dict)
    """The night on which the first record of the month was seen."""
    frozen_on: Mapping[LineMonth, date] = field(default_factory=dict)
    """The night on which the month was first shown."""
    days: Mapping[LineMonth, Sequence[date]] = field(default_factory=dict)
    """The working days that a tool's frozen numbers are based on."""
    left_out: Mapping[LineMonth, AbstractSet[str]] = field(default_factory=dict)
    """Sections without a number in a frozen month, because no source covered them."""
    rosters: Mapping[tuple[date, date], Sequence[Stay]] = field(default_factory=dict)
    """(month, night) → assignments as the roster had them that night."""
    groups: Mapping[tuple[date, date], Mapping[str, str]] = field(default_factory=dict)
    """(month, night) → section → group."""
    rows: Mapping[tuple[str, str, date], Sequence[dict[str, Any]]] = field(default_factory=dict)
    """(release table, line, month) → its rows as they were shown."""
    shown_as: Mapping[LineMonth, State] = field(default_factory=dict)
    """State of the records when the month was shown."""
    gaps: Mapping[LineMonth, Mapping[tuple[str, date], bool]] = field(default_factory=dict)
    """(need, day) that was incomplete when the month was shown → whether part of it had been read."""
    kept: AbstractSet[LineMonth] = frozenset()
    """Months that stay as shown: their correction was checked once and would disclose too much."""
    unpublished: AbstractSet[LineMonth] = frozenset()
    """Months that were taken back; they stay withheld."""
    is_draft: bool = False
    earlier_rows: Mapping[
        tuple[str, str, date], tuple[Sequence[dict[str, Any]], AbstractSet[str]]
    ] = field(default_factory=dict)
    """(release table, line, month) of a correction → its earlier rows, and the groups that get new rows."""

    def is_frozen(self, line: str, month: date) -> bool:
        """Whether the month was shown, so that its rows do not change."""
        return (line, month) in self.frozen_on

    def rows_of(self, table: str, line: str, month: date) -> Sequence[dict[str, Any]]:
        """Return the rows of a frozen month as they were shown; empty if it was not shown."""
        return self.rows.get((table, line, month), ())

    def waits(self, line: str, month: date) -> bool:
        """Whether the month is held back because part of its data is still missing."""
        if self.is_draft or self.states.get((line, month), "none") in {"none", "final"}:
            return False
        seen_on = self.seen_on.get((line, month), self.today)
        return self.today < max(seen_on, month_after(month)) + WAITS

    def tool_days(self) -> dict[tuple[str, date], Sequence[date]]:
        """Return (tool, month) → the working days of each frozen month."""
        tools = ((tool_of(line), month) for line, month in self.frozen_on)
        return {
            (tool, month): self.days.get((of_tool(tool), month), ())
            for tool, month in tools
            if tool is not None
        }

    def first_shown(self) -> Iterator[LineMonth]:
        """Yield the months that are shown for the first time tonight."""
        done = self.frozen_on.keys() | self.unpublished
        for (line, month), state in self.states.items() if not self.is_draft else ():
            is_new = (line, month) not in done and month_after(month) <= self.today
            if is_new and state != "none" and not self.waits(line, month):
                yield line, month

    def corrections(self, changed: AbstractSet[tuple[date, date]]) -> set[LineMonth]:
        """Return the months to check for a correction.

        These were shown as 欠測, are complete now, have an unchanged roster and were not checked before.
        `changed` is the result of `changed_since`.
        """
        return {
            (line, month)
            for (line, month), state in self.shown_as.items()
            if state != "final"
            and (line, month) not in self.kept
            and self.states.get((line, month)) == "final"
            and (month, self.frozen_on[line, month]) not in changed
        }

    def without(self, months: CorrectedMonths) -> Self:
        """Return a copy in which some months, or some of their groups, are shown anew."""
        earlier_rows = {
            key: (rows, groups)
            for key, rows in self.rows.items()
            if (groups := months.get(key[1:])) is not None
        }
        return replace(
            self,
            frozen_on={one: night for one, night in self.frozen_on.items() if one not in months},
            rows={key: rows for key, rows in self.rows.items() if key[1:] not in months},
            earlier_rows=earlier_rows,
        )

    def roster_of(
        self, line: str, roster: GroupedRoster, changed: AbstractSet[tuple[date, date]]
    ) -> GroupedRoster:
        """Return the roster behind a line's numbers: the frozen one in frozen months, tonight's in all others.

        `changed` is the result of `changed_since`.
        """
        other = {
            month: night
            for (one, month), night in self.frozen_on.items()
            if one == line and (month, night) in changed
        }
        if not other:
            return roster
        kept = [
            (staff, section, *stretch)
            for staff, section, from_on, to_on in roster.assignments
            for stretch in without(from_on, to_on, sorted(other))
        ]
        stays = [
            one for month, frozen_on in other.items() for one in self.rosters[month, frozen_on]
        ]
        fixed = {month: self.groups[month, frozen_on] for month, frozen_on in other.items()}
        return GroupedRoster(
            list(_joined([*kept, *stays])), roster.floors, roster.kept, fixed=fixed
        )

    def changed_since(self, roster: GroupedRoster) -> set[tuple[date, date]]:
        """Return each (month, night that froze it) for which tonight's roster differs from the frozen one."""
        frozen = {(month, night) for (_, month), night in self.frozen_on.items()}
        return {one for one in frozen if self._has_changed(*one, roster)}

    def _has_changed(self, month: date, frozen_on: date, roster: GroupedRoster) -> bool:
        then = self.rosters.get((month, frozen_on))
        if then is None:
            return False
        groups = self.groups[month, frozen_on]
        return sorted(then) != sorted(stays_in(roster, month)) or groups != (
            roster.groups(month) or {}
        )


def stays_in(roster: GroupedRoster, month: date) -> list[Stay]:
    """Return who works where in a month, each stay clipped to the month."""
    last = month_end(month)
    return [
        (staff, section, max(month, from_on), min(last, to_on))
        for staff, section, from_on, to_on in roster.assignments
        if from_on <= last and to_on >= month
    ]


def without(from_on: date, to_on: date, months: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield what is left of a range of days when some months, given in order, are cut out."""
    for month in months:
        if from_on < month and to_on >= month:
            yield from_on, month - timedelta(days=1)
        if to_on >= month:
            from_on = max(from_on, month_after(month))
    if from_on <= to_on:
        yield from_on, to_on


def _joined(stays: Iterable[Stay]) -> Iterator[Stay]:
    """Join consecutive stays of one person in one section."""
    before: Stay | None = None
    for staff, section, from_on, to_on in sorted(stays):
        follows = (
            before is not None
            and before[:2] == (staff, section)
            and before[3] != date.max
            and before[3] + timedelta(days=1) == from_on
        )
        if before is not None and follows:
            before = (staff, section, before[2], to_on)
            continue
        if before is not None:
            yield before
        before = (staff, section, from_on, to_on)
    if before is not None:
        yield before
