"""What the command line writes: in the town's language, on whatever the terminal can show.

The program's parts speak English; what they say is put into the town's language here and in the log of a night.
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
    """Standard output and standard error of one command."""

    def __init__(self) -> None:
        """Speak the language of the locale until the settings are known."""
        locale = next((value for name in _LOCALE if (value := os.environ.get(name))), "")
        self.language = "ja" if locale.startswith("ja") else "en"
        self.folder: Path | None = None
        """Where the data of the settings lie, once those are known."""

    def adapt(self) -> None:
        """Escape what the terminal cannot show: an ASCII terminal gets no Japanese, and no error either."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def speak_as(self, settings: Path) -> None:
        """Speak the language that a settings file names, even if nothing else in it can be read.

        Japanese is the default of the settings; a file that is not there changes nothing.
        """
        try:
            text = settings.read_bytes()
        except OSError:
            return
        named = _LANGUAGE.search(text)
        own = os.environ.get("HIROGARI_TOWN__LANGUAGE") or (named[1].decode() if named else "ja")
        self.language = own if own in languages() else "ja"

    def said(self, text: str) -> str:
        """Return a text of the program in the terminal's language."""
        return in_language(text, self.language)

    def tell(self, line: str) -> None:
        """Write one line for the operator."""
        sys.stdout.write(self.said(line) + "\n")
        sys.stdout.flush()

    def write(self, text: str) -> None:
        """Write data as they are: JSON, settings."""
        sys.stdout.write(text + "\n")

    def fail(self, error: Mendable) -> None:
        """Write what is wrong, where, and the next step."""
        sys.stderr.write(f"hirogari: {self.said(error.message)}\n")


terminal = Terminal()
"""The one of this process."""


def load(settings: Path) -> Settings:
    """Read the settings, and speak their language from here on.

    Raises:
        SettingsError: they cannot be used; told in their language where it can be made out.
    """
    # Imported here: `--help` needs no settings, and pydantic is slow to import.
    from flows.settings.settings import load_settings  # noqa: PLC0415 - see above

    terminal.speak_as(settings)
    loaded = load_settings(settings)
    terminal.folder = loaded.data
    return loaded
