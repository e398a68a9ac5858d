"""The release of a random town, cut from facts that are laid into a warehouse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import RandomTown, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.release.tables.release import Release


FIRST = raise_random_town(0).months[0]


def publish(town: RandomTown, folder: Path, *, running: bool = False) -> Release:
    """Cut one release of all months."""
    folder.mkdir(exist_ok=True)
    last = town.months[-1]
    today = last + timedelta(days=14) if running else month_after(last) + timedelta(days=4)
    with open_store(folder / "warehouse.duckdb") as store:
        lay(town, store, today)
        lay_habits(town, store, today)
        at = datetime(today.year, today.month, today.day, tzinfo=UTC)
        return cut_release(store, town=Town("町", FIRST, 4), today=today, released_at=at)
