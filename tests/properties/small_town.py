"""A town small enough to draw at random: what happened in it, and how it is put into a warehouse."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from warehouse.layout import tables

if TYPE_CHECKING:
    from warehouse.store import Store

NIGHTS = timedelta(hours=9)


@dataclass(frozen=True)
class Section:
    """A section; `to_on` and `successor` once it has ended."""

    section: str
    name: str
    to_on: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class Assignment:
    """One stretch of one member of staff in one section."""

    staff: str
    section: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True)
class Stream:
    """A stream that is to be read from `since`; days in `missing` are not there."""

    source: str
    stream: str
    shape: str
    tools: tuple[str, ...]
    since: date
    grain: str = "day"
    missing: frozenset[date] = frozenset()
    provisional: frozenset[date] = frozenset()

    def state(self, day: date) -> str | None:
        """The ledger's word on a day."""
        if day < self.since.replace(day=1 if self.grain == "month" else self.since.day):
            return None
        if day in self.missing:
            return "failed"
        return "provisional" if day in self.provisional else "final"


@dataclass(frozen=True)
class Use:
    """An action in a tool."""

    staff: str | None
    tool: str
    action: str
    at: datetime
    document: str | None = None
    uses: int = 1

    @property
    def day(self) -> date:
        """The day in Tokyo."""
        return (self.at + NIGHTS).date()


@dataclass(frozen=True)
class Call:
    """A connection to a meeting, filed on the day it ended."""

    meeting: str
    staff: str | None
    started_at: datetime
    ended_at: datetime
    is_guest: bool = False

    @property
    def day(self) -> date:
        """The day in Tokyo on which it was joined."""
        return (self.started_at + NIGHTS).date()

    @property
    def filed_on(self) -> date:
        """The source-day."""
        return (self.ended_at + NIGHTS).date()


@dataclass(frozen=True)
class Job:
    """A print job."""

    staff: str | None
    on: date
    sheets: int | None
    impressions: int | None
    quality: str


@dataclass(frozen=True)
class Count:
    """A line of a book: paper bought (`pair` is paper_bought) or one side of a pair."""

    section: str
    pair: str
    side: str
    month: date
    count: int


@dataclass(frozen=True)
class Action:
    """A line of the action book."""

    action: str
    section: str | None
    tool: str | None
    observed_on: date
    acted_on: date | None
    checked_on: date | None
    result: str | None
    hours_saved: float
    hours_added: float


@dataclass(frozen=True, repr=False)
class SmallTown:
    """Everything that happened before `today`, and what is known of it."""

    today: date
    launched_on: date
    sections: tuple[Section, ...]
    assignments: tuple[Assignment, ...]
    streams: tuple[Stream, ...]
    uses: tuple[Use, ...] = ()
    calls: tuple[Call, ...] = ()
    jobs: tuple[Job, ...] = ()
    counts: tuple[Count, ...] = ()
    actions: tuple[Action, ...] = ()
    targets: tuple[tuple[str, float], ...] = ()
    """Tool and the use rate to reach in any year."""


def put(store: Store, town: SmallTown) -> None:
    """Replace what the warehouse holds with the town: the roster, the ledger and the facts."""
    rows: dict[str, list[dict[str, Any]]] = {
        "raw.section": [_row(one) for one in town.sections],
        "raw.assignment": [_row(one) for one in town.assignments],
        "ledger.source": [
            {"kind": one.source, "tools": list(one.tools)}
            | {name: getattr(one, name) for name in ("source", "stream", "shape", "since", "grain")}
            for one in town.streams
        ],
        "ledger.source_day": [line for one in town.streams for line in _ledger(town, one)],
        "raw.use": [_use(one) for one in town.uses],
        "raw.attendance": [_call(one) for one in town.calls],
        "raw.print_job": [
            {"source": "print", "stream": "job", "staff": one.staff, "day_on": one.on}
            | {"sheets": one.sheets, "impressions": one.impressions, "quality": one.quality}
            for one in town.jobs
        ],
        "raw.paper_bought": [
            {"source": "bought", "event": str(position), "section": one.section}
            | {"day_on": one.month, "sheets": one.count}
            for position, one in enumerate(town.counts)
            if one.pair == "paper_bought"
        ],
        "raw.action": [
            {"source": "actions", "event": one.action, "day_on": one.observed_on}
            | {"type": "improvement"}
            | _row(one)
            for one in town.actions
        ],
        "raw.tally": [
            {"source": "book", "event": str(position), "section": one.section, "pair": one.pair}
            | {"side": one.side, "day_on": one.month, "count": float(one.count)}
            for position, one in enumerate(town.counts)
            if one.pair != "paper_bought"
        ],
    }
    with store.transaction():
        for table, lines in rows.items():
            store.execute(f"delete from {table}")
            if lines:
                names = dict(tables())[table]
                filled = [{name: line.get(name) for name in names} for line in lines]
                with store.lent("lines", pa.Table.from_pylist(filled)):
                    store.execute(f"insert into {table} ({', '.join(names)}) from lines")


def days_between(start: date, end: date) -> list[date]:
    """Each day from `start` up to and without `end`."""
    return [start + timedelta(days=offset) for offset in range((end - start).days)]


def at(day: date, minute: int) -> datetime:
    """An instant: so many minutes after midnight in Tokyo."""
    return datetime.combine(day, time(), UTC) - NIGHTS + timedelta(minutes=minute)


def _row(one: Section | Assignment | Action) -> dict[str, Any]:
    return {field.name: getattr(one, field.name) for field in fields(one)}


def _ledger(town: SmallTown, one: Stream) -> list[dict[str, Any]]:
    first = one.since.replace(day=1) if one.grain == "month" else one.since
    facts = _facts(town, one)
    return [
        {"source": one.source, "stream": one.stream, "day_on": day, "state": one.state(day)}
        | {"rows": 0, "hash": str(sorted(map(str, facts.get(day, []))))}
        for day in days_between(first, town.today)
        if one.grain == "day" or day.day == 1
    ]


def _facts(town: SmallTown, one: Stream) -> dict[date, list[object]]:
    found: dict[date, list[object]] = {}
    if one.shape == "use":
        for use in town.uses:
            found.setdefault(use.day, []).append(use)
    elif one.shape == "attendance":
        for call in town.calls:
            found.setdefault(call.filed_on, []).append(call)
    elif one.shape == "print_job":
        for job in town.jobs:
            found.setdefault(job.on, []).append(job)
    elif one.shape == "action":
        for action in town.actions:
            found.setdefault(action.observed_on, []).append(action)
    else:
        for count in town.counts:
            found.setdefault(count.month, []).append(count)
    return found


def _use(one: Use) -> dict[str, Any]:
    return {
        "source": "suite",
        "stream": one.tool,
        "day_on": one.day,
        "occurred_at": one.at,
        "staff": one.staff,
        "tool": one.tool,
        "action": one.action,
        "document": one.document,
        "uses": one.uses,
    }


def _call(one: Call) -> dict[str, Any]:
    return {
        "source": "suite",
        "stream": "meet",
        "day_on": one.filed_on,
        "meeting": one.meeting,
        "staff": one.staff,
        "started_at": one.started_at,
        "ended_at": one.ended_at,
        "is_guest": one.is_guest,
    }
