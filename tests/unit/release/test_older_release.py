"""A release that an earlier version of the program cut is read for what it has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.privacy.laid_marts import lay
from tests.privacy.random_town import month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.tables.release import read_release
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path


def test_a_release_of_before_a_table_or_column_was_there_is_read(tmp_path: Path) -> None:
    """What it does not have is empty, or null."""
    town = raise_random_town(2, 6)
    today = month_after(town.months[-1]) + timedelta(days=4)
    at = datetime(today.year, today.month, today.day, tzinfo=UTC)
    with open_store(tmp_path / "warehouse.duckdb") as store:
        lay(town, store, today)
        cut_release(store, town=Town("町", town.months[0], 4), today=today, released_at=at)
        store.execute("drop table release.milestone")
        store.execute("alter table release.activation_month drop column n")
        found = read_release(store)
    assert found is not None
    assert found.tables["milestone"].num_rows == 0
    rows = found.tables["activation_month"].to_pylist()
    assert rows
    assert {row["n"] for row in rows} == {None}
    assert {type(row["month"]) for row in rows} == {date}
