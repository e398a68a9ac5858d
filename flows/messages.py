"""Translates the program's messages with the catalogue of texts."""

from __future__ import annotations

from connectors.contract.messages import Message, rendered, verbatim
from dashboards.text.catalogue import Catalogue


def in_language(text: str, language: str) -> str:
    """Return a message in a language of the settings (`ja`, `en` …); a plain text is returned unchanged."""
    return rendered(text, Catalogue(language).gettext)


_STATES = {
    "final": Message("final"),
    "provisional": Message("provisional"),
    "incomplete": Message("incomplete"),
    "gap": Message("gap"),
    "failed": Message("failed"),
    "running": Message("running"),
    "none": Message("none"),
}


def state_word(state: object) -> Message:
    """Return the word for a state of a source-day or a number; in English it is the state itself."""
    return _STATES.get(str(state)) or verbatim(state)
