"""What the gate's puzzle says rests on checked solutions, and is what the solver says of each sum alone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from warehouse.release.audit.integer_puzzle import Contradiction, Open, Puzzle
from warehouse.release.audit.linear_system import System, matrix_of
from warehouse.release.audit.local_search import CheckedSolution, LocalSearch

if TYPE_CHECKING:
    from collections.abc import Sequence

Place = tuple[int, int]
"""A person and a month: whether they have begun by then."""
Row = tuple[dict[Place, float], float, float]
MONTHS = 4


def conditions(rng: random.Random) -> tuple[list[Row], list[Row]]:
    """A few sections of five, some of whom move; bands around a hidden truth, and that nobody un-begins.

    Some bands are so narrow, or so low, that they give somebody away.
    """
    groups = rng.randint(2, 4)
    paths = [
        [one % groups if rng.random() < 0.9 else rng.randrange(groups) for _ in range(MONTHS)]
        for one in range(5 * groups)
    ]
    begun = [rng.randint(0, MONTHS + 1) for _ in paths]
    bands: list[Row] = []
    for month in range(MONTHS):
        for group in [*range(groups), None]:
            people = [one for one, path in enumerate(paths) if group in {path[month], None}]
            least = sum(begun[one] <= month for one in people) - rng.choice((0, 1, 1, 2))
            row = {(one, month): 1.0 for one in people}
            if row:
                bands.append((row, max(0, least), least + rng.choice((2, 2, 3))))
    chains: list[Row] = [
        ({(one, month): 1.0, (one, month + 1): -1.0}, -np.inf, 0.0)
        for one in range(len(paths))
        for month in range(MONTHS - 1)
    ]
    return bands, chains


def system_of(rows: Sequence[Row]) -> tuple[System, dict[Place, int]]:
    """The conditions as the solver takes them, and where each unknown is in it."""
    at = {
        place: index
        for index, place in enumerate(dict.fromkeys(p for row, *_ in rows for p in row))
    }
    matrix = matrix_of(
        [{at[one]: weight for one, weight in row.items()} for row, *_ in rows], len(at)
    )
    ends = np.array([row[1:] for row in rows], dtype=float)
    return System(matrix, ends[:, 0], ends[:, 1], np.zeros(len(at)), np.ones(len(at))), at


def puzzle_of(bands: Sequence[Row], chains: Sequence[Row]) -> Puzzle[Place]:
    """The same as the gate states it."""
    puzzle: Puzzle[Place] = Puzzle()
    for place in dict.fromkeys(place for row, *_ in bands for place in row):
        puzzle.add(place, 0, 1)
    for row, least, most in [*bands, *chains]:
        puzzle.between(row, least, most)
    return puzzle


@pytest.mark.parametrize("seed", range(12))
def test_a_sum_is_narrow_exactly_where_the_solver_alone_says_so(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked of one by one, of all at once the first of them; and the same where no walk arrives anywhere."""
    bands, chains = conditions(random.Random(seed))
    system, at = system_of([*bands, *chains])
    sums = {number: Open(tuple(row), apart=2) for number, (row, *_) in enumerate(bands)}
    sums |= {len(sums) + number: Open((place,), under=1, over=0) for number, place in enumerate(at)}
    narrow = []
    for name, wanted in sums.items():
        goal = np.zeros(len(at))
        goal[[at[one] for one in wanted.unknowns]] = 1.0
        least, most = (
            round(float(goal @ found))
            for way in (1.0, -1.0)
            if (found := system.solve(way * goal)) is not None
        )
        is_open = most - least >= wanted.apart and least < wanted.under and most > wanted.over
        narrow += [] if is_open else [name]
        if name % 4 == seed % 4:
            said = puzzle_of(bands, chains).first_narrow({name: wanted})
            assert (said is None) == is_open
    assert puzzle_of(bands, chains).first_narrow(sums) == next(iter(narrow), None)
    open_ = {name: wanted for name, wanted in sums.items() if name not in narrow}
    monkeypatch.setattr(LocalSearch, "step", lambda *_: None)
    assert puzzle_of(bands, chains).first_narrow(sums) == next(iter(narrow), None)
    assert puzzle_of(bands, chains).first_narrow(open_) is None


