"""Looks up the texts that people read in a translator's file, `locale/<language>.po` beside this module.

The key is the English text in the code, with named placeholders. English needs no file, and what a file does not
translate stays English. This module holds no text itself. `make catalogue` finds the calls, so texts are literals:

    words.gettext("{count} sections of {total}", count=3, total=8)
    words.pgettext("of a month", "final")                       one English text with several translations
    words.ngettext("{count} day", "{count} days", days)         `count` selects the plural form
    _REASONS = {"gate": gettext_noop("…")}                      marked here, looked up by gettext(_REASONS[…])
"""

from __future__ import annotations

import gettext
import io
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from dashboards.text.po_file import compiled, read_po

LOCALE = Path(__file__).parent / "locale"
ENGLISH = "en"


def languages() -> tuple[str, ...]:
    """Return the languages that the settings may name: English, and each language with a file."""
    return tuple(sorted({ENGLISH, *(path.stem for path in LOCALE.glob("*.po"))}))


def gettext_noop(text: str) -> str:
    """Mark a text for extraction into the catalogue; `gettext` looks it up where it is shown."""
    return text


def pgettext_noop(context: str, text: str) -> str:  # noqa: ARG001 - the extraction reads the context
    """Mark a text with its context; `pgettext` looks it up with the same context."""
    return text


class Catalogue:
    """The texts of one language; a language without a file is English."""

    def __init__(self, language: str) -> None:
        """`language` is the name of a file in `locale`, such as ja."""
        self.language = language
        self._found = translations(language)
        sample = self._found.pgettext("number", "1,234.5")
        self._separators = str.maketrans({",": sample[1], ".": sample[5]})

    def gettext(self, text: str, /, **values: object) -> str:
        """Return the text in this language, with its values filled in."""
        return self._filled(self._found.gettext(text), values)

    def pgettext(self, context: str, text: str, /, **values: object) -> str:
        """Return the text in this language, for an English text that means different things by context."""
        return self._filled(self._found.pgettext(context, text), values)

    def ngettext(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the plural form for `count` (a whole number, also filled in as `{count}`)."""
        return self._filled(self._found.ngettext(one, many, count), {"count": count} | values)

    def number(self, value: float, spec: str = ",.0f") -> str:
        """Return a number with this language's separators; `spec` is a format spec, and a minus sign is U+2212."""
        text = format(value, spec).translate(self._separators)
        return text.replace("-", "−") if spec.startswith("+") else text

    def _filled(self, text: str, values: dict[str, Any]) -> str:
        return _Filler(self).vformat(text, (), values) if values else text


class _Filler(Formatter):
    """Fills in values; numbers with a format spec get the separators of the language."""

    def __init__(self, words: Catalogue) -> None:
        self._words = words

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401 - as in Formatter
        """Return one value as it stands in a text."""
        is_number = isinstance(value, (int, float)) and format_spec
        return (self._words.number if is_number else format)(value, format_spec)


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return a language's texts for the standard library's gettext; English if it has no file."""
    path = LOCALE / f"{language}.po"
    if language not in languages() or not path.is_file():
        return gettext.NullTranslations()
    return gettext.GNUTranslations(io.BytesIO(compiled(read_po(path))))
