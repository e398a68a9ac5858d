"""Divides the tests between the workers of one run, so that an expensive fixture is made only once; and an empty warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warehouse.facts.store import Store


# No test fails because the machine is slow.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a module with a module-scoped fixture on one worker, unless they are in an `xdist_group`."""
    shared = {
        item.path
        for item in items
        if isinstance(item, pytest.Function)
        for fixtures in item._fixtureinfo.name2fixturedefs.values()
        if fixtures[-1].scope == "module"
    }
    for item in items:
        if item.path in shared and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty warehouse, for one test; a module whose tests begin with a filled one has a `store` of its own."""
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        yield opened
