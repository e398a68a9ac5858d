"""Decides whether a reading of a source-day is plausible: an empty day counts as 0 only if proven or ordinary.

A reading is doubted in three cases: too many of its accounts are missing from the roster; it is empty although the
stream is seldom silent on such days; or it has less than half of the rows that the day had before. A doubted
reading deletes no facts, its day is neither 0 nor newly final, and it is read again. This module writes nothing:
`landing.py` does.
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
"""Maximum share of a day's accounts that may be missing from the roster; above it the reading is doubted."""
_TELLING = 10
"""Minimum accounts to judge a share by; a day with fewer is judged together with the days around it."""
_LONE = 3
"""Minimum unknown accounts to doubt a day on which any account is known: somebody left, or a room has an account."""

_AROUND = timedelta(days=60)
"""How far before and after a day similar days are looked for."""
_NEAREST = 10
"""Days of the same kind on each side of a silence from which the usual number of people is computed."""
_FIRST = 3
"""The same before a stream's first record: its first days tell whether use grew slowly or was there at once."""
_UNLIKELY = 0.01
"""Minimum Poisson probability of a silence (e^-(usual people * silent days)) for it to be ordinary."""
_OFTEN_USED = 2.0
"""Minimum people on a usual day. With fewer, one absence silences a stream for weeks: its silence is not doubted."""
_RESTS, _REST_SHARE = 3, 0.1
"""Minimum stretches of silence, and their minimum share, for a stream's silence to be ordinary."""

_TOGETHER = {"attendance": 10.0}
"""Shape → people who act together: they attend the same meeting, and a day without it is one event missing."""

_MANY_ROWS = 10
_DOUBTED_FOR = timedelta(days=14)
"""How long after a day settled a smaller reading is doubted; after that the source is believed."""
_COUNTS = {"use", "attendance", "print_job", "counter", "section_use"}
"""Shapes in which an empty working day is a finding; a hand-kept book has a line only when there is an entry."""


class Doubt(StrEnum):
    """Why a reading is doubted, as stored in the ledger."""

    STRANGERS = "strangers"
    """Too many unknown accounts. The facts are stored, but no model is built from them."""
    LOST = "lost"
    """The same, of a day that was matched before: the roster has lost accounts. The earlier facts stay."""
    EMPTY = "empty"
    """No row and no proof, although the day had rows before or silence is not ordinary."""
    FEWER = "fewer"
    """Less than half of the rows that the day had."""


REASONS = {
    Doubt.STRANGERS: Message("too many accounts of this day are not in the roster"),
    Doubt.LOST: Message(
        "too many accounts of this day are no longer in the roster; what was read before is kept"
    ),
    Doubt.EMPTY: Message("no record came, and the source does not show that there were none"),
    Doubt.FEWER: Message("less than half of the earlier records came; the earlier ones are kept"),
}
"""Doubt → the reason that the ledger gives."""


