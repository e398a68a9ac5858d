"""A definition that changes after the opening begins a new line: no night is refused, and what is out stands."""

from __future__ import annotations

import csv
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import Known
from tests.privacy.random_town import RandomTown, month_after, raise_random_town, working_days
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

TABLES = ("use_month", "activation_month", "habitual_month", "paper_digital_month")


def narrower(town: RandomTown) -> RandomTown:
    """Only some people's records count as use now, for all months that ever were."""
    return counted_as(town, {use for use in town.uses["files"] if use[0] < "p020"})


def wider(town: RandomTown) -> RandomTown:
    """What everybody did on a month's days counts now."""
    days = [*working_days(town.months[0]), *working_days(town.months[4])]
    return counted_as(
        town, town.uses["files"] | {(who, day) for day in days for who in town.on(day)}
    )


def dropped(town: RandomTown) -> RandomTown:
    """The source is taken out of the settings, with all that it told."""
    return counted_as(town, set())


def counted_as(town: RandomTown, uses: set[tuple[str, date]]) -> RandomTown:
    return replace(town, uses={**town.uses, "files": uses})


@pytest.mark.parametrize("change", [narrower, wider, dropped])
def test_another_definition_stops_no_night_and_moves_nothing_that_is_out(
    change: object, tmp_path: Path
) -> None:
    town = raise_random_town(1, 6, tools=("files", "meetings"))
    assert callable(change)
    told: list[dict[tuple[str, ...], dict[str, str]]] = []
    with open_store(tmp_path / "w.duckdb") as store:
        for month in (town.months[2], town.months[3], town.months[4], town.months[5]):
            known = town if month == town.months[2] else change(town)
            night = month_after(month)
            publish(store, Known(night, known, frozenset()), folder := tmp_path / f"{night}")
            told.append(over(folder, month))
    for before, after in pairwise(told):
        assert before.items() <= after.items()
    new = {
        row["shown"]
        for key, row in told[-1].items()
        if f"{town.months[-1]}" in key and row["shown"]
    }
    assert new


def over(folder: Path, last: object) -> dict[tuple[str, ...], dict[str, str]]:
    """Each row of a month up to `last`, by what it is of."""
    found = {}
    for table in TABLES:
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                if row["month"] <= f"{last}":
                    own = (row.get("tool") or row.get("pair") or "", row["section"], row["month"])
                    found[table, *own] = row
    return found
