"""Reads a cell of a book that holds one of a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping


def choice_in(choices: Mapping[str, str], cell: object) -> str | None:
    """Return what a cell's word stands for; None for an empty cell.

    Raises:
        ValueError: the word is none of the choices.
    """
    text = text_of(cell)
    if text is None:
        return None
    if text.casefold() not in choices:
        words = "、".join(word for word in choices if not word.isascii())
        raise ValueError(Message("not one of the words to choose from ({words})", words=words))
    return choices[text.casefold()]
