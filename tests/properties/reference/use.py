"""Who used what on which day: use rate, breadth, and counts without people."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.properties.reference.days import NONE, Days, tokyo, worst
from tests.properties.small_town import Attendance, SectionUse, Use

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.properties.small_town import SmallTown

Row = dict[str, Any]
USE_ACTIONS = ("sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined")


class UseReference(Days):
    """Use and what follows from it day by day."""

    def __init__(self, town: SmallTown) -> None:
        """Sort the town's use by person."""
        super().__init__(town)
        self.uses = [one for one in town.of(Use) if one.action in USE_ACTIONS and one.staff]

    def day_of(self, one: Use) -> date:
        """The day in Tokyo on which it was done; where only the day is known, that."""
        return tokyo(one.occurred_at) if one.occurred_at else one.day_on

    @cached_property
    def joined(self) -> dict[tuple[str, str, date], datetime]:
        """When each member of staff first joined each meeting on a day: a reconnect is no second one."""
        found: dict[tuple[str, str, date], datetime] = {}
        for one in sorted(self.town.of(Attendance), key=lambda one: one.started_at):
            if one.staff:
                found.setdefault((one.staff, one.meeting, tokyo(one.started_at)), one.started_at)
        return found

    @cached_property
    def counts(self) -> Counter[tuple[str, str, date]]:
        """How many uses each person made of each tool on each day."""
        found: Counter[tuple[str, str, date]] = Counter()
        for one in self.uses:
            found[str(one.staff), one.tool, self.day_of(one)] += one.uses
        for staff, _, day in self.joined:
            found[staff, "meetings", day] += 1
        return Counter({key: uses for key, uses in found.items() if uses > 0})

    @cached_property
    def active(self) -> dict[tuple[str, str], set[date]]:
        """Active days: a staff member with at least one use of the tool on that day."""
        found: dict[tuple[str, str], set[date]] = {}
        for staff, tool, day in self.counts:
            found.setdefault((staff, tool), set()).add(day)
        return found

    def active_in(self, section: str, tool: str, days: list[date]) -> int:
        """Active days of the people who were in the section on those days."""
        return sum(
            day in self.active.get((staff, tool), ())
            for day in days
            for staff, place in self.staff_on(day).items()
            if place == section
        )

    def use_day(self) -> list[Row]:
        """Uses of each person, tool and day: an action of one's own; joining counts once a meeting."""
        return [
            {"staff": staff, "tool": tool, "day_on": day, "uses": uses}
            for (staff, tool, day), uses in self.counts.items()
        ]

    def assignment_day(self) -> list[Row]:
        """On the roster in that section on that day; an ended section counts as its successor."""
        return [
            {"staff": staff, "section": section, "day_on": day}
            for month in self.months
            for day in self.passed(month)
            for staff, section in self.staff_on(day).items()
        ]

    def use_month(self) -> list[Row]:
        """Active days on working days ÷ assigned working days, over the working days that are known."""
        return self._use_month

    @cached_property
    def _use_month(self) -> list[Row]:
        rows = []
        for month in self.months:
            for section in self.sections(self.passed(month)):
                for tool in self.tools:
                    streams = self.streams_of(tool)
                    days = self.known(streams, self.open_days(month))
                    if not self.is_reached(tuple(streams), section, month, tool):
                        days = []
                    assigned = self.person_days(section, days)
                    rows.append(
                        {
                            "section": section,
                            "tool": tool,
                            "month": month,
                            "active_days": self.active_in(section, tool, days)
                            if assigned
                            else None,
                            "assigned_days": assigned or None,
                            "state": self.section_state(streams, section, month, tool),
                        }
                    )
        return rows

    def measured_state(self, section: str, month: date) -> str:
        """The worst state of the tools that are measured; none before any is, or where none reaches it."""
        reached = [
            self.is_reached(tuple(self.streams_of(tool)), section, month, tool)
            for tool in self.tools
            if self.month_state(self.streams_of(tool), month) != NONE
        ]
        if not any(reached):
            return NONE
        states = [self.month_state(self.streams_of(tool), month) for tool in self.tools]
        return worst([state for state in states if state != NONE] or [NONE])

    def breadth_month(self) -> list[Row]:
        """Tools used per active person."""
        rows = []
        for month in self.months:
            for section in self.sections(self.passed(month)):
                state = self.measured_state(section, month)
                used = {
                    (staff, tool)
                    for staff, tool in self.active
                    for day in self.active[staff, tool]
                    if day in self.passed(month) and self.section_on(staff, day) == section
                }
                people = len({staff for staff, _ in used})
                rows.append(
                    {
                        "section": section,
                        "month": month,
                        "active_staff": None if state == NONE else people,
                        "tools_used": None if state == NONE else len(used),
                        "breadth": len(used) / people if people else None,
                        "state": state,
                    }
                )
        return rows

    def section_use_month(self) -> list[Row]:
        """Uses, and people a day summed, as the vendor counts them for a section or the whole town hall."""
        groups: dict[tuple[str | None, str, str, date], list[SectionUse]] = {}
        for one in self.town.of(SectionUse):
            section = self.standing(one.section, one.day_on) if one.section else None
            key = (section, one.tool, one.source, one.day_on.replace(day=1))
            groups.setdefault(key, []).append(one)
        return [
            {
                "section": section,
                "tool": tool,
                "source": source,
                "month": month,
                "uses": total([one.uses for one in facts]),
                "person_days": total([one.people for one in facts]),
                "days": self.days_of_count(source, month, {one.day_on for one in facts}),
                "state": self.month_state(
                    [one for one in self.streams_in("section_use") if one.source == source], month
                ),
            }
            for (section, tool, source, month), facts in groups.items()
        ]

    def days_of_count(self, source: str, month: date, days: set[date]) -> int:
        """How many days a count is of: those with a row, or the month's where its row is of the month."""
        streams = [one for one in self.streams_in("section_use") if one.source == source]
        if any(one.grain == "month" for one in streams):
            return monthrange(month.year, month.month)[1]
        return len(days)


def total(numbers: list[int | None]) -> int | None:
    """The sum of what is known; missing if nothing is: missing is never 0."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
