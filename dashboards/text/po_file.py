"""Reads a translator's file (gettext's .po) as the standard library's gettext wants it.

The .po file is the only form in which a language is kept: nothing is compiled at set-up, and a new language is one file.
An entry that is fuzzy, empty or has a placeholder which its English text lacks is left out: the page then shows English.
"""

from __future__ import annotations

import ast
import re
import struct
from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?(".*")')
_CONTEXT_END, _PLURAL = "\x04", "\x00"
_MO_MAGIC = 0x950412DE


@dataclass(slots=True)
class Entry:
    """One text of a .po file: its parts by keyword (`msgid`, `msgstr`, `msgstr[0]` …)."""

    parts: dict[str, str] = field(default_factory=dict)
    is_fuzzy: bool = False

    @property
    def key(self) -> str:
        """The key that gettext looks for: context, English text and English plural."""
        context = self.parts["msgctxt"] + _CONTEXT_END if "msgctxt" in self.parts else ""
        plural = _PLURAL + self.parts["msgid_plural"] if "msgid_plural" in self.parts else ""
        return context + self.parts["msgid"] + plural

    @property
    def translations(self) -> list[str]:
        """The translated text, or one for each plural form."""
        return [text for name, text in self.parts.items() if name.startswith("msgstr")]

    @property
    def is_usable(self) -> bool:
        """Tell whether the translation is whole and can be filled in like the English text."""
        if self.is_fuzzy or not all(self.translations):
            return False
        if not self.parts["msgid"]:
            return True
        try:
            known = placeholders(self.parts["msgid"])
            if "msgid_plural" in self.parts:
                # A form may leave the count out: "one day".
                known |= placeholders(self.parts["msgid_plural"]) | {"count"}
            return all(placeholders(text) <= known for text in self.translations)
        except ValueError:
            return False


def placeholders(text: str) -> set[str]:
    """Return the names that stand in braces.

    Raises:
        ValueError: a brace has no partner.
    """
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def read_entries(path: Path) -> Iterator[Entry]:
    """Yield the entries of a .po file in UTF-8, the header first.

    Raises:
        ValueError: a line is none of gettext's; it names file and line.
    """
    entry, name = Entry(), ""
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        text = line.strip()
        found = _LINE.fullmatch(text)
        starts = not found or found[1] in {"msgctxt", "msgid"}
        if starts and any(part.startswith("msgstr") for part in entry.parts):
            yield entry
            entry = Entry()
        if text.startswith("#,") and "fuzzy" in text:
            entry.is_fuzzy = True
        if not text or text.startswith("#"):
            continue
        if not found or not (found[1] or name):
            raise ValueError(f"{path.name}, line {number}: no line of a .po file")
        name = found[1] or name
        entry.parts[name] = entry.parts.get(name, "") + ast.literal_eval(found[2])
    if entry.parts:
        yield entry


def compiled(entries: Iterable[Entry]) -> bytes:
    """Return the usable entries in gettext's binary form (.mo)."""
    texts = {one.key: _PLURAL.join(one.translations) for one in entries if one.is_usable}
    keys = sorted(key.encode() for key in texts)
    values = [texts[key.decode()].encode() for key in keys]
    header = 7 * 4
    start = header + 2 * 8 * len(keys)
    tables, data = [b"", b""], b""
    for at, column in enumerate((keys, values)):
        for text in column:
            tables[at] += struct.pack("<2I", len(text), start + len(data))
            data += text + b"\0"
    places = (header, header + 8 * len(keys), 0, start)
    return struct.pack("<7I", _MO_MAGIC, 0, len(keys), *places) + b"".join(tables) + data
