"""Publishes a town night after night while things come late, attacks what a reader has kept, and counts the cost."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.privacy.attacker import Attacker
from tests.privacy.attendance import read_attendance
from tests.privacy.differencing import Night, first_shown, last_shown, read_night, subtract
from tests.privacy.laid_nights import publish
from tests.privacy.late_knowledge import ADDED, KINDS, come_late, known_on
from tests.privacy.left_over import left_over
from tests.privacy.nights_judged import Learnt, judge
from tests.privacy.published_lines import Read, per_cents, read_export
from tests.privacy.random_town import TOOL, month_after, raise_random_town
from warehouse.facts.store import open_store
from warehouse.release.audit.refusal import ReleaseRefused
from warehouse.release.groups.frozen_months import FrozenMonths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.privacy.late_knowledge import Known, Late
    from tests.privacy.random_town import RandomTown

TOOLS = (TOOL, ADDED)


@dataclass(frozen=True)
class Story:
    """A town, what comes late in it, and the nights on which it is published."""

    town: RandomTown
    """The truth."""
    lates: tuple[Late, ...]
    nights: tuple[date, ...]
    opened_on: date
    """Before it what a night makes is a draft."""


@dataclass
class CorrectedMonths:
    """What a story's nights told a reader, and what they cost."""

    learnt: Learnt = field(default_factory=Learnt)
    solved: int = 0
    """Head counts and shares of person-days that the solver was asked for."""
    narrowed: list[tuple[str, date, int, int]] = field(default_factory=list)
    """What it found under three values."""
    proved: set[str] = field(default_factory=set)
    moved: int = 0
    """Rows of closed months that are not as they were."""
    corrected: int = 0
    """Rows that were shown once more because the days they lacked had come."""
    refused: int = 0
    nights: int = 0
    months: Counter[int] = field(default_factory=Counter)
    """Nights that a month of a tool was waited for → how many months were."""
    cells: Counter[str] = field(default_factory=Counter)
    """Why a cell of a closed month is withheld, "" where it is shown → how many, on the last night."""
    off: list[float] = field(default_factory=list)
    """How far each share of person-days that stands is from the truth, in points."""

    def add(self, other: CorrectedMonths) -> None:
        """Add another town's."""
        self.learnt.add(other.learnt)
        self.solved, self.moved = self.solved + other.solved, self.moved + other.moved
        self.refused, self.nights = self.refused + other.refused, self.nights + other.nights
        self.corrected += other.corrected
        self.narrowed += other.narrowed
        self.proved |= other.proved
        self.months += other.months
        self.cells += other.cells
        self.off += other.off

    def is_nothing(self) -> bool:
        """Whether the reader learnt nothing."""
        return self.learnt.is_nothing() and not self.narrowed and not self.proved


class NightsAttacker(Attacker):
    """The reader with a solver, who knows that each month's numbers are of the roster and days of its own night."""

    is_whole = False

    def __init__(self, shown: dict[date, Night]) -> None:
        lines = {line for night in shown.values() for line in night.roster}
        super().__init__(sorted(lines, key=repr), lambda month: shown[month].days(month))
        self._shown = shown

    def roster(self, month: date) -> list[tuple[str, str, date, date | None]]:
        """Return who was where as the night said on which the month was shown."""
        return list(self._shown[month].roster)


def two_nights(seed: int, kind: str) -> Story:
    """Something of closed months comes on the night after they were shown, whole or after ten nights as they were."""
    rng = random.Random(f"{seed} {kind}")
    town = raise_random_town(seed, 6, tools=TOOLS)
    last = town.months[-1]
    first = month_after(last)
    shown, after = first + timedelta(days=10), first + timedelta(days=11)
    about = rng.choice((last, town.months[-2])) + timedelta(days=rng.randint(3, 20))
    truth, late = come_late(town, kind, rng, about, after)
    return Story(truth, (late,), (first, shown, after), first)


