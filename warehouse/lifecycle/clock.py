"""Checks whether a night's clock is plausible, before anything is read, filed or deleted by its date.

Evidence of the date comes from the nights noted in the ledger, the days that were read, and the file system. A night
dated far from them stops until an operator confirms the clock; deletion by age needs stronger evidence. This module
deletes no facts.
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
"""Maximum pause after which nights continue without an operator: forty missed nights are caught up silently."""
MOST_BACK = timedelta(days=3)
"""Maximum time by which a night may be dated before the last one."""
_STEP = timedelta(days=3)
"""Maximum time between two nights that count as consecutive."""
_NIGHTS = 8
"""Consecutive nights that prove a steady clock."""
_FRESH = timedelta(days=7)
"""Maximum age of the newest day with rows for it to prove that the clock is right."""
_OWN = timedelta(hours=12)
"""Maximum difference from the machine's clock; beyond it the night's date was given by hand."""


class ClockJumped(Mendable):
    """The date is too far from the last night; nothing was read or deleted."""


def last_change(file: Path) -> datetime | None:
    """Return the file's modification time (UTC), or None if it is absent. Call this before opening the file."""
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def require_steady_clock(store: Store, now: datetime, changed_at: datetime | None) -> None:
    """Refuse a date that is too far from the last night.

    If the clock ran ahead for a few nights and is right again, those nights are ignored and no operator is needed.

    Args:
        store: the warehouse.
        now: the night's clock.
        changed_at: the result of `last_change` before the warehouse was opened; considered only if `now` is the
            machine's own clock.

    Raises:
        ClockJumped: `now` is ahead by more than `MOST_MISSED`, or back by more than `MOST_BACK`.
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
                    "check the machine's clock and set it; if it is right, as after a long pause, say so once: {command}",
                    command="hirogari run --clock-is-right",
                ),
            )


def require_proven_clock(store: Store, now: datetime) -> None:
    """Refuse deletion by age while the clock is not proven.

    Raises:
        ClockJumped: `is_proven` is false.
    """
    if not is_proven(store, now):
        raise ClockJumped(
            Message("after a pause nothing is deleted by age until recent records have been read"),
            place=str(store.path),
            next_step=Message("run a night first: {command}", command=Message("hirogari run")),
        )


def is_proven(store: Store, now: datetime) -> bool:
    """Whether this clock is reliable enough for deletion by age.

    After a pause the clock is accepted for reading at once. For deletion it is accepted only when rows of the last
    days were read, or when nights have followed each other for a week. So a clock that is ahead for one night deletes
    nothing, and neither does a date given by hand.
    """
    nights = [now, *(at for at, _ in _nights(store) if at != now)]
    steps = [later - earlier for later, earlier in pairwise(nights[: _NIGHTS + 1])]
    if len(steps) == _NIGHTS and all(timedelta() <= step <= _STEP for step in steps):
        return True
    return _has_fresh(store, now)


def note_night(store: Store, now: datetime) -> None:
    """Note that a night has begun, or that an operator has confirmed the clock."""
    with store.transaction():
        store.execute(
            "insert into ledger.night select coalesce(max(number), 0) + 1, ?, null from ledger.night",
            [now],
        )


def say_clock_is_right(path: Path, now: datetime) -> None:
    """Note in the warehouse, if it exists, that an operator confirmed the clock; later nights are compared with it."""
    if path.exists():
        with open_store(path) as store:
            note_night(store, now)


def note_published(store: Store, now: datetime) -> None:
    """Note that the latest night has published."""
    with store.transaction():
        store.execute(
            "update ledger.night set published_at = ? where number = (select max(number) from ledger.night)",
            [now],
        )


def last_night(store: Store, *, passed_over: int = 0) -> datetime | None:
    """Return when the last night began, or None if there was none.

    In a warehouse without noted nights it is the time of the last reading. `passed_over` is the number of latest
    nights to ignore.
    """
    nights = list(_nights(store))
    if nights:
        return nights[passed_over][0] if passed_over < len(nights) else None
    at: datetime | None = store.rows("select max(fetched_at) from ledger.source_day")[0][0]
    return at


def last_published(store: Store) -> datetime | None:
    """Return when a night last published; None if none did."""
    return next((published for _, published in _nights(store) if published is not None), None)


def clear_days_to_come(store: Store, today: date) -> None:
    """Delete what a clock that ran ahead left under future dates: nights, empty source-days, limits, shown months."""
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
    """Yield when each night began and published, latest first; nothing in a warehouse without noted nights."""
    if store.rows("from duckdb_tables() where schema_name = 'ledger' and table_name = 'night'"):
        yield from store.rows(
            "select began_at, published_at from ledger.night order by number desc"
        )


def _ran_ahead(store: Store, now: datetime) -> list[datetime]:
    """Return the latest nights whose clock ran ahead; empty if they may have been right.

    They must be fewer than prove a steady clock, and this night must follow the night before them or, if there is
    none, the days that were read.
    """
    nights = [at for at, _ in _nights(store)]
    astray = list(takewhile(lambda at: at - now > MOST_BACK, nights))
    if not 0 < len(astray) < _NIGHTS:
        return []
    before = nights[len(astray) :]
    follows = now - before[0] <= _STEP * (len(astray) + 1) if before else _has_fresh(store, now)
    return astray if follows else []


def _is_one_of(changed_at: datetime, nights: list[datetime]) -> bool:
    """Whether the file was last written during one of these nights."""
    return any(timedelta() <= changed_at - night <= timedelta(days=1) for night in nights)


def _has_fresh(store: Store, now: datetime) -> bool:
    """Whether the newest day with rows is in the last days, and not in the future."""
    newest = store.rows("select max(day_on) from ledger.source_day where rows > 0")[0][0]
    return newest is not None and day_of(now) - _FRESH <= newest <= day_of(now)


def _is_machines(now: datetime) -> bool:
    return abs(now - datetime.now(UTC)) < _OWN
