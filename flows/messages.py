"""Puts a message of the program into a language, from the catalogue of texts."""

from __future__ import annotations

from connectors.contract.messages import rendered
from dashboards.text.catalogue import Catalogue


def in_language(text: str, language: str) -> str:
    """Return a message in the language of the settings (`ja`, `en` …); a text that is no message stays as it is."""
    return rendered(text, Catalogue(language).gettext)
