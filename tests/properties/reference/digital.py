"""Paper against digital, replacement or addition, and meetings with outside people."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tests.properties.reference.days import NONE, tokyo, worst
from tests.properties.reference.paper import PaperReference
from tests.properties.reference.use import Row, total
from tests.properties.small_town import Attendance, PrintJob

if TYPE_CHECKING:
    from datetime import date

HANDLING_ACTIONS = ("viewed", "edited", "uploaded", "downloaded")
Side = tuple[float | None, str]
"""How many, None if the side is not there, and its state."""


class DigitalReference(PaperReference):
    """Handlings and meetings."""

    def paper_digital_month(self) -> list[Row]:
        """Digital ÷ (digital + paper) by pair; a month with one side missing has no ratio."""
        return [*self.documents, *self._meetings(), *self._bought_pairs(), *self._booked()]

    @staticmethod
    def pair_row(section: str | None, pair: str, month: date, digital: Side, paper: Side) -> Row:
        """One row: the ratio stands only where both sides are there and something was counted."""
        (many, digital_state), (few, paper_state) = digital, paper
        total_of = None if many is None or few is None else many + few
        return {
            "section": section,
            "pair": pair,
            "month": month,
            "digital": many,
            "paper": few,
            "ratio": (many or 0) / total_of if total_of else None,
            "digital_state": digital_state,
            "paper_state": paper_state,
            "state": worst([digital_state, paper_state]),
        }

    @cached_property
    def handlings(self) -> dict[tuple[str, date], int]:
        """Files viewed, edited, uploaded or downloaded: once per person, file and day.

        Where the vendor does not name the file, its count of them is taken.
        """
        once: dict[tuple[str | None, date, str | None], int] = {}
        unnamed: dict[tuple[str | None, date], int] = {}
        for one in self.uses:
            if one.tool == "files" and one.action in HANDLING_ACTIONS and one.uses > 0:
                who, day = one.staff, self.day_of(one)
                if one.document:
                    once[who, day, one.document] = 1
                else:
                    unnamed[who, day] = unnamed.get((who, day), 0) + one.uses
        found: dict[tuple[str, date], int] = {}
        for (who, day, *_), count in [*once.items(), *unnamed.items()]:
            section = self.section_on(str(who), day)
            if section:
                key = (section, day.replace(day=1))
                found[key] = found.get(key, 0) + count
        return found

    @cached_property
    def job_counts(self) -> dict[tuple[str | None, date], int]:
        """Print jobs: each is one handling on paper."""
        found: dict[tuple[str | None, date], int] = {}
        for one in self.town.of(PrintJob):
            key = (self.owner(one), tokyo(one.printed_at).replace(day=1))
            found[key] = found.get(key, 0) + 1
        return found

    @cached_property
    def documents(self) -> list[Row]:
        """The pair of file handlings and print jobs."""
        files, logs = self.streams_of("files"), self.streams_in("print_job")
        rows = []
        for month in self.months:
            places: list[str | None] = [*self.sections(self.passed(month))]
            if (None, month) in self.job_counts:
                places.append(None)
            for place in places:
                digital = self.section_state(files, place, month, "files")
                paper = self.section_state(logs, place, month)
                handled = self.handlings.get((place, month), 0) if place else None
                there: Side = (None if digital == NONE else handled, digital)
                printed = None if paper == NONE else self.job_counts.get((place, month), 0)
                rows.append(self.pair_row(place, "documents", month, there, (printed, paper)))
        return rows

    @cached_property
    def meetings(self) -> list[tuple[str | None, date, int]]:
        """Section, day and guests of each online meeting.

        It counts on the day on which it was joined, in the section of the member of staff who joined first.
        """
        groups: dict[tuple[str, date], list[Attendance]] = {}
        for one in sorted(self.town.of(Attendance), key=lambda one: one.started_at):
            groups.setdefault((one.meeting, tokyo(one.started_at)), []).append(one)
        found = []
        for (_, day), joins in groups.items():
            sections = [self.section_on(one.staff, day) for one in joins if one.staff]
            section = next((one for one in sections if one), None)
            found.append((section, day, sum(one.is_guest for one in joins)))
        return found

    def met(self, section: str | None, month: date) -> list[int]:
        """The guests of each online meeting of a section and month."""
        return [
            guests
            for place, day, guests in self.meetings
            if place == section and day.replace(day=1) == month
        ]

    def _meetings(self) -> list[Row]:
        streams, rows = self.streams_of("meetings"), []
        booked = {
            (section, month): side
            for (section, pair, _, month), side in self.tallies.items()
            if pair == "meetings"
        }
        for month in self.months:
            places = self.sections(self.passed(month))
            for place in {*places, *(place for place, when in booked if when == month)}:
                room = booked.get((place, month), (None, NONE))
                state = self.section_state(streams, place, month, "meetings")
                there: Side = (None, NONE)
                if place in places and state != NONE:
                    there = (len(self.met(place, month)), state)
                if there[0] is not None or room[0] is not None:
                    rows.append(self.pair_row(place, "meetings", month, there, room))
        return rows

    def _bought_pairs(self) -> list[Row]:
        groups: dict[tuple[str | None, date], list[Row]] = {}
        for row in self._bought():
            groups.setdefault((row["section"], row["month"]), []).append(row)
        rows = []
        for (section, month), parts in groups.items():
            known = [row["state"] for row in parts if row["state"] != NONE]
            state = worst(known or [NONE])
            sheets = total([row["sheets"] for row in parts])
            row = self.pair_row(section, "paper_bought", month, (None, NONE), (sheets, state))
            rows.append(row | {"state": state})
        return rows

    def _booked(self) -> list[Row]:
        keys = {
            (section, pair, month)
            for section, pair, _, month in self.tallies
            if pair in {"approvals", "filings", "inspections", "minutes"}
        }
        nothing: Side = (None, NONE)
        return [
            self.pair_row(
                section,
                pair,
                month,
                self.tallies.get((section, pair, "digital", month), nothing),
                self.tallies.get((section, pair, "paper", month), nothing),
            )
            for section, pair, month in keys
        ]

    def outside_month(self) -> list[Row]:
        """Online meetings with at least one guest ÷ online meetings; guests' connections."""
        rows = []
        for month in self.months:
            for place in self.sections(self.passed(month)):
                state = self.section_state(self.streams_of("meetings"), place, month, "meetings")
                met = [] if state == NONE else self.met(place, month)
                guests = sum(one > 0 for one in met)
                rows.append(
                    {
                        "section": place,
                        "month": month,
                        "online_meetings": None if state == NONE else len(met),
                        "with_guests": None if state == NONE else guests,
                        "guests": None if state == NONE else sum(met),
                        "share": guests / len(met) if met else None,
                        "state": state,
                    }
                )
        return rows
