"""An integer feasibility problem: unknowns, constraints on them, and whether sums of them are still open.

A thin layer over SciPy's HiGHS. Every solution is a witness for the values it holds, so few solutions settle most
questions. Two solutions far apart are found for the whole puzzle (rounded corners, repaired), and a local search from
them (`local_search.py`) finds nearly all the others. Only what is open after that is put to the solver by itself: no
sum is called narrow unless the solver proves it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from warehouse.release.audit.linear_system import System, matrix_of
from warehouse.release.audit.local_search import CheckedSolution, LocalSearch

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from warehouse.release.audit.linear_system import Numbers

Unknown = TypeVar("Unknown", bound="Hashable")
Sum = TypeVar("Sum", bound="Hashable")

_ROUNDS = 12
"""Rounds of local search from each of the two solutions, before the solver is asked about the rest."""
_TRIES = 8
"""Maximum unknowns tried per local-search step towards a sum."""


class Contradiction(Exception):
    """No whole numbers satisfy all constraints."""


class Open(NamedTuple, Generic[Unknown]):
    """When a sum is open: two solutions are at least this far apart, one lies below `under` and one above `over`."""

    unknowns: tuple[Unknown, ...]
    apart: int = 0
    under: float = np.inf
    over: float = -np.inf


class Puzzle(Generic[Unknown]):
    """Unknown whole numbers with bounds, and linear constraints on them."""

    def __init__(self) -> None:
        """Create an empty puzzle."""
        self._at: dict[Unknown, int] = {}
        self._lows: list[float] = []
        self._highs: list[float] = []
        self._rows: list[tuple[dict[int, float], float, float]] = []
        self._rooms: dict[int, float] = {}

    def add(self, unknown: Unknown, least: int, most: int) -> None:
        """Add an unknown with its bounds."""
        self._at[unknown] = len(self._at)
        self._lows.append(least)
        self._highs.append(most)

    def at_most(self, one: Unknown, other: Unknown) -> None:
        """State that one unknown is at most the other."""
        self._rows.append(({self._at[one]: 1.0, self._at[other]: -1.0}, -np.inf, 0.0))

    def between(
        self,
        weights: Mapping[Unknown, float],
        least: float,
        most: float = np.inf,
        *,
        room: float = 0.0,
    ) -> None:
        """State the bounds of a weighted sum.

        Args:
            weights: unknown → its weight in the sum.
            least: the lower bound.
            most: the upper bound.
            room: only speeds up the search: the first solutions keep this distance from both ends, so that a sum that
                all share does not block the moves of the unknowns in it.
        """
        row = {self._at[unknown]: weight for unknown, weight in weights.items()}
        self._rooms[len(self._rows)] = room
        self._rows.append((row, least, most))

    def first_narrow(self, sums: Mapping[Sum, Open[Unknown]]) -> Sum | None:
        """Return the first sum that is proved not to be open; None if all were seen to be open.

        Raises:
            Contradiction: there is no solution, or none that satisfies every constraint exactly.
        """
        size = len(self._at)
        matrix = matrix_of([row for row, _, _ in self._rows], size)
        ends = np.array([row[1:] for row in self._rows], dtype=float)
        bounds = np.array([self._lows, self._highs], dtype=float)
        members = [{self._at[one]: 1.0 for one in wanted.unknowns} for wanted in sums.values()]
        rooms = np.array([self._rooms.get(row, 0.0) for row in range(len(ends))])
        search = _Search(
            System(matrix, ends[:, 0], ends[:, 1], bounds[0], bounds[1]),
            rooms,
            matrix_of(members, size),
            np.array([wanted[1:] for wanted in sums.values()], dtype=float),
        )
        narrow = search.run()
        return None if narrow is None else list(sums)[narrow]


class _Search:
    """The solutions found so far, and which sums they show to be open."""

    def __init__(self, system: System, rooms: Numbers, sums: csr_array, wanted: Numbers) -> None:
        """`wanted`: for each sum, the distance to be seen, the value to be below and the value to be above."""
        self._system, self._sums = system, sums
        self._apart, self._under, self._over = wanted.T
        self._roomy = system._replace(
            row_lows=system.row_lows + rooms, row_highs=system.row_highs - rooms
        )
        self._turned = sums.T.tocsr()
        # A fixed seed: the same release must not be refused one night and pass the next.
        self._dice = np.random.default_rng(0)
        self._paths = LocalSearch(system, self._dice)
        self._here = CheckedSolution(system, sums)
        self.least = np.full(len(wanted), np.inf)
        self.most = np.full(len(wanted), -np.inf)

    def run(self) -> int | None:
        """Find solutions until each sum is seen to be open; otherwise return the first sum that is not."""
        begun = [self._far(way) for way in (-1.0, 1.0)]
        for base in begun * _ROUNDS:
            self._search(base)
        if not np.isfinite(self.least).all():
            raise Contradiction
        for one in np.flatnonzero(self._is_narrow(slice(None))).tolist():
            self._ask(one)
            if self._is_narrow(one):
                return one
        return None

    def _is_narrow(self, which: int | slice) -> NDArray[np.bool_]:
        """Whether too little has been seen so far of one sum, or of a slice of sums."""
        least, most = self.least[which], self.most[which]
        narrow: NDArray[np.bool_] = (
            (most - least < self._apart[which])
            | (least >= self._under[which])
            | (most <= self._over[which])
        )
        return narrow

    def _search(self, base: Numbers) -> None:
        """Search from a solution towards values that the sums still narrow have not taken."""
        narrow = np.flatnonzero(self._is_narrow(slice(None)))
        # The solver's result is a solution only within its tolerance, so each one is checked.
        if not len(narrow) or not self._system.holds(base):
            return
        self._paths.start(base)
        self._here.stand(base)
        for one in narrow.tolist():
            first, after = self._sums.indptr[one : one + 2]
            members = self._sums.indices[first:after]
            together = set(members.tolist())
            tries = self._dice.permutation(members)[:_TRIES].tolist() * 2
            for member, way in ((member, way) for way in (1, -1) for member in tries):
                if not self._is_narrow(one):
                    break
                moved = self._paths.step(member, way, together)
                if moved and not self._note_step(moved):
                    return

    def _note_step(self, moved: Mapping[int, int]) -> bool:
        """Record the sums after a step; False, with nothing recorded, if the step led to no solution."""
        changed = self._here.move(moved)
        for one in changed or ():
            self.least[one] = min(self.least[one], self._here.sums[one])
            self.most[one] = max(self.most[one], self._here.sums[one])
        return changed is not None

    def _ask(self, one: int) -> None:
        """Ask the solver for solutions with a higher, then a lower value of one sum, until it is open."""
        for way in (1, -1):
            while self._is_narrow(one):
                low, high = (
                    (self.most[one] + 1, np.inf) if way > 0 else (-np.inf, self.least[one] - 1)
                )
                seen = self.least[one], self.most[one]
                self._note(self._system.solution(self._sums[[one]], low, high))
                if seen == (self.least[one], self.most[one]):
                    break

    def _far(self, way: float) -> Numbers:
        """Find a solution with all sums nearly as high or as low as possible, and record it.

        Nearly all values of a corner are whole: it is rounded, and the constraints this breaks are repaired.
        """
        goal: Numbers = self._turned @ (-way * (1.0 + self._dice.random(len(self._apart))))
        corner = self._roomy.corner(goal)
        solution = None if corner is None else self._paths.start(np.round(corner))
        if solution is None or not self._system.holds(solution):
            solution = self._system.solve(goal)
        if solution is None:
            raise Contradiction
        self._note(solution)
        return solution

    def _note(self, solution: Numbers | None) -> None:
        """Record the sums of a solution; only a checked solution is a witness."""
        if solution is not None and self._system.holds(solution):
            values = self._sums @ solution
            np.minimum(self.least, values, out=self.least)
            np.maximum(self.most, values, out=self.most)
