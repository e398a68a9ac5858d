"""`check` tells which measures of actions and which targets name no number that the town has."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.checks.series import measures_without_series, targets_without_series
from warehouse.engine.target_settings import SeriesTarget
from warehouse.facts.store import open_store

SETTINGS = Path("hirogari.toml")
TARGETS = (
    SeriesTarget("count 電話の数", 2026, change=-30, base_year=2024),
    SeriesTarget("count 電話の本数", 2026, change=-30, base_year=2024),
    SeriesTarget("ratio approvals", 2026, level=60),
)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """One with two actions, one of them by a number that nobody counts, and one own count."""
    path = tmp_path / "warehouse.duckdb"
    with open_store(path) as store:
        store.execute("create schema if not exists core")
        store.execute("create table core.own_count as select '電話の数' as name")
        store.execute(
            """
            create table core.action (action varchar, measure varchar, series varchar);
            insert into core.action values
                ('A1', '電話の数', 'count 電話の数'), ('A2', 'みんなの笑顔', null), ('A3', null, null);
            create table core.plan_item as
            from (values ('P1', '予約の数', null), ('P2', '電話の数', 'count 電話の数')) _(item, measure, series)
            """
        )
    return path


def test_a_measure_that_names_no_number_is_told_with_its_action(warehouse: Path) -> None:
    """Of the plan as well; and the action that has no measure is not: nothing was meant."""
    action, item = measures_without_series(warehouse)
    assert "A2" in str(action.thing)
    assert "みんなの笑顔" in str(action.thing)
    assert "P1" in str(item.thing)
    assert "予約の数" in str(item.thing)


def test_a_target_of_a_number_that_nobody_counts_is_told(warehouse: Path) -> None:
    """With its name as the settings have it; known series and own counts pass."""
    (finding,) = targets_without_series(TARGETS, SETTINGS, warehouse)
    assert not finding.is_ok
    assert "“電話の本数”" in str(finding.thing)
    assert finding.place == "hirogari.toml, [[targets.series]]"


def test_nothing_is_said_before_there_is_a_warehouse(tmp_path: Path) -> None:
    """What the town counts is known after the first night."""
    assert not list(measures_without_series(tmp_path / "none.duckdb"))
    assert not list(targets_without_series(TARGETS, SETTINGS, tmp_path / "none.duckdb"))
