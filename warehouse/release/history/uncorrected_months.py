"""Shown months for which records arrived later and which stay as they were shown; pages say so.

The note applies to a whole line and month, for all groups alike, and only to days that were missing and arrived: the
state of the data shows those to everyone. A late roster line or account of one person is never mentioned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.release.history.gaps import arrived_since, read_need_days
from warehouse.release.tables.cell_tables import CELL_TABLES
from warehouse.release.tables.release import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

    from warehouse.facts.store import Store
    from warehouse.release.groups.frozen_months import FrozenMonths


def read_uncorrected_months(
    store: Store, frozen: FrozenMonths, tables: Mapping[str, pa.Table]
) -> pa.Table:
    """Return the `late_month` table: one row for each release table, item and month that stays as it was shown.

    Args:
        store: the warehouse.
        frozen: the months that stay in this release.
        tables: the release tables.
    """
    gaps = {one: own for one, own in frozen.gaps.items() if one in frozen.frozen_on}
    days = read_need_days(store, {month for _, month in gaps}, frozen.today)
    late = {one for one, own in gaps.items() if arrived_since(own, days)}
    found = {
        (table, one.item_of(row), row["month"], frozen.frozen_on[line, row["month"]])
        for table, one in CELL_TABLES.items()
        for row in (tables[table].to_pylist() if late else ())
        if (line := one.line_of(row)) is not None and (line, row["month"]) in late
    }
    columns = ("of_table", "item", "month", "shown_on")
    return table_of("late_month", [dict(zip(columns, one, strict=True)) for one in sorted(found)])
