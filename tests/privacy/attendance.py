"""A reader who keeps what each night said of who came to trainings, and solves. Imports no rule of ours.

The reader knows who was where that day as each night's roster said, which groups there were, which sections' lines
were not in the book yet, and that of a section that is not listed nobody came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.privacy.differencing import SMALL, TOWN, Claim
from tests.privacy.published_lines import per_cents

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tests.privacy.differencing import Night, Row
    from tests.privacy.random_town import RandomTown

TABLE = "training_coverage"
_Sum = tuple[frozenset[str], int, int]
"""Sections, and between which counts as many of theirs as came together lie."""


def read_attendance(nights: Sequence[Night], town: RandomTown, *, stands: bool) -> Iterator[Claim]:
    """Yield what follows of how many came of each section and group; `stands` as `subtract` says.

    Args:
        nights: what was published, night after night.
        town: its roster in the end; nothing else of it is looked at.
        stands: a row that is as it was is the old one.
    """
    sums: dict[str, set[_Sum]] = defaultdict(set)
    held: dict[str, date] = {}
    seen: dict[tuple[str, ...], Row] = {}
    for night in nights:
        for key, row in night.rows[TABLE].items():
            if stands and seen.get(key) == row:
                continue
            seen[key] = row
            lines = {one.section: one for one in night.book if one.training == row["training"]}
            if row["shown"] and lines:
                held[row["training"]] = next(iter(lines.values())).day_on
                sections = _sections(night, row) & (lines.keys() | _small(night, row))
                sums[row["training"]].add((frozenset(sections), *_count(row)))
    for training, found in sums.items():
        at = town.on(held[training])
        yield from _solved(training, held[training], found, at)


def _sections(night: Night, row: Row) -> set[str]:
    """Return the sections of which a row may say something: of the whole town hall's, the listed groups'."""
    if row["section"] not in {TOWN, SMALL}:
        return {row["section"]}
    if row["section"] == SMALL:
        return _small(night, row)
    listed = {
        one["section"]
        for one in night.rows[TABLE].values()
        if one["training"] == row["training"] and one["section"] != TOWN
    }
    return (listed - {SMALL}) | (_small(night, row) if SMALL in listed else set())


def _small(night: Night, row: Row) -> set[str]:
    return {
        one["section"]
        for one in night.rows["use_month"].values()
        if one["month"] == row["month"] and one["withheld_because"] == "small_group"
    }


def _count(row: Row) -> tuple[int, int]:
    (low, high), people, slack = per_cents(row["shown"]), int(row["n"]), 0.0
    if row["section"] == TOWN:
        step = 5 * -(-3 * 100 // (5 * people))
        slack = step / 2 - (2.5 if "約" in row["shown"] else 0.5)
    most = floor((high + slack) * people / 100 + 1e-9)
    # More may have come than the roster of that night had people.
    return max(1, ceil((low - slack) * people / 100 - 1e-9)), 10**6 if most >= people else most


def _solved(training: str, day_on: date, sums: set[_Sum], at: Mapping[str, str]) -> Iterator[Claim]:
    people = Counter(at.values())
    names = sorted({section for sections, *_ in sums for section in sections} & people.keys())
    if not names:
        return
    rows = np.array([[name in sections for name in names] for sections, *_ in sums], dtype=float)
    within = LinearConstraint(rows, [low for _, low, _ in sums], [high for *_, high in sums])
    bounds = Bounds(np.zeros(len(names)), np.array([people[name] for name in names]))
    for of in {frozenset({name}) for name in names} | {sections for sections, *_ in sums}:
        aim = np.array([name in of for name in names], dtype=float)
        ends = [
            milp(sign * aim, constraints=within, bounds=bounds, integrality=np.ones(len(names)))
            for sign in (1, -1)
        ]
        if all(end.success for end in ends):
            whom = frozenset((staff, day_on) for staff, section in at.items() if section in of)
            low, high = round(ends[0].fun), round(-ends[1].fun)
            month = day_on.replace(day=1)
            yield Claim(TABLE, training, " ".join(sorted(of)), month, whom, low, high)
