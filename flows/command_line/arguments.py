"""Parses what an operator types: a day, a month, and the confirmation of an irreversible command."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time

import typer

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from flows.command_line.terminal import terminal


class NotConfirmed(Mendable):
    """The caller did not confirm the command; nothing was done."""


def read_clock(today: str | None) -> datetime:
    """Return the current instant, or 02:30 Asia/Tokyo on the day asked for; in UTC.

    Raises:
        BadParameter: the text is not an ISO date.
    """
    if today is None:
        return datetime.now(UTC)
    try:
        day = date.fromisoformat(today)
    except ValueError:
        raise typer.BadParameter(f"{today!r} is not a day like 2026-04-01") from None
    return datetime.combine(day, time(2, 30), TOKYO).astimezone(UTC)


def read_month(month: str) -> date:
    """Return the first day of a month given as YYYY-MM.

    Raises:
        BadParameter: the text is not a month.
    """
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"{month!r} is not a month like 2026-04") from None


def require_answer(what: Message, answer: str, *, place: str, is_given: bool) -> None:
    """Ask at the terminal for one word before an irreversible action.

    Args:
        what: the question: what will be done, and what to type.
        answer: the word that confirms.
        place: the command, for the error message.
        is_given: whether `--yes` was given, which skips the question.

    Raises:
        NotConfirmed: another word was typed, or standard input is no terminal; nothing was done.
    """
    if is_given:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed(
            Message(
                "this cannot be undone, and there is no terminal to ask for confirmation; nothing was done"
            ),
            place=place,
            next_step=Message("add --yes to confirm"),
        )
    if typer.prompt(terminal.said(what)).strip() != answer:
        raise NotConfirmed(
            Message("the answer does not match; nothing was done"),
            place=place,
            next_step=Message("run the command again to confirm"),
        )
