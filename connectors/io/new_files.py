"""Creates new files completely or not at all; an existing file is never overwritten.

The next run would otherwise trust a file that a full disk had cut short.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from connectors.contract.errors import of_system

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OWN = 0o600
"""File mode for files that only this account may read."""


@contextmanager
def new_file(path: Path, mode: int = 0o666) -> Iterator[IO[str]]:
    """Create a file and open it for UTF-8 text; if writing fails, the file is removed.

    Raises:
        FileExistsError: something exists at this path; it is left unchanged.
        SystemRefused: the file cannot be written, for example because the disk is full.
    """
    with _created(path, mode, "w", "utf-8") as file:
        yield file


@contextmanager
def new_binary_file(path: Path, mode: int = 0o666) -> Iterator[IO[bytes]]:
    """Create a file and open it for bytes; otherwise as `new_file`."""
    with _created(path, mode, "wb", None) as file:
        yield file


@contextmanager
def _created(path: Path, mode: int, opened: str, encoding: str | None) -> Iterator[IO[Any]]:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise
    except OSError as error:
        raise of_system(error, path.parent) from None
    try:
        with os.fdopen(handle, opened, encoding=encoding) as file:
            yield file
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise of_system(error, path.parent) from None
        raise
