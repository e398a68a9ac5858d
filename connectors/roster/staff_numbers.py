"""Normalises the spellings of a staff number: with or without leading zeros, plain or as a spreadsheet wrote it.

A spreadsheet that opens a CSV reads 001001 as the number 1001 and saves it that way; it is still the same person.
Compare staff numbers by `comparable_number`; look one up in the warehouse under each of its `spellings`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NUMBER = 12
"""Maximum digits of a staff number: no employer uses more."""
_GUARDED = re.compile(r"=?\"(?P<number>[^\"]*)\"|'(?P<plain>.*)")
_AS_A_NUMBER = re.compile(r"(?P<number>\d+)\.0+")
_ROUNDED = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)


def staff_number_in(cell: object) -> str | None:
    """Return the staff number in a cell, without what programs add to it: ="001001", '001001 or 1001.0.

    Raises:
        ValueError: the spreadsheet has rounded the number (1.0E+11), so that it is lost.
    """
    text = text_of(cell)
    if text is None:
        return None
    if guarded := _GUARDED.fullmatch(text):
        text = (guarded["number"] or guarded["plain"] or "").strip()
    if as_a_number := _AS_A_NUMBER.fullmatch(text):
        text = as_a_number["number"]
    if _ROUNDED.fullmatch(text):
        raise ValueError(
            Message("rounded to a power of ten: make the column a text and write the numbers again")
        )
    return text or None


def comparable_number(number: str) -> str:
    """Return the form in which staff numbers are compared: without leading zeros, case-folded."""
    return number.casefold().lstrip("0") or "0"


def spellings(number: str) -> Iterator[str]:
    """Yield the spellings under which the warehouse may know a number, the given spelling first."""
    bare = number.lstrip("0") or "0"
    variants = [number, bare]
    if bare.isdigit():
        variants += [bare.zfill(width) for width in range(len(bare) + 1, LONGEST_NUMBER + 1)]
    else:
        variants += [number.upper(), number.lower()]
    yield from dict.fromkeys(variants)
