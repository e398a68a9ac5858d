"""Rewrites the warehouse's file, so that no deleted data stays in its free blocks; deletes files left half-made.

It decides nothing about what is deleted (`warehouse/lifecycle`) and deletes no file that is not ours.
"""

from __future__ import annotations

import os
from contextlib import suppress
from shutil import copymode
from typing import TYPE_CHECKING

import duckdb

from connectors.contract.messages import Message
from warehouse.facts.integrity.commit_count import read_commit_count
from warehouse.facts.integrity.store_errors import StoreDamaged, StoreFull, translated_errors

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC, _MAGIC_AT = b"DUCK", 8
_HEADERS = 3 * 4096
"""Length in bytes of a database's headers, which the engine writes first."""


def rewrite(path: Path) -> None:
    """Rewrite the file: deleted and renamed data would otherwise stay in the old file's free blocks.

    If the process is killed at any point, the file is either the old or the new one. After a failure the rewrite
    stays owed.

    Raises:
        StoreBusy: another process has the file open.
        StoreFull: there is no room for a second file.
    """
    aside = _aside(path)
    _drop_database(aside)
    try:
        _copy(path, aside)
    except BaseException as error:
        # Half a copy would take up the last free disk space.
        with suppress(OSError):
            _drop_database(aside)
            owe_rewrite(path)
        if isinstance(error, StoreFull):
            raise StoreFull(
                Message(
                    "the warehouse cannot be rewritten, so its file still holds the deleted records"
                ),
                place=str(path.parent),
                next_step=Message(
                    "free as much disk space as the warehouse takes; the next night rewrites it automatically"
                ),
            ) from None
        raise


def owe_rewrite(path: Path) -> None:
    """Note that data was deleted and the file must be rewritten, by this run or, if it is killed, by the next night."""
    _aside(path).touch(mode=0o600)


def is_rewrite_owed(path: Path) -> bool:
    """Whether data was deleted since the file was last rewritten."""
    return os.path.lexists(_aside(path))


def _aside(path: Path) -> Path:
    """Return the path of the new file; while a file exists there, the rewrite is owed."""
    return path.with_name(f".{path.name}.afresh")


def _copy(path: Path, aside: Path) -> None:
    with translated_errors(path), duckdb.connect(config={"threads": "1"}) as connection:
        for file, name in ((path, "old"), (aside, "fresh")):
            quoted = str(file).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name}")
        connection.execute("copy from database old to fresh")
        connection.execute("detach fresh")
        # The old file is still held open here, so no other process can have opened it.
        copymode(path, aside)
        aside.replace(path)


def delete_unfinished(path: Path) -> None:
    """Delete a file that never became a warehouse: the disk was full or the run was killed before its headers.

    A warehouse that was truncated to that length has its mark beside it, and is not deleted.
    """
    is_unfinished = (
        path.is_file() and path.stat().st_size < _HEADERS and read_commit_count(path) == 0
    )
    if is_unfinished and _is_database(path):
        _drop_database(path)


def _drop_database(file: Path) -> None:
    """Delete a half-made database of a killed run, with its log; never anything else.

    Raises:
        StoreDamaged: the path holds something else.
    """
    if not os.path.lexists(file):
        return
    if file.is_symlink() or not file.is_file() or not _is_database(file):
        raise StoreDamaged(
            Message("there is something at the place where the warehouse is rewritten"),
            place=str(file),
            next_step=Message("move it elsewhere"),
        )
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
    file.unlink()


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        head = opened.read(_MAGIC_AT + len(_MAGIC))
    return not head or head[_MAGIC_AT:] == _MAGIC
