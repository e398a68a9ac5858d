"""Land real files through their connectors, and read what the warehouse then holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from tests.faults.night import gate
from warehouse.facts.landing import land_slice

if TYPE_CHECKING:
    from connectors.contract.streams import Connector, Window
    from warehouse.facts.store import Store

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def land(store: Store, connector: Connector, kind: str, window: Window) -> None:
    for stream in connector.streams:
        batches = connector.fetch(stream, window)
        land_slice(
            store,
            connector.name,
            kind,
            stream,
            window,
            batches,
            gate=gate(),
            fetched_at=NOW,
        )


def sums(store: Store, table: str, columns: str) -> list[tuple[object, ...]]:
    """Return how many rows there are of each, in order."""
    found: list[tuple[object, ...]] = store.rows(
        f"select {columns}, count(*) from raw.{table} group by all order by all"
    )
    return found


def states(store: Store) -> dict[date, str]:
    """Return what the ledger says of each day that was asked for."""
    return {
        day: str(state)
        for day, state in store.rows("select day_on, state from ledger.source_day")
        if isinstance(day, date)
    }
