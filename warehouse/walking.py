"""Walks from one solution of whole numbers to the next in small steps, so that a solver is rarely needed.

One unknown moves by one; whatever condition that breaks is mended by moving another unknown of it, and so on
until all hold again or the walk gives up and stands where it was. Nothing is concluded from giving up, and
where it arrives is believed only once the whole system was checked (`warehouse.solving`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from warehouse.systems import Numbers, System

_STEPS = 200
"""So many unknowns are moved in a chain at most: two years of a few people."""
_LOOKED_AT = 30
"""Of the unknowns that could mend a condition so many are looked at."""

Entries = list[list[tuple[int, float]]]


class Walk:
    """Where the walk stands, and what that makes of each condition."""

    def __init__(self, system: System, dice: np.random.Generator) -> None:
        """Lay the conditions out by row and by unknown; `start` says where to begin."""
        self._of_row, self._of_unknown = entries(system.matrix), entries(system.matrix.T.tocsr())
        self._row_lows, self._row_highs = system.row_lows.tolist(), system.row_highs.tolist()
        self._lows, self._highs = system.lows.tolist(), system.highs.tolist()
        self._matrix = system.matrix
        self._dice = dice
        self._at: list[float] = []
        self._filled: list[float] = []

    def start(self, numbers: Numbers) -> Numbers | None:
        """Stand on a solution, or on whole numbers that nearly are one and are mended; None if they cannot be."""
        self._at = numbers.tolist()
        self._filled = (self._matrix @ numbers).tolist()
        broken = [row for row in range(len(self._filled)) if self._need(row)]
        return None if self._mend({}, broken) is None else np.array(self._at)

    def step(self, unknown: int, way: int) -> dict[int, int] | None:
        """Move an unknown up (1) or down (-1), and what has to move with it.

        Returns:
            unknown → 1 or -1 for all that moved; None if the walk gave up and nothing did.
        """
        if not self._lows[unknown] <= self._at[unknown] + way <= self._highs[unknown]:
            return None
        return self._mend({unknown: way}, self._move(unknown, way))

    def _mend(self, moved: dict[int, int], broken: list[int]) -> dict[int, int] | None:
        """Move others until nothing is broken, and return all that moved; or take everything back."""
        while broken:
            row = broken.pop()
            if not (need := self._need(row)):
                continue
            broken.append(row)
            mending = self._mending(row, need, moved) if len(moved) < _STEPS else None
            if mending is None:
                for one, back in moved.items():
                    self._move(one, -back)
                return None
            moved[mending[0]] = mending[1]
            broken += self._move(*mending)
        return moved

    def _move(self, unknown: int, way: int) -> list[int]:
        """Move one unknown and return the conditions that do not hold now."""
        self._at[unknown] += way
        for row, weight in self._of_unknown[unknown]:
            self._filled[row] += way * weight
        return [row for row, _ in self._of_unknown[unknown] if self._need(row)]

    def _need(self, row: int) -> int:
        """Whether a condition needs more (1), less (-1) or nothing."""
        filled = self._filled[row]
        return int(filled < self._row_lows[row]) - int(filled > self._row_highs[row])

    def _mending(self, row: int, need: int, moved: dict[int, int]) -> tuple[int, int] | None:
        """Choose which unknown of a condition to move: the one that breaks the fewest others."""
        best, fewest = None, np.inf
        looked_at = 0
        entries_ = self._of_row[row]
        first = int(self._dice.random() * len(entries_))
        for place in range(first - len(entries_), first):
            one, weight = entries_[place]
            way = need if weight > 0 else -need
            if one in moved or not self._lows[one] <= self._at[one] + way <= self._highs[one]:
                continue
            breaks = self._breaks(one, way)
            if breaks < fewest:
                best, fewest = (one, way), breaks
            looked_at += 1
            if not breaks or looked_at == _LOOKED_AT:
                break
        return best

    def _breaks(self, unknown: int, way: int) -> int:
        """How many conditions that hold would not if an unknown moved."""
        count = 0
        for row, weight in self._of_unknown[unknown]:
            change = way * weight
            after = self._filled[row] + change
            count += after > self._row_highs[row] if change > 0 else after < self._row_lows[row]
        return count


def entries(matrix: csr_array) -> Entries:
    """Return of each row its (column, weight)."""
    columns, weights = matrix.indices.tolist(), matrix.data.tolist()
    ends = matrix.indptr.tolist()
    return [
        list(zip(columns[first:last], weights[first:last], strict=True))
        for first, last in pairwise(ends)
    ]
