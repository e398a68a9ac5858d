"""One record of a file that cannot be read: what is said of it, and what becomes of the others.

It is set aside by itself (`set_aside`), for the other rows are what they were. Only where it says that nothing of the file
can be trusted, or where all rows together are one fact, is the file left out whole (`unreadable`).
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
    """Return one row or event that cannot be read: the others of its file are, and its day is not whole.

    Args:
        number: where a person finds it.
        why: what is odd about it, without anything that stands in it.
        text: the odd cell, of which only the form is shown.
        day: its day, if that can be read; else it may be of the days of the rows around it.
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
    """Return the error for a line that leaves nothing of its file to be trusted."""
    return SkipPart(
        Message("line {number} {why}", number=number, why=why), place=path.name, next_step=next_step
    )
