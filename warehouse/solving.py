"""A puzzle of whole numbers: unknowns, what is known of them, and between which values sums must lie.

A thin cover over SciPy's HiGHS. Every solution is a witness for the values it holds, so few solutions
settle most questions. Two far apart are found for the whole puzzle (rounded corners, mended), and walks from
them (`walking.py`) lead to nearly all others that are needed. Only what is open after that is solved alone: no sum
is called narrow on less than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from warehouse.systems import System, matrix_of
from warehouse.walking import Standing, Walk

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from warehouse.systems import Numbers, Places

Unknown = TypeVar("Unknown", bound="Hashable")
Sum = TypeVar("Sum", bound="Hashable")

_ROUNDS = 12
"""How often is walked from each of two solutions …"""
_TRIES = 8
"""On a walk towards a sum so many of its unknowns are tried."""
_FAR_ROUNDS = 12
"""… and how often from another that is far off for all that is open, as long as that is more than …"""
_FEW = 8
"""… so many; they are solved alone."""


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
        self._rooms: dict[int, float] = {}

    def add(self, unknown: Unknown, least: int, most: int) -> None:
        """Add an unknown."""
        self._at[unknown] = len(self._at)
        self._lows.append(least)
        self._highs.append(most)

    def at_most(self, one: Unknown, other: Unknown) -> None:
        """State that one unknown is not greater than the other."""
        self._rows.append(({self._at[one]: 1.0, self._at[other]: -1.0}, -np.inf, 0.0))

    def between(
        self,
        weights: Mapping[Unknown, float],
        least: float,
        most: float = np.inf,
        *,
        room: float = 0.0,
    ) -> None:
        """State between which values a weighted sum lies.

        `room` only helps to be quick: so far from both ends the first solutions stay, so that what is
        moved beside them is not held up by a sum that all share.
        """
        row = {self._at[unknown]: weight for unknown, weight in weights.items()}
        self._rooms[len(self._rows)] = room
        self._rows.append((row, least, most))

    def open_sums(self, sums: Mapping[Sum, tuple[tuple[Unknown, ...], int]]) -> dict[Sum, Range]:
        """Return for each sum a range, exact where it holds no more values than asked for.

        Args:
            sums: name → the unknowns that are added up, and how far apart least and most have to be.

        Raises:
            Contradiction: there is no solution, or none that fulfils every condition to the last.
        """
        size = len(self._at)
        matrix = matrix_of([row for row, _, _ in self._rows], size)
        ends = np.array([row[1:] for row in self._rows], dtype=float)
        bounds = np.array([self._lows, self._highs], dtype=float)
        members = [{self._at[one]: 1.0 for one in ones} for ones, _ in sums.values()]
        rooms = np.array([self._rooms.get(row, 0.0) for row in range(len(ends))])
        search = _Search(
            System(matrix, ends[:, 0], ends[:, 1], bounds[0], bounds[1]),
            rooms,
            matrix_of(members, size),
            np.array([apart for _, apart in sums.values()]),
        )
        search.run()
        if not np.isfinite(search.least).all():
            raise Contradiction
        ranges = zip(search.least, search.most, strict=True)
        return {
            name: Range(int(least), int(most))
            for name, (least, most) in zip(sums, ranges, strict=True)
        }


class _Search:
    """The solutions found so far, and what they leave open."""

    def __init__(
        self, system: System, rooms: Numbers, sums: csr_array, apart: NDArray[np.int64]
    ) -> None:
        self._system, self._sums, self._apart = system, sums, apart
        self._roomy = system._replace(
            row_lows=system.row_lows + rooms, row_highs=system.row_highs - rooms
        )
        self._turned = sums.T.tocsr()
        # Always the same dice: a release is not refused one night and passed the next.
        self._dice = np.random.default_rng(0)
        self._paths = Walk(system, self._dice)
        self._here = Standing(system, sums)
        self._floors, self._ceilings = sums @ system.lows, sums @ system.highs
        self.least = np.full(len(apart), np.inf)
        self.most = np.full(len(apart), -np.inf)

    def run(self) -> None:
        """Find solutions until each sum is as far apart as asked for, or can be no farther."""
        every = np.arange(len(self._apart))
        begun = [self._far(self._roomy, every, way) for way in (-1.0, 1.0)]
        for base in begun * _ROUNDS:
            self._walk(base)
        for _ in range(_FAR_ROUNDS):
            if len(narrow := self._narrow(every)) > _FEW:
                self._walk(self._far(self._system, narrow, self._ways(narrow)))
        for one in self._narrow(every):
            for way in (-1.0, 1.0):
                if len(self._narrow(every[one : one + 1])):
                    self._farthest(every[one : one + 1], way)

    def _walk(self, base: Numbers) -> None:
        """Walk from a solution to where the sums that are narrow still have not been."""
        narrow = self._narrow(np.arange(len(self._apart)))
        # What the solver gave is within its tolerance of a solution: none is taken for one unchecked.
        if not len(narrow) or not self._system.holds(base):
            return
        self._paths.start(base)
        self._here.stand(base)
        for one in narrow:
            first, after = self._sums.indptr[one : one + 2]
            members = self._sums.indices[first:after]
            together = set(members.tolist())
            some = self._dice.permutation(members)[:_TRIES]
            tries = np.tile(some, self._apart[one]).tolist()
            for member, way in ((member, way) for way in (1, -1) for member in tries):
                if self.most[one] - self.least[one] >= self._apart[one]:
                    break
                moved = self._paths.step(member, way, together)
                if moved and not self._note_step(moved):
                    return

    def _note_step(self, moved: Mapping[int, int]) -> bool:
        """Remember what the sums are after a step; False, and nothing, if it led to no solution."""
        touched = self._here.move(moved)
        for one in touched or ():
            self.least[one] = min(self.least[one], self._here.sums[one])
            self.most[one] = max(self.most[one], self._here.sums[one])
        return touched is not None

    def _narrow(self, sums: Places) -> Places:
        narrow: Places = sums[self.most[sums] - self.least[sums] < self._apart[sums]]
        return narrow

    def _ways(self, sums: Places) -> Numbers:
        """To where no solution has been, up (1) or down (-1); by the dice where both are left."""
        ways = self._dice.choice((-1.0, 1.0), len(sums))
        ways[self.least[sums] == self._ceilings[sums]] = -1.0
        ways[self.most[sums] == self._floors[sums]] = 1.0
        return ways

    def _far(self, system: System, sums: Places, ways: float | Numbers) -> Numbers:
        """Find a solution with the sums nearly as far up or down as can be, all at once; note it.

        Of a corner hardly anything is not whole: it is rounded, and what that breaks is mended.
        """
        corner = system.corner(self._goal(sums, ways))
        solution = None if corner is None else self._paths.start(np.round(corner))
        if solution is None or not self._system.holds(solution):
            return self._farthest(sums, ways)
        return self._note(solution)

    def _farthest(self, sums: Places, ways: float | Numbers) -> Numbers:
        """Find the solution with the sums as far up or down as can be; note it."""
        return self._note(self._system.solve(self._goal(sums, ways)))

    def _goal(self, sums: Places, ways: float | Numbers) -> Numbers:
        wish = np.zeros(len(self._apart))
        wish[sums] = -ways * (1.0 + self._dice.random(len(sums)))
        goal: Numbers = self._turned @ wish
        return goal

    def _note(self, solution: Numbers | None) -> Numbers:
        """Remember what the sums are in a solution; only what was checked to be one is a witness."""
        if solution is None:
            raise Contradiction
        if not self._system.holds(solution):
            return solution
        values = self._sums @ solution
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.most, values, out=self.most)
        return solution
