"""The form of a text: what kind of sign stands where, and nothing of what it says.

A message never holds a record's content. Where a reader has to see what a line looks like, it shows the form:
`2025/04/10|sato|会議.docx` is `0000/00/00|aaa…|漢漢.aaa…`.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_FORM = 80
_KIND = {"Nd": "0", "Nl": "0", "No": "0", "Lu": "A", "Lt": "A", "Ll": "a"}
_KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_LETTERS = re.compile(r"([Aaあ漢])\1{3,}")
"""How long a name is may tell whose it is: a run of letters ends after three of them."""


def form_of(text: str) -> str:
    """Return the text's form: `A`, `a`, `あ`, `漢` for letters, `0` for digits, other signs as they are."""
    # A form is never longer than its text, but for the signs that stand for a cut run.
    told = "".join(_sign(one) for one in text[: LONGEST_FORM * 4].strip())
    told = _LETTERS.sub(lambda run: f"{run[1] * 3}…", told)
    return told if len(told) <= LONGEST_FORM else f"{told[: LONGEST_FORM - 1]}…"


def _sign(one: str) -> str:
    if _KANA.match(one):
        return "あ"
    category = unicodedata.category(one)
    if category in _KIND:
        return _KIND[category]
    if category[0] == "L":
        return "漢"
    # Marks, controls and what no font shows would only disturb the line.
    return one if category[0] in "PSZ" and one.isprintable() else "?"
