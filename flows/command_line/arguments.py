"""What an operator types: a day, a month, and the word without which nothing is deleted for good."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, time

import typer

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from flows.command_line.terminal import terminal


class NotConfirmed(Mendable):
    """Whoever called it did not say that it is meant."""


def read_clock(today: str | None) -> datetime:
    """Now, or half past two in the night of the day asked for."""
    if today is None:
        return datetime.now(UTC)
    try:
        day = date.fromisoformat(today)
    except ValueError:
        raise typer.BadParameter(f"{today!r} is not a day like 2026-04-01") from None
    return datetime.combine(day, time(2, 30), TOKYO).astimezone(UTC)


def read_month(month: str) -> date:
    """The first of the month asked for."""
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(f"{month!r} is not a month like 2026-04") from None


def require_answer(what: Message, answer: str, *, place: str, is_given: bool) -> None:
    """Ask at the terminal for one word before something that nobody can take back.

    Args:
        what: what will be done, and what is to be typed.
        answer: the word.
        place: the command.
        is_given: whether `--yes` stands for it.

    Raises:
        NotConfirmed: another word was typed, or there is no terminal to ask at; nothing was done.
    """
    if is_given:
        return
    if not sys.stdin.isatty():
        raise NotConfirmed(
            Message("it cannot be undone, and there is no terminal to ask at; nothing was done"),
            place=place,
            next_step=Message("add --yes if it is meant"),
        )
    if typer.prompt(terminal.said(what)).strip() != answer:
        raise NotConfirmed(
            Message("that is not the word asked for; nothing was done"),
            place=place,
            next_step=Message("start it again if it is meant"),
        )
