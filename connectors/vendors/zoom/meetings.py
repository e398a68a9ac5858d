"""A host's meetings as the report API lists them: which are one meeting, and on which days they were.

Zoom gives a meeting a new uuid each time it is begun. A host who drops, and whose meeting ends with that, comes back
to the same meeting number under another uuid; to the people in it, it was one meeting. So one number of one host, begun
again within `RETURNS_WITHIN` of its end, is one meeting. A personal room that is used again later is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from connectors.contract.streams import as_instant, day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RETURNS_WITHIN = timedelta(minutes=15)
_NOBODY_ELSE = 1


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of the list: one uuid."""

    host: str
    uuid: str
    number: str
    started_at: datetime | None
    ended_at: datetime | None
    count: int | None
    """How many were in it; None if the list does not say."""

    @property
    def was_alone(self) -> bool:
        """Whether the list says that nobody met anybody: of such a meeting Zoom makes no report."""
        return self.count is not None and self.count <= _NOBODY_ELSE

    def days(self, within: tuple[date, ...]) -> set[date]:
        """Return those of the days on which it may have been; all of them where the list does not say when."""
        first = day_of(self.started_at) if self.started_at else None
        last = day_of(self.ended_at) if self.ended_at else None
        first, last = first or last, last or first
        if first is None or last is None:
            return set(within)
        return {day for day in within if min(first, last) <= day <= max(first, last)}


def read_meeting(host: str, told: dict[str, Any]) -> Meeting:
    """Return a meeting of the list; its uuid is empty if it has none to ask its report by."""
    uuid = told.get("uuid")
    count = told.get("participants_count")
    return Meeting(
        host,
        uuid if isinstance(uuid, str) else "",
        str(told.get("id") or uuid),
        instant_of(told.get("start_time")),
        instant_of(told.get("end_time")),
        count if isinstance(count, int) else None,
    )


def instant_of(value: object) -> datetime | None:
    """Return an instant in UTC; None where none is written, or none that can be read."""
    try:
        return as_instant(datetime.fromisoformat(str(value)), UTC)
    except ValueError:
        return None


def names_of(meetings: Iterable[Meeting]) -> dict[str, str]:
    """Return uuid → the uuid that stands for the whole meeting: the first, where a host came back."""
    names: dict[str, str] = {}
    before: dict[tuple[str, str], Meeting] = {}
    for one in _in_order(meetings):
        key = (one.host, one.number)
        earlier = before.get(key)
        if earlier and _goes_on(earlier, one):
            names[one.uuid] = names[earlier.uuid]
        else:
            names[one.uuid] = one.uuid
        if one.started_at and one.ended_at:
            before[key] = one
    return names


def _in_order(meetings: Iterable[Meeting]) -> Iterator[Meeting]:
    told = list(meetings)
    yield from (one for one in told if one.started_at is None)
    dated = [one for one in told if one.started_at is not None]
    yield from sorted(dated, key=attrgetter("started_at", "uuid"))


def _goes_on(earlier: Meeting, later: Meeting) -> bool:
    if earlier.ended_at is None or later.started_at is None:
        return False
    return later.started_at <= earlier.ended_at + RETURNS_WITHIN
