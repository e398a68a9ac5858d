"""Lines or rows of a log that are not recognised, and the message about them: it shows the form, never the content."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.contract.messages import NOTHING, Message
from connectors.io.logs.line_forms import form_of

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Stray:
    """A line or row that is not recognised. Only its form may be shown."""

    text: str = field(default="", repr=False)
    is_damaged: bool = False
    """It is an unreadable record, not another program's line: it is reported even if it is the only one, and each day
    to which it may belong is incomplete."""
    days: tuple[date, ...] = ()
    """The days to which it may belong, if known; otherwise it may belong to the days of the records around it."""
    why: Message = NOTHING
    """What is wrong with the record, if more is known than that its form is unknown; without any of its content."""
    number: int = 0
    """The row or line number where a person finds it, if `why` is set."""
    next_step: Message = NOTHING
    """What to do, if more is known than that the line's form is unknown."""
    is_cut: bool = False
    """The last line has no end: it is still being written, or the file was truncated there."""
    is_edge: bool = False
    """The file runs newest first, and the day of its last record may be incomplete: vendors end such a file after a
    number of rows. Another file that contains the day, and not as its oldest, vouches for it."""


def stray_message(first: Stray, strays: int, lines: int) -> Message:
    """Return the message about unrecognised lines of a file.

    Args:
        first: the stray that the message shows as the example.
        strays: number of unrecognised lines.
        lines: number of all lines.
    """
    form = form_of(first.text)
    if not first.why:
        return Message(
            "{count} of {lines} lines are in no known form, such as {form}",
            count=strays,
            lines=lines,
            form=form,
        )
    values = {"count": strays, "lines": lines, "number": first.number, "why": first.why}
    if form:
        return Message(
            "{count} of {lines} records are set aside: line {number} {why} (its form: {form})",
            form=form,
            **values,
        )
    return Message(
        "{count} of {lines} records are set aside: line {number} {why}",
        **values,
    )
