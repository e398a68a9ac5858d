"""What settings may say of folders, and whether each can be written and holds nothing of anybody else's.

Asked by `check` and by every night before anything is read.
"""

from __future__ import annotations

import unicodedata
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract.messages import Message, problem_at
from dashboards.our_folders import NEWSLETTER, SITE
from warehouse.facts.backup import BACK_UP, require_back_ups
from warehouse.folders.folder_mark import Kind
from warehouse.folders.owned_folder import FolderRefused, require_real_folder, require_replaceable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flows.settings.settings import Settings

DATA = Kind("data", "[paths] data")
_MAGIC = "*?["


def require_folders(settings: Settings) -> None:
    """Refuse folders that the night could not write, or in which it would touch what is not ours.

    Raises:
        FolderRefused: the first of them.
    """
    for problem in refused_folders(settings):
        raise problem


def refused_folders(settings: Settings) -> Iterator[FolderRefused]:
    """Yield what is wrong with the folders that the settings name; nothing is touched."""
    looks: list[Callable[[], None]] = [
        lambda: require_replaceable(settings.site, SITE),
        lambda: require_real_folder(settings.newsletter, NEWSLETTER),
        # Nothing here is swapped: a link to another disk is fine.
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
    """Yield a line for each two paths of the settings of which one would harm the other.

    `named` are the files that are to be read, with the places where the settings name them.
    """
    town = settings.file.parent
    folders = {
        SITE.named_by: settings.site,
        NEWSLETTER.named_by: settings.newsletter,
        BACK_UP.named_by: settings.backup,
        DATA.named_by: settings.data,
    }
    real = {key: folder.resolve() for key, folder in folders.items() if folder is not None}
    # Nothing is ever replaced or deleted in `data` but files of our own: it may be the town's own folder.
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
    """Yield a line for each other file of the settings that is named as the key too: one would be read as the other."""
    ours = _folded(key.resolve())
    for place, file in named:
        theirs = _folded(file if _is_pattern(file) else file.resolve())
        if ours == theirs or fnmatchcase(str(ours), str(theirs)):
            yield problem_at(
                Message("{key} and {other} name the same file", key="[paths] key", other=place),
                key,
                Message("name a file of its own for the key"),
            )


def placed(base: Path, path: Path) -> Path:
    """Return where a path of the settings leads, beside their file.

    Steps upwards are taken at once: `site/../share` would lead nowhere until there is a `site`, and into `share` from then on.
    """
    whole = base / path.expanduser()
    if ".." not in whole.parts:
        # A link is left as it is named: what points elsewhere is told.
        return whole
    return whole.resolve() if whole.name == ".." else whole.parent.resolve() / whole.name


def files_named(entry: object, base: Path, place: str) -> Iterator[tuple[str, Path]]:
    """Yield the place and path of every text of an entry of the settings that may name a file."""
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
    """Return the part of a path before its first sign that stands for others."""
    parts = path.parts
    plain = next((at for at, part in enumerate(parts) if set(part) & set(_MAGIC)), len(parts))
    return Path(*parts[:plain])


def _is_in(path: Path, folder: Path) -> bool:
    """Whether a path lies in a folder, or would on a disk that knows no case or spells signs in another way."""
    one, other = _folded(path), _folded(folder)
    return one == other or other in one.parents


def _folded(path: Path) -> Path:
    return Path(unicodedata.normalize("NFC", str(path)).casefold())


def _overlap(key: str, folder: Path, other: str) -> Message:
    return problem_at(
        Message("{key} and {other} overlap", key=key, other=other),
        folder,
        Message("name a folder of its own that holds nothing else and lies in no other"),
    )
