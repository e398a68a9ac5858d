"""A reader with a solver, the roster and every release finds no head count and no person."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from dashboards.export import write_csv
from tests.privacy.attacker import Attacker
from tests.privacy.laid_habits import lay_habits
from tests.privacy.laid_marts import lay
from tests.privacy.published_lines import Read, read_export
from tests.privacy.random_town import (
    leave_some_unserved,
    month_after,
    raise_random_town,
    working_days,
)
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from pathlib import Path

TOWNS = int(os.environ.get("HIROGARI_ATTACK_TOWNS", "3"))
"""The whole attack (200 towns) runs in `make bench`; a few towns run in every test."""
TOLD = Town("町", raise_random_town(0).months[0], 4)


def publish_every_month(seed: int, folder: Path) -> Attacker:
    """Cut and export a release after each month's end; return a reader who has seen them all."""
    town = raise_random_town(seed)
    if seed % 3 == 0:
        leave_some_unserved(town)
    reader = Attacker(town.assignments, working_days)
    with open_store(folder / f"{seed}.duckdb") as store:
        for month in town.months:
            today = month_after(month) + timedelta(days=4)
            lay(town, store, today)
            lay_habits(town, store, today)
            release = cut_release(
                store,
                town=TOLD,
                today=today,
                released_at=datetime(today.year, today.month, today.day, tzinfo=UTC),
            )
            write_csv(release, folder / f"{seed}-{month}")
            reader.read(read_export(folder / f"{seed}-{month}"))
    return reader


@pytest.mark.parametrize("seed", range(TOWNS))
def test_twelve_releases_tell_a_reader_with_a_solver_of_no_head_count_and_no_person(
    seed: int, tmp_path: Path
) -> None:
    """0 head counts narrowed under three values, 0 persons proved."""
    found = publish_every_month(seed, tmp_path).attack()
    assert found.asked > 50
    assert found.narrowed == []
    assert found.persons == set()


def test_the_attacker_breaks_whole_per_cents_of_head_counts() -> None:
    """A naive build (whole per cents at 5 people and more) falls in most sections."""
    town = raise_random_town(1)
    reader, first, sections = Attacker(town.assignments, working_days), town.first_use(), set()
    for month in town.months:
        last = month_after(month) - timedelta(days=1)
        closing = town.on(last)
        for section in set(closing.values()):
            staff = [one for one, where in closing.items() if where == section]
            if len(staff) >= 5:
                begun = sum(one in first and first[one] <= last for one in staff)
                share = f"{round(100 * begun / len(staff))}%"
                reader.read([Read("activation_month", section, "files", month, len(staff), share)])
                sections.add(section)
    found = reader.attack()
    broken = {section for section, *_ in found.narrowed}
    assert len(broken) > 0.8 * len(sections)
