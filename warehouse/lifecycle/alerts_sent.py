"""Remembers which alerts were sent, so that none is sent twice and a source's new silence is sent again.

It makes no alert (`warehouse/release/derived`) and sends none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from warehouse.facts.store import Store

Alert = dict[str, Any]
_KEY = ("kind", "section", "tool", "source", "month")
_SENT = f"select {', '.join(_KEY)} from ledger.told_alert"


def unsent_alerts(store: Store, alerts: Iterable[Alert]) -> list[Alert]:
    """Return the rows of `release.alert` that have not been sent yet."""
    there = "from duckdb_tables() where schema_name = 'ledger' and table_name = 'told_alert'"
    sent = set(store.rows(_SENT)) if store.rows(there) else set()
    return [alert for alert in alerts if _key(alert) not in sent]


def note_sent(store: Store, alerts: Iterable[Alert], sent_at: datetime) -> None:
    """Note that these alerts were sent at `sent_at` (UTC)."""
    with store.transaction():
        store.append("ledger.told_alert", [(*_key(alert), sent_at) for alert in alerts])


def forget_ended(store: Store, alerts: Iterable[Alert]) -> None:
    """Forget alerts about silent sources that have ended, so that a new silence is sent again.

    This includes alerts about sources that had never delivered. Alerts about a fall or rise have their month in the
    key and are never forgotten.

    Args:
        store: the warehouse.
        alerts: the rows of tonight's `release.alert`.
    """
    current = {_key(alert) for alert in alerts}
    ended = [
        key[_KEY.index("source")]
        for key in store.rows(f"{_SENT} where source is not null")
        if key not in current
    ]
    if ended:
        with store.transaction():
            store.execute(
                "delete from ledger.told_alert where list_contains(?::text[], source)",
                [ended],
            )


def _key(alert: Alert) -> tuple[object, ...]:
    return tuple(alert[name] for name in _KEY)
