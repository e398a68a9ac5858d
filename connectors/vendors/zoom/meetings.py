"""Meetings as the report API lists them per host: which entries are one meeting, and on which days it took place.

Zoom gives a meeting a new uuid each time it is started. If the host drops out and the meeting ends, the host
returns to the same meeting number under another uuid; for the participants it is one meeting. So the same
number of the same host, started again within `RETURNS_WITHIN` of its end, is one meeting. A personal room that
is used again later is another one.
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
    """One entry of the list, with one uuid."""

    host: str
    uuid: str
    number: str
    started_at: datetime | None
    ended_at: datetime | None
    count: int | None
    """The number of participants; None if the list does not say."""

    @property
    def was_alone(self) -> bool:
        """Whether the list shows at most one participant: Zoom creates no report of such a meeting."""
        return self.count is not None and self.count <= _NOBODY_ELSE

    def days(self, within: tuple[date, ...]) -> set[date]:
        """Return the days on which the meeting may have taken place; all of them if the list gives no times."""
        first = day_of(self.started_at) if self.started_at else None
        last = day_of(self.ended_at) if self.ended_at else None
        first, last = first or last, last or first
        if first is None or last is None:
            return set(within)
        return {day for day in within if min(first, last) <= day <= max(first, last)}


def read_meeting(host: str, listed: dict[str, Any]) -> Meeting:
    """Parse an entry of the list; the uuid is empty if the entry has none, and then no report can be requested."""
    uuid = listed.get("uuid")
    count = listed.get("participants_count")
    return Meeting(
        host,
        uuid if isinstance(uuid, str) else "",
        str(listed.get("id") or uuid),
        instant_of(listed.get("start_time")),
        instant_of(listed.get("end_time")),
        count if isinstance(count, int) else None,
    )


def instant_of(value: object) -> datetime | None:
    """Return an instant in UTC; None if it is missing or cannot be read."""
    try:
        return as_instant(datetime.fromisoformat(str(value)), UTC)
    except ValueError:
        return None


def names_of(meetings: Iterable[Meeting]) -> dict[str, str]:
    """Return uuid → the uuid of the whole meeting, which is the first one if a host came back."""
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
    listed = list(meetings)
    yield from (one for one in listed if one.started_at is None)
    dated = [one for one in listed if one.started_at is not None]
    yield from sorted(dated, key=attrgetter("started_at", "uuid"))


def _goes_on(earlier: Meeting, later: Meeting) -> bool:
    if earlier.ended_at is None or later.started_at is None:
        return False
    return later.started_at <= earlier.ended_at + RETURNS_WITHIN
