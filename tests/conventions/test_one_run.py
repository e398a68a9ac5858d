"""What is costly to make is made once in a run, whatever the number of workers."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def costly() -> object:
    """Stand for a town that takes a minute to make."""
    return object()


@pytest.mark.parametrize("_part", [1, 2])
def test_tests_that_share_a_fixture_stay_on_one_worker(
    request: pytest.FixtureRequest, costly: object, _part: int
) -> None:
    """pytest-xdist keeps together what bears the same `@group`; a pytest that it does not know loses the group."""
    assert costly is not None
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("one worker runs everything: nothing is divided")
    assert request.node.nodeid.endswith("@test_one_run")
