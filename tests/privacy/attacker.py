"""A reader who wants to know: sees what was published and the roster, and solves. Imports no rule of ours.

Each person is an unknown of their own for each month (has begun, yes or no). Whatever the exported
tables say becomes a condition; HiGHS then says how far each hidden head count can still move.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from tests.privacy.weeks_known import Days, Twelve, begun_by_days, habits_by_days, users

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

Condition = tuple[dict[int, float], float, float]
"""Unknown → weight, and between which ends their sum lies."""
Target = tuple[str, date, list[int], int]
"""What is asked for: of which section and month, its unknowns, and of how many people."""
Places = dict[tuple[str, date], int]
"""(Kind, month) → its unknown."""
PersonDays = tuple[int, int, list[tuple[str, int]]]
"""Between which ends a section's person-days with a use lie, and whose days they may be."""
NOT_YET = {"running_month", "waiting"}
"""Reasons of what a later night shows."""


@dataclass(frozen=True)
class Read:
    """One line that a reader sees."""

    table: str
    section: str
    item: str
    month: date
    n: int | None
    shown: str | None
    why: str = ""
    tool: str = ""
    state: str = ""


@dataclass
class Findings:
    """What the attack found."""

    asked: int = 0
    narrowed: list[tuple[str, date, int, int]] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)


def read_export(folder: Path) -> list[Read]:
    """Read the CSV export as anyone can."""
    lines = []
    for table, item in (
        ("use_month", "tool"),
        ("activation_month", "tool"),
        ("habitual_month", "tool"),
        ("segment_month", "segment"),
        ("retention_month", "tool"),
        ("paper_digital_month", "pair"),
    ):
        with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            lines += [
                Read(
                    table,
                    row["section"],
                    row[item],
                    date.fromisoformat(row["month"]),
                    int(row["n"]) if row["n"] else None,
                    _text(row),
                    row["withheld_because"],
                    row.get("tool", ""),
                    row["state"],
                )
                for row in csv.DictReader(file)
            ]
    return lines


def _text(row: dict[str, str]) -> str | None:
    """What is shown; of a segment, what it and the more active ones are together; of a pair, its digital side."""
    if "digital" in row:
        return row["digital"] or None
    if row["shown"] and "from_top_low" in row:
        low, high = float(row["from_top_low"]), float(row["from_top_high"])
        return f"約{low:.0f}%" if low == high else f"{low:.0f}〜{high:.0f}%"
    return row["shown"] or None


def per_cents(shown: str) -> tuple[float, float]:
    """Return between which per cents a published text says that the truth lies."""
    if found := re.fullmatch(r"約(\d+)%", shown):
        return float(found[1]) - 2.5, float(found[1]) + 2.5
    if found := re.fullmatch(r"(\d+)〜(\d+)%", shown):
        return float(found[1]) - 0.5, float(found[2]) + 0.5
    if found := re.fullmatch(r"(\d+)%未満", shown):
        return 0.0, float(found[1]) - 0.5
    if found := re.fullmatch(r"(\d+)%以上", shown):
        return float(found[1]) - 0.5, 100.0
    return float(shown.rstrip("%")) - 0.5, float(shown.rstrip("%")) + 0.5


def rounded(told: float) -> tuple[float, float]:
    """Between which counts one lies that was rounded to two digits below 1,000 and to three above."""
    unit = 10.0 ** max(0, len(str(int(told))) - (2 if told < 1000 else 3))
    return told - unit / 2 + (unit == 1) / 2, told + unit / 2 - 1 + (unit == 1) / 2


