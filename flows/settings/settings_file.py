"""Reads the text of the settings file and says in plain words which line is not TOML, and how to write it.

Editors in town halls save with a byte order mark or in CP932, and type full-width quotes: the first two are
read, the third is named by line.
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
    """The settings cannot be used: each problem on a line, with its place and the next step."""

    def __init__(self, problems: Iterable[Message], *, file: Path) -> None:
        """Keep the problems apart, one line each."""
        self.problems = tuple(problems)
        super().__init__(
            joined("\n", self.problems), place=str(file), next_step=Message("then: hirogari check")
        )


def read_toml(file: Path) -> dict[str, Any]:
    """Return the values of a settings file, in UTF-8 (with or without a byte order mark) or CP932.

    Raises:
        SettingsError: the file is missing, may not be read, is in another encoding or is not TOML.
    """
    try:
        body = file.read_bytes()
    except FileNotFoundError:
        raise SettingsError(
            [
                problem_at(
                    Message("there are no settings"),
                    file,
                    Message("write them with: hirogari init {folder}", folder=file.parent),
                )
            ],
            file=file,
        ) from None
    except OSError as error:
        refused = of_system(error)
        raise SettingsError(
            [
                Message(
                    "the settings cannot be read: {thing}",
                    thing=problem_at(refused.thing, file, refused.next_step),
                )
            ],
            file=file,
        ) from None
    text = decode(body)
    if text is None or "\0" in text:
        raise SettingsError(
            [
                problem_at(
                    Message("the settings are neither UTF-8 nor CP932"),
                    file,
                    Message("save them again as UTF-8"),
                )
            ],
            file=file,
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_explained(error, text, file)], file=file) from None


_HINTS = (
    (
        r"[“”„＂‘’＇＝［］｛｝，＃]|[\u3000]",
        Message("a full-width sign stands where a half-width one is needed"),
        Message('type quotes, =, [ ] and blanks half-width: "…"'),
    ),
    (
        r"\"[^\"]*\\[^\"]*\"",
        Message("a \\ stands inside double quotes"),
        Message("write / in place of \\, or put the path in single quotes: 'C:\\logs'"),
    ),
    (
        r"=\s*(\d{4}[/.年]\d|\d{1,2}[/.]\d{1,2}[/.]|\d{4}-\d{1,2}-\d{1,2}|[RHrh令平昭]\w*\d)",
        Message("a date is written in another form"),
        Message("write dates as 2025-04-01, without quotes"),
    ),
)
"""What a line that is not TOML most likely holds: pattern, thing, next step."""


def _explained(error: tomllib.TOMLDecodeError, text: str, file: Path) -> Message:
    """Name the line of a TOML error and the likely cause; the line itself may hold a secret and is not told."""
    found = re.search(r"at line (\d+), column \d+|at end of document", str(error))
    lines = text.splitlines()
    number = int(found[1]) if found and found[1] else len(lines)
    # A string that was opened in one line is often missed in the next one only.
    for at in (number, number - 1):
        line = lines[at - 1].partition("#")[0] if 0 < at <= len(lines) else ""
        for pattern, thing, step in _HINTS:
            if re.search(pattern, line):
                return problem_at(thing, f"{file}, line {at}", step)
    return problem_at(
        Message("the settings are not valid TOML"),
        f"{file}, line {number}",
        Message("mend that line: a key, =, and a value"),
    )


def problems_of(error: ValidationError, place: str) -> list[Message]:
    """One line a problem; pydantic's input values are left out, they may be secrets."""
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
    """What our own validators raised, as a message; else pydantic's words."""
    context = problem.get("ctx", {})
    if error := context.get("error"):
        return message_of(error) if isinstance(error, ValueError) else problem["msg"]
    said = context.get("said")
    return said if isinstance(said, Message) else problem["msg"]


def _thing(kind: str, plain: str) -> str:
    """Pydantic's message, in our words where a clerk may meet it; a bound is told with its number."""
    thing = next((told for start, (told, _) in _MISTAKES.items() if kind.startswith(start)), plain)
    for said, bound in _BOUNDS.items():
        if plain.startswith(said):
            return bound(thing, plain.removeprefix(said))
    return thing


def _next_step(kind: str) -> Message:
    return next(
        (step for start, (_, step) in _MISTAKES.items() if kind.startswith(start)),
        (Message("raise it, or leave it out") if kind == "looser" else Message("mend this entry")),
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
"""How pydantic says a bound, and how we say it; the longer ones first."""
_MISTAKES = {
    "missing": (Message("this entry is missing"), Message("add this entry")),
    "extra_forbidden": (
        Message("this entry is not known"),
        Message("remove it, or look for a misspelling"),
    ),
    "date": (Message("this is no date"), Message("write it as 2025-04-01")),
    "int": (
        Message("this is no whole number"),
        Message("write digits alone, half-width and without quotes"),
    ),
    "float": (
        Message("this is no number"),
        Message("write digits alone, half-width and without quotes"),
    ),
    "bool": (
        Message("this is neither true nor false"),
        Message("write true or false, without quotes"),
    ),
    "string": (
        Message("this is no text of the right form"),
        Message('write a text in half-width quotes: "…"'),
    ),
    "tuple": (Message("this is no list"), Message('write a list in brackets: ["…", "…"]')),
    "literal_error": (
        Message("this is none of the words that are known here"),
        Message("look at the settings that `hirogari init` writes"),
    ),
    "greater_than": (Message("this number is too small"), Message("raise it, or leave it out")),
    "less_than": (Message("this number is too large"), Message("lower it, or leave it out")),
}
"""What pydantic's kinds of error (by how they begin) mean to whoever wrote the settings: thing, next step."""
