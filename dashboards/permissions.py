"""Lets whoever may read the town hall's pages read them, whatever this process keeps to itself.

Everything else is written for this account alone; a web server or a shared folder is read by others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def open_to_readers(paths: Iterable[Path]) -> None:
    """Let everybody read these folders and files; what others put beside them keeps its mode."""
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
