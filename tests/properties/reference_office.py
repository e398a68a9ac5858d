"""Targets, actions, hours, and paper against a base in plain Python, written from the definitions."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from tests.properties.reference_paper import PaperReference

if TYPE_CHECKING:
    from tests.properties.reference import Cells
    from tests.properties.small_town import Action


def moves(change: float | None) -> str | None:
    """Up, down, or level within 10 %."""
    if change is None:
        return None
    if round(change, 9) > 0.1:
        return "up"
    return "down" if round(change, 9) < -0.1 else "level"


def later(month: date, count: int) -> date:
    """The first of a month so many months on."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


class OfficeReference(PaperReference):
    """What the office holds its town against."""

    def replacement_month(self) -> Cells:
        """Section, month → digital moves, paper moves, verdict."""
        first = self.town.launched_on.replace(day=1)
        base_months = [later(first, count) for count in range(3)]
        sides: dict[tuple[str, date], tuple[float | None, float | None, int]] = {}
        files, printing = self.needed("files"), self._shape("print_job")
        for (section, pair, month), (digital, paper, _, _) in self.paper_digital_month().items():
            if pair == "documents" and section is not None:
                whole = ("final", "provisional")
                sides[section, month] = (
                    digital if self.month_state(files, month) in whole else None,
                    paper if self.month_state(printing, month) in whole else None,
                    self.members(month)[section],
                )
        cells: Cells = {}
        for (section, month), cell in sides.items():
            if month <= base_months[-1]:
                continue
            changes = []
            for side in (0, 1):
                known = [
                    sides[section, base]
                    for base in base_months
                    if (section, base) in sides and sides[section, base][side] is not None
                ]
                heads = sum(one[2] for one in known)
                before = sum(one[side] or 0 for one in known) / heads if heads else 0
                value = cell[side]
                is_known = value is not None and cell[2] and before
                changes.append(
                    value / cell[2] / before - 1 if is_known and value is not None else None
                )
            digital, paper = (moves(change) for change in changes)
            cells[section, month] = (digital, paper, _verdict(digital, paper))
        return cells

    def paper_difference_month(self) -> Cells:
        """Section, month → bought, printed."""
        sums: dict[tuple[str, date, str], int] = defaultdict(int)
        for (section, month, _), (kind, sheets, _, _, _) in self.paper_month().items():
            if sheets is not None:
                sums[section, month, kind] += sheets
        return {
            (section, month): (sheets, sums[section, month, "printed"])
            for (section, month, kind), sheets in list(sums.items())
            if kind == "bought" and (section, month, "printed") in sums
        }

    def normal_month(self) -> Cells:
        """Section, tool, month → met, has an action, is normal."""
        targets = dict(self.town.targets)
        known: dict[tuple[str, str, date], tuple[bool | None, bool]] = {}
        for (section, tool, month), (active, assigned, _) in self.use_month().items():
            if tool in targets:
                met = None if not assigned else active / assigned >= targets[tool]
                acting = any(
                    self._is_under_way(one, section, tool, month) for one in self.town.actions
                )
                known[section, tool, month] = (met, acting)
        return {
            (section, tool, month): (
                *cell,
                all(
                    known.get((section, tool, later(month, -back)), (None, True)) == (True, False)
                    for back in range(3)
                ),
            )
            for (section, tool, month), cell in known.items()
        }

    def _is_under_way(self, one: Action, section: str, tool: str, month: date) -> bool:
        return (
            one.tool == tool
            and one.section in (None, section)
            and one.acted_on is not None
            and one.acted_on <= self.last_day(month)
            and (one.checked_on is None or one.checked_on >= month)
        )

    def cadence(self) -> Cells:
        """Section → actions, checked, overdue, median days."""
        found: dict[str | None, list[Action]] = defaultdict(list)
        for one in self.town.actions:
            found[one.section].append(one)
        cells: Cells = {}
        for section, actions in found.items():
            days = [(one.checked_on - one.observed_on).days for one in actions if one.checked_on]
            overdue = [
                one
                for one in actions
                if not one.checked_on and (self.town.today - one.observed_on).days > 90
            ]
            middle = float(median(days)) if days else None
            cells[(section,)] = (len(actions), len(days), len(overdue), middle)
        return cells

    def hours_month(self) -> Cells:
        """Section, month → saved, added, net."""
        cells: dict[tuple[str | None, date], list[float]] = defaultdict(lambda: [0.0, 0.0])
        for one in self.town.actions:
            for month in self.months:
                is_stopped = one.result == "stop" and one.checked_on and month > one.checked_on
                if one.acted_on and month > one.acted_on and not is_stopped:
                    cells[one.section, month][0] += one.hours_saved
                    cells[one.section, month][1] += one.hours_added
        return {key: (saved, added, saved - added) for key, (saved, added) in cells.items()}

    def use_fell(self) -> Cells:
        """Section, tool, month of the alerts that a use rate fell by a third."""
        over = [month for month in self.months if self.month_end(month) < self.town.today]
        if not over:
            return {}
        uses = self.use_month()
        cells: Cells = {}
        for (section, tool, month), (active, assigned, _) in uses.items():
            if month != over[-1] or not assigned:
                continue
            before = [uses.get((section, tool, later(month, -back))) for back in (1, 2, 3)]
            known = [one for one in before if one and one[1]]
            if len(known) == 3:
                total = sum(one[0] for one in known), sum(one[1] for one in known)
                if total[0] and 3 * active * total[1] <= 2 * total[0] * assigned:
                    cells[section, tool, month] = ()
        return cells

    def target_month(self) -> Cells:
        """Section, tool → month, rate, pace."""
        rates: dict[tuple[str, str], dict[date, float]] = defaultdict(dict)
        for (section, tool, month), (active, assigned, _) in self.use_month().items():
            is_over = self.month_end(month) < self.town.today
            if tool in dict(self.town.targets) and assigned and is_over:
                rates[section, tool][month] = active / assigned
        cells: Cells = {}
        for key, by_month in rates.items():
            last = max(by_month)
            before = by_month.get(later(last, -3))
            pace = None if before is None else (by_month[last] - before) / 3
            cells[key] = (last, by_month[last], pace)
        return cells


def _verdict(digital: str | None, paper: str | None) -> str | None:
    if digital is None or paper is None:
        return None
    if digital == "up":
        return "replaced" if paper == "down" else "added"
    return "shrunk" if (digital, paper) == ("down", "down") else "untouched"
