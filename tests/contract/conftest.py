"""The suite waits in tenths of seconds where connectors wait in seconds, the rules stay the same; and a town's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.demo_town.files import write_town_files
from connectors.io.http import transport
from connectors.io.http.retry import RetryPolicy

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.demo_town import DemoTown


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten waits and time-outs, not the number of tries nor what is owed."""
    monkeypatch.setattr(
        transport, "RetryPolicy", lambda: RetryPolicy(tries=4, first_wait_seconds=0.05)
    )
    limits = transport.Limits(read_seconds=1.0, total_seconds=1.5)
    monkeypatch.setattr(transport, "Limits", lambda: limits)


@pytest.fixture(scope="module")
def folder(town: DemoTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder into which the module's own town wrote its files."""
    folder = tmp_path_factory.mktemp("town")
    write_town_files(town, folder)
    return folder
