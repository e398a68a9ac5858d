"""Whoever sees a withheld cell can find out which rule withheld it, in plain Japanese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from dashboards.words import Words
from warehouse import cells

DISCLOSURE = Path(cells.__file__).parent / "DISCLOSURE.md"


@pytest.mark.parametrize("word", get_args(cells.Reason))
def test_every_reason_names_its_rule_and_is_said_in_japanese(word: str) -> None:
    """In the table of DISCLOSURE.md with the number of a rule, and in a sentence that is not the word itself."""
    text = DISCLOSURE.read_text(encoding="utf-8")
    row = re.search(rf"^\| `{word}` \| ([1-7](?:, [1-7])*|–) \| (.+) \|$", text, re.MULTILINE)
    assert row is not None, f"{word} has no row in DISCLOSURE.md"
    for number in row[1].split(", "):
        assert number == "–" or re.search(rf"^\| {number} \w", text, re.MULTILINE)
    said = Words("ja", 4).reason(word)
    assert re.search(r"[ぁ-ん].*。$", said)
    assert word not in said
    assert word.replace("_", " ") not in said
