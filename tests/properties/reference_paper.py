"""Paper against digital, meetings and work in plain Python, written from the definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from tests.properties.reference import HANDLED, USE, Cells, Reference, works, worst
from tests.properties.small_town import NIGHTS

if TYPE_CHECKING:
    from datetime import date

    from tests.properties.small_town import Stream

PAIRS = ("approvals", "filings", "inspections", "minutes")


class PaperReference(Reference):
    """The measures of paper, meetings and work of one small town."""

    def _shape(self, shape: str) -> list[Stream]:
        return [one for one in self.town.streams if one.shape == shape]

    def _count(self, things: list[tuple[str | None, date]]) -> dict[tuple[str | None, date], int]:
        """Count things by section (None: nobody known) and month."""
        found: dict[tuple[str | None, date], int] = defaultdict(int)
        for who, day in things:
            section = self.roster[day].get(who or "") if day in self.roster else None
            found[section, day.replace(day=1)] += 1
        return found

    def work_month(self) -> Cells:
        """Section, month → uses, out of hours, meeting minutes, assigned days, state."""
        moments = [
            (one.staff, one.day, one.at, one.uses)
            for one in self.town.uses
            if one.staff and one.action in USE
        ]
        joined: dict[tuple[str, date, str], datetime] = {}
        for call in self.town.calls:
            if call.staff:
                key = (call.staff, call.day, call.meeting)
                joined[key] = min(joined.get(key, call.started_at), call.started_at)
        moments += [(who, day, start, 1) for (who, day, _), start in joined.items()]
        moments = [moment for moment in moments if moment[1] in self.roster]
        uses: dict[tuple[str, date], int] = defaultdict(int)
        late: dict[tuple[str, date], int] = defaultdict(int)
        for who, day, moment, count in moments:
            if section := self.roster[day].get(who):
                uses[section, day.replace(day=1)] += count
                clock = (moment + NIGHTS).time()
                if not (time(8, 30) <= clock < time(17, 15) and works(day)):
                    late[section, day.replace(day=1)] += count
        minutes = self._meeting_minutes()
        cells: Cells = {}
        for month in self.months:
            state = worst(self.month_state(self.needed(tool), month) for tool in self.tools)
            meets = self.month_state(self.needed("meetings"), month)
            for section, days in self.members(month).items():
                cell = (section, month)
                cells[cell] = (
                    None if state == "none" else uses[cell],
                    None if state == "none" else late[cell],
                    None if meets == "none" else float(minutes[cell]),
                    days,
                    state,
                )
        return cells

    def _meeting_minutes(self) -> dict[tuple[str, date], int]:
        busy: dict[tuple[str, date], set[datetime]] = defaultdict(set)
        for call in self.town.calls:
            minute = call.started_at
            while call.staff and minute < call.ended_at:
                busy[call.staff, call.day].add(minute)
                minute += timedelta(minutes=1)
        found: dict[tuple[str, date], int] = defaultdict(int)
        for (who, day), minutes in busy.items():
            if day in self.roster and (section := self.roster[day].get(who)):
                found[section, day.replace(day=1)] += len(minutes)
        return found

    def outside_month(self) -> Cells:
        """Section, month → online meetings, with guests, guests, state."""
        first: dict[tuple[str, date], tuple[datetime, str, str]] = {}
        guests: dict[tuple[str, date], int] = defaultdict(int)
        for call in self.town.calls:
            guests[call.meeting, call.day] += call.is_guest
            section = self.roster.get(call.day, {}).get(call.staff or "")
            if section and call.staff:
                key = (call.meeting, call.day)
                opener = (call.started_at, call.staff, section)
                first[key] = min(first.get(key, opener), opener)
        count: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0, 0])
        for (meeting, day), (_, _, section) in first.items():
            cell = count[section, day.replace(day=1)]
            cell[0] += 1
            cell[1] += guests[meeting, day] > 0
            cell[2] += guests[meeting, day]
        cells: Cells = {}
        for month in self.months:
            state = self.month_state(self.needed("meetings"), month)
            for section in self.members(month):
                known = (None, None, None) if state == "none" else tuple(count[section, month])
                cells[section, month] = (*known, state)
        return cells

    def paper_month(self) -> Cells:
        """Section, month, source → kind, sheets, impressions, quality, state."""
        cells: Cells = {}
        for stream in self._shape("print_job"):
            self._printed(stream, cells)
        for stream in self._shape("paper_bought"):
            bought = self._counted("paper_bought", "paper")
            for month in self.months:
                state = self.book_state(stream, month)
                sections = {*self.members(month), *(key[0] for key in bought if key[1] == month)}
                for section in sections:
                    sheets = bought.get((section, month))
                    is_there = state != "none" and sheets is not None
                    cells[section, month, stream.source] = (
                        "bought",
                        sheets if is_there else None,
                        None,
                        "measured",
                        state if is_there or state == "incomplete" else "none",
                    )
        return cells

    def _printed(self, stream: Stream, cells: Cells) -> None:
        jobs: dict[tuple[str | None, date], list[Any]] = defaultdict(list)
        for job in self.town.jobs:
            section = self.roster.get(job.on, {}).get(job.staff or "")
            jobs[section, job.on.replace(day=1)].append(job)
        for month in self.months:
            state = self.month_state([stream], month)
            for section in {*self.members(month), *(key[0] for key in jobs if key[1] == month)}:
                found = jobs[section, month]
                sheets = [job.sheets for job in found if job.sheets is not None]
                sides = [job.impressions for job in found if job.impressions is not None]
                qualities = {"unknown" if job.sheets is None else job.quality for job in found}
                cells[section, month, stream.source] = (
                    "printed",
                    _known(sheets, found, state),
                    _known(sides, found, state),
                    next(
                        (word for word in ("unknown", "derived") if word in qualities), "measured"
                    ),
                    state,
                )

    def _counted(self, pair: str, side: str) -> dict[tuple[str, date], int]:
        found: dict[tuple[str, date], int] = defaultdict(int)
        for one in self.town.counts:
            if (one.pair, one.side) == (pair, side) and one.month < self.town.today:
                found[self.becomes(one.section, one.month), one.month] += one.count
        return dict(found)

    def paper_digital_month(self) -> Cells:
        """Section, pair, month → digital, paper, ratio, state."""
        cells: Cells = {}
        self._documents(cells)
        for (section, month, _), (kind, sheets, _, _, state) in self.paper_month().items():
            if kind == "bought":
                paper = None if sheets is None else float(sheets)
                cells[section, "paper_bought", month] = (None, paper, None, state)
        for book in self._shape("tally"):
            for pair in PAIRS:
                digital, paper = self._counted(pair, "digital"), self._counted(pair, "paper")
                for section, month in {*digital, *paper}:
                    key = (section, month)
                    state = self.book_state(book, month)
                    self._pair(cells, (section, pair, month), digital.get(key), paper.get(key))
                    if cells[section, pair, month][2] is not None or not (
                        digital.get(key) is None or paper.get(key) is None
                    ):
                        cells[section, pair, month] = (*cells[section, pair, month][:3], state)
        self._meetings(cells)
        return cells

    def _documents(self, cells: Cells) -> None:
        handled = {
            (one.staff, one.day, one.document)
            for one in self.town.uses
            if one.staff
            and one.tool == "files"
            and one.action in HANDLED
            and one.day in self.roster
        }
        digital = self._count([(who, day) for who, day, _ in handled])
        paper = self._count([(job.staff, job.on) for job in self.town.jobs])
        files, printing = self.needed("files"), self._shape("print_job")
        for month in self.months:
            states = (self.month_state(files, month), self.month_state(printing, month))
            sections = {*self.members(month), *({None} if (None, month) in paper else ())}
            for section in sections:
                known = states[0] != "none" and section is not None
                self._pair(
                    cells,
                    (section, "documents", month),
                    digital[section, month] if known else None,
                    paper[section, month] if states[1] != "none" else None,
                    "none" if "none" in states else worst(states),
                )

    def _meetings(self, cells: Cells) -> None:
        online = self.outside_month()
        rooms = self._counted("meetings", "paper")
        book = self._shape("tally")
        for section, month in {*online, *rooms}:
            count, _, _, state = online.get((section, month), (None, None, None, "none"))
            room = rooms.get((section, month))
            if count is None and room is None:
                continue
            other = self.book_state(book[0], month) if room is not None else "none"
            states = (state, other)
            self._pair(
                cells,
                (section, "meetings", month),
                count,
                room,
                "none" if "none" in states else worst(states),
            )

    @staticmethod
    def _pair(
        cells: Cells,
        key: tuple[Any, ...],
        digital: int | None,
        paper: int | None,
        state: str = "none",
    ) -> None:
        both = digital is not None and paper is not None and digital + paper > 0
        cells[key] = (
            None if digital is None else float(digital),
            None if paper is None else float(paper),
            (digital or 0) / ((digital or 0) + (paper or 0)) if both else None,
            state,
        )


def _known(found: list[int], jobs: list[Any], state: str) -> int | None:
    """The sum of what is known; nothing printed is 0, nothing known is nothing."""
    if state == "none" or (jobs and not found):
        return None
    return sum(found)
