"""One town with every vendor, shared by the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.town.every_vendor import EveryVendor, every_vendor

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def every(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryVendor]:
    """Return the town and what each vendor tells; read once."""
    with every_vendor(tmp_path_factory.mktemp("every")) as found:
        yield found
