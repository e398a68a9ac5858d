"""Rule 7, the audit: computes the feasible interval of each hidden head count, and refuses a release that narrows one.

Input is what is about to be released and what earlier releases showed, as a reader sees it, and public knowledge in a
town hall (who works where, since when, which days are working days). An integer solver (HiGHS, through SciPy) computes
the bounds of each head count. If fewer than three counts are possible, or if a person is certain to be a user or a
non-user, `ReleaseRefused` is raised. The audit changes no cell: `suppression.py` decides what to hold back.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from connectors.contract.messages import Message
from warehouse.release.audit.equivalence_classes import EquivalenceClasses
from warehouse.release.audit.habit_constraints import HABIT, Habits, state_cell
from warehouse.release.audit.integer_puzzle import Contradiction, Open, Puzzle
from warehouse.release.audit.person_day_constraints import (
    state_days,
    state_lower_bounds,
    suppose_beginnings,
)
from warehouse.release.audit.refusal import TAKE_BACK, ReleaseRefused, disclosure_refusal
from warehouse.release.audit.subtraction import check_person_days, check_trainings
from warehouse.release.tables.bands import MIN_VALUES

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from warehouse.release.groups.habit_weeks import Spent
    from warehouse.release.groups.roster import GroupedRoster
    from warehouse.release.tables.published_cell import PublishedCell


Place = tuple[int, int, int]
"""One unknown of the puzzle: (equivalence class, month's index, version: 0 is tonight's release, then the earlier
ones)."""
_NOW = 0
_BEGUN = "activation_month"
_CAME = "training_coverage"


def check_release(
    shown: Iterable[PublishedCell],
    earlier: Iterable[PublishedCell],
    roster: GroupedRoster,
    known_days: Mapping[tuple[str, date], Sequence[date]],
    passed: set[Hashable] | None = None,
    *,
    rosters: Mapping[str, GroupedRoster] | None = None,
    doubted: AbstractSet[str] = frozenset(),
    launched_on: date | None = None,
) -> None:
    """Refuse a release from which a hidden head count or a person could be inferred.

    Args:
        shown: every number about to be published that describes who used a tool.
        earlier: what earlier releases showed for the same cells.
        roster: assignments and groups; who works where is public.
        known_days: (tool, month) → working days that the numbers are based on.
        passed: checks that passed before; extended by this one, so that an unchanged tool is not solved again.
        rosters: tool → the people it covers, where that is not everyone.
        launched_on: the launch day, if known; nobody was activated before it.
        doubted: tools for which it is not supposed that nobody works on non-working days.

    Raises:
        ReleaseRefused: names the table and the cell.
    """
    by_tool = _by_tool(shown, earlier)
    months = sorted({one.month for cells, _ in by_tool.values() for one in cells})
    everyone, passed = EquivalenceClasses(roster, months), set() if passed is None else passed
    for tool, (cells, before) in sorted(by_tool.items()):
        is_doubted = tool in doubted
        asked = (tool, tuple(months), frozenset(cells), frozenset(before), is_doubted)
        if asked in passed:
            continue
        check_trainings([one for one in cells if one.table == _CAME])
        counted = (rosters or {}).get(tool, roster)
        classes = everyone if counted is roster else EquivalenceClasses(counted, months)
        spent = check_person_days(cells, counted, known_days)
        known = {month: days for (one, month), days in known_days.items() if one == tool}
        heads = _Heads(cells, before, classes, counted, spent, known, launched_on)
        if is_doubted or not heads.check(is_supposing=True):
            heads.check(is_supposing=False)
        passed.add(asked)


def _by_tool(
    shown: Iterable[PublishedCell], earlier: Iterable[PublishedCell]
) -> dict[str, tuple[list[PublishedCell], list[PublishedCell]]]:
    """Return tool → its cells, and the head counts that earlier releases showed for the same months."""
    found: dict[str, tuple[list[PublishedCell], list[PublishedCell]]] = {}
    for one in shown:
        found.setdefault(one.tool, ([], []))[0].append(one)
    months = {one.month for cells, _ in found.values() for one in cells}
    for one in earlier:
        if one.table in {_BEGUN, HABIT} and one.month in months and one.tool in found:
            found[one.tool][1].append(one)
    return found


class _Heads(NamedTuple):
    """What is known about one tool's head counts."""

    cells: Sequence[PublishedCell]
    earlier: Sequence[PublishedCell]
    classes: EquivalenceClasses
    roster: GroupedRoster
    spent: Mapping[tuple[str, date], Spent]
    known_days: Mapping[date, Sequence[date]]
    launched_on: date | None

    def check(self, *, is_supposing: bool) -> bool:
        """Solve for each head count and each equivalence class in it.

        False if the cells contradict the supposition that nobody works on non-working days.
        """
        classes = self.classes
        shown = {
            (cell.section, classes.months.index(cell.month), _NOW): cell
            for cell in self.cells
            if cell.table == _BEGUN
        }
        if not shown:
            return True
        puzzle = _begun(classes)
        state_days(puzzle, classes, self.spent, self.known_days)
        if is_supposing and self.launched_on is not None:
            suppose_beginnings(puzzle, classes, self.spent, self.launched_on)
        state_lower_bounds(puzzle, self.cells, classes)
        habits = Habits(puzzle, classes, self.roster)
        habits.state(
            self.cells, self.earlier, self.spent, self.known_days, is_supposing=is_supposing
        )
        _state_earlier(puzzle, self.earlier, shown, classes)
        sums = {place: _unknowns(classes, *place) for place in shown}
        for place, cell in shown.items():
            state_cell(puzzle, sums[place], cell)
        try:
            _refuse_narrow(puzzle, shown, sums, habits.published, classes)
        except ReleaseRefused as refused:
            if is_supposing and refused.is_contradiction:
                return False
            raise
        return True


