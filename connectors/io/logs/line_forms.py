"""Masks a text to its form: the kind of character at each position, without the content.

A message must never contain a record's content. To show what a line looks like, it shows the form:
`2025/04/10|sato|会議.docx` becomes `0000/00/00|aaa…|漢漢.aaa…`.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_FORM = 80
_KIND = {"Nd": "0", "Nl": "0", "No": "0", "Lu": "A", "Lt": "A", "Ll": "a"}
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_LETTERS = re.compile(r"([Aaあ漢])\1{3,}")
"""Runs of letters, which are cut after three: the length of a name may reveal whose it is."""


def form_of(text: str) -> str:
    """Return the text's form: `A`, `a`, `あ`, `漢` for letters, `0` for digits, other characters unchanged."""
    # Bounds the work on a long line; more than `LONGEST_FORM` characters are kept, because runs of letters shrink.
    masked = "".join(_sign(one) for one in text[: LONGEST_FORM * 4].strip())
    masked = _LETTERS.sub(lambda run: f"{run[1] * 3}…", masked)
    return masked if len(masked) <= LONGEST_FORM else f"{masked[: LONGEST_FORM - 1]}…"


def _sign(one: str) -> str:
    if _KANA.match(one):
        return "あ"
    category = unicodedata.category(one)
    if category in _KIND:
        return _KIND[category]
    if category[0] == "L":
        return "漢"
    # Combining marks, control characters and unprintable characters would only disturb the line.
    return one if category[0] in "PSZ" and one.isprintable() else "?"
