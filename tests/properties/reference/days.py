"""Days, who works where, and what is known of a day: what every measure stands on."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

from tests.properties.small_town import TOKYO_AHEAD, SmallTown, days_between

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tests.properties.small_town import Stream

DAY = timedelta(days=1)
# Cabinet Office, 「国民の祝日」について: those of the years that are drawn, days in lieu with them.
HOLIDAYS = {
    date(year, month, int(day))
    for (year, month), days in {
        (2022, 4): "29", (2022, 5): "3 4 5", (2022, 7): "18", (2022, 8): "11", (2022, 9): "19 23",
        (2022, 10): "10", (2022, 11): "3 23", (2023, 1): "1 2 9", (2023, 2): "11 23", (2023, 3): "21",
        (2023, 4): "29", (2023, 5): "3 4 5", (2023, 7): "17", (2023, 8): "11", (2023, 9): "18 23",
        (2023, 10): "9", (2023, 11): "3 23", (2024, 1): "1 8", (2024, 2): "11 12 23", (2024, 3): "20",
        (2024, 4): "29", (2024, 5): "3 4 5 6", (2024, 7): "15", (2024, 8): "11 12", (2024, 9): "16 22 23",
        (2024, 10): "14", (2024, 11): "3 4 23", (2025, 1): "1 13", (2025, 2): "11 23 24",
        (2025, 3): "20", (2025, 4): "29", (2025, 5): "3 4 5 6",
    }.items()
    for day in days.split()
}  # fmt: skip
FINAL, PROVISIONAL, INCOMPLETE, NONE = "final", "provisional", "incomplete", "none"
READ = {FINAL, PROVISIONAL, INCOMPLETE}
BADNESS = (FINAL, PROVISIONAL, INCOMPLETE, NONE)


def worst(states: Iterable[str]) -> str:
    """The worst of some states."""
    return max(states, key=BADNESS.index)


def later(month: date, count: int) -> date:
    """The first of the month so many months later, or earlier if negative."""
    turns = month.year * 12 + month.month - 1 + count
    return date(turns // 12, turns % 12 + 1, 1)


def tokyo(instant: datetime) -> date:
    """The day in Tokyo on which an instant lies."""
    return (instant + TOKYO_AHEAD).date()


def minute_of(instant: datetime) -> int:
    """Minutes since midnight in Tokyo."""
    local = instant + TOKYO_AHEAD
    return local.hour * 60 + local.minute


def fiscal_year(day: date) -> int:
    """The fiscal year begins on April 1; it is named for the year in which it began."""
    return day.year if day.month >= 4 else day.year - 1


class Days:
    """One town's days."""

    def __init__(self, town: SmallTown) -> None:
        """Take the town as its sources told it."""
        self.town = town
        self.today = town.today
        self.codes = {one.section: one.section for one in town.sections}
        self.codes |= {one.name: one.section for one in town.sections}
        self.section_on = cache(self._section_on)
        self.staff_on = cache(self._staff_on)
        self.is_known = cache(self._is_known)
        self.is_working = cache(self._is_working)
        self.is_reached = cache(self._is_reached)
        self.passed = cache(self._passed)

    def _is_working(self, day: date) -> bool:
        """Monday to Friday, not a public holiday, not 12/29-1/3, not a closure in the settings."""
        new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
        weekend = day.strftime("%a") in {"Sat", "Sun"}
        return not (weekend or new_year or day in HOLIDAYS or day in self.town.closures)

    def _passed(self, month: date) -> list[date]:
        """The days of a month that are over."""
        return [day for day in days_between(month, later(month, 1)) if day < self.today]

    def open_days(self, month: date) -> list[date]:
        """The working days of a month that are over."""
        return [day for day in self.passed(month) if self.is_working(day)]

    @cached_property
    def months(self) -> list[date]:
        """Each month of which there is anything to tell, up to the one that runs today."""
        first = min([self.town.launched_on, *(one.since for one in self.town.streams)])
        last = (self.today - DAY).replace(day=1)
        found = [first.replace(day=1)]
        while found[-1] < last:
            found.append(later(found[-1], 1))
        return found

    def standing(self, section: str, day: date) -> str:
        """A section that has ended counts as its successor, and that as its own, from the day after."""
        for one in self.town.sections:
            if one.section == section and one.to_on and day > one.to_on and one.successor:
                return self.standing(one.successor, day)
        return section

    def took_in(self, section: str | None, after: date, until: date) -> bool:
        """Whether another section went into this one after a day, until another day."""
        ends = [one.to_on + DAY for one in self.town.sections if one.to_on]
        return any(
            other.section != section
            and self.standing(other.section, day) == section
            and self.standing(other.section, day - DAY) != section
            for day in ends
            if after < day <= until
            for other in self.town.sections
        )

    def _section_on(self, staff: str, day: date) -> str | None:
        for one in self.town.assignments:
            if one.staff == staff and one.from_on <= day <= (one.to_on or date.max):
                return self.standing(one.section, day)
        return None

    def _staff_on(self, day: date) -> dict[str, str]:
        """Who is on the roster on that day, and in which section."""
        everyone = sorted({one.staff for one in self.town.assignments})
        found = {staff: self.section_on(staff, day) for staff in everyone}
        return {staff: section for staff, section in found.items() if section}

    def sections(self, days: Iterable[date]) -> list[str]:
        """The sections in which anybody is on one of these days."""
        return sorted({section for day in days for section in self.staff_on(day).values()})

    def person_days(self, section: str, days: Iterable[date]) -> int:
        """Staff times days: how many are assigned to the section, summed over the days."""
        return sum(list(self.staff_on(day).values()).count(section) for day in days)

    def streams_of(self, tool: str) -> list[Stream]:
        """The streams in which staff use a tool."""
        return [one for one in self.streams_in("use", "attendance") if tool in one.tools]

    def is_elsewhere(self, tool: str, section: str, day: date) -> bool:
        """Whether a source without people counts a section's use of a tool on that day.

        What others tell of that section by person is then a part of it, and may be nothing.
        """
        return any(
            one.sections is None or section in {self.standing(code, day) for code in one.sections}
            for one in self.streams_in("section_use")
            if tool in one.tools and self.asked(one, day)
        )

    def reaches(self, stream: Stream, tool: str | None, section: str, day: date) -> bool:
        """Whether a stream tells of a section's people: of those it names, else of all told nowhere else."""
        if stream.sections is None:
            return tool is None or not self.is_elsewhere(tool, section, day)
        return section in stream.sections

    def streams_in(self, *shapes: str) -> list[Stream]:
        """The streams of a shape."""
        return [one for one in self.town.streams if one.shape in shapes]

    @cached_property
    def tools(self) -> list[str]:
        """The tools that any source tells of."""
        return sorted({tool for one in self.streams_in("use", "attendance") for tool in one.tools})

    def asked(self, stream: Stream, day: date) -> bool:
        """Whether a stream is asked for a day: from its first day to its last."""
        first = stream.since.replace(day=1) if stream.grain == "month" else stream.since
        return first <= day <= (stream.until or date.max)

    def told(self, stream: Stream, day: date) -> str:
        """The ledger's word on a source-day."""
        return stream.told.get(day.replace(day=1) if stream.grain == "month" else day, FINAL)

    def _is_known(self, streams: tuple[Stream, ...], day: date) -> bool:
        """A day is known if all of the streams that are asked for it gave it whole."""
        asked = [one for one in streams if self.asked(one, day)]
        return bool(asked) and all(self.told(one, day) in {FINAL, PROVISIONAL} for one in asked)

    def known(self, streams: list[Stream], days: Iterable[date]) -> list[date]:
        """Those of the days that are known."""
        return [day for day in days if self.is_known(tuple(streams), day)]

    def state(self, streams: list[Stream], days: list[date]) -> str:
        """How far a number over some days is to be trusted.

        Working days alone say so: none before there is a stream on one, or where no stream gave anything
        of any; incomplete if one is missing; provisional if one may still change; else final.
        """
        work = [day for day in days if self.is_working(day)]
        asked = [(one, day) for one in streams for day in work if self.asked(one, day)]
        if all(self.told(one, day) not in READ for one, day in asked):
            return NONE
        if len(self.known(streams, work)) < len(work):
            return INCOMPLETE
        if any(self.told(one, day) == PROVISIONAL for one, day in asked):
            return PROVISIONAL
        return FINAL

    def _is_reached(
        self, streams: tuple[Stream, ...], section: str, month: date, tool: str | None
    ) -> bool:
        """Whether the section's people can be in the streams on each day on which there are any.

        A section outside every stream's sections is not counted at all: its use is missing, and never 0.
        So it is where only streams of others gave anything of the month's working days.
        """
        if section not in self.sections(self.passed(month)):
            return True
        asked = [
            (one, day) for day in self.passed(month) for one in streams if self.asked(one, day)
        ]
        here = [(one, day) for one, day in asked if self.reaches(one, tool, section, day)]
        read, read_here = (
            any(self.is_working(day) and self.told(one, day) in READ for one, day in some)
            for some in (asked, here)
        )
        return {day for _, day in asked} == {day for _, day in here} and (read_here or not read)

    def section_state(
        self, streams: list[Stream], section: str | None, month: date, tool: str | None = None
    ) -> str:
        """The state over a month of a number of one section: none where no stream reaches its people."""
        if section is not None and not self.is_reached(tuple(streams), section, month, tool):
            return NONE
        return self.month_state(streams, month)

    def month_state(self, streams: list[Stream], month: date) -> str:
        """The state over a month; while the month runs it is provisional at best."""
        runs = later(month, 1) > self.today
        if streams and all(one.grain == "month" for one in streams):
            return self._book_state(streams, month, runs=runs)
        state = self.state(streams, self.passed(month))
        return worst([state, PROVISIONAL]) if runs else state

    def _book_state(self, streams: list[Stream], month: date, *, runs: bool) -> str:
        """A book is handed in after the month: while that runs, nothing of it is missing."""
        told = [self.told(one, month) for one in streams if self.asked(one, month)]
        if not told:
            return NONE
        if runs or set(told) <= {FINAL, PROVISIONAL}:
            return PROVISIONAL if runs or PROVISIONAL in told else FINAL
        return INCOMPLETE
