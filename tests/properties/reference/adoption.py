"""Who has begun, who has made it a habit and who has stayed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.properties.reference.days import DAY, NONE, PROVISIONAL, later, worst
from tests.properties.reference.use import Row, UseReference
from tests.properties.small_town import days_between

if TYPE_CHECKING:
    from datetime import date

WEEK = timedelta(days=7)


class AdoptionReference(UseReference):
    """The adoption curve, the segments and retention."""

    @property
    def since_launch(self) -> list[date]:
        """The months since the launch."""
        return [month for month in self.months if later(month, 1) > self.town.launched_on]

    def activation_month(self) -> list[Row]:
        """Of those assigned on the month's last day that has passed, those who have begun by then.

        To have begun is to have an active day since the launch, wherever one was assigned then.
        """
        rows = []
        for month in self.since_launch:
            last = self.passed(month)[-1]
            for section in self.sections([last]):
                people = [one for one, place in self.staff_on(last).items() if place == section]
                for tool in self.tools:
                    begun = [
                        one
                        for one in people
                        if any(
                            self.town.launched_on <= day <= last
                            for day in self.active.get((one, tool), ())
                        )
                    ]
                    state = self.section_state(self.streams_of(tool), section, month, tool)
                    rows.append(
                        {
                            "section": section,
                            "tool": tool,
                            "month": month,
                            "activated": None if state == NONE else len(begun),
                            "assigned": len(people),
                            "state": state,
                        }
                    )
        return rows

    def milestone(self) -> list[Row]:
        """The first month in which 16, 50 and 84 % had begun, and which section got there first."""
        first: dict[tuple[str, str, int], Row] = {}
        for row in sorted(self.activation_month(), key=lambda row: row["month"]):
            for per_cent in (16, 50, 84):
                begun = row["activated"]
                if begun is not None and 100 * begun >= per_cent * row["assigned"]:
                    first.setdefault((row["section"], row["tool"], per_cent), row)
        return [
            {
                "section": section,
                "tool": tool,
                "milestone": per_cent,
                "month": row["month"],
                "possible_month": row["month"],
                "place": 1
                + sum(
                    other["month"] < row["month"]
                    for (_, *same), other in first.items()
                    if same == [tool, per_cent]
                ),
                "state": row["state"],
            }
            for (section, tool, per_cent), row in first.items()
        ]

    @property
    def weeks(self) -> list[date]:
        """The Mondays of the whole weeks that are over."""
        first = self.months[0]
        monday = first + timedelta(days=-first.weekday() % 7)
        found = []
        while monday + WEEK <= self.today:
            found.append(monday)
            monday += WEEK
        return found

    def is_measured(self, staff: str, tool: str, week: date) -> bool:
        """12 whole weeks of the tool and of the person have passed with this one.

        The first of them is whole, and no week is left out: whoever was away for a Sunday begins again.
        """
        first = week - 11 * WEEK
        there = [first, *(week - back * WEEK + 6 * DAY for back in range(12))]
        weeks = [week - back * WEEK for back in range(12)]
        return (
            self.begins(tool) <= first
            and all(self.section_on(staff, day) is not None for day in there)
            and all(self.is_counted(staff, tool, one) for one in weeks)
        )

    def is_counted(self, staff: str, tool: str, week: date) -> bool:
        """Whether a stream of the tool reaches the section in which the person is on the week's Sunday."""
        section = self.section_on(staff, week + 6 * DAY)
        streams = tuple(self.streams_of(tool))
        months = {day.replace(day=1) for day in (week, week + 6 * DAY)}
        return section is None or all(
            self.is_reached(streams, section, one, tool) for one in months
        )

    def segment(self, staff: str, tool: str, week: date) -> str | None:
        """Power, habitual, novice, low or none over the last 12 calendar weeks; a week without use is 0."""
        if not self.is_measured(staff, tool, week):
            return None
        weeks = [days_between(week - back * WEEK, week - back * WEEK + WEEK) for back in range(12)]
        uses = [sum(self.counts[staff, tool, day] for day in days) for days in weeks]
        habitual, mean = sum(one > 0 for one in uses) >= 9, sum(uses) / 12
        if habitual:
            return "power" if mean >= 15 else "habitual"
        if mean >= 1:
            return "novice"
        return "low" if mean > 0 else "none"

    def begins(self, tool: str) -> date:
        """The first day on which a tool is measured."""
        return min(one.since for one in self.streams_of(tool))

    def _week_state(self, tool: str, week: date) -> str:
        days = days_between(max(self.begins(tool), week - 11 * WEEK), week + WEEK)
        return self.state(self.streams_of(tool), days)

    def segment_week(self) -> list[Row]:
        """How many people of the section of the week's Sunday are in each segment."""
        rows = []
        for week in self.weeks:
            people = self.staff_on(week + 6 * DAY)
            for tool in [tool for tool in self.tools if self.begins(tool) <= week]:
                found = Counter(
                    (section, self.segment(staff, tool, week))
                    for staff, section in people.items()
                    if self.is_counted(staff, tool, week)
                )
                rows += [
                    {
                        "section": section,
                        "tool": tool,
                        "week_on": week,
                        "segment": segment,
                        "staff": count,
                        "state": self._week_state(tool, week),
                    }
                    for (section, segment), count in found.items()
                ]
        return rows

    def habitual_month(self) -> list[Row]:
        """People active in at least 9 of the 12 weeks that end with the month's last whole week."""
        last = {(week + 6 * DAY).replace(day=1): week for week in self.weeks}
        rows = []
        for month, week in last.items():
            people = self.staff_on(week + 6 * DAY)
            for tool in [tool for tool in self.tools if self.begins(tool) <= week]:
                counted = {
                    one: at for one, at in people.items() if self.is_counted(one, tool, week)
                }
                for section in sorted(set(counted.values())):
                    found = [
                        self.segment(staff, tool, week)
                        for staff, place in counted.items()
                        if place == section
                    ]
                    measured = [one for one in found if one]
                    habitual = sum(one in {"power", "habitual"} for one in measured)
                    state = self._week_state(tool, week) if measured else NONE
                    if later(month, 1) > self.today:
                        state = worst([state, PROVISIONAL])
                    rows.append(
                        {
                            "section": section,
                            "tool": tool,
                            "month": month,
                            "habitual": habitual if measured else None,
                            "measured": len(measured),
                            "state": state,
                        }
                    )
        return rows

    def retention_month(self) -> list[Row]:
        """Of the people active in the launch month, those active in this month; leavers stay in it."""
        launch = self.town.launched_on
        cohort_on = launch.replace(day=1)
        first = [day for day in days_between(launch, later(cohort_on, 1)) if day < self.today]
        rows = []
        for tool in self.tools:
            cohort = self._active_staff(tool, first)
            for month in self.since_launch if cohort else []:
                state = self.month_state(self.streams_of(tool), month)
                days = first if month == cohort_on else self.passed(month)
                still = len(cohort & self._active_staff(tool, days))
                rows.append(
                    {
                        "cohort": cohort_on,
                        "tool": tool,
                        "month": month,
                        "cohort_staff": len(cohort),
                        "active": None if state == NONE else still,
                        "retention": None if state == NONE else still / len(cohort),
                        "state": state,
                    }
                )
        return rows

    def _active_staff(self, tool: str, days: list[date]) -> set[str]:
        return {who for (who, what), on in self.active.items() if what == tool and on & set(days)}
