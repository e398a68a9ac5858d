"""Tells which actions name no series as their measure, so that no verdict will ever fall on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import Finding
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def measures_without_series(warehouse: Path) -> Iterator[Finding]:
    """Yield a finding for each action whose measure names no series; none before the first night."""
    for action, measure in _without_series(warehouse):
        yield Finding(
            is_ok=True,
            thing=Message(
                "action {action}: no number is called “{measure}”, so the action is not judged",
                action=action,
                measure=measure,
            ),
            place="books",
            next_step=Message(
                "choose one from the list in the book of actions, or count it in the book of own counts"
            ),
        )


def _without_series(warehouse: Path) -> list[tuple[str, str]]:
    try:
        if not warehouse.exists():
            return []
        with open_store(warehouse, read_only=True) as store:
            if not store.rows(
                "from duckdb_columns() where schema_name = 'core' and table_name = 'action' and column_name = 'series'"
            ):
                return []
            return store.rows(
                "select action, measure from core.action "
                "where measure is not null and series is null order by action"
            )
    except (Mendable, OSError):
        # `refused_holdings` reports why it cannot be opened.
        return []
