"""The report API of Zoom's paid plans: its hosts, their meetings, and who was in each from when to when.

A rejoin is a further row of the same meeting. Zoom tells no address of people outside the account: they
are guests, of whom only the number is kept. Names and topics are dropped.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from connectors.contract import Batch, Field, Handling, Stream, day_of
from connectors.errors import SkipPart, StopSource
from connectors.exported import identity
from connectors.findings import try_out
from connectors.shapes import ATTENDANCE, to_table
from connectors.zoom.refusals import NoReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract import Finding, Window
    from connectors.zoom.client import Client
    from connectors.zoom.settings import Settings

STREAM = Stream(
    "meetings",
    ATTENDANCE,
    (
        Field("uuid", Handling.PSEUDONYMISE, "the meeting, one occurrence of it"),
        Field("user_email", Handling.PSEUDONYMISE, "who; empty for people outside the account"),
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
    # Zoom answers for the last six months, for a month at once at the most.
    retention_days=175,
    slice_days=25,
    # Zoom adds fields without notice; only those above are taken out of its answers.
    undeclared="drop",
)
_BEFORE_DAYS = 2
"""A meeting may have begun the day before, and Zoom's days may be those of another time zone."""
_LATEST_REPORT = timedelta(days=2)
"""Zoom makes the report of a meeting within a day of its end."""
_WAITS = "in_waiting_room"
_REACH_DAYS = 25


class ReportApi:
    """One Zoom account as a source, through its API."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings; nothing is asked yet."""
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
            Retry: Zoom is busy or gone, or pages were lost.
            StopSource: credentials, scopes or plan are wrong.
            SkipPart: raised last: a meeting has no report yet; its days are left out.
        """
        days: dict[date, list[dict[str, object]]] = {day: [] for day in window.days}
        unread: set[date] = set()
        broken: list[SkipPart] = []
        with self._client() as client:
            for meeting in self._meetings(client, window):
                try:
                    for row in self._rows(client, meeting):
                        if row["day_on"] in days:
                            days[row["day_on"]].append(row)  # type: ignore[index]  # a date, as in days
                except SkipPart as error:
                    met = self._days_of(meeting)
                    # Of a meeting in which somebody sat alone Zoom never makes a report, and it was none.
                    if (
                        isinstance(error, NoReport)
                        and max(met) < day_of(self._now()) - _LATEST_REPORT
                    ):
                        continue
                    unread |= met
                    broken.append(error)
        for day, rows in days.items():
            if day not in unread:
                yield Batch(day, to_table(stream.shape, rows))
        if unread & days.keys():
            raise broken[0]

    def _client(self) -> Client:
        from connectors.zoom.client import Client  # noqa: PLC0415 - idle sources cost nothing

        return Client(self._settings)

    def _meetings(self, client: Client, window: Window) -> Iterator[dict[str, Any]]:
        asked = {
            "from": str(window.start - timedelta(days=_BEFORE_DAYS)),
            "to": str(window.end - timedelta(days=1)),
        }
        seen: set[str] = set()
        place = "report of a host's meetings"
        for host in client.pages(
            "/report/users", "users", asked | {"type": "active"}, place="hosts"
        ):
            path = f"/report/users/{quote(_text(host, 'id', self.name), safe='')}/meetings"
            for meeting in client.pages(path, "meetings", asked, place=place):
                number = _text(meeting, "uuid", self.name)
                if number not in seen:
                    seen.add(number)
                    yield meeting

    def _rows(self, client: Client, meeting: dict[str, Any]) -> Iterator[dict[str, object]]:
        number = meeting["uuid"]
        path = f"/report/meetings/{_in_path(number)}/participants"
        for told in client.pages(
            path, "participants", {}, place="report of a meeting's participants"
        ):
            if told.get("status") == _WAITS:
                continue
            joined_at, left_at = (
                _instant(told, name, self.name) for name in ("join_time", "leave_time")
            )
            email = str(told.get("user_email") or "").strip()
            yield {
                "event": identity(
                    number, told.get("user_id"), email, told.get("name"), joined_at, left_at
                ),
                "day_on": day_of(joined_at),
                "meeting": number,
                "account": email or None,
                "started_at": joined_at,
                "ended_at": left_at,
                "is_guest": not email,
            }

    def _days_of(self, meeting: dict[str, Any]) -> set[date]:
        first, last = (
            day_of(_instant(meeting, name, self.name)) for name in ("start_time", "end_time")
        )
        return {first + timedelta(days=n) for n in range((last - first).days + 1)}

    def check(self) -> Iterator[Finding]:
        """Ask for hosts, for one host's meetings and for one meeting's participants: a scope each."""
        from connectors.contract import Window  # noqa: PLC0415 - only here more than a type

        today = day_of(self._now())
        window = Window(today - timedelta(days=_REACH_DAYS), today)

        def ask() -> None:
            with self._client() as client:
                for meeting in islice(self._meetings(client, window), 1):
                    try:
                        list(self._rows(client, meeting))
                    except SkipPart:
                        return

        yield from try_out("the report API answers", f"source {self.name}", ask)


def _in_path(number: str) -> str:
    """Return a meeting's UUID for a path: one with a slash is encoded twice, as Zoom asks for."""
    once = quote(number, safe="")
    return quote(once, safe="") if "/" in number else once


def _text(told: dict[str, Any], name: str, source: str) -> str:
    found = told.get(name)
    if not isinstance(found, str) or not found:
        raise _changed(name, source)
    return found


def _instant(told: dict[str, Any], name: str, source: str) -> datetime:
    try:
        instant = datetime.fromisoformat(str(told[name]))
    except (KeyError, ValueError):
        raise _changed(name, source) from None
    return instant.astimezone(UTC)


def _changed(name: str, source: str) -> StopSource:
    return StopSource(
        f"the report has no readable field {name!r}",
        place=f"source {source}",
        next_step="Zoom has changed its format: look for a newer version of this program",
    )
