"""Local search from one integer solution to the next in small steps, so that a solver is rarely needed.

One unknown moves by one. A constraint that this breaks is repaired by moving another of its unknowns, and so on until
all constraints hold again or the search gives up and returns to where it was. Giving up proves nothing, and a result is
used only after the whole system was checked (`warehouse.release.audit.integer_puzzle`).
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
"""Maximum unknowns moved in one chain: two years of a few people."""
_LOOKED_AT = 30
"""Maximum candidates considered for repairing one constraint."""

Entries = list[list[tuple[int, float]]]


class LocalSearch:
    """The current point, and the value of each constraint at it."""

    def __init__(self, system: System, dice: np.random.Generator) -> None:
        """Index the constraints by row and by unknown; `start` sets the point."""
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
        """Start from a solution, or from whole numbers close to one, which are repaired; None if that fails."""
        self._at = numbers.tolist()
        self._filled = (self._matrix @ numbers).tolist()
        self._held = ()
        broken = [row for row in range(len(self._filled)) if self._need(row)]
        return None if self._mend({}, broken) is None else np.array(self._at)

    def step(self, unknown: int, way: int, together: Collection[int] = ()) -> dict[int, int] | None:
        """Move an unknown up (1) or down (-1), and whatever has to move with it.

        Args:
            unknown: its index.
            way: 1 or -1.
            together: unknowns that must not move the other way, because their sum would not change.

        Returns:
            unknown → 1 or -1 for all that moved; None if the search gave up and nothing moved.
        """
        if not self._lows[unknown] <= self._at[unknown] + way <= self._highs[unknown]:
            return None
        self._held, self._against = together, -way
        return self._mend({unknown: way}, self._move(unknown, way))

    def _mend(self, moved: dict[int, int], broken: list[int]) -> dict[int, int] | None:
        """Move other unknowns until no constraint is broken, and return all that moved; otherwise undo everything."""
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
        """Move one unknown and return the constraints that it breaks."""
        self._at[unknown] += way
        for row, weight in self._of_unknown[unknown]:
            self._filled[row] += way * weight
        return [row for row, _ in self._of_unknown[unknown] if self._need(row)]

    def _need(self, row: int) -> int:
        """Whether a constraint needs a higher value (1), a lower one (-1) or no change (0)."""
        filled = self._filled[row]
        return int(filled < self._row_lows[row]) - int(filled > self._row_highs[row])

    def _mending(self, row: int, need: int, moved: dict[int, int]) -> tuple[int, int] | None:
        """Choose the unknown that repairs a constraint and breaks the fewest others."""
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
        """Return how many constraints that hold now would break if an unknown moved."""
        count = 0
        for row, weight in self._of_unknown[unknown]:
            change = way * weight
            after = self._filled[row] + change
            count += after > self._row_highs[row] if change > 0 else after < self._row_lows[row]
        return count


class CheckedSolution:
    """A solution that is moved in steps and checked independently of the search.

    Only what a step touches is recomputed: a constraint that held before and was not touched still holds, so each point
    is a solution as long as `move` says so.
    """

    def __init__(self, system: System, sums: csr_array) -> None:
        """Index the constraints and the sums by unknown; `stand` sets the solution."""
        self._of_unknown = entries(system.matrix.T.tocsr())
        self._sums_of = [[row for row, _ in own] for own in entries(sums.T.tocsr())]
        self._row_lows, self._row_highs = system.row_lows.tolist(), system.row_highs.tolist()
        self._lows, self._highs = system.lows.tolist(), system.highs.tolist()
        self._system, self._matrix = system, sums
        self._at: list[float] = []
        self._filled: list[float] = []
        self.sums: list[float] = []
        """The value of each sum at the current solution."""

    def stand(self, solution: Numbers) -> None:
        """Start from a checked solution."""
        self._at = solution.tolist()
        self._filled = (self._system.matrix @ solution).tolist()
        self.sums = (self._matrix @ solution).tolist()

    def move(self, moved: Mapping[int, int]) -> set[int] | None:
        """Move some unknowns and return the sums that contain them; None if the result is no solution."""
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
        """Return the current solution."""
        return np.array(self._at)


def entries(matrix: csr_array) -> Entries:
    """Return (column, weight) of the entries of each row."""
    columns, weights = matrix.indices.tolist(), matrix.data.tolist()
    ends = matrix.indptr.tolist()
    return [
        list(zip(columns[first:last], weights[first:last], strict=True))
        for first, last in pairwise(ends)
    ]
