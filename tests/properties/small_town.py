"""A town small enough to reckon by hand: what its sources told, and how that is put into a warehouse.

Every kind of fact is one class here with the words of `connectors.contract.streams`; days are days in Tokyo.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a dataclass field's type
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from warehouse.engine.target_settings import TargetSettings
from warehouse.facts.schema import tables

if TYPE_CHECKING:
    from warehouse.facts.store import Store

TOKYO_AHEAD = timedelta(hours=9)


@dataclass(frozen=True)
class Section:
    """A section; `to_on` and `successor` once it has ended."""

    section: str
    name: str
    from_on: date | None = None
    to_on: date | None = None
    successor: str | None = None


@dataclass(frozen=True)
class Assignment:
    """One stretch of one member of staff in one section, both ends in."""

    staff: str
    section: str
    from_on: date
    to_on: date | None = None


@dataclass(frozen=True, eq=False)
class Stream:
    """A stream asked for from `since` to `until`; `told` holds the source-days that are not final."""

    source: str
    stream: str
    shape: str
    tools: tuple[str, ...]
    since: date
    grain: str = "day"
    until: date | None = None
    sections: tuple[str, ...] | None = None
    """Whose people it tells of; None: everyone's."""
    noted_on: date | None = None
    """The day on which the settings first named it; None: unknown."""
    told: Mapping[date, str] = field(default_factory=dict)
    """Source-day → provisional, incomplete, gap, failed, or unread for one without a ledger row."""


@dataclass(frozen=True)
class Fact:
    """Where a fact came from, and the source-day it is filed under."""

    source: str
    stream: str
    day_on: date


@dataclass(frozen=True)
class Use(Fact):
    """One action, or a day's count of them; `occurred_at` is None where only the day is known."""

    staff: str | None
    tool: str
    action: str
    occurred_at: datetime | None
    document: str | None
    uses: int


@dataclass(frozen=True)
class Attendance(Fact):
    """One connection to an online meeting."""

    meeting: str
    staff: str | None
    started_at: datetime
    ended_at: datetime
    is_guest: bool


@dataclass(frozen=True)
class PrintJob(Fact):
    """One job on paper."""

    printed_at: datetime
    staff: str | None
    impressions: int | None
    sheets: int | None
    quality: str


@dataclass(frozen=True)
class Counter(Fact):
    """One reading of one device's life counter."""

    counted_at: datetime
    printer: str
    maker: str
    unit: str
    count: int


@dataclass(frozen=True)
class SectionUse(Fact):
    """A day's uses or people, counted by the vendor for a section or the whole town hall."""

    section: str | None
    tool: str
    uses: int | None
    people: int | None


@dataclass(frozen=True)
class PaperBought(Fact):
    """A line of the purchase book."""

    section: str
    sheets: int


@dataclass(frozen=True)
class Tally(Fact):
    """A line of a book that counts one side of a pair, FAXes or automation."""

    section: str
    pair: str
    side: str
    count: float


@dataclass(frozen=True)
class Training(Fact):
    """How many of a section came to a training."""

    training: str
    section: str
    tool: str | None
    attended: int


@dataclass(frozen=True)
class Action(Fact):
    """A line of the action book."""

    action: str
    title: str
    section: str | None
    tool: str | None
    owner_role: str
    type: str
    hypothesis: str | None
    measure: str | None
    observed_on: date
    oriented_on: date | None
    decided_on: date | None
    acted_on: date | None
    checked_on: date | None
    result: str | None
    hours_saved: float | None
    hours_added: float | None


Kind = TypeVar("Kind", bound=Fact)
_TABLES: dict[type[Fact], str] = {
    Use: "raw.use",
    Attendance: "raw.attendance",
    PrintJob: "raw.print_job",
    Counter: "raw.counter",
    SectionUse: "raw.section_use",
    PaperBought: "raw.paper_bought",
    Tally: "raw.tally",
    Training: "raw.training",
    Action: "raw.action",
}


@dataclass(frozen=True, repr=False)
class SmallTown:
    """Everything that happened before `today`, and what is known of it."""

    today: date
    launched_on: date
    sections: tuple[Section, ...]
    assignments: tuple[Assignment, ...]
    streams: tuple[Stream, ...]
    facts: tuple[Fact, ...] = ()
    closures: frozenset[date] = frozenset()
    measures: TargetSettings = field(default_factory=TargetSettings)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The facts of one kind."""
        return [one for one in self.facts if isinstance(one, kind)]


def put(store: Store, town: SmallTown) -> None:
    """Replace what the warehouse holds with the town: the roster, the ledger and the facts."""
    rows: dict[str, list[dict[str, Any]]] = {
        "raw.section": [asdict(one) for one in town.sections],
        "raw.assignment": [asdict(one) for one in town.assignments],
        "ledger.source": [
            {"kind": one.source, "source": one.source, "stream": one.stream, "shape": one.shape}
            | {"tools": list(one.tools), "since": one.since, "grain": one.grain}
            | {"until": one.until, "sections": one.sections and list(one.sections)}
            | {"noted_on": one.noted_on}
            for one in town.streams
        ],
        "ledger.source_day": [line for one in town.streams for line in _ledger(town, one)],
    } | {table: [] for table in _TABLES.values()}
    for position, fact in enumerate(town.facts):
        rows[_TABLES[type(fact)]].append(
            {"kind": fact.source, "event": str(position)} | asdict(fact)
        )
    with store.transaction():
        for table, lines in rows.items():
            store.execute(f"delete from {table}")
            if lines:
                names = dict(tables())[table]
                filled = [{name: line.get(name) for name in names} for line in lines]
                with store.registered("lines", pa.Table.from_pylist(filled)):
                    store.execute(f"insert into {table} ({', '.join(names)}) from lines")


def days_between(start: date, end: date) -> list[date]:
    """Each day from `start` up to and without `end`."""
    return [start + timedelta(days=offset) for offset in range((end - start).days)]


def at(day: date, minute: int) -> datetime:
    """An instant: so many minutes after midnight in Tokyo."""
    return datetime.combine(day, time(), UTC) - TOKYO_AHEAD + timedelta(minutes=minute)


def _ledger(town: SmallTown, one: Stream) -> list[dict[str, Any]]:
    first = one.since.replace(day=1) if one.grain == "month" else one.since
    last = town.today if one.until is None else min(town.today, one.until + timedelta(days=1))
    landed: dict[date, list[str]] = {}
    for fact in town.facts:
        if (fact.source, fact.stream) == (one.source, one.stream):
            landed.setdefault(fact.day_on, []).append(str(fact))
    return [
        {"source": one.source, "stream": one.stream, "day_on": day}
        | {"state": one.told.get(day, "final"), "rows": len(landed.get(day, [])), "unmatched": 0}
        | {"hash": str(sorted(landed.get(day, [])))}
        for day in days_between(first, last)
        if (one.grain == "day" or day.day == 1) and one.told.get(day) != "unread"
    ]
