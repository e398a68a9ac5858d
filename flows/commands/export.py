"""Writes the release tables as CSV, for `hirogari export`. Nothing but released values leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from dashboards.export import write_csv
from flows.night.last_release import last_release

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flows.settings.settings import Settings


def export_release(settings: Settings, folder: Path) -> Iterator[Message]:
    """Write the last release's tables into a folder; yield one line for each file.

    Raises:
        NothingYet: no night has published yet.
        FolderRefused: a file of another program has the name of a table; nothing was written.
    """
    for path in write_csv(last_release(settings), folder):
        yield Message("wrote {path}", path=path)
