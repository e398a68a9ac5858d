"""What every connector promises: declared fields in, Arrow batches of a known shape out.

A connector knows its vendor and nothing of the warehouse, the scheduler or the charts. It reads
windows of whole days in Asia/Tokyo and yields batches in one of the few shapes below, with accounts
and documents still in clear; `connectors.identity` replaces those before anything touches the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol
from zoneinfo import ZoneInfo

import pyarrow as pa

from connectors.errors import StopSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOKYO = ZoneInfo("Asia/Tokyo")

TOOLS = ("files", "chat", "meetings", "calendar", "mail")
"""What staff do, whoever the vendor is, so that a town that changes vendor keeps its curve."""

USE_ACTIONS = ("sent", "created", "edited", "viewed", "uploaded", "downloaded", "joined")
"""The actions of one's own that count as use."""

OTHER_ACTIONS = ("managed", "printed")
"""Actions that are kept and do not count as use: moving or deleting a thing, and putting it on paper."""

HANDLING_ACTIONS = ("viewed", "edited", "uploaded", "downloaded")
"""The actions on a file that make one digital handling, once per person, file and day."""


class Handling(StrEnum):
    """What happens at Gate 1 to one field of a vendor."""

    KEEP = "keep"
    PSEUDONYMISE = "pseudonymise"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the vendor names it, and what becomes of it."""

    name: str
    handling: Handling
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a shape; `account` and `thing` columns are replaced by keyed pseudonyms at Gate 1."""

    name: str
    type: pa.DataType
    words: str
    kind: Literal["plain", "account", "thing"] = "plain"


@dataclass(frozen=True, slots=True)
class Shape:
    """The form in which the facts of many vendors land: one table `raw.<name>` for each."""

    name: str
    words: str
    columns: tuple[Column, ...]

    @property
    def arriving(self) -> pa.Schema:
        """The schema a connector yields: accounts and things in clear."""
        return pa.schema([(column.name, column.type) for column in self.columns])

    @property
    def landed(self) -> pa.Schema:
        """The schema behind Gate 1: `account` has become `staff`, things are pseudonyms."""
        return pa.schema(
            [
                ("staff" if column.kind == "account" else column.name, column.type)
                for column in self.columns
            ]
        )


_TIME = pa.timestamp("us", tz="UTC")
_EVENT = Column(
    "event",
    pa.string(),
    "the identity of the row at its source; two rows with one are one",
    "thing",
)
_DAY = Column(
    "day_on", pa.date32(), "the source-day (Asia/Tokyo) under which it is filed and replaced"
)

