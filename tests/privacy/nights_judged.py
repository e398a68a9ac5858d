"""Holds what a reader of two nights concluded against the hidden truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.privacy.laid_habits import last_sunday
from tests.privacy.late_knowledge import ADDED
from tests.privacy.random_town import TOOL
from tests.privacy.trainings import trainings

if TYPE_CHECKING:
    from tests.privacy.differencing import Claim
    from tests.privacy.random_town import RandomTown

FEWEST = 3
"""So many values a count of three people and more may have at least."""
_TOOL_OF = {"documents": TOOL, "printers": "", "meetings": ADDED}


@dataclass
class Learnt:
    """What a reader learnt that is true."""

    narrowed: list[Claim] = field(default_factory=list)
    """Counts under three values."""
    exact: int = 0
    users: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    """Whom the numbers prove not to have used the tool on the days in question."""
    days: list[Claim] = field(default_factory=list)
    """Days of one person, known to one more or less."""
    claims: int = 0
    wrong: int = 0
    """Claims that are not so: the reader was misled."""

    def is_nothing(self) -> bool:
        """Whether nothing was learnt."""
        return not (self.narrowed or self.users or self.others or self.days)

    def add(self, other: Learnt) -> None:
        """Add what was learnt of another town."""
        self.narrowed += other.narrowed
        self.days += other.days
        self.users |= other.users
        self.others |= other.others
        self.exact, self.claims = self.exact + other.exact, self.claims + other.claims
        self.wrong += other.wrong


def judge(claims: list[Claim], town: RandomTown) -> Learnt:
    """Return what of the claims is true and tells of few or of one."""
    learnt, truth = Learnt(claims=len(claims)), _Truth(town)
    for claim in claims:
        if not claim.low <= truth.count(claim) <= claim.high:
            learnt.wrong += 1
            continue
        who = f"{town.seed} {min(claim.staff)}"
        is_narrow = claim.high - claim.low + 1 < FEWEST
        if len(claim.staff) >= FEWEST and is_narrow:
            learnt.narrowed.append(claim)
            learnt.exact += claim.low == claim.high
        if claim.table == "training_coverage":
            whole = {f"{town.seed} {staff}" for staff in claim.staff}
            learnt.users |= whole if claim.low == len(claim.of) else set()
            learnt.others |= whole if claim.high == 0 else set()
        elif len(claim.staff) == 1 and claim.table != "paper_month":
            if claim.low >= 1:
                learnt.users.add(who)
            elif claim.high == 0 and (len(claim.of) >= 5 or claim.table == "activation_month"):
                learnt.others.add(who)
            if len(claim.of) > FEWEST and claim.high - claim.low <= 2:
                learnt.days.append(claim)
    return learnt


class _Truth:
    def __init__(self, town: RandomTown) -> None:
        self._town = town
        self._came = {one.name: one.came for one in trainings(town)}
        self._first = {tool: town.first_use(tool) for tool in town.uses}
        self._used: dict[tuple[str, str], list[date]] = defaultdict(list)
        for tool, uses in town.uses.items():
            for staff, day_on in uses:
                self._used[tool, staff].append(day_on)

    def count(self, claim: Claim) -> int:
        if claim.table == "training_coverage":
            return len(claim.staff & self._came[claim.item])
        tool = _TOOL_OF.get(claim.item, claim.item)
        if claim.table == "paper_month":
            return sum(self._town.sheets[one] for one in claim.of)
        if claim.table == "activation_month":
            first = self._first[tool]
            return sum(first.get(staff, date.max) <= day_on for staff, day_on in claim.of)
        if claim.table == "habitual_month":
            return sum(self._has_habit(tool, staff, claim.month) for staff, _ in claim.of)
        return len(self._town.uses[tool] & claim.of)

    def _has_habit(self, tool: str, staff: str, month: date) -> bool:
        sunday = last_sunday(month)
        monday = sunday - timedelta(days=83)
        used = [day for day in self._used[tool, staff] if monday <= day <= sunday]
        return len({(day - monday).days // 7 for day in used}) >= 9
