"""A number can be traced to its definition, its inputs, its state and its one maker."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.models.test_build import LAUNCH, TOWN
from tests.models.test_glossary import ENTRIES
from tests.properties.small_town import put
from tests.set_up import ROOT
from warehouse.engine.build import build_models
from warehouse.engine.target_settings import Target, TargetSettings
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.release.explain import NotExplained, explain, metrics
from warehouse.release.tables.release import SCHEMAS
from warehouse.release.tables.release import TOWN as WHOLE
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store

LOST = date(2025, 4, 8)
AIMED = TargetSettings(targets=(Target("files", 2025, 0.5),))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A town whose file log lost a night in April."""
    files, meet = TOWN.streams
    town = replace(TOWN, streams=(replace(files, told={LOST: "gap"}), meet))
    with open_store(tmp_path_factory.mktemp("explained") / "warehouse.duckdb") as opened:
        put(opened, town)
        told = Town("町", LAUNCH, 4)
        build_models(opened, town=told, closures=(), today=town.today, measures=AIMED)
        now = datetime(2025, 5, 20, tzinfo=UTC)
        cut_release(opened, town=told, today=town.today, released_at=now)
        yield opened


def test_a_cell_is_explained_with_its_state_and_the_night_that_is_missing(store: Store) -> None:
    """April of one section."""
    found = explain(store, "use_month", section="A", month=date(2025, 4, 1))
    assert "利用日率" in found.title
    assert "開庁日" in found.definition
    assert found.file == "warehouse/models/mart/use_month.sql"
    assert (ROOT / found.file).exists()
    assert {cell["tool"]: cell["active_days"] for cell in found.cells} == {
        "files": 20,
        "meetings": 0,
    }
    assert found.states == ("final", "incomplete")
    assert found.missing_days == (("files", LOST),)
    inputs = {one.table: one.rows for one in found.inputs}
    assert inputs["raw.use"] == 30
    assert inputs["core.assignment_day"] == 60


@pytest.mark.parametrize("metric", metrics())
def test_every_measure_is_explained(store: Store, metric: str) -> None:
    """With a definition from the glossary, a file that is there, and inputs down to the facts."""
    found = explain(store, metric, month=date(2025, 4, 1))
    assert (ROOT / found.file).exists()
    assert "日本語" in found.definition
    assert any(one.table.startswith("raw.") for one in found.inputs)


def test_what_is_made_of_released_values_is_explained_as_it_is_published(store: Store) -> None:
    """With its own maker, the release tables that this reads, and behind them the marts down to the facts."""
    found = explain(store, "target_month", section=WHOLE, month=date(2025, 4, 1))
    assert found.is_published
    assert found.file == "warehouse/release/derived/targets.py"
    assert found.made_of == {"use_month", "target", "section"}
    files = {one.table: one.file for one in found.inputs}
    assert files["release.use_month"] is None
    assert files["mart.use_month"] == "warehouse/models/mart/use_month.sql"
    assert "raw.use" in files


@pytest.mark.parametrize("metric", [name for name in metrics() if name in SCHEMAS])
def test_what_is_published_has_one_maker_and_every_column_a_word(store: Store, metric: str) -> None:
    """A release table that is explained as published has the columns that its maker declares."""
    found = explain(store, metric)
    if found.is_published:
        assert list(found.columns) == SCHEMAS[metric].names
        assert all(found.columns.values())


def test_what_can_be_explained_is_what_the_glossary_names() -> None:
    """Also what is estimated and not counted."""
    assert set(metrics()) == set(ENTRIES)


@pytest.mark.parametrize(
    ("metric", "asked", "words"),
    [
        ("use_month", {"section": "甲"}, r"no section '甲' .*one of: A \(甲課\), B \(乙課\)"),
        ("retention_month", {"section": "A"}, "not for sections .*leave out --section"),
        (
            "use_month",
            {"month": date(2031, 1, 1)},
            "no values for 2031-01 .*from 2024-10 to 2025-05",
        ),
    ],
)
def test_an_unknown_section_or_month_is_answered_with_those_there_are(
    store: Store, metric: str, asked: dict[str, Any], words: str
) -> None:
    """An empty answer would look as if nothing had happened there."""
    with pytest.raises(NotExplained, match=words):
        explain(store, metric, **asked)


def test_facts_that_are_deleted_by_age_are_not_told_as_none(store: Store) -> None:
    """A month older than what is kept of facts says so; section facts have no age."""
    asked = {"section": "A", "month": date(2025, 4, 1)}
    store.execute("insert into ledger.closed values (date '2025-04-15', null, null)")
    gone = {one.table for one in explain(store, "work_month", **asked).inputs if one.is_deleted}
    store.execute("delete from ledger.closed")
    assert gone == {"raw.use", "raw.attendance", "staging.use", "staging.attendance"}
    assert not any(one.is_deleted for one in explain(store, "work_month", **asked).inputs)


def test_an_unknown_measure_is_answered_with_those_there_are(store: Store) -> None:
    """The reader picks one."""
    with pytest.raises(NotExplained, match="use_month"):
        explain(store, "usage")
