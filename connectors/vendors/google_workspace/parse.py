"""Parse activities into Arrow columns of a stream's shape; only declared parameters are read.

Records that are not a person's own act, and unreadable ones, are left out and counted; the others are kept.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import as_instant, day_of
from connectors.vendors.google_workspace.acts import ONE_FOR_ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.vendors.google_workspace.api.client import Activity
    from connectors.vendors.google_workspace.streams import ApplicationReport
    from connectors.vendors.google_workspace.tally import RecordCounts

_VALUES = ("value", "boolValue", "intValue")
_JAPAN = pa.scalar(timedelta(hours=9), pa.duration("us"))
"""Japan's UTC offset, constant since 1951: nine hours without daylight saving time."""
_FLAGS = {True: True, False: False, "true": True, "false": False}
_LONGEST = timedelta(days=2)
"""Maximum length of a connection; Google ends a meeting within a day."""
_OF_ANOTHER_FORM = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)


def instant_of(activity: Activity) -> datetime:
    """Return an activity's time in UTC.

    Raises:
        KeyError, TypeError, ValueError: the time is missing or unreadable.
    """
    return as_instant(datetime.fromisoformat(activity["id"]["time"]))


@dataclass(slots=True)
class Oldest:
    """The oldest records of a sequence of pages: those at its earliest instant."""

    at: datetime | None = None
    seen: set[str] = field(default_factory=set)

    def note(self, page: list[Activity]) -> None:
        """Update the oldest records with a page."""
        for at, record in _identities(page):
            if self.at is None or at < self.at:
                self.at, self.seen = at, set()
            if at == self.at:
                self.seen.add(record)

    def misses(self, page: list[Activity]) -> bool:
        """Whether a page holds older records, or unseen ones at the same instant."""
        return any(
            self.at is None or at < self.at or (at == self.at and record not in self.seen)
            for at, record in _identities(page)
        )


def _identities(page: list[Activity]) -> Iterator[tuple[datetime, str]]:
    for activity in page:
        try:
            at = instant_of(activity)
            yield at, "|".join((*_record(activity, at), str(activity["id"].get("uniqueQualifier"))))
        except _OF_ANOTHER_FORM:
            continue


def read_page(report: ApplicationReport, page: list[Activity], tally: RecordCounts) -> pa.Table:
    """Return a page's rows in the stream's arriving schema; count in `tally` the records without a row."""
    shape = report.stream.shape
    rows: list[tuple[Any, ...]] = []
    times: list[datetime] = []
    for activity in page:
        tally.records += 1
        at = None
        try:
            at = instant_of(activity)
            if not tally.is_a_persons(activity):
                continue
            for row in _rows(report, activity, at, tally):
                rows.append(row)
                times.append(at)
        except _OF_ANOTHER_FORM:
            tally.odd_on[day_of(at) if at else None] += 1
    days = pc.add(pa.array(times, pa.timestamp("us", tz="UTC")), _JAPAN).cast(pa.date32())
    names = [name for name in shape.arriving.names if name != "day_on"]
    columns = dict(zip(names, zip(*rows, strict=True) if rows else ([],) * len(names), strict=True))
    return pa.table(
        [
            days if one.name == "day_on" else pa.array(columns[one.name], one.type)
            for one in shape.arriving
        ],
        schema=shape.arriving,
    )


def _rows(
    report: ApplicationReport, activity: Activity, at: datetime, tally: RecordCounts
) -> Iterator[tuple[Any, ...]]:
    read = _attendance if report.stream.shape is ATTENDANCE else _use
    for index, event in enumerate(activity.get("events") or ()):
        name = event["name"]
        if name in report.actions:
            found = dict(_parameters(report, event))
            # Some records hold a boolean as text.
            if found.get("primary_event") not in (False, "false"):
                yield read(report, activity, event, found, at, index)
        elif name not in report.left_out:
            tally.note_unknown(name)


def _parameters(report: ApplicationReport, event: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    wanted = report.parameters
    for parameter in (event.get("parameters") or ()) if wanted else ():
        name = parameter.get("name")
        if name in wanted:
            for kind in _VALUES:
                if kind in parameter:
                    yield name, parameter[kind]
                    break


def _record(activity: Activity, at: datetime) -> tuple[str, ...]:
    """Return the parts that identify a record without its qualifier; equal times in two notations are equal."""
    identity = activity["id"]
    return (
        identity.get("applicationName") or "",
        identity.get("customerId") or "",
        at.isoformat(),
        # Google's qualifier distinguishes records of one time; with the account, two people's records never
        # collide.
        _account(activity) or "",
    )


def _identity(
    activity: Activity, event: dict[str, Any], index: int, found: dict[str, Any], at: datetime
) -> str:
    qualifier = activity["id"].get("uniqueQualifier")
    if event.get("name") in ONE_FOR_ALL:
        qualifier, index = event["name"], 0
    elif qualifier is None:
        # Records from before 2015 have no qualifier: their content identifies them.
        words = repr((event.get("name"), sorted(found.items())))
        qualifier = hashlib.sha256(words.encode()).hexdigest()
    return "|".join((*_record(activity, at), str(qualifier), str(index)))


def _account(activity: Activity) -> str | None:
    account = (activity.get("actor") or {}).get("email") or None
    if not isinstance(account, str | None):
        raise TypeError
    return account


def _use(
    report: ApplicationReport,
    activity: Activity,
    event: dict[str, Any],
    found: dict[str, Any],
    at: datetime,
    index: int,
) -> tuple[Any, ...]:
    """Return event, occurred_at, account, tool, action, vendor_action, document and uses."""
    name = event["name"]
    document = found.get(report.document) if report.document else None
    return (
        _identity(activity, event, index, found, at),
        at,
        _account(activity),
        report.stream.tools[0],
        report.actions[name],
        name,
        None if document is None else str(document),
        1,
    )


def _attendance(
    _: ApplicationReport,
    activity: Activity,
    event: dict[str, Any],
    found: dict[str, Any],
    at: datetime,
    index: int,
) -> tuple[Any, ...]:
    """Return event, meeting, account, started_at, ended_at and is_guest."""
    lasted = timedelta(seconds=max(0, int(found.get("duration_seconds", 0))))
    if lasted > _LONGEST:
        raise ValueError("no length of a connection")
    began = found.get("start_timestamp_seconds")
    started_at = as_instant(datetime.fromtimestamp(int(began), UTC)) if began else at - lasted
    account = _account(activity)
    is_external = _FLAGS.get(found.get("is_external"))
    is_room = (activity.get("actor") or {}).get("callerType") == "KEY" and is_external is False
    # Older records do not say who is external; then the roster decides.
    is_guest = is_external if account else not is_room
    named = ("conference_id", "meeting_code", "livestream_view_page_id")
    meeting = next((found[name] for name in named if found.get(name)), None)
    return (
        _identity(activity, event, index, found, at),
        str(meeting or _identity(activity, event, 0, found, at)),
        None if is_guest else account,
        started_at,
        started_at + lasted,
        is_guest,
    )
