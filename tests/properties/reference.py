"""The measures once more in plain Python, written from their definitions and not from the SQL.

Slow and plain on purpose: every function walks over days and people. Each returns cells as a
dictionary from their key to their values, as the mart of the same name has them.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import holidays

from tests.properties.small_town import SmallTown, days_between

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.properties.small_town import Stream

TOOLS = ("files", "chat", "meetings", "calendar", "mail")
USE = {"sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined"}
HANDLED = {"viewed", "edited", "uploaded", "downloaded"}
HOLIDAYS = holidays.country_holidays("JP", years=range(2024, 2028))
Cells = dict[tuple[Any, ...], tuple[Any, ...]]


def works(day: date) -> bool:
    """Whether the town hall is open."""
    is_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and day not in HOLIDAYS and not is_new_year


def worst(states: Iterable[str]) -> str:
    """The state of a number that needs all of these."""
    found = [state for state in states if state != "none"]
    for state in ("incomplete", "provisional", "final"):
        if state in found:
            return state
    return "none"


class Reference:
    """All measures of one small town."""

    def __init__(self, town: SmallTown) -> None:
        """Nothing is counted before it is asked for."""
        self.town = town
        first = min([town.launched_on, *(stream.since for stream in town.streams)])
        self.days = days_between(first.replace(day=1), town.today)
        self.months = sorted({day.replace(day=1) for day in self.days})
        self.tools = sorted({tool for one in town.streams for tool in one.tools})

    def last_day(self, month: date) -> date:
        """The last day of the month that has passed."""
        return min(self.month_end(month), self.town.today - timedelta(days=1))

    @staticmethod
    def month_end(month: date) -> date:
        """The last day of the month."""
        return month.replace(day=calendar.monthrange(month.year, month.month)[1])

    def section_on(self, staff: str, day: date) -> str | None:
        """Where somebody is on a day: an ended section counts as its successor."""
        known = {one.section: one for one in self.town.sections}
        for one in self.town.assignments:
            if one.staff == staff and one.from_on <= day <= (one.to_on or day):
                return self.becomes(one.section, day, known)
        return None

    def becomes(self, code: str, day: date, known: dict[str, Any] | None = None) -> str:
        """The section in which a section counts on a day."""
        known = known or {one.section: one for one in self.town.sections}
        while (one := known[code]).successor and one.to_on and one.to_on < day:
            code = one.successor
        return code

    @cached_property
    def roster(self) -> dict[date, dict[str, str]]:
        """Who is where on each day."""
        staff = sorted({one.staff for one in self.town.assignments})
        return {
            day: {
                who: section for who in staff if (section := self.section_on(who, day)) is not None
            }
            for day in self.days
        }

    @cached_property
    def used(self) -> dict[tuple[str, str, date], int]:
        """Uses by staff, tool and day."""
        found: dict[tuple[str, str, date], int] = defaultdict(int)
        for one in self.town.uses:
            if one.staff and one.action in USE and one.day in self.roster:
                found[one.staff, one.tool, one.day] += one.uses
        for who, day, _ in {(one.staff, one.day, one.meeting) for one in self.town.calls}:
            if who and day in self.roster:
                found[who, "meetings", day] += 1
        return dict(found)

    def needed(self, tool: str) -> list[Stream]:
        """The streams that a tool's curve needs."""
        return [one for one in self.town.streams if tool in one.tools]

    @staticmethod
    def day_state(streams: list[Stream], day: date) -> str:
        """What is known of one working day."""
        states = [one.state(day) for one in streams if one.since <= day]
        if not states:
            return "none"
        if "failed" in states:
            return "missing"
        return "provisional" if "provisional" in states else "final"

    def month_state(self, streams: list[Stream], month: date) -> str:
        """The state of a month's number that needs these streams, filed by day."""
        end = self.last_day(month)
        states = [
            self.day_state(streams, day) for day in self.days if month <= day <= end and works(day)
        ]
        if set(states) <= {"none"}:
            return "none"
        if "missing" in states or "none" in states:
            return "incomplete"
        is_running = end < self.month_end(month)
        return "provisional" if is_running or "provisional" in states else "final"

    def book_state(self, stream: Stream, month: date) -> str:
        """The state of a month in a book."""
        if stream.since > self.month_end(month):
            return "none"
        is_over = self.month_end(month) < self.town.today
        state = stream.state(month)
        if state == "failed":
            return "incomplete" if is_over else "none"
        return "final" if is_over and state == "final" else "provisional"

    def members(self, month: date) -> dict[str, int]:
        """Sections of the month and the working days of their people."""
        found: dict[str, int] = defaultdict(int)
        for day in self.days:
            if day.replace(day=1) == month:
                for section in self.roster[day].values():
                    found[section] += works(day)
        return dict(found)

    def use_month(self) -> Cells:
        """Section, tool, month → active days, assigned days, state."""
        cells: Cells = {}
        for month in self.months:
            for tool in self.tools:
                streams = self.needed(tool)
                state = self.month_state(streams, month)
                active: dict[str, int] = defaultdict(int)
                known: dict[str, int] = defaultdict(int)
                for day in self.days:
                    if day.replace(day=1) != month or not works(day):
                        continue
                    if self.day_state(streams, day) not in ("final", "provisional"):
                        continue
                    for who, section in self.roster[day].items():
                        known[section] += 1
                        active[section] += (who, tool, day) in self.used
                for section in self.members(month):
                    count = known.get(section)
                    cells[section, tool, month] = (active[section] if count else None, count, state)
        return cells

    def activation_month(self) -> Cells:
        """Section, tool, month → activated, assigned, state."""
        first: dict[tuple[str, str], date] = {}
        for who, tool, day in sorted(self.used, key=lambda key: key[2]):
            if day >= self.town.launched_on:
                first.setdefault((who, tool), day)
        cells: Cells = {}
        for month in self.months:
            end = self.last_day(month)
            if end < self.town.launched_on:
                continue
            for tool in self.tools:
                state = self.month_state(self.needed(tool), month)
                for section in set(self.roster[end].values()):
                    people = [who for who, where in self.roster[end].items() if where == section]
                    begun = sum((who, tool) in first and first[who, tool] <= end for who in people)
                    cells[section, tool, month] = (
                        None if state == "none" else begun,
                        len(people),
                        state,
                    )
        return cells

    def milestone(self) -> Cells:
        """Section, tool, milestone → month."""
        cells: Cells = {}
        for (section, tool, month), (activated, assigned, _) in sorted(
            self.activation_month().items(), key=lambda cell: cell[0][2]
        ):
            for milestone in (16, 50, 84):
                if activated is not None and activated * 100 >= milestone * assigned:
                    cells.setdefault((section, tool, milestone), (month,))
        return cells

    def _weeks(self) -> list[date]:
        return [
            day
            for day in self.days
            if day.weekday() == 0 and day + timedelta(days=6) < self.town.today
        ]

    @cached_property
    def segments(self) -> dict[tuple[str, str, date], str | None]:
        """Staff, tool, week → segment, for people assigned on the week's Sunday."""
        found: dict[tuple[str, str, date], str | None] = {}
        for monday in self._weeks():
            sunday = monday + timedelta(days=6)
            start = monday - timedelta(days=77)
            for tool in self.tools:
                since = min(one.since for one in self.needed(tool))
                for who in self.roster[sunday] if monday >= since else ():
                    hired = min(one.from_on for one in self.town.assignments if one.staff == who)
                    counts: dict[date, int] = defaultdict(int)
                    for (user, used, day), uses in self.used.items():
                        if (user, used) == (who, tool) and start <= day <= sunday:
                            counts[day - timedelta(days=day.weekday())] += uses
                    is_measured = start >= max(since, hired)
                    found[who, tool, monday] = (
                        _segment(len(counts), sum(counts.values()) / 12) if is_measured else None
                    )
        return found

    def _week_state(self, tool: str, monday: date) -> str:
        states = {
            self.day_state(self.needed(tool), monday + timedelta(days=offset))
            for offset in range(-77, 7)
            if monday + timedelta(days=offset) >= self.days[0]
            and works(monday + timedelta(days=offset))
        }
        return worst("incomplete" if state == "missing" else state for state in states)

    def segment_week(self) -> Cells:
        """Section, tool, week, segment → staff, state."""
        counts: dict[tuple[Any, ...], int] = defaultdict(int)
        for (who, tool, monday), segment in self.segments.items():
            section = self.roster[monday + timedelta(days=6)][who]
            counts[section, tool, monday, segment] += 1
        return {key: (count, self._week_state(key[1], key[2])) for key, count in counts.items()}

    def habitual_month(self) -> Cells:
        """Section, tool, month → habitual, measured, state."""
        last: dict[date, date] = {}
        for monday in self._weeks():
            month = (monday + timedelta(days=6)).replace(day=1)
            last[month] = max(last.get(month, monday), monday)
        cells: Cells = {}
        for month, monday in last.items():
            found: dict[tuple[str, str], list[str | None]] = defaultdict(list)
            for (who, tool, week), segment in self.segments.items():
                if week == monday:
                    found[self.roster[monday + timedelta(days=6)][who], tool].append(segment)
            for (section, tool), segments in found.items():
                measured = [segment for segment in segments if segment]
                habitual = sum(segment in ("power", "habitual") for segment in measured)
                cells[section, tool, month] = (
                    habitual if measured else None,
                    len(measured),
                    self._week_state(tool, monday) if measured else "none",
                )
        return cells

    def breadth_month(self) -> Cells:
        """Section, month → active staff, tools used, state."""
        cells: Cells = {}
        for month in self.months:
            state = worst(self.month_state(self.needed(tool), month) for tool in self.tools)
            for section in self.members(month):
                pairs = {
                    (who, tool)
                    for who, tool, day in self.used
                    if day.replace(day=1) == month and self.roster[day].get(who) == section
                }
                people = len({who for who, _ in pairs})
                cells[section, month] = (
                    (None, None, state) if state == "none" else (people, len(pairs), state)
                )
        return cells

    def retention_month(self) -> Cells:
        """Tool, month → cohort, active, state."""
        launch = self.town.launched_on.replace(day=1)
        cells: Cells = {}
        for tool in self.tools:
            active: dict[date, set[str]] = defaultdict(set)
            for who, used, day in self.used:
                if used == tool and day >= self.town.launched_on:
                    active[day.replace(day=1)].add(who)
            cohort = active[launch]
            for month in self.months if cohort else ():
                if month >= launch:
                    state = self.month_state(self.needed(tool), month)
                    kept = None if state == "none" else len(cohort & active[month])
                    cells[tool, month] = (len(cohort), kept, state)
        return cells


def _segment(weeks: int, mean: float) -> str:
    if weeks >= 9:
        return "power" if mean >= 15 else "habitual"
    if mean >= 1:
        return "novice"
    return "low" if mean > 0 else "none"
