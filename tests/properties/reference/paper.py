"""Paper bought, printed and counted by the printers themselves."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.properties.reference.adoption import AdoptionReference
from tests.properties.reference.days import (
    FINAL,
    INCOMPLETE,
    NONE,
    PROVISIONAL,
    tokyo,
    worst,
)
from tests.properties.reference.use import Row, total
from tests.properties.small_town import Counter, PaperBought, PrintJob, Tally

if TYPE_CHECKING:
    from datetime import date

    from tests.properties.small_town import Stream


class PaperReference(AdoptionReference):
    """Sheets, by source and by year."""

    def code(self, written: str, day: date) -> str | None:
        """The section that a book means by its code or its name, as it stands on that day."""
        code = self.codes.get(written)
        return self.standing(code, day) if code else None

    def owner(self, job: PrintJob) -> str | None:
        """The section of whoever printed; nobody's without a person on the roster that day."""
        return self.section_on(job.staff, tokyo(job.printed_at)) if job.staff else None

    def paper_month(self) -> list[Row]:
        """Sheets bought and sheets printed, by source; jobs of no known person have no section."""
        return [*self._bought(), *self._printed()]

    def _bought(self) -> list[Row]:
        groups: dict[tuple[str | None, date, str], list[PaperBought]] = {}
        for one in self.town.of(PaperBought):
            key = (self.code(one.section, one.day_on), one.day_on, one.source)
            groups.setdefault(key, []).append(one)
        for stream in self.streams_in("paper_bought"):
            for month in self.months:
                for section in self.sections(self.passed(month)):
                    groups.setdefault((section, month, stream.source), [])
        return [
            {
                "section": section,
                "month": month,
                "source": source,
                "kind": "bought",
                "sheets": total([one.sheets for one in facts]),
                "impressions": None,
                "quality": "measured",
                "state": self._bought_state(source, month, is_there=bool(facts)),
            }
            for (section, month, source), facts in groups.items()
        ]

    def _bought_state(self, source: str, month: date, *, is_there: bool) -> str:
        """A month without a line is not known yet, or it is missing."""
        state = self.month_state(self._of(source, "paper_bought"), month)
        return state if is_there or state == INCOMPLETE else NONE

    def _of(self, source: str, shape: str) -> list[Stream]:
        return [one for one in self.streams_in(shape) if one.source == source]

    def _printed(self) -> list[Row]:
        rows = []
        for source in sorted({one.source for one in self.streams_in("print_job")}):
            jobs = [one for one in self.town.of(PrintJob) if one.source == source]
            for month in self.months:
                here = [one for one in jobs if tokyo(one.printed_at).replace(day=1) == month]
                state = self.month_state(self._of(source, "print_job"), month)
                streams = tuple(self._of(source, "print_job"))
                # Whom the log does not reach is not told to have printed nothing.
                reached: set[str | None] = {
                    place
                    for place in self.sections(self.passed(month))
                    if self.is_reached(streams, place, month, None)
                }
                places = reached | {self.owner(one) for one in here}
                rows += [self._printed_in(place, month, source, state, here) for place in places]
        return rows

    def _printed_in(
        self, place: str | None, month: date, source: str, state: str, jobs: list[PrintJob]
    ) -> Row:
        mine = [one for one in jobs if self.owner(one) == place]
        qualities = {"unknown" if one.sheets is None else one.quality for one in mine}
        quality = next((one for one in ("unknown", "derived") if one in qualities), "measured")
        none = state == NONE
        return {
            "section": place,
            "month": month,
            "source": source,
            "kind": "printed",
            "sheets": None if none else total([one.sheets for one in mine]) if mine else 0,
            "impressions": None
            if none
            else total([one.impressions for one in mine])
            if mine
            else 0,
            "quality": quality,
            "state": state,
        }

    def counter_month(self) -> list[Row]:
        """Differences of life counters within a device; one that nobody knows is told, and the month is not whole."""
        devices: dict[tuple[str, str, str, str], list[Counter]] = {}
        for one in sorted(self.town.of(Counter), key=lambda one: one.counted_at):
            key = (one.source, one.maker, one.unit, one.printer)
            devices.setdefault(key, []).append(one)
        months: dict[tuple[str, str, str, date], Row] = {}
        for (source, maker, unit, _), readings in devices.items():
            risen: set[date] = set()
            for before, after in itertools.pairwise(readings):
                month = after.day_on.replace(day=1)
                row = months.setdefault(
                    (source, maker, unit, month),
                    {"source": source, "maker": maker, "unit": unit, "month": month}
                    | {"printers": 0, "counted": 0, "resets": 0}
                    | {"state": self.month_state(self._of(source, "counter"), month)},
                )
                rise = (after.count - before.count) % 2**32
                if rise > 100 * 60 * 24 * (after.day_on - before.day_on).days:
                    row["resets"] += 1
                    if row["state"] in {FINAL, PROVISIONAL}:
                        row["state"] = INCOMPLETE
                    continue
                row["counted"] += rise
                row["printers"] += month not in risen
                risen.add(month)
        return list(months.values())

    def book_month(self) -> list[Row]:
        """FAXes, runs and hours of automation, from the books."""
        return [
            {
                "section": section,
                "what": pair,
                "measure": side,
                "month": month,
                "count": count,
                "state": state,
            }
            for (section, pair, side, month), (count, state) in self.tallies.items()
            if pair in {"fax", "automation"}
        ]

    @property
    def tallies(self) -> dict[tuple[str | None, str, str, date], tuple[float, str]]:
        """What the books counted for a section, pair, side and month, and its state."""
        found: dict[tuple[str | None, str, str, date], tuple[float, str]] = {}
        for one in self.town.of(Tally):
            key = (self.code(one.section, one.day_on), one.pair, one.side, one.day_on)
            state = self.month_state(self._of(one.source, "tally"), one.day_on)
            count, other = found.get(key, (0.0, state))
            found[key] = (count + one.count, worst([state, other]))
        return found


def _both(row: Row, other: Row) -> Row:
    """What two books say of one section and month."""
    sheets, states = row["sheets"] + other["sheets"], [row["state"], other["state"]]
    return row | {"sheets": sheets, "state": worst(states)}
