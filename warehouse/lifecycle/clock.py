"""Says whether a night's clock can be believed, before anything is read, filed or deleted by it.

Three things know what day it was: the nights noted here, what was read, and the file system. A night dated far from
them stops until an operator says that the clock is right; deleting by age waits for more than that.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO, day_of
from warehouse.facts.store import open_store
from warehouse.months import month_after

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store

MOST_MISSED = timedelta(days=62)
"""So long a town may pause and go on by itself: forty missed nights are caught up without a word."""
MOST_BACK = timedelta(days=3)
"""So far a night may be dated before the last one."""
_STEP = timedelta(days=3)
"""Nights no further apart than this follow each other."""
_NIGHTS = 8
"""So many nights that follow each other show a clock that goes steadily."""
_FRESH = timedelta(days=7)
"""What was read of a day no longer ago than this shows a clock that is right."""
_OWN = timedelta(hours=12)
"""A night further from the machine's clock than this was given its day by hand."""


class ClockJumped(Mendable):
    """The date is far from that of the last night; nothing was read or deleted."""


def last_change(file: Path) -> datetime | None:
    """Return when a file was last written, as the file system says; None if there is none. Ask before opening it."""
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def require_steady_clock(store: Store, now: datetime, changed_at: datetime | None) -> None:
    """Refuse a date that is far from what is known of the last night.

    Args:
        store: the warehouse.
        now: the night's clock.
        changed_at: what `last_change` said of the warehouse before it was opened; counts where `now` is the
            machine's own clock.

    A clock that ran ahead for a few nights and is right again asks for nobody: those nights are passed over.

    Raises:
        ClockJumped: it is ahead by more than `MOST_MISSED`, or back by more than `MOST_BACK`.
    """
    astray = _ran_ahead(store, now)
    known = [last_night(store, passed_over=len(astray))]
    if changed_at is not None and _is_machines(now) and not _is_one_of(changed_at, astray):
        known.append(changed_at)
    for last in (one for one in known if one is not None):
        if now - last > MOST_MISSED or last - now > MOST_BACK:
            raise ClockJumped(
                Message(
                    "the clock says {today}, but the last night was {last}",
                    today=day_of(now),
                    last=day_of(last),
                ),
                place=str(store.path),
                next_step=Message(
                    "look at the machine's clock and mend it; if it is right, as after a long pause, say so once: {command}",
                    command="hirogari run --clock-is-right",
                ),
            )


def require_proven_clock(store: Store, now: datetime) -> None:
    """Refuse to delete by age on a clock that only few things speak for.

    Raises:
        ClockJumped: as of `is_proven`.
    """
    if not is_proven(store, now):
        raise ClockJumped(
            Message(
                "after a pause nothing is deleted by age until something of these days has been read"
            ),
            place=str(store.path),
            next_step=Message("run a night first: {command}", command=Message("hirogari run")),
        )


def is_proven(store: Store, now: datetime) -> bool:
    """Whether deleting by age may go by this clock.

    After a pause it is believed for reading at once, but for deleting only when something was read of these
    days, or when nights have followed each other for a week: a clock that is ahead for one night deletes nothing,
    and neither does a day that was given by hand.
    """
    nights = [now, *(at for at, _ in _nights(store) if at != now)]
    steps = [later - earlier for later, earlier in pairwise(nights[: _NIGHTS + 1])]
    if len(steps) == _NIGHTS and all(timedelta() <= step <= _STEP for step in steps):
        return True
    return _has_fresh(store, now)


def note_night(store: Store, now: datetime) -> None:
    """Note that a night has begun, or that an operator says of a clock that it is right."""
    with store.transaction():
        store.execute(
            "insert into ledger.night select coalesce(max(number), 0) + 1, ?, null from ledger.night",
            [now],
        )


def say_clock_is_right(path: Path, now: datetime) -> None:
    """Note in the warehouse, if there is one, that an operator says so: the nights from now on are held against it."""
    if path.exists():
        with open_store(path) as store:
            note_night(store, now)


def note_published(store: Store, now: datetime) -> None:
    """Note of the night that began last that it has published."""
    with store.transaction():
        store.execute(
            "update ledger.night set published_at = ? where number = (select max(number) from ledger.night)",
            [now],
        )


def last_night(store: Store, *, passed_over: int = 0) -> datetime | None:
    """Return when the last night began; of a warehouse of before nights were noted, when something was last read.

    `passed_over`: so many of the last nights are not believed; None if there is no night before them.
    """
    nights = list(_nights(store))
    if nights:
        return nights[passed_over][0] if passed_over < len(nights) else None
    at: datetime | None = store.rows("select max(fetched_at) from ledger.source_day")[0][0]
    return at


def last_published(store: Store) -> datetime | None:
    """Return when a night last published; None where none is noted."""
    return next((published for _, published in _nights(store) if published is not None), None)


def clear_days_to_come(store: Store, today: date) -> None:
    """Take out what a clock that ran ahead once left under days to come: days without rows, limits, months shown."""
    month = today.replace(day=1)
    later = month_after(month_after(month))
    first_astray = datetime.combine(today, time(), TOKYO) + MOST_BACK + timedelta(days=1)
    with store.transaction():
        store.execute("delete from ledger.night where began_at >= ?", [first_astray])
        for statement, day in (
            ("delete from ledger.source_day where coalesce(rows, 0) = 0 and day_on > ?", today),
            ("update ledger.source set noted_on = $1 where noted_on > $1", today),
            ("update ledger.closed set raw_before = $1 where raw_before > $1", today),
            ("update ledger.closed set people_before = $1 where people_before > $1", month),
            ("update ledger.closed set marts_before = $1 where marts_before > $1", month),
            ("delete from release.history where month >= ?", later),
            ("delete from release.frozen where quarter >= ?", later),
            ("delete from release.line_month where month >= ?", later),
        ):
            store.execute(statement, [day])


def _nights(store: Store) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield when the nights began and published, the last one first; none in a warehouse that notes none yet."""
    if store.rows("from duckdb_tables() where schema_name = 'ledger' and table_name = 'night'"):
        yield from store.rows(
            "select began_at, published_at from ledger.night order by number desc"
        )


def _ran_ahead(store: Store, now: datetime) -> list[datetime]:
    """Return the last nights if a clock ran ahead in them.

    They are fewer than show that a clock goes steadily, and this night follows the one before them, or what was read
    where there is none before them.
    """
    nights = [at for at, _ in _nights(store)]
    astray = list(takewhile(lambda at: at - now > MOST_BACK, nights))
    if not 0 < len(astray) < _NIGHTS:
        return []
    before = nights[len(astray) :]
    follows = now - before[0] <= _STEP * (len(astray) + 1) if before else _has_fresh(store, now)
    return astray if follows else []


def _is_one_of(changed_at: datetime, nights: list[datetime]) -> bool:
    """Whether the file was written last in one of these nights."""
    return any(timedelta() <= changed_at - night <= timedelta(days=1) for night in nights)


def _has_fresh(store: Store, now: datetime) -> bool:
    """Whether something was read of these days, and of none to come."""
    newest = store.rows("select max(day_on) from ledger.source_day where rows > 0")[0][0]
    return newest is not None and day_of(now) - _FRESH <= newest <= day_of(now)


def _is_machines(now: datetime) -> bool:
    return abs(now - datetime.now(UTC)) < _OWN
