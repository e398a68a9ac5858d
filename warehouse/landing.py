"""The only writer of raw facts and of the roster: facts, cursor and ledger move in one transaction.

A slice that breaks off moves neither; landing the same again moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.errors import NotYet
from warehouse.ledger import days_of, read_days, write_days, write_missing
from warehouse.slice import Admits, Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from connectors.contract import Batch, Stream, Window
    from connectors.errors import SkipPart
    from connectors.identity import Key
    from connectors.people import Roster
    from warehouse.ledger import DayRead
    from warehouse.store import Store

__all__ = ["Admits", "Landed", "land_roster", "land_slice"]


@dataclass(frozen=True, slots=True)
class Landed:
    """What landing one slice came to; `days` counts those that the source vouched for."""

    rows: int
    unmatched: int
    days: int
    skipped: SkipPart | None = None


def land_slice(
    store: Store,
    source: str,
    kind: str,
    stream: Stream,
    window: Window,
    batches: Iterable[Batch],
    *,
    gate: Admits,
    fetched_at: datetime,
) -> Landed:
    """Replace the window's source-days by what the batches hold, and write the ledger.

    A day without a batch keeps the facts it had; one that had none becomes a gap, or failed if the
    source left a part out. A day that reads as before moves no fact. Of a stream that keeps what it told once, rows
    that come no longer stay.

    Raises:
        Retry, StopSource: from the source; nothing has moved.
    """
    with store.cursor() as own, Slice(own, stream, window) as slice_:
        skipped = slice_.fill(batches, gate)
        if stream.keeps_told:
            slice_.keep_told(source)
        days = slice_.read(fetched_at)
        if stream.keeps_told:
            days |= _still_final(own, source, stream, days)
        missing = [day_on for day_on in days_of(stream, window) if day_on not in days]
        with own.transaction():
            changed = write_days(own, source, stream, list(days.values()), gate.fingerprint)
            slice_.swap_in(source, kind, changed)
            write_missing(
                own,
                source,
                stream,
                missing,
                "failed" if skipped and not isinstance(skipped, NotYet) else "gap",
                reason=skipped.thing if skipped else "the source gave nothing for this day",
                at=fetched_at,
            )
    return Landed(
        sum(day.rows for day in days.values()),
        sum(day.unmatched for day in days.values()),
        len(days),
        skipped,
    )


def _still_final(
    store: Store, source: str, stream: Stream, days: Mapping[date, DayRead]
) -> dict[date, DayRead]:
    """Return the days that were told whole once: a part that its source has lost since was kept."""
    final = {day.day_on for day in read_days(store, source, stream.name) if day.state == "final"}
    return {day_on: day._replace(state="final") for day_on, day in days.items() if day_on in final}


def land_roster(store: Store, roster: Roster, key: Key) -> bool:
    """Write staff (as pseudonyms) and sections whole; return whether anything changed."""
    assigned = {
        (key.pseudonym(one.staff_no), one.section, one.period.from_on, one.period.to_on)
        for one in roster.assignments
    }
    sections = {
        (one.section, one.name, one.period.from_on, one.period.to_on, one.successor)
        for one in roster.sections
    }
    with store.transaction():
        changes = [
            _replace(store, "raw.assignment", assigned),
            _replace(store, "raw.section", sections),
        ]
    return any(changes)


def _replace(store: Store, table: str, rows: AbstractSet[tuple[str | date | None, ...]]) -> bool:
    if set(store.rows(f"from {table}")) == rows:
        return False
    store.execute(f"delete from {table}")
    store.append(table, sorted(rows, key=repr))
    return True