def forty_nights(seed: int, *, every: int = 1) -> Story:
    """Return forty nights, or some of them, in which months and perhaps a quarter turn and several things come late."""
    rng, nights = random.Random(f"{seed} nights"), 40
    town = raise_random_town(seed, rng.choice((5, 8)), tools=TOOLS)
    turn = town.months[-2]
    start = turn - timedelta(days=rng.randint(8, 20))
    lates: list[Late] = []
    for kind in rng.sample(KINDS, 5):
        known = start + timedelta(days=rng.randint(5, nights - 2))
        town, late = come_late(town, kind, rng, known - timedelta(days=rng.randint(5, 28)), known)
        lates.append(late)
    opened_on = start + timedelta(days=rng.choice((0, 0, 6)))
    days = tuple(start + timedelta(days=k) for k in range(0, nights, every))
    return Story(town, tuple(lates), days, opened_on)


def tell(story: Story, folder: Path, *, stands: bool = True) -> CorrectedMonths:
    """Publish a story's nights and attack them; without `stands` each night is cut anew, as if the rule were off."""
    told, kept = CorrectedMonths(nights=len(story.nights)), list[Night]()
    with open_store(folder / "warehouse.duckdb") as store, _rule(is_on=stands):
        for on in story.nights:
            known, own = known_on(story.town, story.lates, on), folder / str(on)
            is_draft = on < story.opened_on
            try:
                publish(store, known, own, is_draft=is_draft)
            except ReleaseRefused:
                told.refused += 1
                continue
            if not is_draft:
                kept.append(_night(known, story.lates, own))
    told.learnt.add(judge(list(read_attendance(kept, story.town, stands=stands)), story.town))
    for before, after in pairwise(kept):
        difference = subtract(before, after, stands=stands)
        told.moved += len(difference.moved)
        told.corrected += len(difference.corrected)
        told.learnt.add(judge([*difference.claims, *left_over(difference.claims)], story.town))
    if stands and kept:
        for tool in story.town.uses:
            _solve(told, kept, folder, tool)
    _count_cost(told, kept, story)
    return told


def _rule(*, is_on: bool) -> AbstractContextManager[object]:
    """Switch the rule off: nothing is waited for, and nothing frozen."""
    if is_on:
        return patch.dict({})
    return patch(
        "warehouse.release.cut.read_frozen_months",
        lambda _store, today, **_: FrozenMonths(today),
    )


def _night(known: Known, lates: Sequence[Late], folder: Path) -> Night:
    on = known.night
    hidden = {one.staff for one in lates if (one.known_on > on) is not one.is_forgotten}
    return Night(
        on,
        read_night(folder),
        tuple(known.town.assignments),
        known.days,
        frozenset(hidden - {""}),
        known.book,
    )


def _solve(told: CorrectedMonths, kept: Sequence[Night], folder: Path, tool: str) -> None:
    """Give the solver every number of a tool that any night showed."""
    shown = last_shown(kept, tool)
    if not shown:
        return
    reader = NightsAttacker(shown)
    for night in kept:
        lines = read_export(folder / str(night.on))
        # Before a month is shown its sections may be grouped otherwise, and it may be of fewer days.
        reader.read(
            one
            for one in lines
            if one.month in shown and shown[one.month].on <= night.on and _is_of(one, tool)
        )
    found = reader.attack()
    told.solved += found.asked
    told.narrowed += found.narrowed
    told.proved |= found.persons


def _is_of(line: Read, tool: str) -> bool:
    if line.table == "paper_digital_month":
        return line.item == {TOOL: "documents", ADDED: "meetings"}[tool]
    return tool in {line.item, line.tool}


def _count_cost(told: CorrectedMonths, kept: Sequence[Night], story: Story) -> None:
    for tool in story.town.uses:
        for month, night in first_shown(kept, tool).items():
            over = max(month_after(month), kept[0].on)
            told.months[(night.on - over).days] += 1
    for table, rows in kept[-1].rows.items() if kept else ():
        for row in rows.values():
            if (
                row["withheld_because"] in {"running_month", "small_group"}
                or row["state"] == "none"
            ):
                continue
            told.cells[row["withheld_because"]] += 1
            if table == "use_month" and row["shown"]:
                told.off += list(_off(row, kept[-1], story.town))


def _off(row: dict[str, str], last: Night, town: RandomTown) -> Iterator[float]:
    """How far a share is from that of all its people's days as everything is known today."""
    own = Night(last.on, last.rows, tuple(town.assignments), last.days).whole("use_month", row)
    if own:
        used = 100 * len(town.uses[row["tool"]] & own) / len(own)
        low, high = per_cents(row["shown"])
        yield max(0.0, low - used, used - high)