def _state_earlier(
    puzzle: Puzzle[Place],
    earlier: Sequence[PublishedCell],
    shown: dict[tuple[str, int, int], PublishedCell],
    classes: EquivalenceClasses,
) -> None:
    """Add unknowns for what earlier releases showed about the same people, and add those cells to `shown`."""
    for version, cell in enumerate(earlier, start=1):
        index = classes.months.index(cell.month)
        if cell.table == _BEGUN and cell.n == classes.people(cell.section, index):
            shown[cell.section, index, version] = cell
            for kind in classes.within(cell.section, index):
                # Records of that night may have been completed since, but were never removed.
                puzzle.add((kind, index, version), 0, classes.sizes[kind])
                puzzle.at_most((kind, index, version), (kind, index, _NOW))


def _refuse_narrow(
    puzzle: Puzzle[Place],
    shown: Mapping[tuple[str, int, int], PublishedCell],
    sums: Mapping[tuple[str, int, int], tuple[Place, ...]],
    habits: Mapping[Place, PublishedCell],
    classes: EquivalenceClasses,
) -> None:
    """Refuse if a head count has too few possible values, or if all or none of a class must be activated."""
    asked: dict[Any, Open[Place]] = {}
    published: dict[Any, tuple[PublishedCell, str]] = {}
    for place, cell in shown.items():
        for one in sums[place]:
            asked[one] = Open((one,), under=classes.sizes[one[0]], over=0)
            published.setdefault(one, (cell, "of someone whether they have begun to use it"))
        if classes.people(cell.section, place[1]) >= MIN_VALUES:
            asked[place] = Open(sums[place], MIN_VALUES - 1)
            published[place] = cell, "how many have begun to use it"
    for one, cell in habits.items():
        if (cell.n or 0) >= MIN_VALUES:
            asked[one] = Open((one,), MIN_VALUES - 1)
            published[one] = cell, "to how many it is a habit"
    try:
        narrow = puzzle.first_narrow(asked)
    except Contradiction:
        cell = max(shown.values(), key=lambda one: one.month)
        refused = ReleaseRefused(
            Message("the head counts contradict each other or those of an earlier release"),
            place=f"release.activation_month, tool {cell.tool}",
            next_step=TAKE_BACK,
        )
        refused.cell, refused.is_contradiction = cell, True
        raise refused from None
    if narrow is not None:
        cell, what = published[narrow]
        raise disclosure_refusal(cell, cell.section, what)


def _begun(classes: EquivalenceClasses) -> Puzzle[Place]:
    """Return a puzzle with the activated people of each class by each month's end, which never decrease."""
    puzzle: Puzzle[Place] = Puzzle()
    for kind, size in enumerate(classes.sizes):
        months = classes.months_of(kind)
        for index in months:
            puzzle.add((kind, index, _NOW), 0, size)
        for before, after in pairwise(months):
            puzzle.at_most((kind, before, _NOW), (kind, after, _NOW))
    return puzzle


def _unknowns(
    classes: EquivalenceClasses, group: str, index: int, version: int
) -> tuple[Place, ...]:
    return tuple((kind, index, version) for kind in classes.within(group, index))
