"""The suite waits in tenths of seconds where connectors wait in seconds; the rules stay the same."""

from __future__ import annotations

import pytest

from connectors.io.http import transport
from connectors.io.http.retry import RetryPolicy


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten waits and time-outs, not the number of tries nor what is owed."""
    monkeypatch.setattr(
        transport, "RetryPolicy", lambda: RetryPolicy(tries=4, first_wait_seconds=0.05)
    )
    limits = transport.Limits(read_seconds=1.0, total_seconds=1.5)
    monkeypatch.setattr(transport, "Limits", lambda: limits)
