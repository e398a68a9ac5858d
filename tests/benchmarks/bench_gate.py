"""Cuts one release of 24 months of a town hall of 200 sections and five tools, and times its release gate in CPU seconds: one process does it all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.benchmarks.measured import Measured
from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.random_town import month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release import cut
from warehouse.release.audit.audit import check_release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS, MONTHS = 200, 24
TOOLS = ("files", "chat", "meetings", "mail", "forms")
BUDGET = 60.0


def measure() -> Iterator[Measured]:
    """Yield the time of the release gate, all its questions together, and of the whole release."""
    town = raise_random_town(1, MONTHS, sections=SECTIONS, tools=TOOLS)
    today = month_after(town.months[-1]) + timedelta(days=4)
    asked: list[float] = []

    def timed(*known: object, **more: object) -> None:
        started = process_time()
        try:
            check_release(*known, **more)  # type: ignore[arg-type] # as they come
        finally:
            asked.append(process_time() - started)

    with TemporaryDirectory() as folder, open_store(Path(folder) / "warehouse.duckdb") as store:
        lay(town, store, today)
        lay_habits(town, store, today)
        started = process_time()
        with patch.object(cut, "check_release", timed):
            cut.cut_release(
                store,
                town=Town("町", town.months[0], 4),
                today=today,
                released_at=datetime(today.year, today.month, today.day, tzinfo=UTC),
            )
        whole = process_time() - started
    what = f"{SECTIONS} sections × {MONTHS} months × {len(TOOLS)} tools"
    yield Measured(f"the release gate of {what}, asked {len(asked)} times", sum(asked), BUDGET)
    yield Measured(f"the whole release of {what}", whole)
