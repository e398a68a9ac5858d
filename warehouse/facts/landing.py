"""Lands raw facts and the roster; facts and ledger change in one transaction.

No other module adds facts to a warehouse in use. If reading a slice breaks off, neither facts nor ledger change.
Landing the same slice again changes no fact.

A day without a batch keeps its facts; without facts it becomes a gap, or failed if the source skipped a part other
than with `NotYet`. A day whose reading is doubted keeps its earlier facts and is incomplete; with too many unknown
accounts it gets the new facts, which no model uses (`doubts.py`). In a stream with `keeps_earlier_records`, rows that the source
no longer gives stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from connectors.contract.errors import NotYet
from connectors.contract.messages import Message
from warehouse.facts.doubts import REASONS, find_doubts, keeps_facts, resting_days
from warehouse.facts.ledger import read_days, source_days_of, write_missing
from warehouse.facts.ledger_writes import write_days, write_kept
from warehouse.facts.staged_slice import Admits, Slice, nothing_read

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from connectors.contract.errors import SkipPart
    from connectors.contract.streams import Batch, Stream, Window
    from connectors.roster.identity import Key
    from connectors.roster.roster_model import Roster
    from warehouse.facts.doubts import Doubt
    from warehouse.facts.ledger import DayRead, SourceDay
    from warehouse.facts.store import Store

__all__ = ["Admits", "Landed", "land_roster", "land_slice"]


@dataclass(frozen=True, slots=True)
class Landed:
    """The result of landing one slice; `days` counts the days that the source delivered."""

    rows: int
    unmatched: int
    days: int
    skipped: SkipPart | None = None
    doubts: Mapping[date, Doubt] = field(default_factory=dict)
    """Day → why its reading is doubted (`doubts.py`)."""

    @classmethod
    def of(
        cls, read: Collection[DayRead], skipped: SkipPart | None, doubts: Mapping[date, Doubt]
    ) -> Self:
        """Return the result for the days that were read."""
        rows, unmatched = sum(day.rows for day in read), sum(day.unmatched for day in read)
        return cls(rows, unmatched, len(read), skipped, doubts)


def land_slice(  # noqa: PLR0913 - the town hall's own closures come last, and most callers have none
    store: Store,
    source: str,
    kind: str,
    stream: Stream,
    window: Window,
    batches: Iterable[Batch],
    *,
    gate: Admits,
    fetched_at: datetime,
    closures: Collection[date] = (),
) -> Landed:
    """Replace the facts of the window's source-days by what the batches hold, and write the ledger.

    Args:
        store: the warehouse; the slice is landed through a cursor of its own.
        source: the source's name in the settings.
        kind: the connector.
        stream: the stream that the batches belong to.
        window: the days that were asked for.
        batches: what the source gives, read one batch at a time.
        gate: Gate 1, which pseudonymises rows.
        fetched_at: when the source was asked (UTC).
        closures: closed days other than weekends and public holidays.

    Raises:
        Retry, StopSource: raised by the source; nothing has changed.
    """
    with store.cursor() as own, Slice(own, stream, window) as slice_:
        skipped = slice_.fill(batches, gate)
        known = {day.day_on: day for day in read_days(own, source, stream.name)}
        read = _read(slice_, source, stream, known, fetched_at)
        doubts = find_doubts(stream, read, known, proven=slice_.proven, closures=closures)
        asked = set(source_days_of(stream, window))
        if not skipped:
            resting = resting_days(stream, asked - read.keys(), read, known, closures=closures)
            read |= {day_on: nothing_read(stream, day_on, fetched_at) for day_on in resting}
        landed, kept = _divided(read, known, doubts)
        with own.transaction():
            changed = write_days(own, source, stream, landed, gate.fingerprint)
            slice_.swap_in(source, kind, changed)
            write_kept(own, source, stream, kept, gate.fingerprint)
            _write_unread(own, source, stream, asked - read.keys(), skipped, fetched_at)
    return Landed.of(read.values(), skipped, doubts)


def _divided(
    read: Mapping[date, DayRead], known: Mapping[date, SourceDay], doubts: Mapping[date, Doubt]
) -> tuple[list[DayRead], list[DayRead]]:
    """Return the days whose new facts are landed, and the doubted days that keep their earlier facts."""
    kept = {day_on for day_on, doubt in doubts.items() if keeps_facts(doubt, known.get(day_on))}
    noted = [_noted(day, doubts.get(day_on)) for day_on, day in read.items()]
    return (
        [day for day in noted if day.day_on not in kept],
        [day for day in noted if day.day_on in kept],
    )


def _write_unread(
    store: Store,
    source: str,
    stream: Stream,
    days: Collection[date],
    skipped: SkipPart | None,
    fetched_at: datetime,
) -> None:
    state, why = "gap", Message("the source gave nothing for this day")
    if skipped is not None:
        state, why = "gap" if isinstance(skipped, NotYet) else "failed", skipped.thing
    write_missing(store, source, stream, sorted(days), state, reason=why, at=fetched_at)


def _read(
    slice_: Slice,
    source: str,
    stream: Stream,
    known: Mapping[date, SourceDay],
    fetched_at: datetime,
) -> dict[date, DayRead]:
    """Return day → what was read; in a stream with `keeps_earlier_records`, merged with its earlier facts."""
    if not stream.keeps_earlier_records:
        return slice_.read(fetched_at)
    slice_.keep_reported(source)
    read = slice_.read(fetched_at)
    return read | _still_final(read, known)


def _noted(day: DayRead, doubt: Doubt | None) -> DayRead:
    if doubt is None:
        return day
    return day._replace(state="incomplete", doubt=doubt.value, reason=REASONS[doubt])


def _still_final(
    read: Mapping[date, DayRead], known: Mapping[date, SourceDay]
) -> dict[date, DayRead]:
    """Return the read days that were final before, as final: rows that the source has lost since were kept."""
    final = {day_on for day_on, day in known.items() if day.state == "final"}
    return {day_on: day._replace(state="final") for day_on, day in read.items() if day_on in final}


def land_roster(store: Store, roster: Roster, key: Key) -> bool:
    """Replace staff (as pseudonyms) and sections by the roster's; return whether anything changed."""
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
