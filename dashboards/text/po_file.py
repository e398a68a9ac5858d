"""Reads a translator's file (gettext .po) for the standard library's gettext.

Languages are kept as .po files only: set-up compiles nothing, and a new language is one file. An entry that is
fuzzy, empty or has a placeholder which its English text lacks is left out, so the page shows English.
"""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import polib

if TYPE_CHECKING:
    from pathlib import Path

    from polib import POEntry, POFile


def read_po(path: Path) -> POFile:
    """Return the entries of a .po file in UTF-8.

    Raises:
        ValueError: the file cannot be read, or a line is not valid gettext; the message names file and line.
    """
    try:
        return polib.pofile(path.read_text(encoding="utf-8-sig"), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{path.name}: {error}") from error


def compiled(texts: POFile) -> bytes:
    """Return the usable entries in gettext's binary format (.mo)."""
    usable = polib.POFile()
    usable.metadata = texts.metadata
    usable.extend(one for one in texts if is_usable(one))
    return usable.to_binary()


def is_usable(entry: POEntry) -> bool:
    """Tell whether a translation is complete and has no placeholder that the English text lacks."""
    if not entry.translated():
        return False
    try:
        known = placeholders(entry.msgid)
        if entry.msgid_plural:
            # A plural form may omit the count: "one day".
            known |= placeholders(entry.msgid_plural) | {"count"}
        return all(placeholders(text) <= known for text in translated(entry))
    except ValueError:
        return False


def translated(entry: POEntry) -> list[str]:
    """Return the translated text, or one text for each plural form."""
    return [*entry.msgstr_plural.values()] or [entry.msgstr]


def placeholders(text: str) -> set[str]:
    """Return the names of the placeholders in a text.

    Raises:
        ValueError: a brace is not balanced.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
