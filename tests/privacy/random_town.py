"""Random small town halls, laid into a real warehouse as mart tables: what Gate 2 has to protect.

Only the public half (who works where, since when) is for the attacker; the hidden half stays here.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from warehouse.facts.store import Store

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


def lay(town: RandomTown, store: Store, today: date) -> None:
    """Write the marts as they are on a day, and what Gate 2 reads beside them."""
    days = [day for month in town.months if month < today for day in working_days(month)]
    on = {day: town.on(day) for day in days}
    tables: dict[str, list[dict[str, object]]] = defaultdict(list)
    for tool in town.uses:
        _lay_use(town, tool, tables, on)
        _lay_activation(town, tool, tables, {day.replace(day=1) for day in days})
    _lay_paper(town, tables, days, on)
    if town.uncovered:
        tables["core.uncovered_month"] = [
            {"need": tool, "month": month, "section": section}
            for tool in town.uses
            for month in sorted({day.replace(day=1) for day in days})
            for section in sorted(town.uncovered)
        ]
    for day in days:
        tables["core.calendar"].append(
            {"day_on": day, "month": day.replace(day=1), "is_working_day": True}
        )
        tables["core.requirement_day"] += [
            {"need": tool, "day_on": day, "state": "final"} for tool in town.uses
        ]
        tables["core.assignment_day"] += [
            {"staff": staff, "section": section, "day_on": day}
            for staff, section in on[day].items()
        ]
    tables["raw.assignment"] = [
        dict(zip(("staff", "section", "from_on", "to_on"), row, strict=True))
        for row in town.assignments
    ]
    for name, rows in tables.items():
        with store.lent("laid", pa.Table.from_pylist(rows)):
            store.execute(f"create or replace table {name} as select * from laid")


def _lay_use(
    town: RandomTown,
    tool: str,
    tables: dict[str, list[dict[str, object]]],
    on: dict[date, dict[str, str]],
) -> None:
    active: Counter[tuple[str, date]] = Counter()
    assigned: Counter[tuple[str, date]] = Counter()
    for day, everyone in on.items():
        for staff, section in everyone.items():
            assigned[section, day.replace(day=1)] += 1
            active[section, day.replace(day=1)] += (staff, day) in town.uses[tool]
    for section, month in sorted(assigned):
        tables["mart.use_month"].append(
            {
                "section": section,
                "tool": tool,
                "month": month,
                "state": "final",
                "active_days": active[section, month],
                "assigned_days": assigned[section, month],
            }
        )


def _lay_activation(
    town: RandomTown, tool: str, tables: dict[str, list[dict[str, object]]], months: set[date]
) -> None:
    first = town.first_use(tool)
    for month in sorted(months):
        last = month_after(month) - timedelta(days=1)
        assigned: Counter[str] = Counter()
        activated: Counter[str] = Counter()
        for staff, section in town.on(last).items():
            assigned[section] += 1
            activated[section] += staff in first and first[staff] <= last
        for section in sorted(assigned):
            tables["mart.activation_month"].append(
                {
                    "section": section,
                    "tool": tool,
                    "month": month,
                    "state": "final",
                    "activated": activated[section],
                    "assigned": assigned[section],
                }
            )


def _lay_paper(
    town: RandomTown,
    tables: dict[str, list[dict[str, object]]],
    days: list[date],
    on: dict[date, dict[str, str]],
) -> None:
    sheets: Counter[tuple[str, date]] = Counter()
    handled: Counter[tuple[str, date]] = Counter()
    for day in days:
        for staff, section in on[day].items():
            month = day.replace(day=1)
            sheets[section, month] += town.sheets[staff, day]
            handled[section, month] += (staff, day) in town.uses[TOOL]
            tables["core.print_day"].append(
                {
                    "source": "printers",
                    "staff": staff,
                    "day_on": day,
                    "jobs": town.sheets[staff, day],
                    "sheets": town.sheets[staff, day],
                }
            )
            tables["core.handling_day"].append(
                {
                    "staff": staff,
                    "day_on": day,
                    "handlings": int((staff, day) in town.uses[TOOL]),
                }
            )
    for section, month in sorted(sheets):
        tables["mart.paper_month"].append(
            {
                "section": section,
                "month": month,
                "source": "printers",
                "kind": "printed",
                "sheets": sheets[section, month],
                "impressions": None,
                "quality": "measured",
                "state": "final",
            }
        )
        tables["mart.paper_digital_month"].append(
            {
                "section": section,
                "pair": "documents",
                "month": month,
                "state": "final",
                "digital": float(handled[section, month]),
                "paper": float(sheets[section, month]),
                "ratio": None,
            }
        )
