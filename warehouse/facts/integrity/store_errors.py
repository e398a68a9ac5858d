"""Translates errors of the engine and the disk into errors that say what to do next. It repairs nothing."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FULL = ("No space left", "Disk quota exceeded", "File too large")
_DAMAGED = (
    "Corrupt",
    "not a valid DuckDB",
    "checksum",
    "replaying WAL",
    "invalidated",
    "Could not read",
    "Input/output error",
)
_CLOSED = ("Permission denied", "Operation not permitted", "Read-only file system")


class StoreBusy(Mendable):
    """Another process has the warehouse open."""


class StoreDamaged(Mendable):
    """The warehouse's file cannot be read."""


class StoreNewer(Mendable):
    """A newer version of this program, or of its database engine, wrote the warehouse."""


class StoreClosed(Mendable):
    """This account may not read or write the warehouse."""


class StoreFull(Mendable):
    """There is no room left for the warehouse, on disk or in memory."""


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Translate errors about the file that are raised in the block; others pass unchanged.

    Raises:
        StoreBusy, StoreClosed, StoreDamaged, StoreFull, StoreNewer: as each class says.
    """
    try:
        yield
    except duckdb.Error as error:
        words = str(error)
        if "Could not set lock" in words:
            raise StoreBusy(
                Message("another process has the warehouse open"),
                place=str(path),
                next_step=Message("wait until the other run has ended, then start again"),
            ) from None
        if isinstance(error, duckdb.OutOfMemoryException) or any(one in words for one in _FULL):
            raise _full(path) from None
        if "version number" in words:
            raise StoreNewer(
                Message("a newer version of the database engine made this warehouse"),
                place=str(path),
                next_step=Message(
                    "install the version of Hirogari that made it, or a later one; nothing was changed"
                ),
            ) from None
        if any(one in words for one in _CLOSED):
            raise _closed(path) from None
        if _is_damage(error):
            raise damaged(path) from error
        raise
    except OSError as error:
        if (own := _of_disk(error, path)) is not None:
            raise own from error
        raise


def _of_disk(error: OSError, path: Path) -> Mendable | None:
    """Return the warehouse error that a system error stands for; None for an unknown one."""
    # Batches are read through Arrow, which wraps the engine's errors in its own.
    if any(sign in str(error) for sign in _DAMAGED):
        return damaged(path)
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _full(path)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return _closed(path)
    return None


def damaged(path: Path) -> StoreDamaged:
    """Return the error for a damaged file, with its next step."""
    return StoreDamaged(
        Message("the warehouse's file is damaged"),
        place=str(path),
        next_step=Message(
            "restore the last back-up: hirogari restore; what is missing since then is read again from the sources"
        ),
    )


def _closed(path: Path) -> StoreClosed:
    return StoreClosed(
        Message("this account may not read or write the warehouse"),
        place=str(path),
        next_step=Message(
            "run as the account that owns it, or let this one read and write the file and its folder"
        ),
    )


def _full(path: Path) -> StoreFull:
    return StoreFull(
        Message("there is no room left for the warehouse"),
        place=str(path.parent),
        next_step=Message("free some disk space, then start again: nothing incomplete was kept"),
    )


def _is_damage(error: duckdb.Error) -> bool:
    return isinstance(
        error, duckdb.SerializationException | duckdb.FatalException | duckdb.InternalException
    ) or any(sign in str(error) for sign in _DAMAGED)
