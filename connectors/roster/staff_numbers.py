"""One staff number in its several spellings: with its leading zeros or without, plain or as a spreadsheet leaves it.

A spreadsheet that opens a CSV takes 001001 for the number 1001 and saves it so. The number is the same, and so is
the person: whoever compares numbers compares `comparable_number`, and whoever asks the warehouse tries `spellings`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from connectors.io.tables.cell_parsing import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NUMBER = 12
"""No employer numbers its staff with more digits."""
_GUARDED = re.compile(r"=?\"(?P<number>[^\"]*)\"|'(?P<plain>.*)")
_AS_A_NUMBER = re.compile(r"(?P<number>\d+)\.0+")
_ROUNDED = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)


def staff_number_in(cell: object) -> str | None:
    """Return the staff number in a cell, without what programs put around it: ="001001", '001001 or 1001.0.

    Raises:
        ValueError: the spreadsheet has rounded it (1.0E+11), and the number itself is lost.
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
    """Return the form in which two numbers are compared: no leading zeros, one case."""
    return number.casefold().lstrip("0") or "0"


def spellings(number: str) -> Iterator[str]:
    """Yield the spellings under which the same number may be known, the given one first."""
    bare = number.lstrip("0") or "0"
    told = [number, bare]
    if bare.isdigit():
        told += [bare.zfill(width) for width in range(len(bare) + 1, LONGEST_NUMBER + 1)]
    else:
        told += [number.upper(), number.lower()]
    yield from dict.fromkeys(told)
