"""Random small town halls: what Gate 2 has to protect.

Only the public half (who works where, since when) is for the attacker; the hidden half stays here.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

TOOL = "files"
FIRST = date(2024, 10, 1)


def month_after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_from(first: date, count: int) -> list[date]:
    months = [first]
    while len(months) < count:
        months.append(month_after(months[-1]))
    return months


def working_days(month: date) -> list[date]:
    days = (month_after(month) - month).days
    return [day for k in range(days) if (day := month + timedelta(days=k)).weekday() < 5]


@dataclass
class RandomTown:
    """A town hall: its public assignments, and what its people hiddenly did."""

    seed: int
    months: list[date]
    assignments: list[tuple[str, str, date, date | None]] = field(default_factory=list)
    uses: dict[str, set[tuple[str, date]]] = field(default_factory=lambda: {TOOL: set()})
    """Tool → (staff, day)."""
    sheets: Counter[tuple[str, date]] = field(default_factory=Counter)
    uncovered: frozenset[str] = frozenset()
    """Sections that no source of any tool reaches."""

    def on(self, day_on: date) -> dict[str, str]:
        """Staff → section on a day."""
        return {
            staff: section
            for staff, section, from_on, to_on in self.assignments
            if from_on <= day_on and (to_on is None or day_on <= to_on)
        }

    def first_use(self, tool: str = TOOL) -> dict[str, date]:
        """Staff → first day of use."""
        first: dict[str, date] = {}
        for staff, day_on in sorted(self.uses[tool], key=lambda use: use[1]):
            first.setdefault(staff, day_on)
        return first


def raise_random_town(
    seed: int, count: int = 12, *, sections: int | None = None, tools: tuple[str, ...] = (TOOL,)
) -> RandomTown:
    """Sections of 3 to 20; joiners, leavers, transfers on any day, many on April 1, one merger now and then."""
    rng = random.Random(seed)
    town = RandomTown(seed, months_from(FIRST, count))
    names = [f"s{k:02}" for k in range(sections or rng.randint(4, 10))]
    people = 0
    for name in names:
        for _ in range(rng.choice((3, 4, 5, 5, 6, 7, 8, 9, 10, 12, 15, 20))):
            _employ(town, rng, f"p{people:03}", name, names, FIRST - timedelta(days=400))
            people += 1
    for month in town.months[1:]:
        # As many in proportion where there are more sections than the ten of a small town.
        joiners = sum(rng.choice((0, 0, 1, 2)) for _ in range(-(-len(names) // 10)))
        for _ in range(joiners + (3 if month.month == 4 else 0)):
            _employ(
                town,
                rng,
                f"p{people:03}",
                rng.choice(names),
                names,
                rng.choice((month, month + timedelta(days=rng.randint(0, 27)))),
            )
            people += 1
    if rng.random() < 0.4:
        _merge(town, *rng.sample(names, 2), rng.choice(town.months[3:]))
    on = {day_on: town.on(day_on) for month in town.months for day_on in working_days(month)}
    for tool in tools:
        _live(town, rng, tool, on)
    return town


def leave_some_unserved(town: RandomTown) -> None:
    """Let no source tell of a third of the sections: nothing is recorded of whoever works there."""
    names = sorted({section for _, section, *_ in town.assignments})
    town.uncovered = frozenset(random.Random(town.seed).sample(names, len(names) // 3))
    for tool, uses in town.uses.items():
        town.uses[tool] = {
            (staff, day_on)
            for staff, day_on in uses
            if town.on(day_on).get(staff) not in town.uncovered
        }


def _employ(
    town: RandomTown, rng: random.Random, staff: str, section: str, names: list[str], from_on: date
) -> None:
    turns = [month for month in town.months[1:] if month > from_on]
    while turns and rng.random() < 0.18:
        turn = rng.choice(turns)
        if turn.month != 4 and rng.random() < 0.5:
            turn += timedelta(days=rng.randint(1, 25))
        town.assignments.append((staff, section, from_on, turn - timedelta(days=1)))
        if rng.random() < 0.4:
            return
        section, from_on = rng.choice(names), turn
        turns = [month for month in turns if month > turn]
    town.assignments.append((staff, section, from_on, None))


def _merge(town: RandomTown, gone: str, into: str, month: date) -> None:
    merged = []
    for staff, section, from_on, to_on in town.assignments:
        if section != gone or (to_on is not None and to_on < month):
            merged.append((staff, section, from_on, to_on))
        elif from_on >= month:
            merged.append((staff, into, from_on, to_on))
        else:
            merged += [
                (staff, gone, from_on, month - timedelta(days=1)),
                (staff, into, month, to_on),
            ]
    town.assignments = merged


def _live(town: RandomTown, rng: random.Random, tool: str, on: dict[date, dict[str, str]]) -> None:
    """Everyone begins some day and keeps a pace of their own; who works with files prints as well."""
    uses = town.uses[tool] = set()
    span = (month_after(town.months[-1]) - town.months[0]).days
    keenness = {section: rng.random() for _, section, *_ in town.assignments}
    for staff, section in sorted({(one[0], one[1]) for one in town.assignments}):
        starts = rng.randint(0, int(span * (0.3 + 1.4 * (1 - keenness[section]))))
        pace = rng.choice((0.02, 0.1, 0.3, 0.6, 0.9, 1.0)) if keenness[section] < 0.8 else 1.0
        thirst = rng.choice((0, 1, 1, 2, 40))
        for month in town.months:
            for day_on in working_days(month):
                if on[day_on].get(staff) != section:
                    continue
                if day_on >= town.months[0] + timedelta(days=starts) and rng.random() < pace:
                    uses.add((staff, day_on))
                if tool == TOOL and rng.random() < 0.3:
                    town.sheets[staff, day_on] += thirst * rng.randint(1, 9)
