"""Keeps the ledger of what was read: one row per source, stream and day; and decides what has to be read tonight.

Catch-up, the freshness page and the state of a number (final or not) depend on the ledger alone, never on the
scheduler. This module writes no facts (`landing.py`) and judges no reading (`doubts.py`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from connectors.contract.messages import Message, stored
from connectors.contract.streams import TOKYO, Window
from warehouse.facts.schema import TABLES
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    import pyarrow as pa

    from connectors.contract.errors import SourceError
    from connectors.contract.streams import Stream
    from warehouse.facts.store import Store

_ASKED_AGAIN = timedelta(days=7)
"""How long a day with too many unknown accounts is read every night: later days may show that they are few."""

# The facts of such a day are stored; a gap or a failed day has no facts that can be trusted.
_IS_LANDED = "state in ('final', 'provisional', 'incomplete')"


class DayRead(NamedTuple):
    """What was just read of one source-day."""

    day_on: date
    fetched_at: datetime
    rows: int
    hash: str
    state: str
    unmatched: int
    accounts: int
    """Accounts that acted, known or not: rows of nobody count as up to five; without people, each row counts."""
    strangers: int
    """How many of them are missing from the roster."""
    doubt: str | None = None
    """Why the reading is doubted (`warehouse.facts.doubts`); the state is then `incomplete`."""
    reason: Message | None = None

    @property
    def read_on(self) -> date:
        """The day in Tokyo on which it was read."""
        return self.fetched_at.astimezone(TOKYO).date()


class SourceDay(NamedTuple):
    """One row of the ledger: the columns that decisions need."""

    day_on: date
    fetched_on: date | None
    rows: int
    hash: str | None
    state: str
    unmatched: int
    gate: str | None
    accounts: int | None = None
    """As in `DayRead`; None in rows of an earlier version."""
    strangers: int | None = None
    doubt: str | None = None
    """Why the last reading is doubted (`warehouse.facts.doubts`)."""

    @property
    def is_landed(self) -> bool:
        """Whether its facts are stored."""
        return self.state in {"final", "provisional", "incomplete"}


def due_windows(
    store: Store, source: str, stream: Stream, *, since: date, today: date, gate_fingerprint: str
) -> tuple[Window, ...]:
    """Return what has to be read tonight, oldest first, in windows of at most `slice_days` days.

    A day is due if it was never read, is failed, gap, incomplete or provisional, has unmatched rows and the
    aliases have changed, or was read on a date later than `today`. A day with too many unknown accounts waits for changed aliases once it is a week old.
    Today is never due, nor is a day whose facts were built from and then deleted by age. A day that the source no
    longer answers for, or whose rows of people are past retention, is noted as a gap.

    Args:
        store: the warehouse.
        source: the source's name in the settings.
        stream: the stream.
        since: the first day that the settings ask for.
        today: the current day in Tokyo.
        gate_fingerprint: the fingerprint of Gate 1's aliases.
    """
    known = {day.day_on: day for day in read_days(store, source, stream.name)}
    gone = expired_days(store, source, stream.name)
    oldest = today - timedelta(days=stream.retention_days) if stream.retention_days else date.min
    oldest = max(oldest, kept_from(store, stream))
    expected = _expected_days(stream, since, today)
    lost = [
        day_on
        for day_on in expected
        if day_on < oldest and (day_on not in known or known[day_on].state == "failed")
    ]
    if lost:
        note_missing(
            store, source, stream, lost, "gap", reason=Message("the source no longer answers")
        )
    due = [
        day_on
        for day_on in expected
        if day_on >= oldest
        and day_on not in gone
        and _is_due(known.get(day_on), today, gate_fingerprint)
    ]
    return tuple(_slices(stream, due))


def expired_days(store: Store, source: str, stream: str) -> set[date]:
    """Return the source-days whose facts were deleted by age."""
    rows = store.rows(
        "select day_on from ledger.expired_day where source = ? and stream = ?", [source, stream]
    )
    return {day_on for (day_on,) in rows}


def kept_from(store: Store, stream: Stream) -> date:
    """Return the first day of which rows of people are kept; `date.min` for a stream without people."""
    if "staff" not in stream.shape.landed.names:
        return date.min
    rows = store.rows("select people_before from ledger.closed where people_before is not null")
    return date.min if not rows else rows[0][0]


def _is_due(day: SourceDay | None, today: date, gate_fingerprint: str) -> bool:
    if day is None:
        return True
    if (
        day.state == "incomplete"
        and day.doubt in {"strangers", "lost"}
        and day.day_on < today - _ASKED_AGAIN
    ):
        return day.gate != gate_fingerprint
    if day.state != "final":
        return True
    is_unexplained = day.unmatched > 0 and day.gate != gate_fingerprint
    # Read "in the future": the clock was wrong then, so the day may not have been over.
    is_from_the_future = day.fetched_on is not None and day.fetched_on > today
    return is_unexplained or is_from_the_future


def _expected_days(stream: Stream, since: date, today: date) -> list[date]:
    if stream.grain == "month":
        months, month = [], since.replace(day=1)
        while month < today:
            months.append(month)
            month = month_after(month)
        return months
    return [since + timedelta(days=offset) for offset in range((today - since).days)]


def day_after(stream: Stream, day_on: date) -> date:
    """Return the first day after a source-day, which covers one day, or one month in a month stream."""
    return month_after(day_on) if stream.grain == "month" else day_on + timedelta(days=1)


def _slices(stream: Stream, due: Sequence[date]) -> Iterator[Window]:
    start = end = None
    for day_on in due:
        after = day_after(stream, day_on)
        if start is None or end != day_on or (after - start).days > stream.slice_days:
            if start is not None and end is not None:
                yield Window(start, end)
            start = day_on
        end = after
    if start is not None and end is not None:
        yield Window(start, end)


def source_days_of(stream: Stream, window: Window) -> tuple[date, ...]:
    """Return the window's source-days: every day, or the first of each month in a month stream."""
    if stream.grain == "month":
        return tuple(day_on for day_on in window.days if day_on.day == 1)
    return window.days


