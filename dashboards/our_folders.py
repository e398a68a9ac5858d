"""Describes the output folders of site and newsletter to `warehouse.folders.owned_folder`: what may be replaced there.

Imports little, because `check` needs it too.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from warehouse.folders.folder_mark import FolderKind, files_in

if TYPE_CHECKING:
    from pathlib import Path

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
"""Content security policy of every page: only its own files, nothing inline."""

_SCRIPT = '<script src="static/site.js" defer></script>'
_STATIC = re.compile(r"static/(site\.js|site\.css|mark\.svg|hirogari-[a-z]+-[0-9a-f]{12}\.woff2)")
_PAGE = re.compile(r"[A-Za-z0-9_-]+\.html")
_HEAD_BYTES = 4096


def _is_of_before(folder: Path) -> bool:
    """Tell whether a folder without a mark is an older site, from before marks existed.

    Such a folder holds our pages and their static files, and nothing else.
    """
    names = files_in(folder)
    pages = [name for name in names if not _STATIC.fullmatch(name)]
    return (
        "index.html" in pages
        and not any((folder / name).is_symlink() for name in names)
        and all(_PAGE.fullmatch(name) and _is_our_page(folder / name) for name in pages)
    )


def _is_our_page(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    return _SCRIPT in head and CSP in unescape(head)


SITE = FolderKind("site", "[paths] site", _is_of_before)
"""The site's folder is ours alone and is replaced as a whole."""

NEWSLETTER = FolderKind("newsletter", "[paths] newsletter")
"""Editors work in an issue's folder: only our own files that nobody has changed are replaced there."""
