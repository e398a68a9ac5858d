"""Writes the readings of source-days, believed or doubted, into the ledger.

It opens no transaction: its caller (`landing.py`) changes facts and ledger in one. It decides nothing about belief.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import stored
from warehouse.facts.ledger import append_days, read_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from connectors.contract.streams import Stream
    from warehouse.facts.ledger import DayRead
    from warehouse.facts.store import Store


def write_days(
    store: Store, source: str, stream: Stream, days: Sequence[DayRead], fingerprint: str
) -> list[date]:
    """Replace the ledger's rows of the days read, inside the caller's transaction.

    Args:
        store: the warehouse.
        source: the source's name in the settings.
        stream: the stream.
        days: what was read, one entry per source-day.
        fingerprint: the fingerprint of Gate 1's aliases at the time of reading.

    Returns:
        The days whose facts differ from those in the warehouse (by number of rows or hash).
    """
    known = {day.day_on: day for day in read_days(store, source, stream.name)}
    store.execute(
        "delete from ledger.source_day "
        "where source = ? and stream = ? and list_contains(?::date[], day_on)",
        [source, stream.name, [day.day_on for day in days]],
    )
    append_days(
        store,
        [
            {"source": source, "stream": stream.name, "gate": fingerprint} | day._asdict()
            for day in days
        ],
    )
    return [
        day.day_on
        for day in days
        if day.day_on not in known
        or (known[day.day_on].rows, known[day.day_on].hash) != (day.rows, day.hash)
    ]


def write_kept(
    store: Store, source: str, stream: Stream, days: Sequence[DayRead], fingerprint: str
) -> None:
    """Note doubted readings of days that keep their earlier facts, inside the caller's transaction.

    A provisional day becomes incomplete until a reading is believed; a final day stays final.

    Args:
        store: the warehouse.
        source: the source's name in the settings.
        stream: the stream.
        days: the doubted readings, one entry per source-day.
        fingerprint: the fingerprint of Gate 1's aliases at the time of reading.
    """
    for day in days:
        store.execute(
            "update ledger.source_day set doubt = ?, reason = ?, "
            "state = case when state = 'provisional' then 'incomplete' else state end, "
            # Only a day that lost accounts waits for changed aliases; any other doubt keeps the gate of its facts.
            "gate = case when ? = 'lost' then ? else gate end "
            "where source = ? and stream = ? and day_on = ?",
            [
                day.doubt,
                day.reason and stored(day.reason),
                day.doubt,
                fingerprint,
                source,
                stream.name,
                day.day_on,
            ],
        )