def test_a_walk_goes_from_one_solution_to_the_next_or_stays() -> None:
    """Through hundreds of steps, and some of them are refused."""
    bands, chains = conditions(random.Random(1))
    system, at = system_of([*bands, *chains])
    here = system.solve(np.zeros(len(at)))
    assert here is not None
    walk = LocalSearch(system, np.random.default_rng(0))
    walk.start(here)
    steps = [walk.step(unknown, way) for unknown in range(len(at)) for way in (1, -1)]
    for moved in steps:
        for place, way in (moved or {}).items():
            here[place] += way
        assert system.holds(here)
    assert None in steps
    assert sum(moved is not None and len(moved) > 1 for moved in steps) > len(at) / 5


def test_a_walk_begins_on_a_solution_or_not_at_all() -> None:
    """What is nearly one is mended; what cannot be one is not."""
    bands, chains = conditions(random.Random(1))
    system, at = system_of([*bands, *chains])
    solution = system.solve(np.zeros(len(at)))
    assert solution is not None
    mended = 0
    for unknown in range(len(at)):
        nearly = solution.copy()
        nearly[unknown] = 1 - nearly[unknown]
        here = LocalSearch(system, np.random.default_rng(0)).start(nearly)
        assert here is None or system.holds(here)
        mended += here is not None and not system.holds(nearly)
    assert mended > len(at) / 3
    none, _ = system_of([({(0, 0): 1.0}, 1.0, 1.0), ({(0, 0): 1.0}, 0.0, 0.0)])
    assert LocalSearch(none, np.random.default_rng(0)).start(np.zeros(1)) is None


def test_a_step_that_breaks_a_condition_is_no_witness(monkeypatch: pytest.MonkeyPatch) -> None:
    """A walk that mends nothing opens no sum that the solver calls narrow."""
    rows: list[Row] = [({(0, 0): 1.0, (1, 0): 1.0}, 1.0, 1.0), ({(0, 0): 1.0}, 1.0, 1.0)]
    monkeypatch.setattr(LocalSearch, "step", lambda _, unknown, way, __: {unknown: way})
    for one in (0, 1):
        sums = {one: Open(((one, 0),), apart=1)}
        assert puzzle_of(rows, []).first_narrow(sums) == one


def test_what_is_noted_of_a_step_is_what_the_whole_system_says_of_it() -> None:
    """Only what a step touches is reckoned again: numbers, sums and the verdict are as if all were."""
    bands, chains = conditions(random.Random(2))
    system, at = system_of([*bands, *chains])
    sums = matrix_of([{at[one]: 1.0 for one in row} for row, *_ in bands], len(at))
    here = system.solve(np.zeros(len(at)))
    assert here is not None
    dice, verdicts = random.Random(2), set()
    for _ in range(300):
        moved = {dice.randrange(len(at)): dice.choice((1, -1)) for _ in range(dice.choice((1, 2)))}
        standing = CheckedSolution(system, sums)
        standing.stand(here)
        changed = standing.move(moved)
        there = here.copy()
        for one, way in moved.items():
            there[one] += way
        verdicts.add(changed is not None)
        assert (changed is not None) == system.holds(there)
        if changed is not None:
            assert standing.sums == (sums @ there).tolist()
            assert changed == set(sums[:, list(moved)].tocoo().row.tolist())
            here = there
    assert verdicts == {True, False}


def test_what_the_solver_calls_a_solution_and_is_none_is_not_walked_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver's tolerance is no proof: only what fulfils every condition to the last is a solution."""
    rows: list[Row] = [({(0, 0): 1.0}, 1.0, 1.0), ({(1, 0): 1.0}, 0.0, 1.0)]
    monkeypatch.setattr(System, "corner", lambda *_: None)
    monkeypatch.setattr(System, "solve", lambda *_: np.array([0.0, 1.0]))
    with pytest.raises(Contradiction):
        puzzle_of(rows, []).first_narrow({0: Open(((1, 0),), apart=1)})


def test_a_step_towards_a_sum_is_not_taken_back_within_it() -> None:
    """Of the sum none moves the other way: two unknowns of which one must be 1 have nowhere to go."""
    system, at = system_of([({(0, 0): 1.0, (1, 0): 1.0}, 1.0, 1.0)])
    walk = LocalSearch(system, np.random.default_rng(0))
    walk.start(np.array([1.0, 0.0]))
    assert walk.step(0, -1, set(at.values())) is None
    assert walk.step(0, -1) == {0: -1, 1: 1}


def test_what_no_whole_numbers_fulfil_is_a_contradiction() -> None:
    """Before any step is taken."""
    rows: list[Row] = [({(0, 0): 1.0}, 1.0, 1.0), ({(0, 0): 1.0}, 0.0, 0.0)]
    with pytest.raises(Contradiction):
        puzzle_of(rows, []).first_narrow({0: Open(((0, 0),), apart=1)})
