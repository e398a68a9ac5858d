"""The memory of what was read: a row for each source, stream and day, and what follows from it.

Catch-up, the freshness page and "may this number be final" all ask here, never the scheduler.
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
"""How long a day is read each night whose accounts nobody knows: the days around it may show that they are few."""

# The facts of such a day are there; a gap or a failed day has none that can be trusted.
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
    """How many accounts acted, known or not; rows of nobody count as some, and rows without people as one each."""
    strangers: int
    """How many of them are on no line of the roster."""
    doubt: str | None = None
    """Why the reading is not believed (`warehouse.facts.doubts`); the state is then `incomplete`."""
    reason: Message | None = None

    @property
    def read_on(self) -> date:
        """The day in Tokyo on which it was read."""
        return self.fetched_at.astimezone(TOKYO).date()


class SourceDay(NamedTuple):
    """One row of the ledger, as far as decisions need it."""

    day_on: date
    fetched_on: date | None
    rows: int
    hash: str | None
    state: str
    unmatched: int
    gate: str | None
    accounts: int | None = None
    """As in `DayRead`; None for what an earlier version read."""
    strangers: int | None = None
    doubt: str | None = None
    """Why the last reading was not believed (`warehouse.facts.doubts`)."""

    @property
    def is_landed(self) -> bool:
        """Whether its facts are there."""
        return self.state in {"final", "provisional", "incomplete"}


def due_windows(
    store: Store, source: str, stream: Stream, *, since: date, today: date, gate_fingerprint: str
) -> tuple[Window, ...]:
    """Return what has to be read tonight, oldest first, in slices of at most `slice_days`.

    Due is a day that was never read, failed, is a gap or incomplete, may still change, or has rows
    that nobody on the roster explained when the aliases were others; one that was not understood for its
    accounts waits for other aliases, once it is a week old. Today is not over and not due; a day that the source no longer answers for, or whose month is closed, becomes a gap that stays. A
    day whose facts were built from and then deleted by age is not read again.
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
    """Return the first day of which rows of people are kept; books of sections know no such day."""
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
    # Read in the future: the clock was wrong then, and the day may not have been over.
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
    """Return the first day that a source-day no longer covers: a month stream's covers its month."""
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


def days_of(stream: Stream, window: Window) -> tuple[date, ...]:
    """Return the window's source-days: every day, or the firsts of months for a month stream."""
    if stream.grain == "month":
        return tuple(day_on for day_on in window.days if day_on.day == 1)
    return window.days


def state_of(stream: Stream, day_on: date, fetched_at: datetime, *, is_partial: bool) -> str:
    """Return what a landed day may be called: its source may change it for `settle_days` more."""
    if is_partial:
        return "incomplete"
    last = day_after(stream, day_on) - timedelta(days=1)
    settled = last + timedelta(days=stream.settle_days)
    return "final" if fetched_at.astimezone(TOKYO).date() > settled else "provisional"


def record_failure(
    store: Store, source: str, stream: Stream, window: Window, error: SourceError, at: datetime
) -> None:
    """Note that a slice could not be read. Days landed before keep their facts and their state."""
    note_missing(
        store, source, stream, days_of(stream, window), "failed", reason=error.thing, at=at
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
    """Note days as `gap` or `failed` in a transaction of its own."""
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
    """Note days as `gap` or `failed`, inside a transaction; landed ones only get the reason."""
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
    """Add rows to the ledger, inside a transaction: column → value, null where it is not given."""
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
    """Return the whole ledger: a row for each source, stream and day, ordered by them."""
    return store.table("from ledger.source_day order by source, stream, day_on")
