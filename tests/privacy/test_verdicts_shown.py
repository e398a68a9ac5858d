"""A verdict is worked out from what is shown: who reads the exports month after month computes each of them.

The reader has the rows of each published release, the calendar and the verdicts of the release before, and nothing else.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import patch

import pyarrow as pa
import pytest

from tests.privacy.laid_marts import lay
from tests.privacy.random_town import month_after, raise_random_town, working_days
from warehouse.facts.store import open_store
from warehouse.release import derived
from warehouse.release.cut import cut_release
from warehouse.release.derived.released_view import ReleasedView
from warehouse.release.derived.verdicts import verdict
from warehouse.release.derived.yardsticks import Yardsticks
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tests.privacy.random_town import RandomTown
    from warehouse.facts.store import Store
    from warehouse.release.derived.released_view import Row
    from warehouse.release.tables.release import Release

    Leak = Callable[..., ReleasedView]

SEEDS = range(1, 1 + int(os.environ.get("HIROGARI_ATTACK_VERDICTS", "3")))
"""So many random towns; of the first three, two have actions that can be judged."""
MONTHS, RELEASES = 22, 3
BEGUN = 14
"""Place of the month in which the actions begin: their verdicts fall with the last release but one."""
SERIES = "use files"


def publish(seed: int, folder: Path, leak: Leak | None = None) -> list[Release]:
    """Publish a town's last months one after another, with actions in large sections and one of the whole town.

    Args:
        seed: of the town.
        folder: holds its warehouse.
        leak: what the verdicts are made from in place of the released tables.
    """
    town = raise_random_town(seed, MONTHS, sections=12)
    found = []
    with open_store(folder / f"{seed}.duckdb") as store:
        for month in town.months[-RELEASES:]:
            today = month_after(month) + timedelta(days=4)
            lay(town, store, today)
            _lay_book(town, store)
            at = datetime(today.year, today.month, today.day, tzinfo=UTC)
            told = Town("町", town.months[0], 4)
            seen = partial(leak, store=store) if leak else ReleasedView
            with patch("warehouse.release.cut.ReleasedView", seen):
                found.append(cut_release(store, town=told, today=today, released_at=at))
    return found


def _lay_book(town: RandomTown, store: Store) -> None:
    """Lay the list of sections and the book of actions."""
    codes = sorted({line[1] for line in town.assignments})
    people = Counter(line[1] for line in town.assignments)
    # Small sections have no series of their own.
    large = sorted(codes, key=lambda one: (-people[one], one))
    begun = town.months[BEGUN] + timedelta(days=6)
    sections = [
        {"section": one, "name": one, "from_on": town.months[0], "to_on": None, "successor": None}
        for one in codes
    ]
    actions = [
        _action("1", "甲", large[0], begun),
        _action("2", "甲", large[1], begun),
        _action("3", "乙", large[2], begun),
        _action("4", "丙", None, begun),
    ]
    tables = {
        "raw.section": (sections, "* replace (to_on::date as to_on, successor::text as successor)"),
        "mart.action": (actions, "*"),
        "core.action": (actions, "*"),
    }
    for name, (rows, columns) in tables.items():
        with store.registered("laid", pa.Table.from_pylist(rows)):
            store.execute(f"create or replace table {name} as select {columns} from laid")


def _action(number: str, title: str, section: str | None, acted_on: date) -> Row:
    nothing: Row = dict.fromkeys(_EMPTY)
    return nothing | {
        "action": number,
        "title": title,
        "section": section,
        "booked_section": section,
        "tool": "files",
        "series": SERIES,
        "step": "acted",
        "observed_on": acted_on - timedelta(days=30),
        "acted_on": acted_on,
        "is_overdue": False,
    }


_EMPTY = (
    "owner_role", "type", "hypothesis", "measure", "oriented_on", "decided_on", "checked_on", "result", "due_on",
    "hours_saved", "hours_added", "freed_for", "lot_seed", "lot_from", "lot_waves",
)  # fmt: skip


def computed(release: Release, earlier: Sequence[Row]) -> list[Row]:
    """Return the verdicts as a reader of one release computes them, who also kept those of the release before."""
    shown = {name: table for name, table in release.tables.items() if name not in derived.MAKERS}
    days = [
        day
        for month in sorted({row["month"] for row in release.tables["use_month"].to_pylist()})
        for day in working_days(month)
        if day <= release.as_of
    ]
    known = Yardsticks(release.town, release.as_of, tuple(days), verdicts=earlier)
    return pa.Table.from_pylist(
        verdict(ReleasedView(shown), known), schema=release.tables["verdict"].schema
    ).to_pylist()


def beyond(releases: Sequence[Release]) -> list[Row]:
    """Return the verdicts, of all releases in their order, that a reader does not compute."""
    found: list[Row] = []
    earlier: list[Row] = []
    for release in releases:
        rows = release.tables["verdict"].to_pylist()
        mine = computed(release, earlier)
        found += [row for row in rows if row not in mine]
        earlier = rows
    return found


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> list[list[Release]]:
    """The releases of each town."""
    return [publish(seed, tmp_path_factory.mktemp("verdicts")) for seed in SEEDS]


def test_a_reader_computes_every_verdict(towns: list[list[Release]]) -> None:
    """Those that fall in a month and those that were kept; nothing else is in the table."""
    rows = [row for town in towns for one in town for row in one.tables["verdict"].to_pylist()]
    assert sum(row["change"] is not None for row in rows) >= 5
    assert [beyond(releases) for releases in towns] == [[] for _ in towns]


def test_a_verdict_that_was_kept_is_the_one_that_was_shown(towns: list[list[Release]]) -> None:
    """A number that moves between releases would be a difference to subtract."""
    kept = 0
    for releases in towns:
        for before, after in pairwise(releases):
            now = {row["action"]: row for row in after.tables["verdict"].to_pylist()}
            for row in before.tables["verdict"].to_pylist():
                if row["answer"] != "too_early":
                    assert now[row["action"]] == row
                    kept += 1
    assert kept


def test_a_verdict_of_exact_values_is_found(tmp_path: Path) -> None:
    """The planted leak: rates as they were counted in place of those that are shown."""

    def exact(tables: Mapping[str, pa.Table], store: Store) -> ReleasedView:
        counted = {
            (row["section"], row["month"]): 100 * row["active_days"] / row["assigned_days"]
            for row in store.table("select * from mart.use_month").to_pylist()
            if row["assigned_days"]
        }
        rows = [
            row | dict.fromkeys(("low", "high"), counted[row["section"], row["month"]])
            if row["low"] is not None and (row["section"], row["month"]) in counted
            else row
            for row in tables["use_month"].to_pylist()
        ]
        use = pa.Table.from_pylist(rows, schema=tables["use_month"].schema)
        return ReleasedView({**tables, "use_month": use})

    assert beyond(publish(2, tmp_path, exact))
