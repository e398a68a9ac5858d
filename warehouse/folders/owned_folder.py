"""Replaces and deletes folders that the program owns, and refuses all others.

A folder of ours has a mark that lists the files written into it, with a digest of each. A file that the mark does not
list or that was changed since, a symbolic link and a mount point belong to somebody else. Then nothing in the folder
is moved or deleted, and `FolderRefused` is raised.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from warehouse.folders.folder_mark import (
    digest,
    drop_mark,
    files_in,
    folders_in,
    read_mark,
    seal,
    write_mark,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from warehouse.folders.folder_mark import FolderKind

_MOUNTS = Path("/proc/self/mountinfo")
_WHERE = 4
"""Index of the field of a mountinfo line that holds the mount point."""


class FolderRefused(Mendable):
    """The folder is not ours to replace, or cannot be written; nothing in it was changed."""


def is_ours(folder: Path, kind: FolderKind) -> bool:
    """Whether the program made the folder, whatever is in it now."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return read_mark(folder, kind) is not None or kind.is_of_before(folder)


def first_foreign_path(folder: Path, kind: FolderKind) -> Path | None:
    """Return the first path in the folder that is not ours or was changed since; None if there is none.

    An empty folder has no such path. In a folder that we had begun to write, only a symbolic link is one.
    """
    mark = read_mark(folder, kind)
    if mark is None:
        if kind.is_of_before(folder):
            return None
        return next(iter(sorted(folder.iterdir())), None)
    if mark.files is None:
        return next((one for name in files_in(folder) if (one := folder / name).is_symlink()), None)
    folders = {str(parent) for name in mark.files for parent in Path(name).parents}
    for name in files_in(folder):
        path = folder / name
        if path.is_symlink() or digest(path) not in mark.files.get(name, ()):
            return path
    return next((folder / name for name in folders_in(folder) if name not in folders), None)


def require_replaceable(folder: Path, kind: FolderKind) -> None:
    """Refuse a folder that we may not or cannot move aside and delete.

    Raises:
        FolderRefused: it is a link or a mount point, contains something that is not ours, or cannot be written.
    """
    require_real_folder(folder, kind)
    if folder.parent.exists():
        _require_writable(folder.parent, kind)
    mounted = _mounted_at(folder)
    if mounted == folder.resolve():
        raise _refused(
            Message("the folder is a mount point, which cannot be replaced"),
            folder,
            Message(
                'name a folder in it: "{folder}" ({key})',
                folder=folder / kind.name,
                key=kind.named_by,
            ),
        )
    if mounted is not None:
        raise _refused(
            Message("another disk is mounted in this folder"),
            mounted,
            Message("mount it elsewhere ({key})", key=kind.named_by),
        )
    for one in (folder, *aside(folder)):
        if os.path.lexists(one):
            require_only_ours(one, kind)


def require_real_folder(folder: Path, kind: FolderKind) -> None:
    """Refuse a path that is a symbolic link or a file, or where nothing can be written.

    Raises:
        FolderRefused: it is one of these.
    """
    if folder.is_symlink():
        raise _refused(
            Message("the folder is a symbolic link"),
            folder,
            Message("name the folder itself that it points to ({key})", key=kind.named_by),
        )
    if os.path.lexists(folder) and not folder.is_dir():
        raise _no_folder(kind, folder)
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    if not there.is_dir():
        raise _no_folder(kind, there)
    _require_writable(there, kind)


