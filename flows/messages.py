"""Translates the program's messages with the catalogue of texts."""

from __future__ import annotations

from connectors.contract.messages import rendered
from dashboards.text.catalogue import Catalogue


def in_language(text: str, language: str) -> str:
    """Return a message in a language of the settings (`ja`, `en` …); a plain text is returned unchanged."""
    return rendered(text, Catalogue(language).gettext)
