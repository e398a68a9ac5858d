"""Find how far hidden head counts can move: HiGHS solves for the conditions that published tables set."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Condition = tuple[dict[int, float], float, float]
"""Unknown → weight, and between which ends their sum lies."""


Target = tuple[str, date, list[int], int]
"""What is asked for: of which section and month, its unknowns, and of how many people."""


Places = dict[tuple[str, date], int]
"""(Kind, month) → its unknown."""


PersonDays = tuple[int, int, list[tuple[str, int]]]
"""Between which ends a section's person-days with a use lie, and whose days they may be."""


@dataclass
class Findings:
    """What the attack found."""

    asked: int = 0
    narrowed: list[tuple[str, date, int, int]] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)


class Solver:
    """What every solution found so far says about how far things can move."""

    def __init__(self, size: np.ndarray, conditions: list, sums: list[list[int]]) -> None:
        entries = [(r, c, w) for r, (row, _, _) in enumerate(conditions) for c, w in row.items()]
        rows, columns, weights = zip(*entries, strict=True)
        matrix = csr_array((weights, (rows, columns)), shape=(len(conditions), len(size)))
        self.known = LinearConstraint(
            matrix, [one[1] for one in conditions], [one[2] for one in conditions]
        )
        self.size, self.sums = size, sums
        self.low, self.high = size.copy(), np.zeros(len(size))
        self.reach = [[10**6, -1] for _ in sums]

    def push(self, goal: np.ndarray) -> None:
        """Find the solution that is least in a direction, and remember it."""
        solved = milp(
            goal,
            constraints=self.known,
            bounds=Bounds(0, self.size),
            integrality=np.ones(len(goal)),
        )
        assert solved.x is not None, "the releases contradict each other"
        x = np.round(solved.x)
        np.minimum(self.low, x, out=self.low)
        np.maximum(self.high, x, out=self.high)
        for k, own in enumerate(self.sums):
            count = int(x[own].sum())
            self.reach[k] = [min(self.reach[k][0], count), max(self.reach[k][1], count)]

    def push_only(self, places: list[int], sign: float) -> None:
        """Find the least (or with -1 the greatest) sum of these alone."""
        goal = np.zeros(len(self.size))
        goal[places] = sign
        self.push(goal)

    def width(self, k: int) -> int:
        """How far apart the least and greatest seen of a sum are."""
        return self.reach[k][1] - self.reach[k][0]

    def is_proved(self, place: int) -> bool:
        """Whether no solution so far leaves it open that one of these has begun and one has not."""
        return bool(self.low[place] == self.size[place] or self.high[place] == 0)
