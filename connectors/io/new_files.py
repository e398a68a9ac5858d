"""New files that are there whole or not at all: what a full disk cut short is believed by the next run otherwise."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from connectors.contract.errors import of_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN = 0o600
"""The mode of what is for this account alone."""


@contextmanager
def new_file(path: Path, mode: int = 0o666) -> Iterator[IO[str]]:
    """Open a new file for text in UTF-8; where writing it fails nothing of it stays.

    Raises:
        FileExistsError: there is something already; it stays as it is.
        SystemRefused: it cannot be written: the disk is full, say.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise
    except OSError as error:
        raise of_system(error, path.parent) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield file
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise of_system(error, path.parent) from None
        raise
