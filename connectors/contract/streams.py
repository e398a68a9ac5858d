"""The contract of every connector: it reads declared fields and yields Arrow batches of a known shape.

A connector knows its vendor; it must not know the warehouse, the scheduler or the charts. It reads windows of whole
days in Asia/Tokyo and yields batches in one of the shapes of `connectors.contract.shapes`, with accounts and documents
still in clear text; `connectors.roster.identity` replaces those before anything is written to disk.
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

    from connectors.contract.shape import Shape

TOKYO = ZoneInfo("Asia/Tokyo")


class Handling(StrEnum):
    """What Gate 1 does with one field of a vendor."""

    KEEP = "keep"
    PSEUDONYMISE = "pseudonymise"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Field:
    """One field by the vendor's name, how Gate 1 handles it, and its description in words."""

    name: str
    handling: Handling
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """Whole days in Asia/Tokyo, half-open: `start` is in, `end` is not."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse an empty or reversed window: asking for no day is always a mistake."""
        if self.end <= self.start:
            msg = f"a window needs at least one day: {self.start}..{self.end}"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Return the first and the last day, both inclusive."""
        return f"{self.start}..{self.end - timedelta(days=1)}"

    @property
    def days(self) -> tuple[date, ...]:
        """Each day of the window, in order."""
        return tuple(
            self.start + timedelta(days=offset) for offset in range((self.end - self.start).days)
        )

    @property
    def start_at(self) -> datetime:
        """The first instant of the window, in UTC."""
        return datetime.combine(self.start, time(), TOKYO).astimezone(UTC)

    @property
    def end_at(self) -> datetime:
        """The first instant after the window, in UTC."""
        return datetime.combine(self.end, time(), TOKYO).astimezone(UTC)

    def holds(self, day_on: date) -> bool:
        """Whether the day lies in the window."""
        return self.start <= day_on < self.end


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of record of a source: its shape, its declared fields, and how long its days may still change."""

    name: str
    shape: Shape
    fields: tuple[Field, ...]
    tools: tuple[str, ...] = ()
    """The tools whose adoption curves need this stream; empty for paper and books."""
    counts: str | None = None
    """The tool that this stream counts anonymously; such counts are part of no adoption curve."""
    grain: Literal["day", "month"] = "day"
    """A `month` stream files every row under the first of the month and vouches for whole months."""
    settle_days: int = 3
    """Number of past days that are read again each night, because the source may still change them."""
    retention_days: int | None = None
    """Number of past days for which the source can answer; None: without limit."""
    slice_days: int = 31
    """Number of days fetched and landed at once."""
    has_logins: bool = False
    """Accounts are log-on names: a domain before (`TOWN\\sato`) or behind (`sato@TOWN.LOCAL`) is not part of them."""
    undeclared: Literal["stop", "drop"] = "stop"
    """What an undeclared field does: it stops the stream, or it is left unread (a further column of a CSV)."""
    keeps_earlier_records: bool = False
    """Keep rows of a day that the source no longer returns: a message was sent, whatever becomes of its channel.

    Only for records with a permanent identity at the vendor: a record returned under another identity counts again."""

    def check_fields(self, names: Iterable[str], *, source: str) -> None:
        """Check that every field that arrives is declared, unless `undeclared` is `drop`.

        Raises:
            StopStream: a field is undeclared; the message names the first such field, never its value.
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
    """Rows of one source-day, in the schema `shape.arriving` of the stream.

    A connector yields at least one batch, possibly without rows, for every day of the window that it vouches for. A
    day without a batch is missing, never a day with zero records. A day may come in several batches, in any order;
    rows with the same `event` count once.
    """

    day_on: date
    rows: pa.Table
    is_partial: bool = False
    """The source itself says that this day is not complete yet."""
    is_proven: bool = False
    """The source proves that it returned all of this day: a total, an end mark, or other lines of that day.

    A day without rows and without proof, from a stream that normally has rows on such days (or has never had any), is
    not accepted: the day keeps the facts it had, is marked `incomplete` with a reason, and is read again. If a day
    comes in several batches, one proven batch is enough.
    """


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of `hirogari check`: what was checked, whether it is fine, and the next step if it is not."""

    is_ok: bool
    thing: Message
    place: str
    next_step: Message = NOTHING


class Connector(Protocol):
    """A source as the rest of the program sees it; the vendor's module builds one with `connect`."""

    @property
    def name(self) -> str:
        """The source's name in the settings."""

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The streams that the settings select."""

    def first_day(self, stream: Stream) -> date | None:
        """Return the first day that the source can answer for.

        This is `since` from the settings, otherwise the first day in its files; None if unknown, in which case the
        town's launch day is used.
        """

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield the window's batches.

        A broken part (one file, one day) does not stop the others: yield the sound parts first, vouch for no day of
        the broken part, and raise SkipPart at the end. Batches yielded before a SkipPart are landed; batches yielded
        before Retry or StopSource are not.

        Raises:
            Retry: the same slice may succeed later.
            SkipPart: raised last: one file or day is broken and was left out.
            NotYet: raised last: a day is not available yet, as is normal for this source.
            StopStream: someone has to act before this stream can be read.
            StopSource: someone has to act before any stream of the source can be read.
        """

    def check(self) -> Iterator[Finding]:
        """Check credentials, scopes and files without landing anything."""


@runtime_checkable
class Remarks(Protocol):
    """A source that reports, as counts, which of the records it read were left out on purpose."""

    def remarks(self) -> Iterator[Finding]:
        """Yield remarks on what was fetched so far, for the nightly report; nobody has to act on them."""


@runtime_checkable
class NamesSections(Protocol):
    """A source whose data name sections: a book, or a server with a team for each section."""

    def sections(self) -> Mapping[str, str]:
        """Return each section (code or name) as the source writes it → the place where it first occurs."""


_LONGEST_COUNT = 6


def may_be_a_count(value: object) -> bool:
    """Whether the value of an undeclared field could be the number of actions that its record stands for."""
    if isinstance(value, str):
        # Some vendors send whole numbers as text; longer ones are identifiers and timestamps.
        return value.isascii() and value.isdigit() and len(value) <= _LONGEST_COUNT
    return isinstance(value, int | float) and not isinstance(value, bool)


MOST_OF_A_DAY = 10_000_000
"""Upper bound of a daily count, of a person or a section: a larger number is not a count."""


def count_of_a_day(value: object) -> int:
    """Return a whole number from 0 to `MOST_OF_A_DAY`; JSON may write it as 5 or 5.0.

    Raises:
        ValueError: the value is not such a number.
    """
    # The bounds are checked before int(): they exclude infinity and NaN, on which int() would fail.
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
    """Convert the time of a record to UTC; a time without a zone is taken to be in `zone`.

    Raises:
        ValueError: the time has no zone and none is given, or its year is outside 1970 to 2199. Python cannot
            convert between zones at the ends of the calendar.
    """
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    if at.tzinfo is None or not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError("no instant of a record")
    return at.astimezone(UTC)


def day_of(instant: datetime) -> date:
    """Return the day in Asia/Tokyo of a timezone-aware instant."""
    return instant.astimezone(TOKYO).date()


_LATEST_HOUR = 12
"""Hour in Asia/Tokyo. From noon on a snapshot no longer counts as yesterday's."""


def day_just_ended(now: datetime, window: Window) -> date | None:
    """Return the day that a snapshot taken at `now` counts for: yesterday, if it is before noon and in the window."""
    here = now.astimezone(TOKYO)
    day = here.date() - timedelta(days=1)
    return day if window.holds(day) and here.hour < _LATEST_HOUR else None
