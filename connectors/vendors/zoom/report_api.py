"""The report API of Zoom's paid plans as a source: hosts, their meetings, and who attended from when to when.

A rejoin is a further row of the same meeting, and so is a breakout room. Guests are only counted. Names and
topics must not be kept. A meeting that cannot be read leaves out its own days and no others.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from connectors.contract.errors import NotYet, SkipPart
from connectors.contract.findings import try_out
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.shapes import ATTENDANCE
from connectors.contract.streams import Batch, Field, Handling, Stream, day_of
from connectors.io.logs.file_source import identity
from connectors.vendors.zoom.meetings import Meeting, instant_of, names_of, read_meeting
from connectors.vendors.zoom.refusals import NoParticipantsReport, OfOne

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from connectors.contract.streams import Finding, Window
    from connectors.vendors.zoom.client import Client
    from connectors.vendors.zoom.settings import Settings

STREAM = Stream(
    "meetings",
    ATTENDANCE,
    (
        Field("uuid", Handling.PSEUDONYMISE, "the meeting, once it was begun"),
        Field(
            "id", Handling.PSEUDONYMISE, "the meeting's number, which stays when it is begun again"
        ),
        Field(
            "user_email", Handling.PSEUDONYMISE, "who; empty for most people outside the account"
        ),
        Field("internal_user", Handling.KEEP, "of the account itself"),
        Field("bo_mtg_id", Handling.PSEUDONYMISE, "the breakout room; part of the identity"),
        Field("user_id", Handling.PSEUDONYMISE, "the connection; part of the identity"),
        Field("name", Handling.DROP, "the name; part of the identity of a guest's row"),
        Field("join_time", Handling.KEEP, "when the participant joined"),
        Field("leave_time", Handling.KEEP, "when the participant left"),
        Field("status", Handling.KEEP, "in the meeting, or still in the waiting room"),
        Field("start_time", Handling.KEEP, "when the meeting began"),
        Field("end_time", Handling.KEEP, "when the meeting ended"),
        Field("participants_count", Handling.KEEP, "how many the meeting had"),
        Field("topic", Handling.DROP, "the meeting's title"),
    ),
    tools=("meetings",),
    settle_days=3,
    # Zoom reports on the last six months, at most one month per request.
    retention_days=175,
    slice_days=25,
    # Zoom adds fields without notice; only the fields above are read.
    undeclared="drop",
)
_BEFORE_DAYS = 2
"""Days by which the list starts before the window.

A meeting may begin the day before, and Zoom's days may be in another time zone.
"""
_LATEST_REPORT = timedelta(days=2)
"""How long a missing report is normal; Zoom creates it within a day of the meeting's end."""
_AWAITED_FOR = timedelta(days=14)
_WAITS = "in_waiting_room"
_REACH_DAYS = 25


