"""What a source says of itself, in the town's language: one line of sayings.toml for each thing said.

Connectors speak one language and know of none; who shows what they said asks here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
_ANY, _DIGITS = ".+?", "[0-9]+"
_LONGEST = 2_000
"""A longer line is no saying; holes would be tried in it for minutes."""
_HOLE = re.compile(r"\{([a-z_]+)\}")


def in_language(text: str, language: str) -> str:
    """Return what a source said in `ja` or `en`, line by line; as it was said where there are no words for it."""
    if "\n" in text:
        return "\n".join(in_language(line, language) for line in text.split("\n"))
    if len(text) > _LONGEST:
        return text
    if error := _parts_of_error(text):
        thing, place, step = (in_language(part, language) for part in error)
        return f"{thing} [{place}] → {step}"
    exact, patterns = _sayings(language)
    if text in exact:
        return exact[text]
    for pattern, said in patterns:
        if found := pattern.fullmatch(text):
            parts = {name: in_language(part, language) for name, part in found.groupdict().items()}
            # Not str.format: what is put in, and a saying itself, may hold other braces.
            words = _HOLE.split(said)
            return "".join(parts[one] if place % 2 else one for place, one in enumerate(words))
    return text


def _parts_of_error(text: str) -> tuple[str, str, str] | None:
    """Return thing, place and next step of an error as `Mendable` renders it; None for any other text.

    A saying never spans two of them: they are looked up one by one. The place may hold brackets itself.
    """
    before, arrow, step = text.rpartition("] → ")
    depth = 1
    for start in range(len(before) - 1, 0, -1) if arrow else ():
        depth += {"]": 1, "[": -1}.get(before[start], 0)
        if not depth:
            is_error = before[start - 1] == " " and start > 1
            return (before[: start - 1], before[start + 1 :], step) if is_error else None
    return None


@cache
def _sayings(language: str) -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Return what is said in so many words, and what has parts put in, the most words first."""
    pairs = tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
    turned = pairs if language == "ja" else [(said, text) for text, said in pairs]
    with_parts = sorted(
        (one for one in turned if _HOLE.search(one[0])), key=lambda one: -len(_HOLE.sub("", one[0]))
    )
    patterns = [(re.compile(_pattern(text), re.DOTALL), said) for text, said in with_parts]
    return dict(turned), patterns


def _pattern(text: str) -> str:
    """Return a pattern of the text in which each name in braces stands for what was put in."""
    words = _HOLE.split(text)
    return "".join(
        f"(?P<{part}>{_DIGITS if part == 'number' else _ANY})" if place % 2 else re.escape(part)
        for place, part in enumerate(words)
    )
