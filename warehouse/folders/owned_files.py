"""Writes the program's files into a folder that others use too.

It never overwrites or deletes a file that the program did not write, or that was changed since.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from warehouse.folders.folder_mark import MARK, digest, read_mark, write_mark
from warehouse.folders.owned_folder import FolderRefused, remove, require_real_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from warehouse.folders.folder_mark import FolderKind

_NEW = ".hirogari.new"
"""Subfolder in which new files are written before they are moved to their places."""


def write_files(folder: Path, kind: FolderKind, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files (name → content) into a folder, which is created if absent; return their paths.

    Each file is written elsewhere and then moved into place, so no file is ever incomplete. Files of the previous
    call that are not in `files` are deleted, unless somebody has changed them.

    Raises:
        FolderRefused: a name is taken by a file that is not ours or was changed since; nothing was written.
    """
    require_real_folder(folder, kind)
    ours = _ours_in(folder, kind)
    marked = [] if read_mark(folder, kind) else [MARK]
    require_free(folder, kind, [*marked, *(name for name in files if name not in ours)])
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / _NEW
    remove(new, kind)
    new.mkdir()
    try:
        write_mark(new, kind, None)
        for name, data in files.items():
            (new / name).write_bytes(data)
    except BaseException:
        # On a full disk, leftovers would take up the last free space.
        with suppress(OSError, FolderRefused):
            remove(new, kind)
        raise
    digests = {name: digest(new / name) for name in files}
    # Until all are moved, each of our files may have its old or its new content.
    either = {name: (digests[name], *ours.get(name, ())) for name in files}
    write_mark(folder, kind, {**ours, **either})
    written = tuple((new / name).replace(folder / name) for name in files)
    for name in ours.keys() - files.keys():
        (folder / name).unlink(missing_ok=True)
    remove(new, kind)
    write_mark(folder, kind, {name: (one,) for name, one in digests.items()})
    return written


def require_free(folder: Path, kind: FolderKind, names: Sequence[str]) -> None:
    """Refuse names that exist in a folder already.

    Raises:
        FolderRefused: names the first existing one.
    """
    for name in names:
        if os.path.lexists(folder / name):
            raise FolderRefused(
                Message(
                    "this would overwrite a file that is not ours or was changed since it was written"
                ),
                place=str(folder / name),
                next_step=Message(
                    "move it elsewhere or give it another name ({key})", key=kind.named_by
                ),
            )


def _ours_in(folder: Path, kind: FolderKind) -> dict[str, tuple[str, ...]]:
    """Return our files, with their digests, that are unchanged since we wrote them or no longer exist."""
    mark = read_mark(folder, kind)
    if mark is None or mark.files is None:
        return {}
    return {
        name: digests
        for name, digests in mark.files.items()
        if not os.path.lexists(folder / name) or _is_as_written(folder / name, digests)
    }


def _is_as_written(path: Path, digests: tuple[str, ...]) -> bool:
    return not path.is_symlink() and path.is_file() and digest(path) in digests
