"""Writes the command line's output in the town's language, with escapes where the terminal cannot show it.

The program's messages are English templates. They are translated only here and in a night's log.
"""

from __future__ import annotations

import os
import re
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from dashboards.text.catalogue import languages
from flows.messages import in_language

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.errors import Mendable
    from flows.settings.settings import Settings

_LANGUAGE = re.compile(rb"^\s*language\s*=\s*[\"']([A-Za-z_-]+)[\"']", re.MULTILINE)
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


class Terminal:
    """Standard output and standard error of one command, in one language."""

    def __init__(self) -> None:
        """Use the locale's language until the settings are known."""
        locale = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
        self.language = "ja" if locale.startswith("ja") else "en"
        self.folder: Path | None = None
        """The data folder of the settings, once they are loaded; the place of system errors that name no file."""

    def adapt(self) -> None:
        """Escape characters that the terminal cannot encode, so that Japanese on an ASCII terminal raises no error."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def speak_as(self, settings: Path) -> None:
        """Use the language that a settings file names, even if the rest of the file is not valid.

        `HIROGARI_TOWN__LANGUAGE` overrides the file. Without either, or for a language without texts, it is Japanese,
        the default of the settings. A file that cannot be read changes nothing.
        """
        try:
            text = settings.read_bytes()
        except OSError:
            return
        named = _LANGUAGE.search(text)
        own = os.environ.get("HIROGARI_TOWN__LANGUAGE") or (named[1].decode() if named else "ja")
        self.language = own if own in languages() else "ja"

    def said(self, text: str) -> str:
        """Return a message of the program in the terminal's language."""
        return in_language(text, self.language)

    def tell(self, line: str) -> None:
        """Write one line for the operator."""
        sys.stdout.write(self.said(line) + "\n")
        sys.stdout.flush()

    def write(self, text: str) -> None:
        """Write data untranslated: JSON, settings."""
        sys.stdout.write(text + "\n")

    def fail(self, error: Mendable) -> None:
        """Write an error to standard error: the problem, its place and the next step."""
        sys.stderr.write(f"hirogari: {self.said(error.message)}\n")


terminal = Terminal()
"""The terminal of this process."""


def load(settings: Path) -> Settings:
    """Read the settings and use their language from then on.

    Raises:
        SettingsError: the settings are invalid; shown in their language if that can be determined.
    """
    # Imported here: `--help` needs no settings, and pydantic is slow to import.
    from flows.settings.settings import load_settings  # noqa: PLC0415 - see above

    terminal.speak_as(settings)
    loaded = load_settings(settings)
    terminal.folder = loaded.data
    return loaded
