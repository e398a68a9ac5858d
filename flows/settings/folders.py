"""Checks the folders of the settings: paths must not overlap, and each folder must be writable and hold only our files.

`check` and every night run these checks before anything is read. Nothing on disk is changed.
"""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract.messages import Message, problem_at
from dashboards.our_folders import NEWSLETTER, SITE
from warehouse.facts.backup import BACK_UP, require_back_ups
from warehouse.folders.folder_mark import FolderKind
from warehouse.folders.owned_folder import FolderRefused, require_real_folder, require_replaceable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flows.settings.settings import Settings

DATA = FolderKind("data", "[paths] data")
_MAGIC = "*?["


def require_folders(settings: Settings) -> None:
    """Refuse folders that the night cannot write, or in which it would change files that are not ours.

    Raises:
        FolderRefused: for the first such folder.
    """
    for problem in refused_folders(settings):
        raise problem


def refused_folders(settings: Settings) -> Iterator[FolderRefused]:
    """Yield an error for each unusable folder of the settings; nothing is changed."""
    looks: list[Callable[[], None]] = [
        lambda: require_replaceable(settings.site, SITE),
        lambda: require_real_folder(settings.newsletter, NEWSLETTER),
        # The data folder is never swapped, so it may be a link to another disk.
        lambda: require_real_folder(settings.data.resolve(), DATA),
    ]
    if (folder := settings.backup) is not None:
        looks.append(lambda: require_back_ups(folder))
    for look in looks:
        try:
            look()
        except FolderRefused as error:
            yield error


def overlaps(settings: Settings, named: Iterable[tuple[str, Path]]) -> Iterator[Message]:
    """Yield a problem for each pair of paths of the settings that overlap, so that writing one would damage the other.

    `named` are (place in the settings, path) of the files to read.
    """
    town = settings.file.parent
    folders = {
        SITE.named_by: settings.site,
        NEWSLETTER.named_by: settings.newsletter,
        BACK_UP.named_by: settings.backup,
        DATA.named_by: settings.data,
    }
    real = {key: folder.resolve() for key, folder in folders.items() if folder is not None}
    # Only our own files are replaced or deleted in `data`, so it may be the folder of the settings.
    if real[DATA.named_by] == town.resolve():
        del real[DATA.named_by]
    for key, folder in real.items():
        if _is_in(town.resolve(), folder):
            yield _overlap(key, folder, Message("the folder of the settings"))
    pairs = [(one, other) for one in real for other in real if one < other]
    for one, other in pairs:
        if _is_in(real[one], real[other]) or _is_in(real[other], real[one]):
            yield _overlap(one, real[one], other)
    ours = {key: folder for key, folder in real.items() if key != DATA.named_by}
    for file_key, file in named:
        for key, folder in ours.items():
            if _is_in(_without_pattern(file).resolve(), folder):
                yield _overlap(key, folder, file_key)


def shared_keys(key: Path, named: Iterable[tuple[str, Path]]) -> Iterator[Message]:
    """Yield a problem for each other file of the settings with the key's path: one would be read as the other."""
    ours = _folded(key.resolve())
    for place, file in named:
        theirs = _folded(file if _is_pattern(file) else file.resolve())
        if ours == theirs or fnmatchcase(str(ours), str(theirs)):
            yield problem_at(
                Message("{key} and {other} are the same file", key="[paths] key", other=place),
                key,
                Message("name a file of its own for the key"),
            )


def whole_path(base: Path, path: Path) -> Path:
    """Return a path of the settings relative to `base`, the folder of the settings file.

    `..` is resolved at once: otherwise `site/../share` would be invalid until `site` exists, and then mean `share`.
    """
    whole = base / path.expanduser()
    if ".." not in whole.parts:
        # Links are not resolved, so that the folder checks can report one.
        return whole
    return whole.resolve() if whole.name == ".." else whole.parent.resolve() / whole.name


def files_named(entry: object, base: Path, place: str) -> Iterator[tuple[str, Path]]:
    """Yield (place, path) for every string in an entry of the settings that may name a file."""
    match entry:
        case dict():
            for key, value in entry.items():
                if key not in {"name", "kind"}:
                    yield from files_named(value, base, f"{key}, {place}")
        case list() | tuple():
            for value in entry:
                yield from files_named(value, base, place)
        case str() if "/" in entry or (base / entry).is_file():
            yield place, base / Path(entry).expanduser()


def _is_pattern(path: Path) -> bool:
    return bool(set(str(path)) & set(_MAGIC))


def _without_pattern(path: Path) -> Path:
    """Return the leading parts of a path that hold no wildcard."""
    parts = path.parts
    plain = next((at for at, part in enumerate(parts) if set(part) & set(_MAGIC)), len(parts))
    return Path(*parts[:plain])


def _is_in(path: Path, folder: Path) -> bool:
    """Whether a path is or lies in a folder, also on a disk that ignores case or normalises Unicode."""
    one, other = _folded(path), _folded(folder)
    return one == other or other in one.parents


def _folded(path: Path) -> Path:
    return Path(unicodedata.normalize("NFC", str(path)).casefold())


def _overlap(key: str, folder: Path, other: str) -> Message:
    return problem_at(
        Message("{key} and {other} overlap", key=key, other=other),
        folder,
        Message(
            "name a separate folder that holds nothing else and lies in no other folder of the settings"
        ),
    )
