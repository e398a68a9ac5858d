"""A long log needs no more memory than a short one.

Sized down: 40 MB beside 8 MB, against a limit that 32 MB read at once would break. The whole size, 1 GB within 256 MB, is
measured by `python -m tests.contract.memory KIND 1032` (connectors/io/print_jobs and tests/contract name the kinds).
"""

from __future__ import annotations

import pytest

from tests.contract.memory import measure
from tests.contract.peer import FilePeer
from tests.contract.test_conformance import PEERS

STREAMED = ("nextcloud", "samba", "cups", "jitsi")
MOST_MORE_MEGABYTES = 20
"""Beyond what the same process takes for a short log (Python, Arrow and the batch in hand)."""


@pytest.mark.parametrize("kind", STREAMED)
def test_memory_does_not_grow_with_the_log(kind: str) -> None:
    """The peak for 40 MB is nearly that for 8: by then the batch in hand is full."""
    short, few = measure(kind, 8)
    long, many = measure(kind, 40)
    assert many >= few > 0
    assert long - short < MOST_MORE_MEGABYTES


def test_every_log_that_is_streamed_is_measured() -> None:
    """The others are refused beyond 64 MB: the rule about broken files makes them enormous."""
    streamed = {
        made.kind for made in PEERS.values() if issubclass(made, FilePeer) and made.is_streamed
    }
    assert streamed == set(STREAMED)


def test_the_measurement_sees_a_log_read_at_once() -> None:
    """A connector that holds all records fails it."""
    short, _rows = measure("nextcloud", 8, plant=True)
    long, _rows = measure("nextcloud", 40, plant=True)
    assert long - short > MOST_MORE_MEGABYTES
