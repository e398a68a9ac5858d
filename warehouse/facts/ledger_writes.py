"""Writes what was read into the ledger, inside the transaction that moves the facts: what is believed, and what is not."""

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
    """Write what was read, inside a transaction; return the days whose facts are others than before."""
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
    """Note doubted readings of days that keep the facts they have, inside a transaction.

    Such a day is incomplete until it is read well; one that was final stays so, for it was read well once.
    """
    for day in days:
        store.execute(
            "update ledger.source_day set doubt = ?, reason = ?, "
            "state = case when state = 'provisional' then 'incomplete' else state end, "
            # What is silent is to be read again for the accounts' sake as well; what was lost waits for others.
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
