"""Simulates online meetings: who was connected and when, with guests, rooms, reconnects and rejoins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random

_OPENS_MS = 32_400_000
_SLOT_MS = 1_800_000
_SLOTS = 15
_GUEST, _ROOM, _RECONNECT = 0.25, 0.15, 0.08


class Call(NamedTuple):
    """One connection of one participant to one meeting; `who` is None for guests and rooms."""

    joined_ms: int
    left_ms: int
    who: str | None
    meeting: int
    organizer: str
    is_guest: bool
    connection: int


def hold_meetings(
    calls: list[Call],
    rng: Random,
    attending: list[tuple[str, str]],
    start_ms: int,
    serial: int,
) -> None:
    """Assign the people who attend a meeting on this day to meetings, mostly with their own section.

    Meetings lie between 9:00 and 18:00; a reconnect is a second connection of the same person.

    Args:
        calls: the list to which the connections are appended.
        rng: the day's random numbers.
        attending: staff number and section of everyone who attends a meeting.
        start_ms: the first millisecond of the day.
        serial: number of the day in the period, from which the meetings' numbers are derived.
    """
    seats = sorted(attending, key=lambda pair: (pair[1], pair[0]))
    if rng.random() < 0.3:  # noqa: PLR2004 - on some days sections meet one another
        rng.shuffle(seats)
    place = 0
    number = serial * 100
    while place < len(seats):
        size = rng.randint(1, 5)
        people = [who for who, _ in seats[place : place + size]]
        place += size
        number += 1
        opens = start_ms + _OPENS_MS + _SLOT_MS * rng.randint(0, _SLOTS)
        _connect(calls, rng, people, number, opens)


def _connect(calls: list[Call], rng: Random, people: list[str], meeting: int, opens: int) -> None:
    minutes = rng.choice((15, 25, 30, 45, 55))
    organizer = people[0]
    connections: list[tuple[str | None, bool]] = [(who, False) for who in people]
    # A person without colleagues in the meeting meets someone from outside.
    if len(people) == 1 or rng.random() < _GUEST:
        connections += [(None, True)] * rng.randint(1, 3)
    if rng.random() < _ROOM:
        connections.append((None, False))
    for place, (who, is_guest) in enumerate(connections):
        joined = opens + int(rng.random() * 150_000)
        left = opens + minutes * 60_000 + int(rng.random() * 120_000)
        if rng.random() < _RECONNECT:
            dropped = joined + (left - joined) // 2
            calls.append(Call(joined, dropped, who, meeting, organizer, is_guest, place))
            joined = dropped + 20_000 + int(rng.random() * 40_000)
        calls.append(Call(joined, left, who, meeting, organizer, is_guest, place))
