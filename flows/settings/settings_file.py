"""Reads the settings file as TOML, and explains syntax and validation errors in words that a clerk understands.

Editors in town halls save with a byte order mark or in CP932, and people type full-width quotes. The first two are
read; the third is reported with its line. No message may quote a line or a value: it may be a secret.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import Mendable, of_system
from connectors.contract.messages import Message, joined, message_of, problem_at
from connectors.io.tables.table_files import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails


class SettingsError(Mendable):
    """The settings are invalid. `problems` holds one message per problem, with its place and the next step."""

    def __init__(self, problems: Iterable[Message], *, file: Path) -> None:
        """Keep the problems, and join them to a message with one line each."""
        self.problems = tuple(problems)
        super().__init__(
            joined("\n", self.problems), place=str(file), next_step=Message("then: hirogari check")
        )


def read_toml(file: Path) -> dict[str, Any]:
    """Return the values of a settings file in UTF-8, UTF-16 with a byte order mark, or CP932.

    Raises:
        SettingsError: the file is missing, may not be read, is in another encoding or is not TOML.
    """
    try:
        body = file.read_bytes()
    except FileNotFoundError:
        step = Message("write them with: hirogari init {folder}", folder=file.parent)
        problem = problem_at(Message("there are no settings"), file, step)
        raise SettingsError([problem], file=file) from None
    except OSError as error:
        refused = of_system(error)
        why = problem_at(refused.thing, file, refused.next_step)
        problem = Message("the settings cannot be read: {thing}", thing=why)
        raise SettingsError([problem], file=file) from None
    text = decode(body)
    if text is None or "\0" in text:
        thing = Message("the settings are neither UTF-8 nor CP932")
        problem = problem_at(thing, file, Message("save them again as UTF-8"))
        raise SettingsError([problem], file=file)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_explained(error, text, file)], file=file) from None


_HINTS = (
    (
        r"[“”„＂‘’＇＝［］｛｝，＃]|[\u3000]",
        Message("a full-width character is used where a half-width one is needed"),
        Message('type quotes, =, [ ] and blanks half-width: "…"'),
    ),
    (
        r"\"[^\"]*\\[^\"]*\"",
        Message("there is a \\ inside double quotes"),
        Message("write / in place of \\, or put the path in single quotes: 'C:\\logs'"),
    ),
    (
        r"=\s*(\d{4}[/.年]\d|\d{1,2}[/.]\d{1,2}[/.]|\d{4}-\d{1,2}-\d{1,2}|[RHrh令平昭]\w*\d)",
        Message("a date has the wrong form"),
        Message("write dates as 2025-04-01, without quotes"),
    ),
)
"""Likely causes of a TOML error: pattern of the line, problem, next step."""


def _explained(error: tomllib.TOMLDecodeError, text: str, file: Path) -> Message:
    """Return the line number and the likely cause of a TOML error, without the line's text, which may hold a secret."""
    found = re.search(r"at line (\d+), column \d+|at end of document", str(error))
    lines = text.splitlines()
    number = int(found[1]) if found and found[1] else len(lines)
    # TOML parsers often report an unclosed string only on the line after it.
    for at in (number, number - 1):
        line = lines[at - 1].partition("#")[0] if 0 < at <= len(lines) else ""
        for pattern, thing, step in _HINTS:
            if re.search(pattern, line):
                return problem_at(thing, f"{file}, line {at}", step)
    return problem_at(
        Message("the settings are not valid TOML"),
        f"{file}, line {number}",
        Message("correct that line: a key, =, and a value"),
    )


def problems_of(error: ValidationError, place: str) -> list[Message]:
    """Return one message per validation problem, without pydantic's input values, which may be secrets."""
    return [
        problem_at(
            Message(
                "{key}: {problem}",
                key=".".join(str(part) for part in problem["loc"]),
                problem=_thing(problem["type"], _said(problem)),
            ),
            place,
            _next_step(problem["type"]),
        )
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _said(problem: ErrorDetails) -> str:
    """Return the message of our own validator if one raised it, else pydantic's text."""
    context = problem.get("ctx", {})
    if error := context.get("error"):
        return message_of(error) if isinstance(error, ValueError) else problem["msg"]
    said = context.get("said")
    return said if isinstance(said, Message) else problem["msg"]


def _thing(kind: str, plain: str) -> str:
    """Return a problem in our own words if `_MISTAKES` has its kind, else in pydantic's; a bound keeps its number."""
    thing = next(
        (words for start, (words, _) in _MISTAKES.items() if kind.startswith(start)), plain
    )
    for said, bound in _BOUNDS.items():
        if plain.startswith(said):
            return bound(thing, plain.removeprefix(said))
    return thing


def _next_step(kind: str) -> Message:
    return next(
        (step for start, (_, step) in _MISTAKES.items() if kind.startswith(start)),
        (
            Message("raise it, or leave it out")
            if kind == "looser"
            else Message("correct this entry")
        ),
    )


_BOUNDS: dict[str, Callable[[str, str], Message]] = {
    "Input should be greater than or equal to ": lambda thing, least: Message(
        "{thing} (greater than or equal to {least})", thing=thing, least=least
    ),
    "Input should be greater than ": lambda thing, least: Message(
        "{thing} (greater than {least})", thing=thing, least=least
    ),
    "Input should be less than or equal to ": lambda thing, most: Message(
        "{thing} (less than or equal to {most})", thing=thing, most=most
    ),
    "Input should be less than ": lambda thing, most: Message(
        "{thing} (less than {most})", thing=thing, most=most
    ),
}
"""Start of pydantic's text on a bound → our message. Longer starts come first, since the first match wins."""
_MISTAKES = {
    "missing": (Message("this entry is missing"), Message("add this entry")),
    "extra_forbidden": (
        Message("there is no such entry"),
        Message("remove it, or correct its spelling"),
    ),
    "date": (Message("this is not a date"), Message("write it as 2025-04-01")),
    "int": (
        Message("this is not a whole number"),
        Message("write half-width digits only, without quotes"),
    ),
    "float": (
        Message("this is not a number"),
        Message("write half-width digits only, without quotes"),
    ),
    "bool": (
        Message("this is neither true nor false"),
        Message("write true or false, without quotes"),
    ),
    "string": (
        Message("this is not a text in the right form"),
        Message('write a text in half-width quotes: "…"'),
    ),
    "tuple": (Message("this is not a list"), Message('write a list in brackets: ["…", "…"]')),
    "literal_error": (
        Message("this word is not allowed here"),
        Message("see the settings that `hirogari init` writes"),
    ),
    "greater_than": (Message("this number is too small"), Message("raise it, or leave it out")),
    "less_than": (Message("this number is too large"), Message("lower it, or leave it out")),
}
"""Start of pydantic's error type → (problem, next step) in words for the author of the settings."""