def month_end(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


class Attacker:
    """Knows the roster, the working days, and every release so far."""

    is_whole = True
    """Each month was shown with all that was used in it, since the launch in the first of them."""

    def __init__(
        self,
        assignments: Iterable[tuple[str, str, date, date | None]],
        working_days: Callable[[date], list[date]],
    ) -> None:
        self.assignments = list(assignments)
        """Everyone there is, wherever they were; `roster` says which of it a month's numbers are of."""
        self.working_days = working_days
        self.lines: set[Read] = set()
        self.measured: dict[date, set[str]] = {}
        """Month → those with twelve weeks behind them who are surely counted in the whole town hall's numbers."""
        self.doubtful: dict[date, set[str]] = {}
        """Month → kinds of people who may not have been counted in it."""
        self._why: dict[tuple[str, date], dict[str, set[str]]] = {}
        """(table, month) → section → every reason that was ever given for it."""

    def roster(self, month: date) -> list[tuple[str, str, date, date | None]]:  # noqa: ARG002 - one for all months
        """Return the assignments that a month's numbers are of."""
        return self.assignments

    def read(self, lines: Iterable[Read]) -> None:
        """Remember a release."""
        self.lines |= (new := set(lines))
        # Until a month is shown its sections may still be grouped otherwise.
        later = {(line.table, line.month) for line in new if line.why in NOT_YET}
        for line in new:
            if line.why and (line.table, line.month) not in later:
                place = self._why.setdefault((line.table, line.month), {})
                place.setdefault(line.section, set()).add(line.why)

    def _days(self, month: date) -> dict[str, dict[str, int]]:
        """Section → person → working days there in the month."""
        days: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for staff, section, from_on, to_on in self.roster(month):
            for day in self.working_days(month):
                if from_on <= day and (to_on is None or day <= to_on):
                    days[section][staff] += 1
        return days

    def _closing(self, month: date) -> dict[str, str]:
        last = month_end(month)
        return {
            staff: section
            for staff, section, from_on, to_on in self.roster(month)
            if from_on <= last and (to_on is None or last <= to_on)
        }

    def _members(self, section: str, month: date, table: str, sections: set[str]) -> set[str]:
        """The sections behind a published one: itself, all, or those that show nothing themselves."""
        why = self._why.get((table, month), {})
        if section not in {"_town", "_small"}:
            return {section}
        small = {one for one in sections if "small_group" in why.get(one, ())}
        if section == "_small":
            return small
        # Whom no source reaches is in no number of the whole.
        away = {one for one in sections if "unserved" in why.get(one, ())}
        return sections - away - (small if "unserved" in why.get("_small", ()) else set())

    def _kinds(self, months: list[date]) -> None:
        """People who were always together, day for day, are one unknown: how many of them have begun."""
        days = {month: self._days(month) for month in months}
        paths: dict[str, list[object]] = defaultdict(list)
        for month in months:
            closing = self._closing(month)
            for staff in {one[0] for one in self.assignments}:
                there = sorted(
                    (section, own[staff]) for section, own in days[month].items() if staff in own
                )
                paths[staff].append((closing.get(staff), *there))
        names: dict[tuple[object, ...], str] = {}
        self.kind = {staff: names.setdefault(tuple(path), staff) for staff, path in paths.items()}
        self.size: dict[str, int] = defaultdict(int)
        for kind in self.kind.values():
            self.size[kind] += 1

    def _sum(
        self, at: Places, people: Iterable[tuple[str, float]], month: date
    ) -> dict[int, float]:
        """Each person's weight on the unknown of their kind (all of one kind weigh the same)."""
        return {at[self.kind[staff], month]: weight for staff, weight in people}

    def attack(self) -> Findings:
        """Solve for everything hidden."""
        findings = Findings()
        months = sorted({line.month for line in self.lines if line.shown})
        closing = {month: self._closing(month) for month in months}
        self._kinds(months)
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
                sections = self._members(line.section, line.month, line.table, set(people.values()))
                own = [staff for staff, one in people.items() if one in sections]
                low, high = per_cents(line.shown)
                size = len(own)
                slack = 0.0
                if line.section == "_town":
                    # The town's counts are rounded to 5 per cent, or to as many as three people are.
                    step = 5 * -(-3 * 100 // (5 * size))
                    slack = step / 2 - (2.5 if "約" in line.shown else 0.5)
                row = self._sum(at, ((staff, 1.0) for staff in own), line.month)
                conditions.append(
                    (
                        row,
                        np.ceil((low - slack) * size / 100),
                        np.floor((high + slack) * size / 100),
                    )
                )
                targets.append((line.section, line.month, list(row), size))
        habits = self._habit_conditions(conditions, at, targets)
        known = self._use_conditions(findings, conditions, at, closing)
        self._week_conditions(conditions, at, habits, known)
        self._document_conditions(conditions, at)
        self._solve(findings, at, conditions, targets)
        return findings

    def _habit_conditions(
        self, conditions: list[Condition], at: Places, targets: list[Target]
    ) -> dict[date, dict[tuple[str, str], int]]:
        """Whoever has a habit has begun; each kind's habits are unknowns of their own in each month."""
        habits: dict[date, dict[tuple[str, str], int]] = {}
        told: dict[date, list[Read]] = defaultdict(list)
        for line in self.lines:
            if line.table in {"habitual_month", "segment_month"} and line.shown:
                told[line.month].append(line)
        for month, here in told.items():
            own = habits[month] = self._habits(month, at, conditions)
            for line in here:
                name = line.item if line.table == "segment_month" else "habitual_month"
                if name not in {"habitual_month", "power", "novice", "low"}:
                    continue
                everywhere = {one for _, one in own}
                sections = self._members(line.section, month, "habitual_month", everywhere)
                places = [place for (_, one), place in own.items() if one in sections]
                # A page does not say of how many; the roster does.
                size = line.n or sum(
                    self.size[f"habit of {at_kind} in {one}"]
                    for at_kind, one in own
                    if one in sections
                )
                low, high = self._counts(line, size)
                row = dict.fromkeys(places, 1.0)
                if name == "habitual_month":
                    conditions.append((row, low, high))
                    targets.append((f"habit {line.section}", month, places, size))
                elif name == "power":
                    conditions.append((row, low, np.inf))
                else:
                    conditions.append((row, -np.inf, high))
                if name == "low":
                    place = at[f"used it by {month}", month] = len(at)
                    self.size[f"used it by {month}"] = size
                    conditions += [({place: 1.0}, low, high), ({**row, place: -1.0}, -np.inf, 0.0)]
                    targets.append(("used it", month, [place], size))
        return habits

    def _week_conditions(
        self,
        conditions: list[Condition],
        at: Places,
        habits: dict[date, dict[tuple[str, str], int]],
        known: dict[tuple[str, date], Days],
    ) -> None:
        """What person-days say of habits and of beginnings, in both directions."""
        sections = {section for section, _ in known}
        for month, own in habits.items():
            twelve = Twelve.of(month, self.working_days)
            if (f"used it by {month}", month) in at:
                row = {at[f"used it by {month}", month]: 1.0}
                for inside in twelve.whole_months(self.working_days):
                    here = [days for (_, one), days in known.items() if one == inside]
                    conditions.append((row, users(here, self.measured.get(month, set())), np.inf))
            for section in sections:
                here = {
                    one: known[section, one] for one in twelve.months if (section, one) in known
                }
                members = self._members(section, month, "habitual_month", {one for _, one in own})
                by_kind = {
                    kind: (place, self.size[f"habit of {kind} in {one}"])
                    for (kind, one), place in own.items()
                    if one in members and kind not in self.doubtful[month]
                }
                conditions += habits_by_days(
                    twelve, here, by_kind, self.kind, is_whole=self.is_whole
                )
        if not self.is_whole:
            return
        months = sorted({month for _, month in at})
        for (section, month), days in known.items():
            before = (month - timedelta(days=1)).replace(day=1)
            if before not in months and month != months[0]:
                continue
            then = {kind: place for (kind, one), place in at.items() if one == before}
            now = {kind: place for (kind, one), place in at.items() if one == month}
            everywhere = self._days(month)
            members = self._members(section, month, "use_month", set(everywhere))
            elsewhere = {
                self.kind[staff]
                for one, own in everywhere.items()
                if one not in members
                for staff in own
            }
            # Whoever was elsewhere at the end of the month before may have begun there since.
            conditions.append(begun_by_days(days, self.kind, elsewhere, then, now))

    def _counts(self, line: Read, size: int) -> tuple[float, float]:
        """Between which counts a published head count says that the truth lies."""
        low, high = per_cents(line.shown or "")
        slack = 0.0
        if line.section == "_town":
            step = 5 * -(-3 * 100 // (5 * size))
            slack = step / 2 - (2.5 if "約" in (line.shown or "") else 0.5)
        return np.ceil((low - slack) * size / 100), np.floor((high + slack) * size / 100)

    def _habits(
        self, month: date, at: Places, conditions: list[Condition]
    ) -> dict[tuple[str, str], int]:
        """Return (kind, section on the last Sunday) → its unknown, for those with twelve weeks behind them."""
        last = month_end(month)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        monday, found = sunday - timedelta(days=83), {}
        # On the roster on the first Monday and every Sunday since, and on no Sunday where no source reaches.
        sundays = [sunday - timedelta(weeks=back) for back in range(12)]
        asked = [monday, *sundays]
        seen: dict[str, set[date]] = defaultdict(set)
        for staff, _, from_on, to_on in self.roster(month):
            # A line that was corrected late may lie over another of the same person.
            seen[staff] |= {
                day for day in asked if from_on <= day and (to_on is None or day <= to_on)
            }
        people: dict[tuple[str, str], int] = defaultdict(int)
        why = self._why.get(("habitual_month", month), {})
        merged = {one for one in why if "small_group" in why[one]}
        # Of small sections of which one has no source a reader does not know which.
        doubtful = merged if "unserved" in why.get("_small", ()) else set()
        was_in: dict[str, set[str]] = defaultdict(set)
        for staff, section, from_on, to_on in self.roster(month):
            if any(from_on <= day and (to_on is None or day <= to_on) for day in sundays):
                was_in[staff].add(section)
        away = {
            one for one, own in was_in.items() if any("unserved" in why.get(at, ()) for at in own)
        }
        self.doubtful[month] = {self.kind[one] for one, own in was_in.items() if own & doubtful}
        counted = self._members(
            "_town", month, "habitual_month", {one[1] for one in self.roster(month)}
        )
        for staff, section, from_on, to_on in self.roster(month):
            is_here = from_on <= sunday and (to_on is None or sunday <= to_on)
            if is_here and len(seen[staff]) == len(asked) and staff not in away:
                people[self.kind[staff], section] += 1
                if section in counted and self.kind[staff] not in self.doubtful[month]:
                    self.measured.setdefault(month, set()).add(staff)
        by_kind: dict[str, dict[int, float]] = defaultdict(dict)
        for (kind, section), count in people.items():
            name = f"habit of {kind} in {section}"
            found[kind, section] = at[name, month] = len(at)
            self.size[name] = count
            by_kind[kind][at[name, month]] = -1.0
        for kind, own in by_kind.items():
            if (kind, month) in at:
                conditions.append(({**own, at[kind, month]: 1.0}, 0.0, np.inf))
        return found

    def _use_conditions(
        self,
        findings: Findings,
        conditions: list[Condition],
        at: Places,
        closing: dict[date, dict[str, str]],
    ) -> dict[tuple[str, date], Days]:
        known: dict[tuple[str, date], Days] = {}
        by_month: dict[date, dict[str, PersonDays]] = defaultdict(dict)
        for line in self.lines:
            if line.table != "use_month" or not line.shown:
                continue
            days = self._days(line.month)
            sections = self._members(line.section, line.month, line.table, set(days))
            people = [(staff, n) for one in sections for staff, n in days[one].items()]
            whole = sum(n for _, n in people)
            low, high = per_cents(line.shown)
            if line.shown.endswith("未満"):
                high -= 1e-9
            # Whatever says the same cell, at any time and in any place, narrows it.
            least, most, _ = by_month[line.month].get(line.section, (0, whole, people))
            by_month[line.month][line.section] = (
                max(least, int(np.ceil(low * whole / 100 - 1e-9))),
                min(most, int(np.floor(high * whole / 100 + 1e-9))),
                people,
            )
        for month, here in by_month.items():
            town = here.pop("_town", None)
            low_sum, high_sum = sum(v[0] for v in here.values()), sum(v[1] for v in here.values())
            is_whole = town is not None and sum(n for v in here.values() for _, n in v[2]) == sum(
                n for _, n in town[2]
            )
            for section, (low, high, people) in here.items():
                least, most = low, high
                if town is not None and is_whole:
                    least = max(low, town[0] - high_sum + high)
                    most = min(high, town[1] - low_sum + low)
                self._judge_days(findings, section, month, (least, most), people)
                known[section, month] = Days(least, most, _summed(people))
                staying = {staff: n for staff, n in people if staff in closing[month]}
                left = sum(n for staff, n in people if staff not in staying)
                row = self._sum(at, ((staff, float(n)) for staff, n in staying.items()), month)
                conditions.append((row, least - left, np.inf))
        return known

    def _judge_days(
        self,
        findings: Findings,
        section: str,
        month: date,
        days: tuple[int, int],
        people: list[tuple[str, int]],
    ) -> None:
        per_person = _summed(people)
        least, most = days
        missing, fewest = least, 0
        for n in sorted(per_person.values(), reverse=True):
            if missing <= 0:
                break
            missing, fewest = missing - n, fewest + 1
        findings.asked += 1
        highest = min(len(per_person), most)
        if len(per_person) >= 3 and highest - fewest + 1 < 3:
            findings.narrowed.append((section, month, fewest, highest))
        whole = sum(per_person.values())
        findings.persons |= {staff for staff, n in per_person.items() if whole - n < least}

    def _document_conditions(self, conditions: list[Condition], at: Places) -> None:
        """Where files or online meetings are shown nobody has more than half of them: at least two used the tool."""
        told: dict[tuple[str, date, str], dict[str, tuple[float, float]]] = defaultdict(dict)
        for line in self.lines:
            if line.table != "paper_digital_month" or line.item not in {"documents", "meetings"}:
                continue
            # A page tells the share, the export the digital side itself.
            number = float((line.shown or "0").removesuffix("%").partition("〜")[0])
            if number > 0:
                self._two_users(conditions, at, line.month, line.section)
                if "%" not in (line.shown or ""):
                    told[line.item, line.month, line.state][line.section] = rounded(number)
        # A group that stood while others were corrected is of fewer days: it is among the others then.
        for (_, month, _), here in told.items():
            if "_town" not in here:
                continue
            # The whole less all that is shown is of the others, and nobody has more than half of that either.
            left = here["_town"][0] - sum(most for one, (_, most) in here.items() if one != "_town")
            if left > 0:
                shown = here.keys() - {"_town"}
                self._two_users(conditions, at, month, "_town", shown)

    def _two_users(
        self,
        conditions: list[Condition],
        at: Places,
        month: date,
        section: str,
        less: Collection[str] = (),
    ) -> None:
        """Whoever is in the section, less those in others, are two users at least."""
        everywhere = self._days(month)
        table = "paper_digital_month"
        sections = self._members(section, month, table, set(everywhere))
        for one in less:
            sections -= self._members(one, month, table, set(everywhere))
        here = {staff for one in sections for staff in everywhere.get(one, ())}
        staying = [staff for staff in here if (self.kind[staff], month) in at]
        gone = len(here) - len(staying)
        if gone < 2:
            row = self._sum(at, ((staff, 1.0) for staff in staying), month)
            conditions.append((row, 2.0 - gone, np.inf))

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


def _summed(people: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Member of staff → working days."""
    per_person: dict[str, int] = defaultdict(int)
    for staff, n in people:
        per_person[staff] += n
    return per_person


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
