"""What a reading of a source-day is believed: zero is a number, and so has to be shown or be ordinary.

A reading is doubted if too many of its accounts are on no line of the roster (it was not understood), if it is
empty where the stream never rests, or if it lost more than half of what the day had. A doubted reading takes no
facts away, its day is never 0 and never final, and it is read again.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from enum import StrEnum
from math import exp
from typing import TYPE_CHECKING

from connectors.contract.messages import Message
from warehouse.calendar import is_working_day
from warehouse.facts.ledger import day_after

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from connectors.contract.streams import Stream
    from warehouse.facts.ledger import DayRead, SourceDay

FEW_OWNED = 0.25
"""A day of which a larger share of accounts is on no line of the roster was not understood."""
_TELLING = 10
"""So many accounts say something of a share; a smaller day is judged together with the days around it."""
_LONE = 3
"""Fewer unknown accounts than this prove nothing, as long as any account is known: somebody left, a room has one."""

_AROUND = timedelta(days=60)
_NEAREST = 10
"""So many days of its kind on either side of a silence say how many people are usual there."""
_FIRST = 3
"""Before the first record of a stream so many days after it say whether it grew from nothing or was there at once."""
_UNLIKELY = 0.01
_OFTEN_USED = 2.0
"""People on a usual day. A stream of fewer rests for weeks when one of them is away: it is never doubted."""
_RESTS, _REST_SHARE = 3, 0.1
"""A stream that was silent so often, in so large a share of its stretches, rests now and then."""

_TOGETHER = {"attendance": 10.0}
"""Shape → people who act as one: those of a meeting come together, and a day without a meeting is one thing absent."""

_MANY_ROWS = 10
_DOUBTED_FOR = timedelta(days=14)
"""A day that stays so much smaller for so long after it settled is what its source has to say of it."""
_COUNTS = {"use", "attendance", "print_job", "counter", "section_use"}
"""Shapes of which a working day without a row says something; a book has a line when there is something to write."""


class Doubt(StrEnum):
    """Why a reading is not believed, as the ledger notes it."""

    STRANGERS = "strangers"
    """It was not understood; its facts are there, and nothing is built from them."""
    LOST = "lost"
    """It was understood once, and would not be now: the roster has lost accounts."""
    EMPTY = "empty"
    FEWER = "fewer"


REASONS = {
    Doubt.STRANGERS: Message("too many accounts of this day are on no line of the roster"),
    Doubt.LOST: Message(
        "too many accounts of this day are no longer in the roster; what was read before is kept"
    ),
    Doubt.EMPTY: Message("no record came, and nothing shows that there was none"),
    Doubt.FEWER: Message("less than half of the records of before came; those of before are kept"),
}
"""What the ledger says of a doubted day."""


def find_doubts(
    stream: Stream,
    read: Mapping[date, DayRead],
    known: Mapping[date, SourceDay],
    *,
    proven: Collection[date],
    closures: Collection[date],
) -> dict[date, Doubt]:
    """Return the days of a slice whose reading is not believed, and why.

    Args:
        stream: the stream.
        read: day → what was just read of it.
        known: day → what the ledger says of it; the whole stream, of which a day's like are asked.
        proven: days of which the source proves that it told all.
        closures: the days on which the town hall is closed besides week-ends and holidays.
    """
    doubts: dict[date, Doubt] = {}
    people = _Accounts(read, known)
    silence = _Silence(stream, read, known, closures)
    for day_on, day in read.items():
        before = known.get(day_on)
        had = before.rows if before else 0
        if people.are_strangers(day_on):
            was_understood = before is not None and had and before.doubt != Doubt.STRANGERS
            doubts[day_on] = Doubt.LOST if was_understood else Doubt.STRANGERS
        elif day_on in proven or stream.grain != "day" or stream.shape.name not in _COUNTS:
            continue
        elif not day.rows:
            if had or not silence.is_ordinary(day_on):
                doubts[day_on] = Doubt.EMPTY
        elif _has_shrunk(stream, day, had):
            doubts[day_on] = Doubt.FEWER
    return doubts


def keeps_facts(doubt: Doubt, before: SourceDay | None) -> bool:
    """Whether a day keeps the facts that it has; where it has none there is nothing to keep."""
    return doubt != Doubt.STRANGERS and before is not None and before.rows > 0


def resting_days(
    stream: Stream,
    missing: Iterable[date],
    read: Mapping[date, DayRead],
    known: Mapping[date, SourceDay],
    *,
    closures: Collection[date],
) -> list[date]:
    """Return closed days without a batch that are no gap: the stream rests on such days and told of the one before.

    A log's last line is Friday's, and Saturday's file was never written.
    """
    if stream.grain != "day" or stream.shape.name not in _COUNTS:
        return []
    silence = _Silence(stream, read, known, closures)
    told = {day_on for day_on, day in known.items() if day.is_landed and not day.doubt} | set(read)
    resting = []
    for day_on in sorted(missing):
        is_kept = day_on in known and known[day_on].is_landed
        if is_kept or is_working_day(day_on, closures):
            continue
        if day_on - timedelta(days=1) in told and silence.is_usual(day_on):
            resting.append(day_on)
            told.add(day_on)
    return resting


def _has_shrunk(stream: Stream, day: DayRead, had: int) -> bool:
    settled = day_after(stream, day.day_on) + timedelta(days=stream.settle_days)
    is_told_long_since = day.read_on > settled + _DOUBTED_FOR
    return had >= _MANY_ROWS and 2 * day.rows < had and not is_told_long_since


class _Accounts:
    """How many accounts acted on each day, and how many of them nobody knows."""

    def __init__(self, read: Mapping[date, DayRead], known: Mapping[date, SourceDay]) -> None:
        told: dict[date, tuple[int, int]] = {
            day_on: (day.accounts or 0, day.strangers or 0) for day_on, day in known.items()
        }
        told |= {day_on: (day.accounts, day.strangers) for day_on, day in read.items()}
        self._told = told
        self._days = sorted(told)

    def are_strangers(self, day_on: date) -> bool:
        """Whether too large a share of the day's accounts is on no line of the roster."""
        accounts, strangers = self._told[day_on]
        if not strangers:
            return False
        for days in range(1, _AROUND.days):
            if accounts >= _TELLING:
                break
            accounts, strangers = self._within(day_on, timedelta(days=days))
        is_more_than_a_few = strangers >= _LONE or strangers == accounts
        return is_more_than_a_few and strangers > FEW_OWNED * accounts

    def _within(self, day_on: date, reach: timedelta) -> tuple[int, int]:
        first = bisect_left(self._days, day_on - reach)
        last = bisect_right(self._days, day_on + reach)
        around = [self._told[one] for one in self._days[first:last]]
        return sum(one for one, _ in around), sum(one for _, one in around)


