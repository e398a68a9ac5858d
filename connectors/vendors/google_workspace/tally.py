"""Tally Google's records that do not count as use, by reason. It may show only the vendor's event and field names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import StopStream
from connectors.contract.messages import Message
from connectors.contract.streams import Finding, may_be_a_count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from connectors.contract.streams import Stream
    from connectors.vendors.google_workspace.api.client import Activity

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,59}")
_MOST_NAMES = 8
_BESIDE_ONE = 4
"""A day is complete if it has at least this many readable records per unreadable one: four fifths, as for log lines."""
_YES = (True, "true")
"""Some records hold a boolean as text."""


@dataclass(slots=True)
class RecordCounts:
    """The records of one stream that were read, and those that gave no row."""

    records: int = 0
    by_programs: int = 0
    by_agents: int = 0
    odd_on: Counter[date | None] = field(default_factory=Counter)
    """Unreadable records by day; None if the day is unreadable too."""
    unknown: Counter[str] = field(default_factory=Counter)
    undeclared: set[str] = field(default_factory=set)

    @property
    def odd(self) -> int:
        """The number of unreadable records."""
        return self.odd_on.total()

    def spoils(self, day_on: date, rows: int) -> bool:
        """Whether too many of a day's records are unreadable; a record without a day may be of any day."""
        return (self.odd_on[day_on] + self.odd_on[None]) * _BESIDE_ONE > rows

    def add(self, other: RecordCounts) -> None:
        """Add the counts of another slice of the same stream."""
        self.records += other.records
        self.by_programs += other.by_programs
        self.by_agents += other.by_agents
        self.odd_on += other.odd_on
        self.unknown += other.unknown
        self.undeclared |= other.undeclared

    def is_a_persons(self, activity: Activity) -> bool:
        """Whether a person did it; counts acts of a program or an AI agent in a person's name."""
        actor = activity.get("actor") or {}
        if activity.get("isAgenticAction") in _YES or actor.get("agentAttributionInfo"):
            self.by_agents += 1
            return False
        if (actor.get("applicationInfo") or {}).get("impersonation") in _YES:
            self.by_programs += 1
            return False
        return True

    def note_unknown(self, name: str) -> None:
        """Count an event name that `acts` does not know."""
        self.unknown[_shown(name)] += 1

    def look_at_keys(self, stream: Stream, page: list[Any], *, source: str) -> None:
        """Record undeclared keys, which are not read.

        Raises:
            StopStream: a key could hold a count, so that a record would be more than one act.
        """
        declared = {one.name for one in stream.fields}
        tops = {name.split(".")[0] for name in declared} - {"parameters"}
        for activity in page:
            if not isinstance(activity, dict):
                continue
            parts: list[tuple[str, object]] = [("id.", activity.get("id"))]
            parts.append(("actor.", activity.get("actor")))
            events = activity.get("events")
            parts += [("events.", one) for one in (events if isinstance(events, list) else ())]
            new = {key: value for key, value in activity.items() if key not in tops}
            for prefix, part in parts:
                if isinstance(part, dict) and not {f"{prefix}{key}" for key in part} <= declared:
                    new |= {
                        f"{prefix}{key}": value
                        for key, value in part.items()
                        if f"{prefix}{key}" not in declared
                    }
            for name, value in new.items():
                self._note_key(name, value, f"source {source}, stream {stream.name}")

    def _note_key(self, name: str, value: object, place: str) -> None:
        if may_be_a_count(value):
            raise StopStream(
                Message("undeclared field {name!r}, which could hold a count", name=_shown(name)),
                place=place,
                next_step=Message(
                    "the vendor has begun to send it: declare it keep, pseudonymise or drop"
                ),
            )
        self.undeclared.add(_shown(name))

    def findings(self, place: str) -> Iterator[Finding]:
        """Yield facts for the operator; none of them requires action."""
        if count := self.by_programs:
            thing = Message(
                "{count} acts of a program in a person's name are not counted", count=count
            )
            yield Finding(is_ok=True, thing=thing, place=place)
        if count := self.by_agents:
            thing = Message(
                "{count} acts of an AI agent in a person's name are not counted", count=count
            )
            yield Finding(is_ok=True, thing=thing, place=place)
        if self.unknown:
            names = ", ".join(f"{name} ({n})" for name, n in self.unknown.most_common(_MOST_NAMES))
            yield Finding(
                is_ok=True,
                thing=Message(
                    "{count} events of kinds that this program does not know are not counted: {names}",
                    count=self.unknown.total(),
                    names=names,
                ),
                place=place,
            )
        if self.undeclared:
            names = ", ".join(sorted(self.undeclared)[:_MOST_NAMES])
            yield Finding(
                is_ok=True,
                thing=Message("new fields are left unread: {names}", names=names),
                place=place,
            )


def _shown(name: object) -> str:
    """Return a name if it has the form of a vendor's name, else a placeholder."""
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "(?)"
