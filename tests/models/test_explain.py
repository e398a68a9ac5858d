"""A number can be traced to its definition, its inputs, its state and its SQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.models.test_build import LAUNCH, TOWN
from tests.models.test_glossary import ENTRIES
from tests.properties.small_town import put
from tests.set_up import ROOT
from warehouse.build import build_models
from warehouse.estimates import write_estimates
from warehouse.explain import NotExplained, explain, metrics
from warehouse.release import Town
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.store import Store

LOST = date(2025, 4, 8)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A town whose file log lost a night in April."""
    files, meet = TOWN.streams
    town = replace(TOWN, streams=(replace(files, told={LOST: "gap"}), meet))
    with open_store(tmp_path_factory.mktemp("explained") / "warehouse.duckdb") as opened:
        put(opened, town)
        told = Town("町", LAUNCH, 4)
        build_models(opened, town=told, closures=(), today=town.today)
        write_estimates(opened)
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


def test_what_can_be_explained_is_what_the_glossary_names() -> None:
    """Also what is estimated and not counted."""
    assert set(metrics()) == set(ENTRIES)


@pytest.mark.parametrize(
    ("metric", "asked", "words"),
    [
        ("use_month", {"section": "甲"}, r"no section '甲' .*one of: A \(甲課\), B \(乙課\)"),
        ("retention_month", {"section": "A"}, "has no sections .*leave --section out"),
        ("use_month", {"month": date(2031, 1, 1)}, "nothing of 2031-01 .*from 2024-10 to 2025-05"),
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