class _Silence:
    """The days on which a stream told nothing, among the days of their kind: working days, or closed ones."""

    def __init__(
        self,
        stream: Stream,
        read: Mapping[date, DayRead],
        known: Mapping[date, SourceDay],
        closures: Collection[date],
    ) -> None:
        people = {
            day_on: float(day.rows if day.accounts is None else max(day.accounts, day.rows > 0))
            for day_on, day in known.items()
            if day.is_landed and (day.rows or day.state != "incomplete" or day.doubt == Doubt.EMPTY)
        }
        people |= {day_on: float(max(day.accounts, day.rows > 0)) for day_on, day in read.items()}
        together = _TOGETHER.get(stream.shape.name, 1.0)
        self._people = {day_on: count / together for day_on, count in people.items()}
        self._closures = frozenset(closures)
        self._days: dict[bool, list[date]] = {True: [], False: []}
        for day_on in sorted(people):
            self._days[is_working_day(day_on, self._closures)].append(day_on)

    def is_ordinary(self, day_on: date) -> bool:
        """Whether a day without a record is nothing out of the way for this stream.

        The stretch of silence in which it lies is held against the days of its kind around the stretch, and never
        against itself: an outage of weeks does not become ordinary by its own length.
        """
        length, before, after = self._around(day_on)
        around = [*before, *after]
        told = sum(count > 0 for count in around)
        is_working = is_working_day(day_on, self._closures)
        if told < (1 if is_working else _RESTS):
            return not is_working
        # The quieter side counts: a tool that is just beginning, or going out of use, is not held to its best weeks.
        nearest = _NEAREST if any(before) else _FIRST
        sides = [side for side in (before[-nearest:], after[:nearest]) if any(side)]
        usual = min(sum(side) / len(side) for side in sides)
        is_likely = usual < _OFTEN_USED or exp(-usual * length) >= _UNLIKELY
        rests = _stretches(before) + _stretches(after)
        return is_likely or (rests >= _RESTS and rests >= _REST_SHARE * (rests + told))

    def is_usual(self, day_on: date) -> bool:
        """Whether on days of its kind hardly anybody acts."""
        _, before, after = self._around(day_on)
        return sum((*before, *after)) < _OFTEN_USED * max(1, len(before) + len(after))

    def _around(self, day_on: date) -> tuple[int, list[float], list[float]]:
        """Return the length of the stretch of silence, and how many acted on the days of its kind before and after."""
        like = self._days[is_working_day(day_on, self._closures)]
        first, last = self._stretch(like, day_on)
        silent = like[first : last + 1] or [day_on]
        before = [one for one in like[:first] if one >= silent[0] - _AROUND]
        after = [one for one in like[last + 1 :] if one <= silent[-1] + _AROUND]
        people = self._people
        return len(silent), [people[one] for one in before], [people[one] for one in after]

    def _stretch(self, like: Sequence[date], day_on: date) -> tuple[int, int]:
        """Return the places of the first and last of the silent days around one; empty where it is not known."""
        place = bisect_left(like, day_on)
        first, last = place, place - 1
        while first > 0 and not self._people[like[first - 1]]:
            first -= 1
        while last + 1 < len(like) and (
            like[last + 1] == day_on or not self._people[like[last + 1]]
        ):
            last += 1
        return first, last


def _stretches(people: Iterable[float]) -> int:
    """Count the stretches of silence."""
    count, was_silent = 0, False
    for one in people:
        count += not one and not was_silent
        was_silent = not one
    return count
