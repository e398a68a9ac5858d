"""Holds what a reader of two nights concluded against the hidden truth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.privacy.laid_habits import USES_A_DAY, last_sunday, segment_of
from tests.privacy.laid_nights import meeting_minutes, overtime_minutes
from tests.privacy.late_knowledge import ADDED
from tests.privacy.random_town import TOOL
from tests.privacy.trainings import trainings

if TYPE_CHECKING:
    from tests.privacy.differencing import Claim
    from tests.privacy.random_town import RandomTown

FEWEST = 3
"""So many values a count of three people and more may have at least."""
SEGMENTS = ("power", "habitual", "novice", "low", "none")
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
        if (
            len(claim.staff) >= FEWEST
            and is_narrow
            and claim.table not in {"work_month", "overtime_month"}
        ):
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
        """Return what a claim is about, as it is."""
        by = {
            "training_coverage": self._attended,
            "paper_month": self._sheets,
            "activation_month": self._begun,
            "habitual_month": self._in_segments,
            "segment_month": self._in_segments,
            "work_month": self._minutes,
            "overtime_month": self._overtime,
        }
        return by.get(claim.table, self._active)(claim)

    def _active(self, claim: Claim) -> int:
        tool = claim.item.split()[0]
        return len(self._town.uses[_TOOL_OF.get(tool, tool)] & claim.of)

    def _attended(self, claim: Claim) -> int:
        return len(claim.staff & self._came[claim.item])

    def _sheets(self, claim: Claim) -> int:
        return sum(self._town.sheets[one] for one in claim.of)

    def _minutes(self, claim: Claim) -> int:
        return meeting_minutes(self._town.uses[ADDED] & claim.of)

    def _overtime(self, claim: Claim) -> int:
        uses = self._town.uses.items()
        return overtime_minutes([(tool, *one) for tool, own in uses for one in own & claim.of])

    def _begun(self, claim: Claim) -> int:
        first = self._first[claim.item]
        return sum(first.get(staff, date.max) <= day_on for staff, day_on in claim.of)

    def _in_segments(self, claim: Claim) -> int:
        """Count who is in a segment or a more active one; whoever has a habit is in one of the first two."""
        tool, segment = (*claim.item.split(), "habitual")[:2]
        more = SEGMENTS[: SEGMENTS.index(segment) + 1]
        return sum(self._segment(tool, staff, claim.month) in more for staff, _ in claim.of)

    def _segment(self, tool: str, staff: str, month: date) -> str:
        sunday = last_sunday(month)
        monday = sunday - timedelta(days=83)
        used = [day for day in self._used[tool, staff] if monday <= day <= sunday]
        weeks = len({(day - monday).days // 7 for day in used})
        return segment_of(weeks, USES_A_DAY * len(used))
