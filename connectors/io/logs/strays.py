"""A line or row of a log that is not understood, and what is said of it: its form, never what stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.contract.messages import NOTHING, Message
from connectors.io.logs.line_forms import form_of

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Stray:
    """A line or row that is not understood. Only its form is ever shown."""

    text: str = field(default="", repr=False)
    is_damaged: bool = False
    """It is a record that cannot be read, and not another program's line: it is told even if it is the only one, and
    the day that it may be of is not whole."""
    days: tuple[date, ...] = ()
    """The days that it may be of, where they can be told; else it may be of those of the records around it."""
    why: Message = NOTHING
    """What is odd about the record, where more is known than that it is in no known form; nothing that stands there."""
    number: int = 0
    """The row or line, as a person finds it, where `why` is told."""
    next_step: Message = NOTHING
    """What to do, where more is known than that the line is in no known form."""
    is_cut: bool = False
    """The last line has no end: it is still being written, or the file was cut there."""
    is_edge: bool = False
    """The file runs newest first and may begin within the day of its last record: vendors end such a file at a number
    of rows. Another file that holds the day further in stands for it."""


def said_of(first: Stray, strays: int, lines: int) -> Message:
    """Return what is said of so many lines of a file that are not understood, of which one is the first."""
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
