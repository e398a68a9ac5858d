"""Linear constraints on whole numbers as matrices, solved by SciPy's HiGHS."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

_WHOLE = 1e-6
_SMALL = 2000
"""Most unknowns of a small puzzle: it is solved quickly, and most of its corners are whole."""


class System(NamedTuple):
    """Constraints as a matrix with the bounds of each row, and the bounds of each unknown."""

    matrix: csr_array
    row_lows: Numbers
    row_highs: Numbers
    lows: Numbers
    highs: Numbers

    def holds(self, numbers: Numbers) -> bool:
        """Whether the numbers are whole, within their bounds, and satisfy every constraint."""
        filled = self.matrix @ numbers
        return bool(
            (self.row_lows <= filled).all()
            and (filled <= self.row_highs).all()
            and (self.lows <= numbers).all()
            and (numbers <= self.highs).all()
            and not len(broken(numbers))
        )

    def corner(self, goal: Numbers) -> Numbers | None:
        """Return the numbers, whole or not, that minimise the goal; None if there are none."""
        return self._solved(goal, 0)

    def solve(self, goal: Numbers) -> Numbers | None:
        """Return the whole numbers that minimise the goal; None if there are none."""
        # Most corners of a small puzzle are whole by themselves; of a large one, hardly any.
        if len(goal) <= _SMALL:
            corner = self._solved(goal, 0)
            if corner is None or not len(broken(corner)):
                return corner
        whole = self._solved(goal, 1)
        return None if whole is None else np.round(whole)

    def solution(self, weights: csr_array, low: float, high: float) -> Numbers | None:
        """Return any whole numbers whose weighted sum (one row) is between `low` and `high`; None if none exist."""
        narrower = self._replace(
            matrix=vstack([self.matrix, weights], format="csr"),
            row_lows=np.append(self.row_lows, low),
            row_highs=np.append(self.row_highs, high),
        )
        return narrower.solve(np.zeros(len(self.lows)))

    def _solved(self, goal: Numbers, is_whole: int) -> Numbers | None:
        found = milp(
            goal,
            integrality=np.full(len(goal), is_whole),
            bounds=Bounds(self.lows, self.highs),
            constraints=LinearConstraint(self.matrix, self.row_lows, self.row_highs),
        ).x
        if found is None:
            return None
        whole = np.round(found)
        near: Numbers = np.where(np.abs(found - whole) < _WHOLE, whole, found)
        return near


def broken(numbers: Numbers) -> Places:
    """Return the places at which a number is not whole."""
    return np.flatnonzero(numbers != np.round(numbers))


def matrix_of(rows: Sequence[Mapping[int, float]], columns: int) -> csr_array:
    """Return the rows, each as place → weight, as a sparse matrix of shape (rows, columns)."""
    entries = [
        (row, place, weight) for row, own in enumerate(rows) for place, weight in own.items()
    ]
    at, places, weights = zip(*entries, strict=True)
    return csr_array((weights, (at, places)), shape=(len(rows), columns))
