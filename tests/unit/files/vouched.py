"""What a source of files came to: rows by day, days vouched for, and what it said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart

if TYPE_CHECKING:
    from datetime import date

    from connectors.contract.streams import Connector, Window


@dataclass
class Vouched:
    """`days` have a batch; `partial` and `proven` are those of them that are called so."""

    rows: dict[date, int] = field(default_factory=dict)
    events: dict[str, dict[str, object]] = field(default_factory=dict)
    days: set[date] = field(default_factory=set)
    partial: set[date] = field(default_factory=set)
    proven: set[date] = field(default_factory=set)
    error: SkipPart | None = None


def vouched(source: Connector, window: Window) -> Vouched:
    """Fetch the first stream's window as a night does; rows with the same `event` count once."""
    told = Vouched()
    stream = source.streams[0]
    try:
        for batch in source.fetch(stream, window):
            told.days.add(batch.day_on)
            told.partial |= {batch.day_on} if batch.is_partial else set()
            told.proven |= {batch.day_on} if batch.is_proven else set()
            told.events |= {row["event"]: row for row in batch.rows.to_pylist()}
    except SkipPart as error:
        told.error = error
    told.rows = dict(Counter(row["day_on"] for row in told.events.values()))  # type: ignore[arg-type]  # dates
    return told
