"""A puzzle of whole numbers: unknowns, what is known of them, and between which values sums must lie.

A thin cover over SciPy's HiGHS. Two solutions as far apart as possible settle most questions at once,
since every solution is a witness for the values it holds; only what they leave open is solved by itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray

Unknown = TypeVar("Unknown", bound="Hashable")
Sum = TypeVar("Sum", bound="Hashable")

_WHOLE = 1e-6
_ONE_WAY = 2
_ROUNDS = 12
"""How often all that is still open is pushed down and up together, before each is solved alone."""


class Contradiction(Exception):
    """No whole numbers fulfil what is said to be known."""


class Range(NamedTuple):
    """Between which values a number was proved to lie, or is known to be free in."""

    least: int
    most: int


class Puzzle(Generic[Unknown]):
    """Unknown whole numbers with bounds, and linear conditions on them."""

    def __init__(self) -> None:
        """An empty puzzle."""
        self._at: dict[Unknown, int] = {}
        self._lows: list[float] = []
        self._highs: list[float] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._matrix: LinearConstraint | None = None

    def add(self, unknown: Unknown, least: int, most: int) -> None:
        """Add an unknown."""
        self._at[unknown] = len(self._at)
        self._lows.append(least)
        self._highs.append(most)

    def at_most(self, one: Unknown, other: Unknown) -> None:
        """State that one unknown is not greater than the other."""
        self._rows.append(({self._at[one]: 1.0, self._at[other]: -1.0}, -np.inf, 0.0))

    def between(self, weights: Mapping[Unknown, float], least: float, most: float = np.inf) -> None:
        """State between which values a weighted sum lies."""
        row = {self._at[unknown]: weight for unknown, weight in weights.items()}
        self._rows.append((row, least, most))

    def open_sums(self, sums: Mapping[Sum, tuple[tuple[Unknown, ...], int]]) -> dict[Sum, Range]:
        """Return for each sum a range, exact where it holds no more values than asked for.

        Args:
            sums: name → the unknowns that are added up, and how far apart least and most have to be.

        Raises:
            Contradiction: there is no solution.
        """
        members = {
            name: np.array([self._at[unknown] for unknown in unknowns], dtype=np.intp)
            for name, (unknowns, _) in sums.items()
        }
        seen: dict[Sum, list[int]] = defaultdict(list)
        # Always the same dice: a release is not refused one night and passed the next.
        dice = np.random.default_rng(0)
        still = list(sums)
        for round_ in range(_ROUNDS):
            goal = np.zeros(len(self._at))
            for name in still:
                # All one way at first; what then stands in each other's way is pushed by the dice.
                way = 1.0 if round_ < _ONE_WAY else dice.choice((1.0, -1.0))
                goal[members[name]] += way * (1.0 + dice.random())
            for sign in (1.0, -1.0):
                self._witness(sign * goal, members, seen)
            still = [name for name in still if max(seen[name]) - min(seen[name]) < sums[name][1]]
            if not still:
                break
        for name in still:
            for sign in (1.0, -1.0):
                if max(seen[name]) - min(seen[name]) < sums[name][1]:
                    goal = np.zeros(len(self._at))
                    goal[members[name]] = sign
                    self._witness(goal, members, seen)
        return {name: Range(min(values), max(values)) for name, values in seen.items()}

    def _witness(
        self,
        goal: NDArray[np.float64],
        members: Mapping[Sum, NDArray[np.intp]],
        seen: dict[Sum, list[int]],
    ) -> None:
        # Most corners are whole by themselves; only where one is not, whole numbers are insisted on.
        for is_whole in (0, 1):
            solved = milp(
                goal,
                integrality=np.full(len(goal), is_whole),
                bounds=Bounds(np.array(self._lows), np.array(self._highs)),
                constraints=self._conditions(),
            )
            if solved.x is None:
                raise Contradiction
            if np.abs(solved.x - np.round(solved.x)).max() < _WHOLE:
                break
        values = np.round(solved.x)
        for name, places in members.items():
            seen[name].append(int(values[places].sum()))

    def _conditions(self) -> LinearConstraint:
        if self._matrix is None:
            entries = [
                (row, place, weight)
                for row, (weights, _, _) in enumerate(self._rows)
                for place, weight in weights.items()
            ]
            rows, places, weights = zip(*entries, strict=True)
            matrix = csr_array((weights, (rows, places)), shape=(len(self._rows), len(self._at)))
            self._matrix = LinearConstraint(
                matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows]
            )
        return self._matrix
