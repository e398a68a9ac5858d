"""Decides whether the last row of a table is complete although it has no line end.

Google Sheets writes no line end after the last row, and a truncated file has none either. A truncated file can end
anywhere. Its last row looks complete only if it has all its cells and its last cell ends like those above it; this is
so rare that a line end would be no stronger proof.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST = 3
"""Minimum number of rows above, and of filled cells above, to know the form of a column."""


def ends_whole(rows: Sequence[Sequence[str]], *, is_quoted: bool) -> bool:
    """Return whether the last row is complete although its line has no end.

    Args:
        rows: the file's rows, including the header.
        is_quoted: whether the last cell is quoted and its quotes are closed.
    """
    *above, last = [row for row in rows if any(row)] or [[]]
    if len(above) < _FEWEST or any(len(row) != len(last) for row in above):
        return False
    return is_quoted or _ends_as(last[-1], [row[-1] for row in above[1:]])


def _ends_as(cell: str, above: Sequence[str]) -> bool:
    """Whether a cell ends like the cells above it; a number never proves it, because 12 may be the start of 120."""
    if cell.isdecimal():
        return False
    if cell in above and not any(one != cell and one.startswith(cell) for one in above if cell):
        return True
    if "@" in cell:
        return cell.rpartition("@")[2] in {one.rpartition("@")[2] for one in above if "@" in one}
    forms = [_form(one) for one in above if one]
    return len(forms) >= _FEWEST and {_form(cell)} == set(forms) and bool(re.search(r"\d\D", cell))


def _form(cell: str) -> str:
    """Return the cell with each digit replaced by 0: dates in the same format become equal."""
    return re.sub(r"\d", "0", cell)
