"""What the models make of a town, to be held against what they made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.engine.model import read_models

if TYPE_CHECKING:
    from warehouse.facts.store import Store


def marts(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every mart, in order."""
    return {
        model.table: store.rows(f"from {model.table} order by all")
        for model in read_models()
        if model.table.startswith("mart.")
    }
