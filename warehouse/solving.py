"""A puzzle of whole numbers: unknowns, what is known of them, and between which values sums must lie.

A thin cover over SciPy's HiGHS. Every solution is a witness for the values it holds, so few solutions
settle most questions. Two far apart are found for the whole puzzle; from them one neighbourhood after
the other is moved while the rest stays put, which is quick; only what is still open then is solved alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.intp]

Unknown = TypeVar("Unknown", bound="Hashable")
Sum = TypeVar("Sum", bound="Hashable")

_WHOLE = 1e-6
_ROUNDS = 2
"""How often what is open in a neighbourhood is pushed together, from each of two solutions …"""
_JOINED = 2000
"""Neighbourhoods are joined up to this many unknowns: more are no quicker than the whole puzzle."""
_FAR_ROUNDS = 12
"""… and how often all that is open anywhere, before each is solved alone."""


_EXACT: Mapping[str, float] = {}
_NEAR = {"mip_rel_gap": 0.02, "time_limit": 0.5}
"""A neighbourhood is pushed nearly as far as it can be, and not for long: any solution is a witness."""


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

    def open_sums(
        self,
        sums: Mapping[Sum, tuple[tuple[Unknown, ...], int]],
        neighbourhoods: Sequence[Sequence[Unknown]] = (),
    ) -> dict[Sum, Range]:
        """Return for each sum a range, exact where it holds no more values than asked for.

        Args:
            sums: name → the unknowns that are added up, and how far apart least and most have to be.
            neighbourhoods: unknowns that hang together closely; they may overlap, and only help to be quick.

        Raises:
            Contradiction: there is no solution.
        """
        size = len(self._at)
        matrix = _matrix([row for row, _, _ in self._rows], size)
        ends = np.array([row[1:] for row in self._rows], dtype=float)
        bounds = np.array([self._lows, self._highs], dtype=float)
        members = [{self._at[one]: 1.0 for one in ones} for ones, _ in sums.values()]
        rooms = np.array([self._rooms.get(row, 0.0) for row in range(len(ends))])
        search = _Search(
            _System(matrix, ends[:, 0], ends[:, 1], bounds[0], bounds[1]),
            rooms,
            _matrix(members, size),
            np.array([apart for _, apart in sums.values()]),
        )
        search.run([np.array([self._at[one] for one in ones]) for ones in neighbourhoods])
        ranges = zip(search.least, search.most, strict=True)
        return {
            name: Range(int(least), int(most))
            for name, (least, most) in zip(sums, ranges, strict=True)
        }


class _System(NamedTuple):
    """Conditions as a matrix with the ends of each row, and the bounds of each unknown."""

    matrix: csr_array
    row_lows: Numbers
    row_highs: Numbers
    lows: Numbers
    highs: Numbers

    def corner(self, goal: Numbers) -> Numbers | None:
        """Return the numbers, whole or not, that make the goal least; None if there are none."""
        return self._solved(goal, 0, {})

    def solve(self, goal: Numbers, limits: Mapping[str, float] = _EXACT) -> Numbers | None:
        """Return the whole numbers that make the goal least; None if there are none, or none in time."""
        # Most corners of a small puzzle are whole by themselves; of a large one hardly any is.
        if len(goal) <= _JOINED:
            corner = self._solved(goal, 0, limits)
            if corner is None or not len(_broken(corner)):
                return corner
        return self._solved(goal, 1, limits)

    def _solved(self, goal: Numbers, is_whole: int, limits: Mapping[str, float]) -> Numbers | None:
        found = milp(
            goal,
            integrality=np.full(len(goal), is_whole),
            bounds=Bounds(self.lows, self.highs),
            constraints=LinearConstraint(self.matrix, self.row_lows, self.row_highs),
            options=dict(limits),
        ).x
        if found is None:
            return None
        whole = np.round(found)
        near: Numbers = np.where(np.abs(found - whole) < _WHOLE, whole, found)
        return near


def _broken(numbers: Numbers) -> Places:
    return np.flatnonzero(numbers != np.round(numbers))


class _Part:
    """Some unknowns of a system, the conditions that they are in, and the sums that are all theirs."""

    def __init__(self, places: Places, system: _System, sums: csr_array) -> None:
        self.places = places
        columns = system.matrix[:, places]
        self._rows = np.flatnonzero(np.diff(columns.indptr))
        self._within = columns[self._rows]
        self._system = system
        mine = np.zeros(len(system.lows))
        mine[places] = 1.0
        self.sums = np.flatnonzero(sums @ mine == np.diff(sums.indptr))

    def beside(self, solution: Numbers, filled: Numbers) -> _System:
        """Return the system of these unknowns alone, all others being as in a solution.

        `filled` is what the solution makes of each condition.
        """
        fixed = filled[self._rows] - self._within @ solution[self.places]
        return _System(
            self._within,
            self._system.row_lows[self._rows] - fixed,
            self._system.row_highs[self._rows] - fixed,
            self._system.lows[self.places],
            self._system.highs[self.places],
        )


class _Search:
    """The solutions found so far, and what they leave open."""

    def __init__(
        self, system: _System, rooms: Numbers, sums: csr_array, apart: NDArray[np.int64]
    ) -> None:
        self._system, self._sums, self._apart = system, sums, apart
        self._roomy = system._replace(
            row_lows=system.row_lows + rooms, row_highs=system.row_highs - rooms
        )
        self._turned = sums.T.tocsr()
        self._floors, self._ceilings = sums @ system.lows, sums @ system.highs
        self.least = np.full(len(apart), np.inf)
        self.most = np.full(len(apart), -np.inf)
        # Always the same dice: a release is not refused one night and passed the next.
        self._dice = np.random.default_rng(0)

    def run(self, neighbourhoods: Sequence[Places]) -> None:
        """Find solutions until each sum is as far apart as asked for, or can be no farther."""
        every = np.arange(len(self._apart))
        parts = [_Part(places, self._system, self._sums) for places in neighbourhoods]
        begun = [self._far(self._roomy, every, way, parts) for way in (-1.0, 1.0)]
        lowest, highest = ((one, self._system.matrix @ one) for one in begun)
        for part in parts:
            self._near(part.sums, -1.0, part, highest)
            self._near(part.sums, 1.0, part, lowest)
        for some in (parts, self._joined(parts)):
            for part in some:
                self._try_all_ways(part, (lowest, highest))
        for _ in range(_FAR_ROUNDS):
            if len(narrow := self._narrow(every)):
                self._far(self._system, narrow, self._ways(narrow), ())
        for one in self._narrow(every):
            for way in (-1.0, 1.0):
                if len(self._narrow(every[one : one + 1])):
                    self._far(self._system, every[one : one + 1], way, ())

    def _try_all_ways(self, part: _Part, begun: Sequence[tuple[Numbers, Numbers]]) -> None:
        for base in [*begun] * _ROUNDS:
            narrow = self._narrow(part.sums)
            if not len(narrow):
                return
            self._near(narrow, self._ways(narrow), part, base)

    def _narrow(self, sums: Places) -> Places:
        narrow: Places = sums[self.most[sums] - self.least[sums] < self._apart[sums]]
        return narrow

    def _joined(self, parts: Sequence[_Part]) -> Iterator[_Part]:
        """Join the parts in which one unknown is, where a sum is still narrow: it may need all to move."""
        if not parts:
            return
        held = [dict.fromkeys(part.places.tolist(), 1.0) for part in parts]
        shared = _matrix(held, len(self._system.lows)).T.tocsr()
        tried = set()
        for one in self._narrow(np.arange(len(self._apart))):
            places = self._sums[[one]].indices
            near = tuple(sorted({*shared[places].indices.tolist()}))
            if near in tried or not len(self._narrow(np.array([one]))):
                continue
            tried.add(near)
            if sum(len(parts[index].places) for index in near) <= _JOINED:
                places = np.unique(np.concatenate([parts[index].places for index in near]))
                yield _Part(places, self._system, self._sums)

    def _ways(self, sums: Places) -> Numbers:
        """To where no solution has been, up (1) or down (-1); by the dice where both are left."""
        ways = self._dice.choice((-1.0, 1.0), len(sums))
        ways[self.least[sums] == self._ceilings[sums]] = -1.0
        ways[self.most[sums] == self._floors[sums]] = 1.0
        return ways

    def _near(
        self, sums: Places, ways: float | Numbers, part: _Part, begun: tuple[Numbers, Numbers]
    ) -> None:
        """Move a part of a solution so that the sums are far up or down; note what was found."""
        base, filled = begun
        inner = part.beside(base, filled).solve(self._goal(sums, ways)[part.places], _NEAR)
        if inner is not None:
            solution = base.copy()
            solution[part.places] = inner
            self._note(solution)

    def _far(
        self, system: _System, sums: Places, ways: float | Numbers, parts: Sequence[_Part]
    ) -> Numbers:
        """Find the solution with the sums as far up or down as can be, all at once; note it.

        With parts it is nearly as far only: they are made whole one after the other.
        """
        goal = self._goal(sums, ways)
        solution = system.corner(goal) if len(parts) else None
        for part in parts:
            if solution is not None and len(_broken(solution[part.places])):
                beside = part.beside(solution, system.matrix @ solution)
                inner = beside.solve(goal[part.places], _NEAR)
                if inner is not None:
                    solution[part.places] = inner
        if solution is None or len(_broken(solution)):
            solution = self._system.solve(goal)
        return self._note(solution)

    def _goal(self, sums: Places, ways: float | Numbers) -> Numbers:
        wish = np.zeros(len(self._apart))
        wish[sums] = -ways * (1.0 + self._dice.random(len(sums)))
        goal: Numbers = self._turned @ wish
        return goal

    def _note(self, solution: Numbers | None) -> Numbers:
        if solution is None:
            raise Contradiction
        values = self._sums @ solution
        np.minimum(self.least, values, out=self.least)
        np.maximum(self.most, values, out=self.most)
        return solution


def _matrix(rows: Sequence[Mapping[int, float]], columns: int) -> csr_array:
    entries = [
        (row, place, weight) for row, own in enumerate(rows) for place, weight in own.items()
    ]
    at, places, weights = zip(*entries, strict=True)
    return csr_array((weights, (at, places)), shape=(len(rows), columns))
