"""Reads and writes the mark of a folder that the program owns: the files written into it, with their digests.

It decides nothing about what may be replaced or deleted (`owned_folder.py`, `owned_files.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MARK = ".hirogari.json"
"""File name of the mark, inside the folder."""
_NEW = f"{MARK}.new"
_MADE_BY = "hirogari"


def _none_before(_: Path) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class FolderKind:
    """A kind of folder that the program owns or writes into: data, site, back-up, newsletter, export."""

    name: str
    """The name of the kind in the mark."""
    named_by: str
    """The setting that names the folder, such as `[paths] site`."""
    is_of_before: Callable[[Path], bool] = _none_before
    """Whether a folder without a mark holds only what an older version of the program wrote."""


class FolderMark(NamedTuple):
    """The content of a mark."""

    files: Mapping[str, tuple[str, ...]] | None
    """Path relative to the folder → digests that the file may have; None while the folder is being written."""
    notes: Mapping[str, Any]
    """Further notes of the code that wrote the folder."""


def read_mark(folder: Path, kind: FolderKind) -> FolderMark | None:
    """Return the folder's mark; None if it has none of that kind, or an unreadable one."""
    path = folder / MARK
    if path.is_symlink() or not path.is_file():
        return None
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        if (words["made_by"], words["kind"]) != (_MADE_BY, kind.name):
            return None
        files = words["files"]
        listed = None if files is None else {name: tuple(ours) for name, ours in files.items()}
        return FolderMark(listed, dict(words["told"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write_mark(
    folder: Path, kind: FolderKind, files: Mapping[str, tuple[str, ...]] | None, **notes: object
) -> None:
    """Write the mark of a folder.

    Args:
        folder: the folder.
        kind: its kind.
        files: path relative to the folder → digests that the file may have; None while the folder is being written.
        notes: further notes for the mark.
    """
    words = {"made_by": _MADE_BY, "kind": kind.name, "files": files, "told": notes}
    beside = folder / _NEW
    beside.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    # Readable by all who may read the folder: it names only files beside it. Some file systems have no modes.
    with suppress(PermissionError):
        beside.chmod(0o644)
    beside.replace(folder / MARK)


def seal(folder: Path, kind: FolderKind, **notes: object) -> None:
    """Write a mark that lists everything now in the folder."""
    files = {name: (digest(folder / name),) for name in files_in(folder)}
    write_mark(folder, kind, files, **notes)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_mark(folder: Path) -> None:
    """Delete the mark and nothing else."""
    for name in (_NEW, MARK):
        (folder / name).unlink(missing_ok=True)


def files_in(folder: Path) -> list[str]:
    """Return the sorted paths of all non-folders in the folder, without the mark; links are not followed."""
    names = (
        str(path.relative_to(folder))
        for path in _walked(folder)
        if path.is_symlink() or not path.is_dir()
    )
    return sorted(name for name in names if name not in {MARK, _NEW})


def folders_in(folder: Path) -> list[str]:
    """Return the sorted paths of all subfolders, parents first; links are left out."""
    return sorted(
        str(path.relative_to(folder))
        for path in _walked(folder)
        if path.is_dir() and not path.is_symlink()
    )


def _walked(folder: Path) -> list[Path]:
    def fail(error: OSError) -> None:
        raise error

    return [
        Path(above) / name
        for above, folders, files in os.walk(folder, onerror=fail)
        for name in (*folders, *files)
    ]
