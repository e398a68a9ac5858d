"""The mark that says of a folder that it is ours: what was written into it, and a digest of each file."""

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
"""The name of the mark, which lies in the folder itself."""
_NEW = f"{MARK}.new"
_MADE_BY = "hirogari"


def _none_before(_: Path) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Kind:
    """What a folder of ours is for."""

    name: str
    """As the mark says it."""
    named_by: str
    """Where the operator names it: `[paths] site`."""
    is_of_before: Callable[[Path], bool] = _none_before
    """Whether a folder without a mark holds nothing but what an older version of ours wrote."""


class Mark(NamedTuple):
    """What a mark says."""

    files: Mapping[str, tuple[str, ...]] | None
    """Path below the folder → digests that the file may have; None while the folder is being written."""
    told: Mapping[str, Any]
    """What else whoever wrote the folder noted."""


def read_mark(folder: Path, kind: Kind) -> Mark | None:
    """Return the folder's mark; None where it has none of that kind."""
    path = folder / MARK
    if path.is_symlink() or not path.is_file():
        return None
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        if (words["made_by"], words["kind"]) != (_MADE_BY, kind.name):
            return None
        files = words["files"]
        listed = None if files is None else {name: tuple(ours) for name, ours in files.items()}
        return Mark(listed, dict(words["told"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write_mark(
    folder: Path, kind: Kind, files: Mapping[str, tuple[str, ...]] | None, **told: object
) -> None:
    """Mark a folder as ours; `files` is None while it is being written."""
    words = {"made_by": _MADE_BY, "kind": kind.name, "files": files, "told": told}
    beside = folder / _NEW
    beside.write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")
    # Whoever may read the folder may read this: it names nothing that does not lie beside it. Some disks know no modes.
    with suppress(PermissionError):
        beside.chmod(0o644)
    beside.replace(folder / MARK)


def seal(folder: Path, kind: Kind, **told: object) -> None:
    """Mark everything that is in the folder now as ours."""
    files = {name: (digest(folder / name),) for name in files_in(folder)}
    write_mark(folder, kind, files, **told)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def drop_mark(folder: Path) -> None:
    """Delete the mark alone."""
    for name in (_NEW, MARK):
        (folder / name).unlink(missing_ok=True)


def files_in(folder: Path) -> list[str]:
    """Return what is in the folder and is no folder itself, the mark left out; links are not followed."""
    names = (
        str(path.relative_to(folder))
        for path in _walked(folder)
        if path.is_symlink() or not path.is_dir()
    )
    return sorted(name for name in names if name not in {MARK, _NEW})


def folders_in(folder: Path) -> list[str]:
    """Return the folders in the folder, those above first."""
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