def require_only_ours(folder: Path, kind: FolderKind) -> None:
    """Refuse a folder that contains anything that is not ours.

    Raises:
        FolderRefused: it does, or cannot be read or written.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise _not_ours(kind, folder)
    try:
        found = first_foreign_path(folder, kind)
    except OSError as error:
        raise _refused(
            Message("this account may not look into it"),
            Path(error.filename or folder),
            Message("give it the permission, or name another folder ({key})", key=kind.named_by),
        ) from None
    if found is not None:
        raise _not_ours(kind, found)
    for name in ("", *folders_in(folder)):
        _require_writable(folder / name, kind)


def remove(folder: Path, kind: FolderKind) -> None:
    """Delete a folder of ours, file by file as its mark lists them; files that arrive meanwhile stay.

    Raises:
        FolderRefused: it contains something that is not ours. Nothing was deleted, unless it arrived meanwhile: then
            our own files are gone and the folder stays.
    """
    if not os.path.lexists(folder):
        return
    require_only_ours(folder, kind)
    mark = read_mark(folder, kind)
    if mark is None and kind.is_of_before(folder):
        seal(folder, kind)
        mark = read_mark(folder, kind)
    names = files_in(folder) if mark is None or mark.files is None else mark.files
    for name in names:
        (folder / name).unlink(missing_ok=True)
    for name in reversed(folders_in(folder)):
        if not any((folder / name).iterdir()):
            (folder / name).rmdir()
    if found := files_in(folder):
        raise _not_ours(kind, folder / found[0])
    # The mark goes last: a run that is killed before leaves a folder that is still recognised as ours.
    drop_mark(folder)
    folder.rmdir()


@contextmanager
def replaced(
    folder: Path, kind: FolderKind, notes: Mapping[str, object] | None = None
) -> Iterator[Path]:
    """Yield a new, empty folder to fill; when the block succeeds, it replaces `folder`.

    The old folder stays until then, and stays unchanged if the block fails. `notes` is written to the mark after the
    block, which may add to it.

    Raises:
        FolderRefused: `folder` exists and is not ours to replace.
    """
    new, old = aside(folder)
    require_replaceable(folder, kind)
    if old.exists() and not folder.exists():
        # A run that was killed between the two renames below left only the old folder.
        old.rename(folder)
    for left_over in (new, old):
        remove(left_over, kind)
    new.mkdir(parents=True)
    write_mark(new, kind, None)
    try:
        yield new
        seal(new, kind, **(notes or {}))
    except BaseException:
        with suppress(OSError, FolderRefused):
            remove(new, kind)
        raise
    if folder.exists() and any(folder.iterdir()):
        _put_aside(folder, old, kind)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    remove(old, kind)


def aside(folder: Path) -> tuple[Path, Path]:
    """Return the paths at which the new folder is filled and the old one waits for deletion."""
    return folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")


def _require_writable(folder: Path, kind: FolderKind) -> None:
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise _refused(
            Message("this account may not write there"),
            folder,
            Message("give it the permission, or name another folder ({key})", key=kind.named_by),
        )


def _put_aside(folder: Path, old: Path, kind: FolderKind) -> None:
    # Checked again, because writing the new folder took a while.
    require_only_ours(folder, kind)
    if read_mark(folder, kind) is None:
        seal(folder, kind)
    folder.rename(old)


def _no_folder(kind: FolderKind, place: Path) -> FolderRefused:
    return _refused(
        Message("it is not a folder"), place, Message("name a folder ({key})", key=kind.named_by)
    )


def _not_ours(kind: FolderKind, found: Path) -> FolderRefused:
    return _refused(
        Message("Hirogari did not write this, or it was changed since; it would be lost"),
        found,
        Message("move it elsewhere, or name a folder of its own ({key})", key=kind.named_by),
    )


def _refused(thing: Message, place: Path, next_step: Message) -> FolderRefused:
    return FolderRefused(thing, place=str(place), next_step=next_step)


def _mounted_at(folder: Path) -> Path | None:
    """Return the first mount point at or below the folder; only the kernel's list shows bind mounts."""
    real = folder.resolve()
    if os.path.ismount(real):
        return real
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    points = (Path(_unescaped(line.split()[_WHERE])) for line in lines)
    return min((one for one in points if one == real or real in one.parents), default=None)


def _unescaped(text: str) -> str:
    for octal, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(octal, sign)
    return text
