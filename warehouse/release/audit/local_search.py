"""Walks from one solution of whole numbers to the next in small steps, so that a solver is rarely needed.

One unknown moves by one; whatever condition that breaks is mended by moving another unknown of it, and so on
until all hold again or the walk gives up and stands where it was. Nothing is concluded from giving up, and
where it arrives is believed only once the whole system was checked (`warehouse.release.audit.integer_puzzle`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from scipy.sparse import csr_array

    from warehouse.release.audit.linear_system import Numbers, System

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
        self._held: Collection[int] = ()
        self._against = 0

    def start(self, numbers: Numbers) -> Numbers | None:
        """Stand on a solution, or on whole numbers that nearly are one and are mended; None if they cannot be."""
        self._at = numbers.tolist()
        self._filled = (self._matrix @ numbers).tolist()
        self._held = ()
        broken = [row for row in range(len(self._filled)) if self._need(row)]
        return None if self._mend({}, broken) is None else np.array(self._at)

    def step(self, unknown: int, way: int, together: Collection[int] = ()) -> dict[int, int] | None:
        """Move an unknown up (1) or down (-1), and what has to move with it.

        Args:
            unknown: which.
            way: whereto.
            together: of these none moves the other way, or their sum would be what it was.

        Returns:
            unknown → 1 or -1 for all that moved; None if the walk gave up and nothing did.
        """
        if not self._lows[unknown] <= self._at[unknown] + way <= self._highs[unknown]:
            return None
        self._held, self._against = together, -way
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
            if way == self._against and one in self._held:
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


class Standing:
    """A solution that is moved in steps, checked apart from the walk: only what a step touches is reckoned again.

    What held before and was not touched holds still, so each place is a solution as long as `move` says so.
    """

    def __init__(self, system: System, sums: csr_array) -> None:
        """Lay the conditions and the sums out by unknown; `stand` says where."""
        self._of_unknown = entries(system.matrix.T.tocsr())
        self._sums_of = [[row for row, _ in own] for own in entries(sums.T.tocsr())]
        self._row_lows, self._row_highs = system.row_lows.tolist(), system.row_highs.tolist()
        self._lows, self._highs = system.lows.tolist(), system.highs.tolist()
        self._system, self._matrix = system, sums
        self._at: list[float] = []
        self._filled: list[float] = []
        self.sums: list[float] = []
        """What each sum is here."""

    def stand(self, solution: Numbers) -> None:
        """Begin at what was checked to be a solution."""
        self._at = solution.tolist()
        self._filled = (self._system.matrix @ solution).tolist()
        self.sums = (self._matrix @ solution).tolist()

    def move(self, moved: Mapping[int, int]) -> set[int] | None:
        """Move some unknowns and return the sums that they are in; None if this is no solution any more."""
        rows, sums = set(), set()
        for one, way in moved.items():
            self._at[one] += way
            if not self._lows[one] <= self._at[one] <= self._highs[one]:
                return None
            for row, weight in self._of_unknown[one]:
                self._filled[row] += way * weight
                rows.add(row)
            for own in self._sums_of[one]:
                self.sums[own] += way
                sums.add(own)
        for row in rows:
            if not self._row_lows[row] <= self._filled[row] <= self._row_highs[row]:
                return None
        return sums

    @property
    def numbers(self) -> Numbers:
        """The solution itself."""
        return np.array(self._at)


def entries(matrix: csr_array) -> Entries:
    """Return of each row its (column, weight)."""
    columns, weights = matrix.indices.tolist(), matrix.data.tolist()
    ends = matrix.indptr.tolist()
    return [
        list(zip(columns[first:last], weights[first:last], strict=True))
        for first, last in pairwise(ends)
    ]
