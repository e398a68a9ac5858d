"""Handling of an unreadable record in a file: set aside alone, or together with the whole file.

Normally only the record is set aside (`set_aside`), because the other rows are still valid. The whole file is left out
(`unreadable`) only if the record shows that nothing in the file can be trusted, or if all rows together form one fact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart
from connectors.contract.messages import Message
from connectors.io.logs.strays import Stray

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

MORE_CELLS = Message("has more cells than the header")
MEND_THE_ROW = Message(
    "mend or take out that line, or move the file away if it is another program's"
)


def set_aside(
    number: int,
    why: Message,
    text: object = "",
    *,
    day: date | None = None,
    next_step: Message = MEND_THE_ROW,
) -> Stray:
    """Return an unreadable row or event as a stray: the rest of its file is read, and its day is incomplete.

    Args:
        number: the row or line number where a person finds it.
        why: what is wrong with it, without any of its content.
        text: the faulty cell, of which only the form is shown.
        day: its day, if that is readable; otherwise it may belong to the days of the rows around it.
        next_step: what a person can do.
    """
    days = (day,) if day else ()
    return Stray(
        str(text or ""),
        is_damaged=True,
        next_step=next_step,
        days=days,
        why=why,
        number=number,
    )


def unreadable(
    path: Path, number: int, why: Message, next_step: Message = MEND_THE_ROW
) -> SkipPart:
    """Return the error for a line because of which nothing in its file can be trusted.

    Args:
        path: the file.
        number: the line number.
        why: what is wrong with the line, without any of its content.
        next_step: what a person can do.
    """
    return SkipPart(
        Message("line {number} {why}", number=number, why=why), place=path.name, next_step=next_step
    )
