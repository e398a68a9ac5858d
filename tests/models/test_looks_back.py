"""Each `-- looks back:` is long enough, in a town in which one month less would lose something.

In a town drawn at random a row hardly ever stands on the last day that a model looks back to. Here, by construction, a
night makes May again and something of each model lies in the oldest month that it reads, and nowhere later.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.properties.small_town import (
    Assignment,
    Section,
    SmallTown,
    Stream,
    Use,
    at,
    days_between,
    put,
)
from warehouse.engine import build, incremental
from warehouse.engine.model import read_models
from warehouse.facts.store import open_store
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.engine.model import Model
    from warehouse.facts.store import Store

LAUNCH, MARCH = date(2025, 1, 1), date(2025, 3, 1)
# The last whole week of May began in April: a month of habits looks back on it, and the night before it was not over.
BEFORE, TODAY = date(2025, 5, 3), date(2025, 5, 8)
MISSING = date(2025, 2, 12)
"""In the first of the twelve weeks that end with the week of May 1, and in no later month."""

SHORTER = {
    "core.absent_week": 2,
    "core.requirement_week": 2,
    "core.staff_week": 2,
    "mart.habitual_month": 0,
    "mart.activation_month": 3,
    "mart.retention_month": 3,
}
"""Model → months to look back that are one too few in this town."""


def edited(staff: str, day: date) -> Use:
    return Use("suite", "files", day, staff, "files", "edited", at(day, 600), None, 1)


def town(today: date) -> SmallTown:
    """One works every day and one left off in January; until March the vendor's log told of no people of B."""
    days = [day for day in days_between(LAUNCH, today) if day != MISSING]
    return SmallTown(
        today=today,
        launched_on=LAUNCH,
        sections=(Section("A", "甲課"), Section("B", "乙課")),
        assignments=tuple(
            Assignment(staff, section, date(2020, 4, 1))
            for staff, section in (("s1", "A"), ("s2", "A"), ("s3", "B"))
        ),
        streams=(
            Stream("suite", "files", "use", ("files",), LAUNCH, told={MISSING: "gap"}),
            Stream("suite", "chat", "use", ("chat",), LAUNCH, until=MARCH, sections=("A",)),
            Stream("other", "chat", "use", ("chat",), MARCH),
        ),
        facts=(
            *(edited("s1", day) for day in days),
            *(edited("s2", day) for day in days if day < date(2025, 2, 1)),
            *(
                replace(edited("s1", day), stream="chat", tool="chat")
                for day in days
                if day < MARCH
            ),
        ),
    )


def night(store: Store, today: date, *, full: bool = False) -> None:
    """Put the town in as it is on a day and build it."""
    put(store, town(today))
    told = Town("町", LAUNCH, 4)
    build.build_models(store, town=told, closures=(), today=today, full=full)


def rows(store: Store) -> dict[str, list[str]]:
    """Every table of the models with a period, row by row."""
    return {
        model.table: sorted(map(str, store.rows(f"from {model.table}")))
        for model in read_models()
        if model.kept == "table" and model.period
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse after the night before."""
    file = tmp_path_factory.mktemp("before") / "warehouse.duckdb"
    with open_store(file) as store:
        night(store, BEFORE)
    return file


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, for one test."""
    for file in built.parent.iterdir():
        shutil.copy(file, tmp_path)
    with open_store(tmp_path / built.name) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a full build makes of the town on its last day."""
    with open_store(tmp_path_factory.mktemp("whole") / "warehouse.duckdb") as store:
        night(store, TODAY, full=True)
        return rows(store)


def test_a_night_finds_all_that_a_full_build_finds(
    store: Store, whole: dict[str, list[str]]
) -> None:
    night(store, TODAY)
    for table, made in rows(store).items():
        assert made == whole[table], table


@pytest.mark.parametrize("table", SHORTER)
def test_one_month_less_would_be_seen(
    store: Store,
    whole: dict[str, list[str]],
    table: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: the same night with the shorter look-back makes other rows of the model."""

    def shorter(model: Model, since: date) -> str:
        months = SHORTER[table] if model.table == table else model.looks_back
        return incremental.rows_since(replace(model, looks_back=months), since)

    monkeypatch.setattr(build, "rows_since", shorter)
    night(store, TODAY)
    assert rows(store)[table] != whole[table]


def test_a_week_that_began_in_the_month_before_would_be_missed(
    store: Store, whole: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: only weeks that begin in May are made again."""
    monkeypatch.setattr(build, "first_row_on", lambda _, since: since)
    night(store, TODAY)
    weeks = ("core.requirement_week", "core.staff_week")
    assert not [table for table in weeks if rows(store)[table] == whole[table]]


def test_every_look_back_is_tried() -> None:
    """Each is the shortest that is enough; `counter_month` reads raw readings, which nothing cuts."""
    looks = {one.table: one.looks_back for one in read_models() if one.looks_back != 0}
    assert looks.keys() - SHORTER.keys() == {"mart.counter_month"}
    assert all(months is None or SHORTER[table] == months - 1 for table, months in looks.items())
