"""One warehouse for all drawn towns of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The warehouse that one town after the other is put into."""
    with open_store(tmp_path_factory.mktemp("towns") / "warehouse.duckdb") as opened:
        yield opened