class ReportApi:
    """One Zoom account as a source, through the report API."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = (STREAM,)
        self._settings = settings
        self._now = now

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield a batch for every day whose meetings all have their report.

        Raises:
            Retry: Zoom is busy or unreachable, or pages were lost.
            StopSource: credentials, scopes or plan are wrong.
            NotYet: raised last: a recent meeting has no report yet; its days are left out.
            SkipPart: raised last: a meeting has no report or cannot be read; its days are left out.
        """
        days: dict[date, list[dict[str, object]]] = {day: [] for day in window.days}
        unread: set[date] = set()
        broken: list[SkipPart] = []
        with self._client() as client:
            meetings = self._meetings(client, window, broken)
            # If a host's list is missing, its meetings may be of any day.
            is_partial = bool(broken)
            names = names_of(meetings)
            unreadable: list[SkipPart] = []
            for meeting in meetings:
                try:
                    rows = list(self._rows(client, meeting, names[meeting.uuid], days.keys()))
                except SkipPart as error:
                    unreadable.append(error)
                    if missed := meeting.days(window.days):
                        unread |= missed
                        broken.append(self._error_of_report(error, meeting))
                    continue
                for row in rows:
                    days[row["day_on"]].append(row)  # type: ignore[index]  # a date, as in days
            _raise_if_all(unreadable, len(meetings))
        for day, rows in days.items():
            if day not in unread:
                yield Batch(day, to_table(stream.shape, rows), is_partial=is_partial)
        if broken:
            raise next((one for one in broken if not isinstance(one, NotYet)), broken[0])

    def _error_of_report(self, error: SkipPart, meeting: Meeting) -> SkipPart:
        """Return the error to report for a meeting: within two days of its end a missing report is only `NotYet`.

        After two weeks it is `NotYet` again: Zoom will not create the report any more and nobody can act on it,
        so its days stay missing.
        """
        over = meeting.ended_at or meeting.started_at
        if not isinstance(error, NoParticipantsReport) or over is None:
            return error
        if _LATEST_REPORT < self._now() - over < _AWAITED_FOR:
            return error
        return NotYet(error.thing, place=error.place, next_step=error.next_step)

    def _client(self) -> Client:
        from connectors.vendors.zoom.client import Client  # noqa: PLC0415 - imported only when the source is used

        return Client(self._settings)

    def _meetings(self, client: Client, window: Window, broken: list[SkipPart]) -> list[Meeting]:
        """Return the meetings of all hosts, each once; problems with the lists are added to `broken`."""
        asked = {
            "from": str(window.start - timedelta(days=_BEFORE_DAYS)),
            "to": str(window.end - timedelta(days=1)),
        }
        meetings: dict[str, Meeting] = {}
        hosts = 0
        for entry in client.pages(
            "/report/users", "users", asked | {"type": "active"}, place="hosts"
        ):
            host = entry.get("id")
            if not isinstance(host, str) or not host:
                broken.append(_odd(Message("a host has no id"), self.name))
                continue
            hosts += 1
            path = f"/report/users/{quote(host, safe='')}/meetings"
            try:
                listed = client.of_one(path, "meetings", asked, place="report of a host's meetings")
            except SkipPart as error:
                broken.append(error)
                continue
            for meeting in (read_meeting(host, one) for one in listed):
                if meeting.uuid or meeting.started_at:
                    meetings.setdefault(meeting.uuid or str(len(meetings)), meeting)
                else:
                    broken.append(_odd(Message("a meeting has neither uuid nor time"), self.name))
        _raise_if_all(broken, hosts)
        return list(meetings.values())

    def _rows(
        self, client: Client, meeting: Meeting, name: str, days: Collection[date]
    ) -> Iterator[dict[str, object]]:
        """Yield the connections of one meeting on these days.

        Raises:
            SkipPart: the meeting has no report, or a connection has no readable day.
        """
        if not meeting.uuid:
            raise _odd(Message("a meeting has no uuid"), self.name)
        path = f"/report/meetings/{_in_path(meeting.uuid)}/participants"
        connections = 0
        try:
            entries = client.of_one(
                path, "participants", {}, place="report of a meeting's participants"
            )
        except NoParticipantsReport:
            if meeting.was_alone:
                return
            raise
        for one in entries:
            connections += 1
            if not one:
                raise _odd(Message("a connection is no record"), self.name)
            if one.get("status") != _WAITS:
                row = _row(one, meeting, name, self.name)
                if row["day_on"] in days:
                    yield row
        if not connections and (meeting.count or 0) > 0:
            raise NoParticipantsReport(
                Message("Zoom's participants report of a meeting is empty"),
                place=f"source {self.name}, report of a meeting's participants",
                next_step=Message("it is asked for again the next night"),
            )

    def check(self) -> Iterator[Finding]:
        """Request the hosts, one host's meetings and one meeting's participants, which checks each scope."""
        from connectors.contract.streams import Window  # noqa: PLC0415 - only here more than a type

        today = day_of(self._now())
        window = Window(today - timedelta(days=_REACH_DAYS), today)

        def ask() -> None:
            broken: list[SkipPart] = []
            with self._client() as client:
                for meeting in islice(self._meetings(client, window, broken), 1):
                    try:
                        list(self._rows(client, meeting, meeting.uuid, ()))
                    except NoParticipantsReport:
                        continue
            if broken:
                raise broken[0]

        yield from try_out(Message("the report API answers"), f"source {self.name}", ask)


def _raise_if_all(broken: list[SkipPart], count: int) -> None:
    """Raise the account's error if every host or meeting failed with it."""
    errors = [one for one in broken if isinstance(one, OfOne)]
    if errors and len(errors) == count:
        raise errors[0].whole


def _in_path(number: str) -> str:
    """Return a meeting's UUID for use in a path; Zoom requires double encoding if it contains a slash."""
    once = quote(number, safe="")
    return quote(once, safe="") if "/" in number else once


def _row(entry: dict[str, Any], meeting: Meeting, name: str, source: str) -> dict[str, object]:
    """Return the row of one connection.

    An empty time stays unknown. Without a joining time the day is the meeting's own, if the meeting was on one
    day.
    """
    joined_at, left_at = instant_of(entry.get("join_time")), instant_of(entry.get("leave_time"))
    starts = {day_of(at) for at in (joined_at or meeting.started_at, meeting.ended_at) if at}
    day = day_of(joined_at) if joined_at else starts.pop() if len(starts) == 1 else None
    if day is None:
        raise _odd(Message("a connection has no readable time"), source)
    if joined_at and left_at and left_at < joined_at:
        # Attendance is certain, its end is not.
        left_at = None
    email = str(entry.get("user_email") or "").strip()
    return {
        "event": identity(
            meeting.uuid,
            entry.get("user_id"),
            email,
            entry.get("name"),
            joined_at or entry.get("join_time"),
            left_at or entry.get("leave_time"),
            entry.get("bo_mtg_id") or "",
        ),
        "day_on": day,
        "meeting": name,
        "account": email or None,
        "started_at": joined_at,
        "ended_at": left_at,
        "is_guest": _is_guest(email, entry.get("internal_user")),
    }


def _is_guest(email: str, is_internal: object) -> bool | None:
    """Whether somebody is from outside; None if the roster must decide.

    For people who are not signed in, Zoom gives no address, except for registered and invited people, who may
    have an outside address.
    """
    if not email:
        return True
    return False if is_internal is True else None


def _odd(thing: Message, source: str) -> SkipPart:
    return SkipPart(
        thing,
        place=f"source {source}",
        next_step=Message("it is asked for again the next night; if it stays, ask the vendor"),
    )
