"""Whether the last row of a table without a line end is whole: Google Sheets ends no last row, and a cut file does not either.

A file that was cut ends anywhere. It looks whole only where the last row has all its cells and the last of them ends as those above
it do; so few places do that a line end would prove no more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST = 3
"""So many cells above show which form the column has."""


def ends_whole(rows: Sequence[Sequence[str]], *, is_quoted: bool) -> bool:
    """Return whether the last row is whole, though its line has no end.

    Args:
        rows: the file's rows, the header among them.
        is_quoted: whether the last cell is in quotes, which were closed.
    """
    *above, last = [row for row in rows if any(row)] or [[]]
    if len(above) < _FEWEST or any(len(row) != len(last) for row in above):
        return False
    return is_quoted or _ends_as(last[-1], [row[-1] for row in above[1:]])


def _ends_as(cell: str, above: Sequence[str]) -> bool:
    """Whether a cell ends as those of its column do; a count never shows it, for 12 may be the beginning of 120."""
    if cell.isdecimal():
        return False
    if cell in above and not any(one != cell and one.startswith(cell) for one in above if cell):
        return True
    if "@" in cell:
        return cell.rpartition("@")[2] in {one.rpartition("@")[2] for one in above if "@" in one}
    forms = [_form(one) for one in above if one]
    return len(forms) >= _FEWEST and {_form(cell)} == set(forms) and bool(re.search(r"\d\D", cell))


def _form(cell: str) -> str:
    """Return the cell with each digit as 0: dates of one form have one."""
    return re.sub(r"\d", "0", cell)