def find_doubts(
    stream: Stream,
    read: Mapping[date, DayRead],
    known: Mapping[date, SourceDay],
    *,
    proven: Collection[date],
    closures: Collection[date],
) -> dict[date, Doubt]:
    """Return the days of a slice whose reading is doubted, each with its reason.

    Args:
        stream: the stream.
        read: day → what was just read.
        known: day → its row in the ledger, for the whole stream: a day is compared with similar days.
        proven: days that the source proves complete (`Batch.is_proven`).
        closures: closed days other than weekends and public holidays.
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
    """Whether a day with a doubted reading keeps its earlier facts; false if it has none."""
    return doubt != Doubt.STRANGERS and before is not None and before.rows > 0


def resting_days(
    stream: Stream,
    missing: Iterable[date],
    read: Mapping[date, DayRead],
    known: Mapping[date, SourceDay],
    *,
    closures: Collection[date],
) -> list[date]:
    """Return the closed days without a batch that are not gaps.

    The stream is hardly used on such days, and the day before was read. Example: a log's last line is of Friday,
    and no file was written on Saturday.

    Args:
        stream: the stream.
        missing: the days without a batch.
        read: day → what was just read.
        known: day → its row in the ledger.
        closures: closed days other than weekends and public holidays.
    """
    if stream.grain != "day" or stream.shape.name not in _COUNTS:
        return []
    silence = _Silence(stream, read, known, closures)
    known_days = {day_on for day_on, day in known.items() if day.is_landed and not day.doubt} | set(
        read
    )
    resting = []
    for day_on in sorted(missing):
        is_kept = day_on in known and known[day_on].is_landed
        if is_kept or is_working_day(day_on, closures):
            continue
        if day_on - timedelta(days=1) in known_days and silence.is_usual(day_on):
            resting.append(day_on)
            known_days.add(day_on)
    return resting


def _has_shrunk(stream: Stream, day: DayRead, had: int) -> bool:
    settled = day_after(stream, day.day_on) + timedelta(days=stream.settle_days)
    is_long_settled = day.read_on > settled + _DOUBTED_FOR
    return had >= _MANY_ROWS and 2 * day.rows < had and not is_long_settled


class _Accounts:
    """How many accounts acted on each day, and how many of them are missing from the roster."""

    def __init__(self, read: Mapping[date, DayRead], known: Mapping[date, SourceDay]) -> None:
        counts: dict[date, tuple[int, int]] = {
            day_on: (day.accounts or 0, day.strangers or 0) for day_on, day in known.items()
        }
        counts |= {day_on: (day.accounts, day.strangers) for day_on, day in read.items()}
        self._counts = counts
        self._days = sorted(counts)

    def are_strangers(self, day_on: date) -> bool:
        """Whether too large a share of the day's accounts is missing from the roster."""
        accounts, strangers = self._counts[day_on]
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
        around = [self._counts[one] for one in self._days[first:last]]
        return sum(one for one, _ in around), sum(one for _, one in around)


class _Silence:
    """A stream's silent days, compared with days of the same kind (working or closed)."""

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
        """Whether a day without a record is ordinary for this stream.

        The day's stretch of silence is compared with days of the same kind before and after the stretch, never with
        the stretch itself: otherwise a long outage would become ordinary by its own length.
        """
        length, before, after = self._around(day_on)
        around = [*before, *after]
        busy = sum(count > 0 for count in around)
        is_working = is_working_day(day_on, self._closures)
        if busy < (1 if is_working else _RESTS):
            return not is_working
        # The quieter side counts: a tool that begins or goes out of use is not measured by its best weeks.
        nearest = _NEAREST if any(before) else _FIRST
        sides = [side for side in (before[-nearest:], after[:nearest]) if any(side)]
        usual = min(sum(side) / len(side) for side in sides)
        is_likely = usual < _OFTEN_USED or exp(-usual * length) >= _UNLIKELY
        rests = _stretches(before) + _stretches(after)
        return is_likely or (rests >= _RESTS and rests >= _REST_SHARE * (rests + busy))

    def is_usual(self, day_on: date) -> bool:
        """Whether hardly anybody acts on days of the same kind."""
        _, before, after = self._around(day_on)
        return sum((*before, *after)) < _OFTEN_USED * max(1, len(before) + len(after))

    def _around(self, day_on: date) -> tuple[int, list[float], list[float]]:
        """Return the length of the silence in days, and the people on each day of the same kind before and after it."""
        like = self._days[is_working_day(day_on, self._closures)]
        first, last = self._stretch(like, day_on)
        silent = like[first : last + 1] or [day_on]
        before = [one for one in like[:first] if one >= silent[0] - _AROUND]
        after = [one for one in like[last + 1 :] if one <= silent[-1] + _AROUND]
        people = self._people
        return len(silent), [people[one] for one in before], [people[one] for one in after]

    def _stretch(self, like: Sequence[date], day_on: date) -> tuple[int, int]:
        """Return the indexes of the first and last day of a day's silence; last < first if there is none."""
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
    """Count the stretches of silence in people per day."""
    count, was_silent = 0, False
    for one in people:
        count += not one and not was_silent
        was_silent = not one
    return count
