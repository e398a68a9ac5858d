"""Tells which actions, items of the plan and targets name no series, so that nothing is ever known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import Finding
from warehouse.facts.store import open_store
from warehouse.release.tables.series import OWN_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from warehouse.engine.target_settings import SeriesTarget


def measures_without_series(warehouse: Path) -> Iterator[Finding]:
    """Yield a finding for each action and item of the plan whose measure names no series; none before the first night."""
    for action, measure in _without_series(warehouse, "action", "action"):
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
    for item, measure in _without_series(warehouse, "plan_item", "item"):
        yield Finding(
            is_ok=True,
            thing=Message(
                "item {item} of the plan: no number is called “{measure}”, so there is no evidence of it",
                item=item,
                measure=measure,
            ),
            place="books",
            next_step=Message(
                "choose one from the list in the book of the plan, or count it in the book of own counts"
            ),
        )


def targets_without_series(
    targets: Iterable[SeriesTarget], settings: Path, warehouse: Path
) -> Iterator[Finding]:
    """Yield a finding for each target whose series is neither known nor an own count; none before the first night."""
    named = {one.series for one in targets if one.series.startswith(OWN_COUNT)}
    counted = (
        _rows(warehouse, "own_count", "name", "select name from core.own_count") if named else None
    )
    if counted is None:
        return
    for series in sorted(named - {f"{OWN_COUNT}{name}" for (name,) in counted}):
        yield Finding(
            is_ok=False,
            thing=Message(
                "no number is called “{series}”, so its target is compared with nothing",
                series=series.removeprefix(OWN_COUNT),
            ),
            place=f"{settings}, [[targets.series]]",
            next_step=Message(
                "write it as the list in the book of actions does, or count it in the book of own counts"
            ),
        )


def _without_series(warehouse: Path, table: str, key: str) -> list[tuple[str, str]]:
    """Return key and measure of the rows of a table of `core` whose measure names no series."""
    # Both names come from this file alone.
    query = f"select {key}, measure from core.{table} where measure is not null and series is null order by {key}"
    return _rows(warehouse, table, "series", query) or []


def _rows(warehouse: Path, table: str, column: str, query: str) -> list[Any] | None:
    """Return the rows of a query; None if there is no such table of `core` yet, or it cannot be read."""
    try:
        if not warehouse.exists():
            return None
        with open_store(warehouse, read_only=True) as store:
            there = store.rows(
                "from duckdb_columns() where schema_name = 'core' and table_name = ? and column_name = ?",
                [table, column],
            )
            return store.rows(query) if there else None
    except (Mendable, OSError):
        # `refused_holdings` reports why it cannot be opened.
        return None
