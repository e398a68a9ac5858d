"""Writes the warehouse's file anew, so that nothing of what was deleted stays in it; clears away what never became one."""

from __future__ import annotations

import os
from contextlib import suppress
from shutil import copymode
from typing import TYPE_CHECKING

import duckdb

from connectors.contract.messages import Message
from warehouse.facts.integrity.commit_count import read_mark
from warehouse.facts.integrity.store_errors import StoreDamaged, StoreFull, telling

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC, _MAGIC_AT = b"DUCK", 8
_HEADERS = 3 * 4096
"""The bytes of a database's headers, which are written first."""


def write_afresh(path: Path) -> None:
    """Write the file anew: what was deleted or renamed stays behind in the old one's free blocks otherwise.

    Killed at any point, the file is the old one or the new one. Where it could not be done it is still owed.

    Raises:
        StoreBusy: another process has it open.
        StoreFull: no room for a second file.
    """
    aside = _aside(path)
    _drop_database(aside)
    try:
        _copy(path, aside)
    except BaseException as error:
        # Half a copy would take the last room from everybody else.
        with suppress(OSError):
            _drop_database(aside)
            owe_afresh(path)
        if isinstance(error, StoreFull):
            raise StoreFull(
                Message(
                    "the warehouse cannot be written anew, so its file still holds what was deleted"
                ),
                place=str(path.parent),
                next_step=Message(
                    "free as much disk space as the warehouse takes; the next night writes it anew by itself"
                ),
            ) from None
        raise


def owe_afresh(path: Path) -> None:
    """Note that something was deleted, until the file has been written anew: by this run or, was it killed, the next night."""
    _aside(path).touch(mode=0o600)


def is_afresh_owed(path: Path) -> bool:
    """Whether something was deleted and the file was not written anew since."""
    return os.path.lexists(_aside(path))


def _aside(path: Path) -> Path:
    """Return where the new file is written: while anything lies there, it is owed."""
    return path.with_name(f".{path.name}.afresh")


def _copy(path: Path, aside: Path) -> None:
    with telling(path), duckdb.connect(config={"threads": "1"}) as connection:
        for file, name in ((path, "old"), (aside, "fresh")):
            quoted = str(file).replace("'", "''")
            connection.execute(f"attach '{quoted}' as {name}")
        connection.execute("copy from database old to fresh")
        connection.execute("detach fresh")
        # Nobody can have opened the old one meanwhile: it is still held here.
        copymode(path, aside)
        aside.replace(path)


def drop_unborn(path: Path) -> None:
    """Delete a file that never became a warehouse: there was no room for its headers, or the run was killed then.

    A warehouse that was cut as short as that has its mark beside it, and stays.
    """
    is_unborn = path.is_file() and path.stat().st_size < _HEADERS and read_mark(path) == 0
    if is_unborn and _is_database(path):
        _drop_database(path)


def _drop_database(file: Path) -> None:
    """Delete a database that a killed run left half-made, with its log; what is none of ours stays.

    Raises:
        StoreDamaged: something else lies there.
    """
    if not os.path.lexists(file):
        return
    if file.is_symlink() or not file.is_file() or not _is_database(file):
        raise StoreDamaged(
            Message("something lies where the warehouse is written anew"),
            place=str(file),
            next_step=Message("move it elsewhere"),
        )
    file.with_name(f"{file.name}.wal").unlink(missing_ok=True)
    file.unlink()


def _is_database(file: Path) -> bool:
    with file.open("rb") as opened:
        head = opened.read(_MAGIC_AT + len(_MAGIC))
    return not head or head[_MAGIC_AT:] == _MAGIC
