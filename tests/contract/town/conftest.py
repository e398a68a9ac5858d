"""One town with every vendor, and one with the further ways of some, shared by the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.town.every_vendor import FURTHER, IN_TURN, EveryVendor, town_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def main_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryVendor]:
    """Return the town with every vendor; read once."""
    with town_of(IN_TURN, tmp_path_factory.mktemp("every")) as found:
        yield found


@pytest.fixture(scope="session")
def further_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EveryVendor]:
    """Return the town with the further ways; read once."""
    with town_of(FURTHER, tmp_path_factory.mktemp("further")) as found:
        yield found


@pytest.fixture
def every(request: pytest.FixtureRequest) -> EveryVendor:
    """Return the town that has the vendor the test is about; the one with every vendor if it is about none."""
    about = getattr(request.node, "callspec", None)
    is_further = about is not None and about.params.get("vendor") in FURTHER
    found: EveryVendor = request.getfixturevalue("further_town" if is_further else "main_town")
    return found