def state_of(stream: Stream, day_on: date, fetched_at: datetime, *, is_partial: bool) -> str:
    """Return a landed day's state: `incomplete`, `provisional` until it has settled for `settle_days`, then `final`."""
    if is_partial:
        return "incomplete"
    last = day_after(stream, day_on) - timedelta(days=1)
    settled = last + timedelta(days=stream.settle_days)
    return "final" if fetched_at.astimezone(TOKYO).date() > settled else "provisional"


def record_failure(
    store: Store, source: str, stream: Stream, window: Window, error: SourceError, at: datetime
) -> None:
    """Note the window's days as failed, with the error's text and time `at`; landed days keep their facts and state."""
    note_missing(
        store, source, stream, source_days_of(stream, window), "failed", reason=error.thing, at=at
    )


def note_missing(
    store: Store,
    source: str,
    stream: Stream,
    days: Sequence[date],
    state: str,
    *,
    reason: Message,
    at: datetime | None = None,
) -> None:
    """Note days as `gap` or `failed` in its own transaction; the arguments are those of `write_missing`."""
    with store.transaction():
        write_missing(store, source, stream, days, state, reason=reason, at=at)


def write_missing(
    store: Store,
    source: str,
    stream: Stream,
    days: Sequence[date],
    state: str,
    *,
    reason: Message,
    at: datetime | None = None,
) -> None:
    """Note days as `gap` or `failed`, inside the caller's transaction; landed days only get the reason.

    Args:
        store: the warehouse.
        source: the source's name in the settings.
        stream: the stream.
        days: the source-days.
        state: `gap` or `failed`.
        reason: why nothing was read.
        at: when the source was asked (UTC); None leaves the time of the last reading.
    """
    of_days = "source = ? and stream = ? and list_contains(?::date[], day_on)"
    which = [source, stream.name, list(days)]
    known = {day.day_on for day in read_days(store, source, stream.name)}
    store.execute(
        f"""
        update ledger.source_day set
            reason = ?,
            fetched_at = case when {_IS_LANDED} then fetched_at else coalesce(?, fetched_at) end,
            state = case when {_IS_LANDED} then state else ? end
        where {of_days}
        """,
        [stored(reason), at, state, *which],
    )
    unread = {"source": source, "stream": stream.name, "fetched_at": at, "rows": 0, "unmatched": 0}
    append_days(
        store,
        [
            unread | {"day_on": day_on, "state": state, "reason": reason}
            for day_on in days
            if day_on not in known
        ],
    )


def append_days(store: Store, lines: Sequence[Mapping[str, object]]) -> None:
    """Add rows (column → value, null if absent) to the ledger, inside the caller's transaction."""
    columns = TABLES["ledger.source_day"]
    store.append(
        "ledger.source_day",
        [
            tuple(
                stored(value) if isinstance(value := line.get(one), Message) else value
                for one in columns
            )
            for line in lines
        ],
    )


def read_days(store: Store, source: str, stream: str) -> list[SourceDay]:
    """Return the ledger's rows of one stream, oldest first."""
    return [
        SourceDay(*row)
        for row in store.rows(
            "select day_on, (fetched_at at time zone 'Asia/Tokyo')::date, rows, hash, state, "
            "unmatched, gate, accounts, strangers, doubt from ledger.source_day where source = ? and stream = ? order by day_on",
            [source, stream],
        )
    ]


def read_source_days(store: Store) -> pa.Table:
    """Return the whole ledger: one row per source, stream and day, in that order."""
    return store.table("from ledger.source_day order by source, stream, day_on")
