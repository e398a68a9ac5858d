"""The marts of the demo town equal what was counted from the simulated days without SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.demo.landed_town import landed_town
from tests.demo.town_marts import COMPARED
from warehouse.engine.build import build_models
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.demo_town.for_vendors.town import DemoTown
    from warehouse.facts.store import Store

TODAY = date(2025, 6, 10)
pytestmark = pytest.mark.xdist_group("demo_town")


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[DemoTown, Store]]:
    """Five months over a change of fiscal year, read as a night reads them."""
    folder = tmp_path_factory.mktemp("town")
    with landed_town(folder, seed=5, months=5, today=TODAY) as (town, store, _):
        told = Town(town.name, town.launched_on, 4)
        build_models(store, town=told, closures=(), today=TODAY)
        yield town, store


@pytest.mark.parametrize("what", COMPARED)
def test_the_marts_are_the_towns(landed: tuple[DemoTown, Store], what: str) -> None:
    """Cell by cell: none is missing, none is one too many."""
    town, store = landed
    found, expected = COMPARED[what](store, town)
    assert expected
    assert found == expected


def test_the_month_of_the_lost_night_is_incomplete(landed: tuple[DemoTown, Store]) -> None:
    """And only that month."""
    town, store = landed
    months = store.rows(
        "select distinct month from mart.paper_month"
        " where source = 'copiers' and state = 'incomplete'"
    )
    assert months == [(town.lost_on.replace(day=1),)]
