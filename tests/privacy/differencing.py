"""A reader who keeps every night's CSV and subtracts. Imports no rule of ours.

Of each night the reader has the files and what everyone at the town hall can see: who was where as the roster said
then, which days had not come, whose account was not matched yet, who asked to be forgotten. Where a cell of two
nights is of the same people and days but for some, the difference is of those alone.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING

from tests.privacy.counts_read import COUNTS, MANY_A_DAY
from tests.privacy.published_lines import NOT_YET, month_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tests.privacy.trainings import Booked

Line = tuple[str, str, date, date | None]
Row = dict[str, str]
Key = tuple[str, ...]
PersonDay = tuple[str, date]
TOWN, SMALL = "_town", "_small"
KEYS = ("section", "tool", "pair", "source", "kind", "measure", "segment", "training", "month")
"""What tells a table's rows apart."""

OF_PEOPLE = {
    "use_month", "activation_month", "habitual_month", "segment_month", "retention_month", "breadth_month",
    "paper_digital_month", "paper_month", "work_month", "outside_month", "section_use_month",
    "training_coverage", "overtime_month",
}  # fmt: skip

_OF_A_TOOL = {"activation_month", "habitual_month", "segment_month", "retention_month"}


@dataclass(frozen=True)
class Night:
    """One release as a reader has it, and what the reader knows of that night."""

    on: date
    rows: Mapping[str, Mapping[Key, Row]]
    """Table → its rows by what tells them apart."""
    roster: tuple[Line, ...]
    days: Callable[[date], list[date]]
    """Month → working days of which records were there."""
    uncounted: frozenset[str] = frozenset()
    """Whose account nobody had matched yet, or who was forgotten."""
    book: frozenset[Booked] = frozenset()
    """The lines of the book of trainings, of which the reader does not know how many came."""

    _known: dict[tuple[date, date | None], dict[str, set[PersonDay]]] = field(default_factory=dict)

    def places(self, month: date, at: date | None = None) -> Mapping[str, set[PersonDay]]:
        """Section → (staff, day) of those who are counted, on all known days of a month or on one day."""
        if (month, at) not in self._known:
            found: dict[str, set[PersonDay]] = defaultdict(set)
            days = self.days(month) if at is None else [at]
            for staff, section, from_on, to_on in self.roster:
                if staff not in self.uncounted:
                    found[section] |= {
                        (staff, day)
                        for day in days
                        if from_on <= day and (to_on is None or day <= to_on)
                    }
            self._known[month, at] = found
        return self._known[month, at]

    def everyone(self, days: Callable[[date], list[date]] | None = None) -> Night:
        """Return the night as if everybody's account had been matched; of some days."""
        return Night(self.on, self.rows, self.roster, days or self.days)

    def whole(self, table: str, row: Row) -> set[PersonDay]:
        """Return of whom and of which days a cell is."""
        month = date.fromisoformat(row["month"])
        last = month_end(month)
        sunday = last - timedelta(days=(last.weekday() + 1) % 7)
        at = {"activation_month": last, "habitual_month": sunday, "segment_month": sunday}.get(
            table
        )
        # A vendor counts whoever has an account there.
        known = self.everyone() if table == "section_use_month" else self
        places = known.places(month, at)
        sections = {row["section"]}
        if row["section"] == TOWN:
            sections = set(places)
        elif row["section"] == SMALL:
            sections = self._small(table, row)
        found = set[PersonDay]().union(*(places.get(one, set()) for one in sections))
        if table not in {"habitual_month", "segment_month"}:
            return found
        since = {staff for staff, _, from_on, _ in self.roster if from_on <= sunday - timedelta(83)}
        return {one for one in found if one[0] in since}

    def _small(self, table: str, row: Row) -> set[str]:
        same = ("tool", "pair", "source", "kind", "measure", "month")
        return {
            one["section"]
            for one in self.rows[table].values()
            if one["withheld_because"] == "small_group"
            and all(one.get(key) == row.get(key) for key in same)
        }


@dataclass(frozen=True)
class Claim:
    """What follows of a number: between which counts it lies, and of which people and days it is."""

    table: str
    item: str
    section: str
    month: date
    of: frozenset[PersonDay]
    low: int
    high: int

    @property
    def staff(self) -> set[str]:
        """Whom it is of."""
        return {staff for staff, _ in self.of}


@dataclass
class Difference:
    """What two nights tell: claims, and rows that are other than they were."""

    claims: list[Claim] = field(default_factory=list)
    moved: list[tuple[str, Key]] = field(default_factory=list)
    corrected: list[tuple[str, Key]] = field(default_factory=list)
    """Rows of a month that was incomplete and is whole now."""
    asked: int = 0


def read_night(folder: Path) -> dict[str, dict[Key, Row]]:
    """Read an export: of each table of people its rows by what tells them apart."""
    tables = {}
    for name in sorted(OF_PEOPLE):
        with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            tables[name] = {
                tuple(row[key] for key in KEYS if key in row): row for row in csv.DictReader(file)
            }
    return tables


