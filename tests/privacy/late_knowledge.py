"""What a town hall knows of itself on each night: days, roster lines and accounts that come late, and what is forgotten.

The truth is a `RandomTown`; a `Late` says what of it is not known before a night. The reader of
`differencing.py` is told of all that everyone at the town hall can see: rosters and which days were missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tests.privacy.random_town import RandomTown, month_after, working_days
from tests.privacy.trainings import another_day, book, one_section_late

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from tests.privacy.trainings import Booked

Line = tuple[str, str, date, date | None]
"""A roster line: staff, section, first day, last day."""
ADDED = "meetings"
"""The tool that a town may add later, or count by person later."""
DAYS = {"day": 1, "week": 7, "outage": 24}
"""So many days' rows are missing; an outage is waited for longer than a month of it waits."""
BOOKED = {"attendance": one_section_late, "redated": another_day}
"""How the book of trainings is put right: a section's line is entered, a training's day is corrected."""
KINDS = (
    *DAYS, "transfer", "hire", "leaver", "merger", "account", "forgotten", "tool", "vendor", *BOOKED,
)  # fmt: skip


@dataclass(frozen=True)
class Late:
    """What is not known before a night; with `is_forgotten`, what is not known from then on."""

    kind: str
    known_on: date
    days: frozenset[date] = frozenset()
    staff: str = ""
    tool: str = ""
    lines: frozenset[Line] = frozenset()
    """The true roster lines."""
    earlier: frozenset[Line] = frozenset()
    """The lines that stood in their place before."""
    booked: frozenset[Booked] = frozenset()
    """The true lines of the book of trainings."""
    booked_earlier: frozenset[Booked] = frozenset()
    """The lines that stood there before."""

    @property
    def is_forgotten(self) -> bool:
        """Whether it is the other way round: known before, and not after."""
        return self.kind == "forgotten"


@dataclass(frozen=True)
class Known:
    """A town as it is known on a night."""

    night: date
    town: RandomTown
    missing: frozenset[date]
    """Days whose rows have not come."""
    counted: frozenset[tuple[str, date]] = frozenset()
    """Uses (staff, day) of the added tool where its vendor counts, or counted, without people."""
    book: frozenset[Booked] = frozenset()
    """What the book of trainings says."""

    def days(self, month: date) -> list[date]:
        """Working days of which something is known."""
        return [one for one in working_days(month) if one not in self.missing and one < self.night]


def known_on(truth: RandomTown, lates: Sequence[Late], night: date) -> Known:
    """Return what is known on a night."""
    hidden = [one for one in lates if (one.known_on > night) is not one.is_forgotten]
    missing = frozenset[date]().union(*(one.days for one in hidden))
    staff, tools = {one.staff for one in hidden} - {""}, {one.tool for one in hidden}
    lines: list[Line] = list(truth.assignments)
    booked = book(truth)
    for one in hidden:
        booked = booked - one.booked | one.booked_earlier
        lines = [line for line in lines if line not in one.lines] + sorted(
            one.earlier, key=lambda line: line[:3]
        )
    return Known(
        night,
        replace(
            truth,
            assignments=lines,
            uses={
                tool: {use for use in uses if use[0] not in staff and use[1] not in missing}
                for tool, uses in truth.uses.items()
                if tool not in tools
            },
            sheets=Counter(
                {key: count for key, count in truth.sheets.items() if key[1] not in missing}
            ),
        ),
        missing,
        frozenset(
            use
            for use in truth.uses.get(ADDED, ())
            if use[1] not in missing and any(one.kind == "vendor" for one in lates)
        ),
        frozenset(one for one in booked if one.day_on < night),
    )


def come_late(
    town: RandomTown, kind: str, rng: random.Random, about: date, known: date
) -> tuple[RandomTown, Late]:
    """Return the truth and what of it is not known before `known`; it happened about a day before."""
    if kind in DAYS:
        days = frozenset(
            day for k in range(DAYS[kind]) if (day := about + timedelta(days=k)) < known
        )
        return town, Late(kind, known, days=days)
    if kind in {"tool", "vendor"}:
        return town, Late(kind, known, tool=ADDED)
    if kind in BOOKED:
        booked, before = BOOKED[kind](town, rng, about)
        return town, Late(kind, known, booked=booked, booked_earlier=before)
    if kind == "merger":
        return _merged(town, rng, about, known)
    staff = rng.choice(sorted(town.on(about)))
    if kind in {"account", "forgotten"}:
        return town, Late(kind, known, staff=staff)
    line = next(
        one
        for one in town.assignments
        if one[0] == staff and one[2] <= about and (one[3] is None or one[3] >= about)
    )
    lines, earlier = _entered_late(town, kind, rng, line, about)
    gone = earlier or {one for one in town.assignments if one[0] == staff and one[2] <= about}
    return _with_lines(town, gone, lines), Late(kind, known, lines=lines, earlier=earlier)


def _entered_late(
    town: RandomTown, kind: str, rng: random.Random, line: Line, about: date
) -> tuple[frozenset[Line], frozenset[Line]]:
    """Return the true lines of one person, and those that stood there before."""
    staff, section, from_on, to_on = line
    if kind == "transfer":
        into = rng.choice(sorted({one[1] for one in town.assignments} - {section}))
        return _split(line, into, about), frozenset({line})
    if kind == "hire":
        # Who came that day has no line before it, and is not on the roster until somebody enters it.
        return frozenset({(staff, section, about, to_on)}), frozenset()
    later = {one for one in town.assignments if one[0] == staff and one[2] > about}
    return frozenset({(staff, section, from_on, about)}), frozenset({line, *later})


def _split(line: Line, into: str, since: date) -> frozenset[Line]:
    staff, section, from_on, to_on = line
    after = (staff, into, since, to_on)
    if from_on >= since:
        return frozenset({after})
    return frozenset({(staff, section, from_on, since - timedelta(days=1)), after})


def _merged(
    town: RandomTown, rng: random.Random, about: date, known: date
) -> tuple[RandomTown, Late]:
    since = about.replace(day=1)
    gone, into = rng.sample(sorted(set(town.on(since).values())), 2)
    moved = {
        one
        for one in town.assignments
        if one[1] == gone and (one[3] is None or one[3] >= since) and one[2] < month_after(about)
    }
    lines = frozenset[Line]().union(*(_split(one, into, since) for one in sorted(moved, key=repr)))
    late = Late("merger", known, lines=lines, earlier=frozenset(moved))
    return _with_lines(town, moved, lines), late


def _with_lines(
    town: RandomTown, gone: set[Line] | frozenset[Line], lines: frozenset[Line]
) -> RandomTown:
    """Return a town with other roster lines; nobody did anything on a day that they are not there."""
    kept = [one for one in town.assignments if one not in gone]
    changed = replace(town, assignments=[*kept, *sorted(lines, key=lambda line: line[:3])])
    days = {day for uses in town.uses.values() for _, day in uses} | {day for _, day in town.sheets}
    there = {day: changed.on(day) for day in days}
    return replace(
        changed,
        uses={
            tool: {use for use in uses if use[0] in there[use[1]]}
            for tool, uses in town.uses.items()
        },
        sheets=Counter({key: n for key, n in town.sheets.items() if key[0] in there[key[1]]}),
    )
