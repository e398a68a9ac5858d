"""Remembers which alerts were told, so that none is told twice and a new silence is told again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from warehouse.facts.store import Store

Alert = dict[str, Any]
_KEY = ("kind", "section", "tool", "source", "month")
_TOLD = f"select {', '.join(_KEY)} from ledger.told_alert"


def untold(store: Store, alerts: Iterable[Alert]) -> list[Alert]:
    """Return the rows of `release.alert` that were not told yet."""
    there = "from duckdb_tables() where schema_name = 'ledger' and table_name = 'told_alert'"
    told = set(store.rows(_TOLD)) if store.rows(there) else set()
    return [alert for alert in alerts if _key(alert) not in told]


def note_told(store: Store, alerts: Iterable[Alert], told_at: datetime) -> None:
    """Note that these were told."""
    with store.transaction():
        store.append("ledger.told_alert", [(*_key(alert), told_at) for alert in alerts])


def forget_ended(store: Store, alerts: Iterable[Alert]) -> None:
    """Forget the silences that are over, of sources that never came too: what falls silent again is told again.

    A fall or a rise has its month in its key, and stays told.
    """
    standing = {_key(alert) for alert in alerts}
    ended = [
        key[_KEY.index("source")]
        for key in store.rows(f"{_TOLD} where source is not null")
        if key not in standing
    ]
    if ended:
        with store.transaction():
            store.execute(
                "delete from ledger.told_alert where list_contains(?::text[], source)",
                [ended],
            )


def _key(alert: Alert) -> tuple[object, ...]:
    return tuple(alert[name] for name in _KEY)