def subtract(before: Night, after: Night, *, stands: bool) -> Difference:
    """Return what follows from two nights.

    Args:
        before: the earlier night.
        after: the later one.
        stands: the reader has read that what was shown stands: a number that is as it was is the old one and
            tells nothing of what came in between.
    """
    found, later, whole = Difference(), waiting(before), _whole_since(before, after)
    for table in sorted(OF_PEOPLE):
        for key, row in before.rows[table].items():
            is_over = month_end(date.fromisoformat(row["month"])) < before.on
            is_told = (table, item_of(table, row), row["month"]) not in later
            is_there = row["state"] != "none" and (row["shown"] or row["withheld_because"])
            if not is_over or not is_told or not is_there:
                continue
            then = after.rows[table].get(key)
            found.asked += 1
            if then != row:
                was_part = table in _OF_A_TOOL or row["state"] == "incomplete"
                is_whole = was_part and (_line(table, row), row["month"]) in whole
                (found.corrected if is_whole else found.moved).append((table, key))
            if then is None or not (row["shown"] and then["shown"]) or (stands and then == row):
                continue
            found.claims += _subtracted(table, (before, row), (after, then))
        # A row that was not there says of its group that something was found.
        told = {(item_of(table, row), row["month"]) for row in before.rows[table].values()}
        found.moved += [
            (table, key)
            for key, row in after.rows[table].items()
            if key not in before.rows[table]
            and row["state"] != "none"
            and (item_of(table, row), row["month"]) in told
            and (table, item_of(table, row), row["month"]) not in later
            and month_end(date.fromisoformat(row["month"])) < before.on
        ]
    return found


def _whole_since(before: Night, after: Night) -> set[tuple[str, str]]:
    """Return (line, month) of what was incomplete on one night and is whole on the other: a tool's in every row."""
    was = [
        (_line(table, row), row["month"], after.rows[table].get(key, row)["state"] == "final")
        for table in OF_PEOPLE - _OF_A_TOOL
        for key, row in before.rows[table].items()
        if row["state"] == "incomplete"
    ]
    stays = {
        (line, month)
        for line, month, is_whole in was
        if not is_whole and line.startswith("use_month ")
    }
    return {(line, month) for line, month, _ in was} - stays


def _line(table: str, row: Row) -> str:
    """What is shown together: a tool's tables, or one table's source, pair or measure."""
    return f"{'use_month' if table in _OF_A_TOOL else table} {item_of(table, row)}"


def _subtracted(table: str, old: tuple[Night, Row], new: tuple[Night, Row]) -> Iterator[Claim]:
    (before, row), (after, then) = old, new
    cell = table, row.get("measure", "")
    count = COUNTS.get(cell)
    if count is None:
        return
    was, is_ = before.whole(table, row), after.whole(table, then)
    come, gone = is_ - was, was - is_
    if bool(come) is bool(gone):
        return
    first, second = (_whole(count(*one)) for one in (old, new))
    if gone:
        first, second = second, first
    of = frozenset(come or gone)
    low, high = max(0, second[0] - first[1]), second[1] - first[0]
    if cell not in MANY_A_DAY:
        high = min(high, len(of))
    if low <= high:
        month = date.fromisoformat(row["month"])
        item = f"{item_of(table, row)} {row.get('segment', '')}".strip()
        yield Claim(table, item, row["section"], month, of, low, high)


def _whole(ends: tuple[float, float]) -> tuple[int, int]:
    """Between which whole counts one lies."""
    return ceil(ends[0] - 1e-9), floor(ends[1] + 1e-9)


def waiting(night: Night) -> set[tuple[str, str, str]]:
    """Return (table, of what, month) of what a night says that it is not shown yet."""
    return {
        (table, item_of(table, row), row["month"])
        for table, rows in night.rows.items()
        for row in rows.values()
        if row["withheld_because"] in NOT_YET
    }


def item_of(table: str, row: Row) -> str:
    """Return the tool, pair, source or measure that a row is of."""
    if table == "section_use_month":
        return f"{row['tool']} {row['source']} {row['measure']}"
    return next(
        (row[one] for one in ("tool", "pair", "source", "measure", "training") if one in row), table
    )


def first_shown(nights: Iterable[Night], tool: str) -> dict[date, Night]:
    """Month → the night on which a tool's numbers of it were shown first."""
    found: dict[date, Night] = {}
    for night in nights:
        for month in _told(night, tool):
            found.setdefault(month, night)
    return found


def last_shown(nights: Iterable[Night], tool: str) -> dict[date, Night]:
    """Month → the night on which a tool's numbers of it were shown as they are since: first, or once more."""
    found: dict[date, Night] = {}
    for night in nights:
        told = _told(night, tool)
        for month, rows in told.items():
            if month not in found or _told(found[month], tool)[month] != rows:
                found[month] = night
    return found


def _told(night: Night, tool: str) -> dict[date, list[Row]]:
    later, found = waiting(night), defaultdict(list)
    for row in night.rows["use_month"].values():
        is_told = row["state"] != "none" and ("use_month", tool, row["month"]) not in later
        if is_told and row["tool"] == tool:
            found[date.fromisoformat(row["month"])].append(row)
    return found
