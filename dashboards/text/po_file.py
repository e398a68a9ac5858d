"""Reads a translator's file (gettext's .po) as the standard library's gettext wants it.

The .po file is the only form in which a language is kept: nothing is compiled at set-up, and a new language is one file.
An entry that is fuzzy, empty or has a placeholder which its English text lacks is left out: the page then shows English.
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
        ValueError: a line is none of gettext's; it names file and line.
    """
    try:
        return polib.pofile(path.read_text(encoding="utf-8-sig"), encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{path.name}: {error}") from error


def compiled(texts: POFile) -> bytes:
    """Return the usable entries in gettext's binary form (.mo)."""
    usable = polib.POFile()
    usable.metadata = texts.metadata
    usable.extend(one for one in texts if is_usable(one))
    return usable.to_binary()


def is_usable(entry: POEntry) -> bool:
    """Tell whether a translation is whole and can be filled in like the English text."""
    if not entry.translated():
        return False
    try:
        known = placeholders(entry.msgid)
        if entry.msgid_plural:
            # A form may leave the count out: "one day".
            known |= placeholders(entry.msgid_plural) | {"count"}
        return all(placeholders(text) <= known for text in translated(entry))
    except ValueError:
        return False


def translated(entry: POEntry) -> list[str]:
    """Return the translated text, or one for each plural form."""
    return [*entry.msgstr_plural.values()] or [entry.msgstr]


def placeholders(text: str) -> set[str]:
    """Return the names that stand in braces.

    Raises:
        ValueError: a brace has no partner.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