USE = Shape(
    "use",
    "One action of one member of staff in a tool, or a day's count of them where the vendor counts.",
    (
        _EVENT,
        _DAY,
        Column("occurred_at", _TIME, "when; null where the vendor gives only the day"),
        Column("account", pa.string(), "who, as the vendor names them; null if nobody", "account"),
        Column("tool", pa.string(), "one of TOOLS"),
        Column("action", pa.string(), "one of USE_ACTIONS or OTHER_ACTIONS"),
        Column(
            "vendor_action", pa.string(), "the vendor's own word for the action, never free text"
        ),
        Column(
            "document", pa.string(), "the file it was done to; null where there is none", "thing"
        ),
        Column("uses", pa.int64(), "how many; 1 where each action is a row"),
    ),
)
ATTENDANCE = Shape(
    "attendance",
    "One connection of one participant to one online meeting; a rejoin is a further row.",
    (
        _EVENT,
        _DAY,
        Column("meeting", pa.string(), "the meeting", "thing"),
        Column("account", pa.string(), "who; null for guests and for rooms", "account"),
        Column("started_at", _TIME, "when the participant joined"),
        Column("ended_at", _TIME, "when the participant left"),
        Column("is_guest", pa.bool_(), "from outside the town hall"),
    ),
)
PRINT_JOB = Shape(
    "print_job",
    "One job that put something on paper.",
    (
        _EVENT,
        _DAY,
        Column("printed_at", _TIME, "when the job ended"),
        Column("account", pa.string(), "who; null where the log does not say", "account"),
        Column("printer", pa.string(), "the queue or device", "thing"),
        Column("impressions", pa.int64(), "printed sides, over all copies; null if unknown"),
        Column("sheets", pa.int64(), "sheets of paper, over all copies; null if unknown"),
        Column("copies", pa.int64(), "copies; null if unknown"),
        Column("quality", pa.string(), "of `sheets`: measured, derived or unknown"),
    ),
)
COUNTER = Shape(
    "counter",
    "One reading of a printer's life counter; only differences within one device mean anything.",
    (
        _EVENT,
        _DAY,
        Column("counted_at", _TIME, "when it was read"),
        Column("printer", pa.string(), "the device", "thing"),
        Column("maker", pa.string(), "the maker, since units differ between makers"),
        Column("unit", pa.string(), "impressions or sheets"),
        Column("count", pa.int64(), "the counter's value"),
    ),
)
SECTION_USE = Shape(
    "section_use",
    "A day's uses of a tool counted by the vendor for a section or the whole town hall: no person.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code; null for the whole town hall"),
        Column("tool", pa.string(), "one of TOOLS"),
        Column("uses", pa.int64(), "how many uses; null if the vendor gives only people"),
        Column("people", pa.int64(), "how many people; null if the vendor gives only uses"),
    ),
)
PAPER_BOUGHT = Shape(
    "paper_bought",
    "Paper bought by one section in one month, from the purchase book.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code, or the section's name as written"),
        Column("sheets", pa.int64(), "sheets bought, in A4"),
    ),
)
TALLY = Shape(
    "tally",
    "A count kept by hand by one section: one side of a paper-and-digital pair, FAXes, automation.",
    (
        _EVENT,
        _DAY,
        Column("section", pa.string(), "section code"),
        Column(
            "pair",
            pa.string(),
            "approvals, filings, meetings, inspections, minutes, fax or automation",
        ),
        Column("side", pa.string(), "digital or paper; for automation and fax `count` or `hours`"),
        Column("count", pa.float64(), "how many"),
    ),
)
TRAINING = Shape(
    "training",
    "A training held, and how many of a section attended.",
    (
        _EVENT,
        _DAY,
        Column("training", pa.string(), "the training's short name"),
        Column("section", pa.string(), "section code"),
        Column("tool", pa.string(), "the tool trained; null for all"),
        Column("attended", pa.int64(), "how many of the section attended"),
    ),
)
ACTION = Shape(
    "action",
    "One action of the OODA loop: observed, oriented, decided, acted, checked. Filed on its first day.",
    (
        _EVENT,
        _DAY,
        Column("action", pa.string(), "the action's number in the book"),
        Column("title", pa.string(), "the action in a few words, as it may be published"),
        Column("section", pa.string(), "section code; null for the whole town hall"),
        Column("tool", pa.string(), "the tool it concerns; null for none"),
        Column("owner_role", pa.string(), "the owner's role, never a name"),
        Column("type", pa.string(), "improvement (改善) or reform (改革)"),
        Column("hypothesis", pa.string(), "what was expected"),
        Column("measure", pa.string(), "the number that would show it"),
        Column("observed_on", pa.date32(), "date of that step; null if not yet"),
        Column("oriented_on", pa.date32(), "date of that step; null if not yet"),
        Column("decided_on", pa.date32(), "date of that step; null if not yet"),
        Column("acted_on", pa.date32(), "date of that step; null if not yet"),
        Column("checked_on", pa.date32(), "date of that step; null if not yet"),
        Column("result", pa.string(), "continue, stop or change; null if not yet"),
        Column("hours_saved", pa.float64(), "estimated hours saved a month; null if not estimated"),
        Column("hours_added", pa.float64(), "estimated hours added a month; null if not estimated"),
    ),
)
SHAPES = (
    USE,
    ATTENDANCE,
    PRINT_JOB,
    COUNTER,
    SECTION_USE,
    PAPER_BOUGHT,
    TALLY,
    TRAINING,
    ACTION,
)


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days in Asia/Tokyo, half-open: `start` is in, `end` is not."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty or reversed window: nobody asks for nothing on purpose."""
        if self.end <= self.start:
            msg = f"a window needs at least one day: {self.start}..{self.end}"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Its first and last day."""
        return f"{self.start}..{self.end - timedelta(days=1)}"

    @property
    def days(self) -> tuple[date, ...]:
        """Each day of the window, in order."""
        return tuple(
            self.start + timedelta(days=offset) for offset in range((self.end - self.start).days)
        )

    @property
    def start_at(self) -> datetime:
        """The first instant, in UTC."""
        return datetime.combine(self.start, time(), TOKYO).astimezone(UTC)

    @property
    def end_at(self) -> datetime:
        """The first instant after the window, in UTC."""
        return datetime.combine(self.end, time(), TOKYO).astimezone(UTC)

    def holds(self, day_on: date) -> bool:
        """Whether the day is one of the window's."""
        return self.start <= day_on < self.end


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of record a source gives: its shape, its declared fields and how it settles."""

    name: str
    shape: Shape
    fields: tuple[Field, ...]
    tools: tuple[str, ...] = ()
    """The tools whose curves need this stream; empty for paper and books."""
    grain: Literal["day", "month"] = "day"
    """A `month` stream files everything on the first of the month and vouches for whole months."""
    settle_days: int = 3
    """How many days back are read again each night, because the source may still change them."""
    retention_days: int | None = None
    """How far back the source can answer; None if for ever."""
    slice_days: int = 31
    """How many days are fetched and landed at once."""
    undeclared: Literal["stop", "drop"] = "stop"
    """A field that nobody declared: stops the stream, or is left unread (a CSV's further column)."""

    def check_fields(self, names: Iterable[str], *, source: str) -> None:
        """Stop the stream if a field arrives that nobody declared.

        Raises:
            StopSource: names the first such field; never its value.
        """
        if self.undeclared == "drop":
            return
        declared = {field.name for field in self.fields}
        unknown = sorted(set(names) - declared)
        if unknown:
            raise StopSource(
                f"undeclared field {unknown[0]!r}",
                place=f"source {source}, stream {self.name}",
                next_step="the vendor has begun to send it: declare it keep, pseudonymise or drop",
            )


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one source-day, in the stream's `shape.arriving` schema.

    A connector yields at least one batch, if need be with no rows, for every day of the window it
    vouches for. A day without a batch is missing: it is never taken for a day of nothing. A day may
    come in several batches, in any order; rows with the same `event` count once.
    """

    day_on: date
    rows: pa.Table
    is_partial: bool = False
    """The source itself says that this day is not whole yet."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `hirogari check`: what was looked at, whether it is well, what to do if not."""

    is_ok: bool
    thing: str
    place: str
    next_step: str = ""


class Connector(Protocol):
    """A source as the rest of the program sees it; build one with its module's `connect`."""

    @property
    def name(self) -> str:
        """The source's name in the settings."""

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that the settings ask for."""

    def first_day(self, stream: Stream) -> date | None:
        """Return the first day the source can answer for.

        That is `since` from the settings, else the first day in its files; None if it cannot tell,
        and then the town's launch is taken.
        """

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield the window's batches.

        A part that is broken (one file, one day) does not stop the others: yield what is sound
        first, vouch for nothing of the broken part, and raise SkipPart at the end. What was yielded
        before a SkipPart is landed; before Retry or StopSource nothing is.

        Raises:
            Retry: the same slice may work later.
            SkipPart: raised last: one file or day is broken and was left out.
            StopSource: someone has to act first.
        """

    def check(self) -> Iterator[Finding]:
        """Look at credentials, scopes and files without landing anything."""


def day_of(instant: datetime) -> date:
    """Return the day in Asia/Tokyo to which an aware instant belongs."""
    return instant.astimezone(TOKYO).date()


def to_table(shape: Shape, rows: list[dict[str, object]]) -> pa.Table:
    """Build a shape's Arrow table; a key that the shape lacks is an error, an absent one is null."""
    known = {column.name for column in shape.columns}
    for row in rows:
        if not row.keys() <= known:
            msg = f"shape {shape.name} has no column {min(row.keys() - known)!r}"
            raise ValueError(msg)
    return pa.Table.from_pylist(rows, schema=shape.arriving)
