"""Whether digital work adds to the day: hours of use, of meetings, and what the action book estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.properties.reference.days import NONE, later, minute_of, tokyo, worst
from tests.properties.reference.digital import DigitalReference
from tests.properties.small_town import Action, Attendance, at, days_between
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from datetime import date, datetime

    from tests.properties.reference.use import Row

OPENS, CLOSES = 8 * 60 + 30, 17 * 60 + 15


class WorkReference(DigitalReference):
    """Out of hours, meetings, hours saved and added."""

    def work_month(self) -> list[Row]:
        """Uses outside 8:30-17:15 or on days that are not working days; meetings' overlaps once."""
        moments = [
            (self.section_on(str(one.staff), self.day_of(one)), one.occurred_at, one.uses)
            for one in self.uses
            if one.occurred_at
        ]
        moments += [
            (self.section_on(staff, tokyo(joined_at)), joined_at, 1)
            for (staff, *_), joined_at in self.joined.items()
        ]
        rows = []
        for month in self.months:
            for section in self.sections(self.passed(month)):
                state = self.measured_state(section, month)
                met = self.section_state(self.streams_of("meetings"), section, month, "meetings")
                here = [
                    (moment, uses)
                    for place, moment, uses in moments
                    if place == section and tokyo(moment).replace(day=1) == month
                ]
                late = [(moment, uses) for moment, uses in here if self.is_late(moment)]
                minutes = self.meeting_minutes(section, self.passed(month))
                rows.append(
                    {
                        "section": section,
                        "month": month,
                        "uses": None if state == NONE else sum(uses for _, uses in here),
                        "uses_out_of_hours": None
                        if state == NONE
                        else sum(uses for _, uses in late),
                        "meeting_minutes": None if met == NONE else minutes,
                        "assigned_days": self.person_days(section, self.open_days(month)),
                        "state": state,
                    }
                )
        return rows

    def overtime_month(self) -> list[Row]:
        """Hours of the book, and the people who were there on every working day of the month."""
        found: dict[tuple[str | None, date], dict[str, tuple[float, str]]] = {}
        for (section, pair, side, month), told in self.tallies.items():
            if pair == "overtime":
                found.setdefault((section, month), {})[side] = told
        rows = []
        for (section, month), sides in found.items():
            counts = {side: count for side, (count, _) in sides.items()}
            days = [d for d in days_between(month, later(month, 1)) if self.is_working(d)]
            is_staffed = section in self.sections(self.passed(month))
            heads = None
            if section is not None and is_staffed and days:
                heads = self.person_days(section, self.open_days(month)) / len(days)
            rows.append(
                {
                    "section": section,
                    "month": month,
                    "hours": counts["hours"],
                    "people": counts.get("people"),
                    "longest": counts.get("longest"),
                    "heads": heads,
                    "state": worst([state for _, state in sides.values()]),
                }
            )
        return rows

    def is_late(self, moment: datetime) -> bool:
        """Before 8:30, from 17:15 on, or on a day that is not a working day."""
        return not (self.is_working(tokyo(moment)) and OPENS <= minute_of(moment) < CLOSES)

    def meeting_minutes(self, section: str, days: list[date]) -> float:
        """Minutes in online meetings of those in the section on the day of joining; a second once."""
        found: dict[tuple[str, date], set[int]] = {}
        for one in self.town.of(Attendance):
            day = tokyo(one.started_at)
            if one.staff and day in days and self.section_on(one.staff, day) == section:
                start, end = (
                    int((on - at(day, 0)).total_seconds()) for on in (one.started_at, one.ended_at)
                )
                found.setdefault((one.staff, day), set()).update(range(start, end))
        return sum(map(len, found.values())) / 60

    def hours_month(self) -> list[Row]:
        """The action book's estimates, from the month after an action was taken until it was stopped; the whole town hall's of all."""
        months: dict[tuple[str, date], list[Action]] = {}
        for one in self.town.of(Action):
            if one.acted_on and (one.hours_saved is not None or one.hours_added is not None):
                month = later(one.acted_on.replace(day=1), 1)
                stopped = one.checked_on if one.result == "stop" else None
                while month <= (stopped or self.months[-1]) and month <= self.months[-1]:
                    months.setdefault((TOWN, month), []).append(one)
                    if one.section:
                        section = self.standing(one.section, month)
                        months.setdefault((section, month), []).append(one)
                    month = later(month, 1)
        return [
            {
                "section": section,
                "month": month,
                "hours_saved": sum(one.hours_saved or 0 for one in actions),
                "hours_added": sum(one.hours_added or 0 for one in actions),
                "net_hours": sum(
                    (one.hours_saved or 0) - (one.hours_added or 0) for one in actions
                ),
                "actions": len(actions),
            }
            for (section, month), actions in months.items()
        ]
