"""Reads the text of the settings file and says in plain words which line is not TOML, and how to write it.

Editors in town halls save with a byte order mark or in CP932, and type full-width quotes: the first two are
read, the third is named by line.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import Mendable, of_system
from connectors.io.tables.table_files import decode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic import ValidationError


class SettingsError(Mendable):
    """The settings cannot be used: each problem on a line, with its place and the next step."""

    def __init__(self, problems: Iterable[str], *, file: Path) -> None:
        """Keep the problems apart, one line each."""
        self.problems = tuple(problems)
        super().__init__(
            "\n".join(self.problems), place=str(file), next_step="then: hirogari check"
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
            [f"there are no settings [{file}] → write them with: hirogari init {file.parent}"],
            file=file,
        ) from None
    except OSError as error:
        refused = of_system(error)
        raise SettingsError(
            [f"the settings cannot be read: {refused.thing} [{file}] → {refused.next_step}"],
            file=file,
        ) from None
    text = decode(body)
    if text is None or "\0" in text:
        raise SettingsError(
            [f"the settings are neither UTF-8 nor CP932 [{file}] → save them again as UTF-8"],
            file=file,
        )
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([_explained(error, text, file)], file=file) from None


_HINTS = (
    (
        r"[“”„＂‘’＇＝［］｛｝，＃]|[\u3000]",
        "a full-width sign stands where a half-width one is needed",
        'type quotes, =, [ ] and blanks half-width: "…"',
    ),
    (
        r"\"[^\"]*\\[^\"]*\"",
        "a \\ stands inside double quotes",
        "write / in place of \\, or put the path in single quotes: 'C:\\logs'",
    ),
    (
        r"=\s*(\d{4}[/.年]\d|\d{1,2}[/.]\d{1,2}[/.]|\d{4}-\d{1,2}-\d{1,2}|[RHrh令平昭]\w*\d)",
        "a date is written in another form",
        "write dates as 2025-04-01, without quotes",
    ),
)
"""What a line that is not TOML most likely holds: pattern, thing, next step."""


def _explained(error: tomllib.TOMLDecodeError, text: str, file: Path) -> str:
    """Name the line of a TOML error and the likely cause; the line itself may hold a secret and is not told."""
    found = re.search(r"at line (\d+), column \d+|at end of document", str(error))
    lines = text.splitlines()
    number = int(found[1]) if found and found[1] else len(lines)
    # A string that was opened in one line is often missed in the next one only.
    for at in (number, number - 1):
        line = lines[at - 1].partition("#")[0] if 0 < at <= len(lines) else ""
        for pattern, thing, step in _HINTS:
            if re.search(pattern, line):
                return f"{thing} [{file}, line {at}] → {step}"
    return f"the settings are not valid TOML [{file}, line {number}] → mend that line: a key, =, and a value"


def problems_of(error: ValidationError, place: str) -> list[str]:
    """One line a problem; pydantic's input values are left out, they may be secrets."""
    return [
        f"{'.'.join(str(part) for part in problem['loc'])}: {_thing(problem['type'], problem['msg'])}"
        f" [{place}] → {_next_step(problem['type'])}"
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _thing(kind: str, message: str) -> str:
    """Pydantic's message, in our words where a clerk may meet it; a bound is told with its number."""
    plain = message.removeprefix("Value error, ")
    thing = next((told for start, (told, _) in _MISTAKES.items() if kind.startswith(start)), plain)
    if kind.startswith(("greater_than", "less_than")):
        return f"{thing} ({plain.removeprefix('Input should be ')})"
    return thing


def _next_step(kind: str) -> str:
    return next(
        (step for start, (_, step) in _MISTAKES.items() if kind.startswith(start)),
        ("raise it, or leave it out" if kind == "looser" else "mend this entry"),
    )


_MISTAKES = {
    "missing": ("this entry is missing", "add this entry"),
    "extra_forbidden": ("this entry is not known", "remove it, or look for a misspelling"),
    "date": ("this is no date", "write it as 2025-04-01"),
    "int": ("this is no whole number", "write digits alone, half-width and without quotes"),
    "float": ("this is no number", "write digits alone, half-width and without quotes"),
    "bool": ("this is neither true nor false", "write true or false, without quotes"),
    "string": ("this is no text of the right form", 'write a text in half-width quotes: "…"'),
    "tuple": ("this is no list", 'write a list in brackets: ["…", "…"]'),
    "literal_error": (
        "this is none of the words that are known here",
        "look at the settings that `hirogari init` writes",
    ),
    "greater_than": ("this number is too small", "raise it, or leave it out"),
    "less_than": ("this number is too large", "lower it, or leave it out"),
}
"""What pydantic's kinds of error (by how they begin) mean to whoever wrote the settings: thing, next step."""
