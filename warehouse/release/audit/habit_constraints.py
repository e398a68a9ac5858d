"""Constraints of the audit on habits, segments and retention, in addition to those of `audit.py`.

Everyone with a habit is activated; each segment is counted together with the more active ones; everyone who stayed
since the launch month was activated. A habit can end, so habits of one month do not bound those of another.
"""

from __future__ import annotations

from collections import defaultdict
from math import ceil
from typing import TYPE_CHECKING

from warehouse.release.groups.habit_weeks import Twelve, first_monday
from warehouse.release.tables.bands import MIN_VALUES
from warehouse.release.tables.published_cell import counts_of
from warehouse.release.tables.release import TOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from warehouse.release.audit.audit import Place
    from warehouse.release.audit.equivalence_classes import EquivalenceClasses
    from warehouse.release.audit.integer_puzzle import Puzzle
    from warehouse.release.groups.habit_weeks import Spent
    from warehouse.release.groups.roster import GroupedRoster
    from warehouse.release.tables.published_cell import Counts, PublishedCell

HABIT, POWER, NOVICE, LOW = (
    "habitual_month",
    "segment_month power",
    "segment_month novice",
    "segment_month low",
)
RETENTION = "retention_month"
_FULL = 100


class Habits:
    """Adds the unknowns and constraints of one tool's habits to a puzzle."""

    def __init__(
        self, puzzle: Puzzle[Place], classes: EquivalenceClasses, roster: GroupedRoster
    ) -> None:
        """`puzzle` already holds the activated people, as (class, month's index, 0)."""
        self.published: dict[Place, PublishedCell] = {}
        """Unknown → the cell that describes it."""
        self._puzzle, self._classes, self._roster = puzzle, classes, roster
        self._now: dict[tuple[str, int], Place] = {}
        self._sizes: dict[Place, int] = {}

    def state(
        self,
        cells: Sequence[PublishedCell],
        earlier: Iterable[PublishedCell],
        spent: Mapping[tuple[str, date], Spent],
        known_days: Mapping[date, Sequence[date]],
        *,
        is_supposing: bool,
    ) -> None:
        """Add the constraints that the cells of one tool imply.

        Args:
            cells: everything shown of the tool.
            earlier: what earlier releases showed for the same cells.
            spent: (group, month) → its person-days.
            known_days: month → working days that the numbers are based on.
            is_supposing: suppose that nobody works on non-working days.
        """
        by_group: dict[str, dict[date, Spent]] = defaultdict(dict)
        of_month: dict[date, dict[str, Spent]] = defaultdict(dict)
        for (group, month), own in spent.items():
            by_group[group][month] = of_month[month][group] = own
        by_month: dict[date, dict[tuple[str, str], PublishedCell]] = {}
        for cell in cells:
            if cell.table in {HABIT, POWER, NOVICE, LOW}:
                by_month.setdefault(cell.month, {})[cell.table, cell.section] = cell
        begun = [cell for cell in cells if cell.table == "activation_month"]
        for month, here in sorted(by_month.items()):
            twelve = Twelve(self._roster, month, known_days)
            habits = {group: twelve.habits(group, own) for group, own in by_group.items()}
            used = twelve.users(of_month) if (LOW, TOWN) in here else 0
            self._month(month, here, begun, (habits, used), is_supposing=is_supposing)
        for cell in earlier:
            index = self._classes.months.index(cell.month)
            now = self._now.get((cell.section, index))
            if cell.table == HABIT and now is not None and cell.n == self._sizes[now]:
                # Records of that night may have been completed since, but were never removed.
                self._puzzle.at_most(self._add(cell, index), now)
        for cell in cells:
            if cell.table == RETENTION:
                self._stayed(cell, begun)

    def _month(
        self,
        month: date,
        here: Mapping[tuple[str, str], PublishedCell],
        begun: Iterable[PublishedCell],
        proved_by_days: tuple[Mapping[str, Counts], int],
        *,
        is_supposing: bool,
    ) -> None:
        habits, used = proved_by_days
        index = self._classes.months.index(month)
        town = self._with_a_habit(TOWN, index, here.get((HABIT, TOWN)))
        groups = sorted(set((self._roster.groups(month) or {}).values()))
        parts = []
        for group in groups:
            own = self._with_a_habit(group, index, here.get((HABIT, group)))
            if (proved := habits.get(group)) is not None:
                published = here.get((HABIT, group))
                # A shown band above the supposed most proves that somebody does work on such days.
                is_supposed = is_supposing and (
                    published is None or counts_of(published).least <= proved.most
                )
                most = proved.most if is_supposed else self._sizes[own]
                self._puzzle.between({own: 1.0}, proved.least, most)
            parts.append(own)
        if parts:
            self._puzzle.between({town: -1.0, **dict.fromkeys(parts, 1.0)}, 0, 0)
        if cell := here.get((POWER, TOWN)):
            self._puzzle.at_most(self._add(cell, index), town)
        below = town
        for table in (NOVICE, LOW):
            if cell := here.get((table, TOWN)):
                above = self._add(cell, index)
                self._puzzle.at_most(below, above)
                if table == LOW:
                    self._puzzle.between({above: 1.0}, min(used, cell.n or 0))
                below = above
        # A use in the twelve weeks proves activation only if all of them lie after the launch.
        if below != town and any(one.month < first_monday(month).replace(day=1) for one in begun):
            self._have_begun(below, *self._classes.measured(TOWN, index), index)

    def _with_a_habit(self, group: str, index: int, cell: PublishedCell | None) -> Place:
        kinds, gone = self._classes.measured(group, index)
        people = sum(self._classes.sizes[kind] for kind in kinds) + gone
        own = self._now[group, index] = self._new(index, people)
        if cell is not None:
            self._say(own, cell)
        self._have_begun(own, kinds, gone, index)
        return own

    def _have_begun(self, own: Place, kinds: Iterable[int], gone: int, index: int) -> None:
        """State that these people are among the activated ones, or have left since."""
        self._puzzle.between({own: -1.0, **{(kind, index, 0): 1.0 for kind in kinds}}, -gone)

    def _stayed(self, cell: PublishedCell, begun: Iterable[PublishedCell]) -> None:
        """State that the people who stayed since the launch month were active, and are therefore activated."""
        launch = min(
            (one for one in begun if one.section == TOWN), key=lambda one: one.month, default=None
        )
        if launch is None or launch.month > cell.month:
            return
        cohort = counts_of(launch).least
        index = self._classes.months.index(cell.month)
        kinds, gone = self._classes.people_in((TOWN,), index)
        least = ceil(cell.low * cohort / _FULL) - gone
        self._puzzle.between({(kind, index, 0): 1.0 for kind in kinds}, least)

    def _add(self, cell: PublishedCell, index: int) -> Place:
        own = self._new(index, cell.n or 0)
        self._say(own, cell)
        return own

    def _say(self, own: Place, cell: PublishedCell) -> None:
        state_cell(self._puzzle, (own,), cell)
        self.published[own] = cell

    def _new(self, index: int, most: int) -> Place:
        own = (-1 - len(self._sizes), index, 0)
        self._sizes[own] = most
        self._puzzle.add(own, 0, most)
        return own


def state_cell(puzzle: Puzzle[Place], unknowns: Iterable[Place], cell: PublishedCell) -> None:
    """State the bounds that a cell puts on the sum of some unknowns."""
    least, most = counts_of(cell)
    # The town's sum contains all groups, so it gets a margin in which each of them can move.
    room = min(MIN_VALUES, (most - least) // MIN_VALUES) if cell.section == TOWN else 0
    puzzle.between(dict.fromkeys(unknowns, 1.0), least, most, room=room)
