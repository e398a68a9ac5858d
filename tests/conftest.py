"""Divides the tests between the workers of one run, so that an expensive fixture is made only once."""

from __future__ import annotations

import pytest


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
