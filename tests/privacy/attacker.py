"""A reader who wants to know: sees what was published and the roster, and solves. Imports no rule of ours.

Each person is an unknown of their own for each month (has begun, yes or no). Whatever the exported
tables say becomes a condition; HiGHS then says how far each hidden head count can still move.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from tests.privacy.habit_conditions import begun_conditions, habit_conditions, week_conditions
from tests.privacy.published_lines import counts_said
from tests.privacy.reader import Reader
from tests.privacy.solver import Findings, Solver
from tests.privacy.use_conditions import document_conditions, use_conditions

if TYPE_CHECKING:
    from tests.privacy.solver import Condition, Places, Target


class Attacker(Reader):
    """A reader who solves for everything hidden."""

    def attack(self) -> Findings:
        """Solve for everything hidden."""
        findings = Findings()
        months = sorted({line.month for line in self.lines if line.shown})
        closing = {month: self.at_month_end(month) for month in months}
        self.group_kinds(months)
        at: Places = {}
        for month in months:
            for staff in closing[month]:
                at.setdefault((self.kind[staff], month), len(at))
        conditions: list[Condition] = []
        for kind in {one for one, _ in at}:
            own = [month for month in months if (kind, month) in at]
            conditions += [
                ({at[kind, a]: 1.0, at[kind, b]: -1.0}, -np.inf, 0.0) for a, b in pairwise(own)
            ]
        targets: list[Target] = []
        for line in sorted(self.lines, key=repr):
            if line.table == "activation_month" and line.shown:
                people = closing[line.month]
                sections = self.members(line.section, line.month, line.table, set(people.values()))
                own = [staff for staff, one in people.items() if one in sections]
                size = len(own)
                row = self.weights(at, ((staff, 1.0) for staff in own), line.month)
                conditions.append((row, *counts_said(line, size)))
                targets.append((line.section, line.month, list(row), size))
        habits = habit_conditions(self, conditions, at, targets)
        known = use_conditions(self, findings, conditions, at, closing)
        week_conditions(self, conditions, at, habits, known)
        if self.is_whole:
            begun_conditions(self, conditions, at, known)
        document_conditions(self, conditions, at)
        self._solve(findings, at, conditions, targets)
        return findings

    def _solve(
        self,
        findings: Findings,
        at: Places,
        conditions: list[Condition],
        targets: list[Target],
    ) -> None:
        size = np.array([self.size[kind] for kind, _ in at], dtype=float)
        solver = Solver(size, conditions, [own for _, _, own, _ in targets])
        rng = np.random.default_rng(len(at))
        for _ in range(4):
            weight = 1.0 + rng.random(len(at))
            # Push what is still tight, everything else follows.
            weight[(solver.low < size) & (solver.high > 0)] *= 0.01
            solver.push(weight)
            solver.push(-weight)
        for k, (section, month, own, people) in enumerate(targets):
            for sign in (1.0, -1.0):
                if people >= 3 and solver.width(k) < 2:
                    solver.push_only(own, sign)
            findings.asked += 1
            if people >= 3 and solver.width(k) < 2:
                findings.narrowed.append((section, month, *solver.reach[k]))
        for (kind, _), place in at.items():
            for sign in (1.0, -1.0):
                if solver.is_proved(place):
                    solver.push_only([place], sign)
            if solver.is_proved(place):
                findings.persons.add(kind)
