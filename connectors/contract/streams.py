"""What every connector promises: declared fields in, Arrow batches of a known shape out.

A connector knows its vendor and nothing of the warehouse, the scheduler or the charts. It reads
windows of whole days in Asia/Tokyo and yields batches in one of the few shapes of `connectors.contract.shapes`,
with accounts and documents still in clear; `connectors.roster.identity` replaces those before anything touches the disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from connectors.contract.errors import StopStream
from connectors.contract.messages import NOTHING, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa

    from connectors.contract.shapes import Shape

TOKYO = ZoneInfo("Asia/Tokyo")


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
    counts: str | None = None
    """The tool that it counts without people, and so in no curve."""
    grain: Literal["day", "month"] = "day"
    """A `month` stream files everything on the first of the month and vouches for whole months."""
    settle_days: int = 3
    """How many days back are read again each night, because the source may still change them."""
    retention_days: int | None = None
    """How far back the source can answer; None if for ever."""
    slice_days: int = 31
    """How many days are fetched and landed at once."""
    has_logins: bool = False
    """Its accounts are log-on names: a domain before one (`TOWN\\sato`) or behind it (`sato@TOWN.LOCAL`) is not part of it."""
    undeclared: Literal["stop", "drop"] = "stop"
    """A field that nobody declared: stops the stream, or is left unread (a CSV's further column)."""
    keeps_told: bool = False
    """What it told once of a day stays, though the source tells it no longer: a message was sent, whatever becomes
    of its channel. Only for records that the vendor tells apart for good, for what is told under another identity
    counts again."""

    def check_fields(self, names: Iterable[str], *, source: str) -> None:
        """Stop the stream if a field arrives that nobody declared.

        Raises:
            StopStream: names the first such field; never its value.
        """
        if self.undeclared == "drop":
            return
        declared = {field.name for field in self.fields}
        unknown = sorted(set(names) - declared)
        if unknown:
            raise StopStream(
                Message("undeclared field {name!r}", name=unknown[0]),
                place=f"source {source}, stream {self.name}",
                next_step=Message(
                    "the vendor has begun to send it: declare it keep, pseudonymise or drop"
                ),
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
    is_proven: bool = False
    """The source proves that it told all of this day: a total, an end mark, or other lines of that day.

    A day that arrives with no row and without proof, from a stream that normally has rows on such days
    (or has never had any), is not believed: it keeps the facts it had and is `incomplete` with a reason,
    and is read again. Of a day in several batches one that is proven is enough.
    """


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `hirogari check`: what was looked at, whether it is well, what to do if not."""

    is_ok: bool
    thing: Message
    place: str
    next_step: Message = NOTHING


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
            NotYet: raised last: a day is not there yet, as is usual with this source.
            StopStream: someone has to act before this stream can be read.
            StopSource: someone has to act before anything of the source can be read.
        """

    def check(self) -> Iterator[Finding]:
        """Look at credentials, scopes and files without landing anything."""


@runtime_checkable
class Remarks(Protocol):
    """A source that tells what of the records it read was left out on purpose, as counts."""

    def remarks(self) -> Iterator[Finding]:
        """Yield what the night should say of what was fetched so far; nobody has to act."""


@runtime_checkable
class NamesSections(Protocol):
    """A source that names sections by itself: a book, or a server with a team for each."""

    def sections(self) -> Mapping[str, str]:
        """Return the sections (code or name) as they are written → where the first of them stands."""


_LONGEST_COUNT = 6


def may_be_a_count(value: object) -> bool:
    """Whether a value that nobody declared could say how many acts its record stands for."""
    if isinstance(value, str):
        # Whole numbers travel as texts; longer ones are identities and times.
        return value.isascii() and value.isdigit() and len(value) <= _LONGEST_COUNT
    return isinstance(value, int | float) and not isinstance(value, bool)


MOST_OF_A_DAY = 10_000_000
"""No section and nobody does more of anything in a day: a larger number is another kind of number."""


def count_of_a_day(value: object) -> int:
    """Return a whole number from 0 to `MOST_OF_A_DAY`, as JSON holds it: 5 or 5.0.

    Raises:
        ValueError: it is none.
    """
    # In this order: infinity is no whole number, and not-a-number is within no bounds.
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value <= MOST_OF_A_DAY
        and value == int(value)
    ):
        return int(value)
    raise ValueError("no count of a day")


_FIRST_YEAR, _LAST_YEAR = 1970, 2199


def as_instant(at: datetime, zone: tzinfo | None = None) -> datetime:
    """Return a time that a record tells in UTC; one without a zone is in `zone`.

    Raises:
        ValueError: it has no zone and none is given, or is of a year in which nobody wrote records: at the
            edges of the calendar no other zone can be reckoned.
    """
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError("no instant of a record")
    return at.astimezone(UTC)


def day_of(instant: datetime) -> date:
    """Return the day in Asia/Tokyo to which an aware instant belongs."""
    return instant.astimezone(TOKYO).date()


_LATEST_HOUR = 12
"""What is read later tells of today as much as of yesterday."""


def day_just_ended(now: datetime, window: Window) -> date | None:
    """Return the day that a reading of this night stands for: yesterday until noon, if the window holds it."""
    here = now.astimezone(TOKYO)
    day = here.date() - timedelta(days=1)
    return day if window.holds(day) and here.hour < _LATEST_HOUR else None
