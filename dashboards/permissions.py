"""Makes the published pages readable for every account, whatever the umask of this process.

Everything else is written for this account alone; a web server or a shared folder is read by other accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def open_to_readers(paths: Iterable[Path]) -> None:
    """Make these folders and files readable for everybody; other files in the folders keep their mode."""
    for path in paths:
        path.chmod(0o755 if path.is_dir() else 0o644)
