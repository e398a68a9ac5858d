"""Lays what earlier releases showed over tonight's cells: shown values do not change.

Months that were shown keep their rows. In a corrected month, the groups whose difference would disclose too much keep
theirs. For months whose records of people are deleted by age, the last release's rows are carried forward.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from warehouse.release.history.carry_forward import carry_forward
from warehouse.release.history.corrections import with_earlier_rows
from warehouse.release.release_context import Held

if TYPE_CHECKING:
    from warehouse.release.release_context import CutTables, ReleaseContext
    from warehouse.release.tables.cells import Row


def lay_history_over(context: ReleaseContext, *cut: CutTables) -> Held:
    """Return the cut tables with the history laid over them, and the frozen rows of all other tables."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for (table, *_), frozen in context.frozen.rows.items():
        rows[table].extend(frozen)
    for one in cut:
        for table, own in one.tables.items():
            rows[table].extend(own)
    return Held(carry_forward(context.store, with_earlier_rows(rows, context.frozen)))
