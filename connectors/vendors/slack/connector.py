"""The Slack connector: reads every channel that has the app, and tracks channels that can no longer be read.

Messages once read are kept (`Stream.keeps_earlier_records`). The last days of a channel that was archived or that refuses
cannot be read any more: those days are partial and reported, while the other channels are read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from connectors.contract.errors import SkipPart, SourceError, StopSource, StopStream
from connectors.contract.findings import finding_of
from connectors.contract.messages import NOTHING, Message
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Finding, Window, as_instant, day_of
from connectors.io.http.paging import EndlessPages
from connectors.vendors.slack.messages import (
    STREAM,
    People,
    instant_of,
    is_own_act,
    read_people,
    row_of,
    undeclared_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.configuration import SourceSettings
    from connectors.contract.streams import Stream
    from connectors.vendors.slack.client import Client
    from connectors.vendors.slack.settings import Settings

_SHOWN_DAYS = 90
"""How far back the free plan shows messages, in days."""
_SAMPLE_DAYS, _SAMPLE = 7, 200


class Slack:
    """One Slack workspace as a source."""

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
        """Yield a batch for every day, after all channels have been read to their last page.

        Raises:
            Retry: Slack is busy or unreachable, or the pages do not end.
            SkipPart: raised last: a channel can no longer be read for all of its days.
            StopSource: the token or a scope is wrong, or the app is in no channel.
        """
        days: dict[date, list[dict[str, object]]] = {day: [] for day in window.days}
        partial: set[date] = set()
        broken: list[SkipPart] = []
        with self._client() as client:
            people = self._people(client)
            channels = self._channels(client, broken)
            # A channel without an id cannot be identified, and may have had messages on any day.
            partial |= set(window.days) if broken else set()
            for channel, error in self._faults(client, channels, window, people, days):
                broken.append(error)
                partial |= _days_of_lost(channel, window)
        shown = self._first_visible_day() if client.is_limited else date.min
        for day, rows in days.items():
            if day >= shown:
                yield Batch(day, to_table(stream.shape, rows), is_partial=day in partial)
        if window.start < shown:
            broken.append(_hidden(self.name))
        if broken:
            raise broken[0]

    def _client(self) -> Client:
        from connectors.vendors.slack.client import Client  # noqa: PLC0415 - imported only when the source is used

        return Client(self._settings)

    def _people(self, client: Client) -> People:
        people = read_people(client.members())
        if not people.has_addresses:
            raise StopSource(
                Message(
                    "Slack gives no e-mail address of anybody: the app lacks the scope users:read.email"
                ),
                place=f"source {self.name}",
                next_step=Message(
                    "add the scope to the app under OAuth & Permissions, and install the app anew"
                ),
            )
        return people

    def _channels(self, client: Client, broken: list[SkipPart]) -> list[dict[str, Any]]:
        """Return the channels that count: those with the app, and archived ones that may have had it.

        A channel without an id is reported in `broken`.
        """
        left_out = set(self._settings.left_out)
        counting: list[dict[str, Any]] = []
        for one in client.channels():
            if not isinstance(one.get("id"), str):
                broken.append(_changed(Message("a channel has no id"), f"source {self.name}"))
            elif one["id"] not in left_out and (one.get("is_member") or one.get("is_archived")):
                counting.append(one)
        return counting

    def _faults(
        self,
        client: Client,
        channels: list[dict[str, Any]],
        window: Window,
        people: People,
        days: dict[date, list[dict[str, object]]],
    ) -> Iterator[tuple[dict[str, Any], SkipPart]]:
        """Read every channel into `days`; yield each channel that cannot be read completely, with its error."""
        members = [one for one in channels if one.get("is_member")]
        if not members:
            raise StopSource(
                Message("the app is in no public channel"),
                place=f"source {self.name}",
                next_step=Message("invite the app to the channels that shall count"),
            )
        refused: list[EndlessPages | StopStream] = []
        for channel in channels:
            if not channel.get("is_member"):
                if _days_of_lost(channel, window):
                    yield channel, self._is_lost(channel)
                continue
            try:
                self._read(client, str(channel["id"]), window, people, days)
            except SkipPart as error:
                yield channel, error
            except (EndlessPages, StopStream) as error:
                refused.append(error)
                yield channel, _of_one(error, channel)
        if len(refused) == len(members):
            # An error in every channel is a problem of the whole source.
            raise refused[0]

    def _read(
        self,
        client: Client,
        channel: str,
        window: Window,
        people: People,
        days: dict[date, list[dict[str, object]]],
    ) -> None:
        """Add a channel's messages to their days; raise SkipPart at the end if a message's time cannot be read."""
        is_odd = False
        for message in client.messages(channel, _times(window)):
            at = instant_of(message)
            is_odd |= at is None
            if at is not None and window.holds(day_of(at)) and is_own_act(message, people):
                days[day_of(at)].append(row_of(channel, message, at, people))
        if is_odd:
            raise _changed(
                Message("a message has no readable time"), f"source {self.name}, channel {channel}"
            )

    def _is_lost(self, channel: dict[str, Any]) -> SkipPart:
        return SkipPart(
            Message("a channel was archived before its last days were read"),
            place=f"source {self.name}, channel {channel['id']}",
            next_step=Message(
                "restore it and invite the app for a night; if it never counted, or its last days may be lost, name it in `left_out`"
            ),
        )

    def _first_visible_day(self) -> date:
        return day_of(self._now()) - timedelta(days=_SHOWN_DAYS - 1)

    def check(self) -> Iterator[Finding]:
        """Request members, channels and some messages of one channel, which checks each scope."""
        place = f"source {self.name}"
        today = day_of(self._now())
        window = Window(today - timedelta(days=_SAMPLE_DAYS), today)
        try:
            with self._client() as client:
                self._people(client)
                channels = [one for one in client.channels() if not one.get("is_archived")]
                inside = [one for one in channels if one.get("is_member")]
                sample: list[dict[str, Any]] = []
                for channel in inside[:1]:
                    found = client.messages(str(channel["id"]), _times(window))
                    sample = list(islice(found, _SAMPLE))
        except SourceError as error:
            yield finding_of(error)
            return
        yield Finding(
            is_ok=bool(inside),
            thing=Message(
                "the app is in {inside} of {count} public channels",
                inside=len(inside),
                count=len(channels),
            ),
            place=place,
            next_step=NOTHING
            if inside
            else Message("invite the app to the channels that shall count"),
        )
        if names := undeclared_in(sample):
            yield Finding(
                is_ok=True,
                thing=Message(
                    "fields that this program does not know are dropped: {names}",
                    names=", ".join(names),
                ),
                place=place,
            )


def _times(window: Window) -> dict[str, str]:
    return {
        "oldest": f"{window.start_at.timestamp():.6f}",
        "latest": f"{window.end_at.timestamp():.6f}",
        "inclusive": "true",
    }


def _days_of_lost(channel: dict[str, Any], window: Window) -> set[date]:
    """Return the window's days on which a channel that can no longer be read may have had messages."""
    first = _day_of_seconds(channel.get("created"), 1) or date.min
    # Slack gives a channel's last change in milliseconds; an archived channel does not change any more.
    archived = _day_of_seconds(channel.get("updated"), 1000) if channel.get("is_archived") else None
    return {day for day in window.days if first <= day <= (archived or date.max)}


def _day_of_seconds(value: object, parts: int) -> date | None:
    try:
        return day_of(as_instant(datetime.fromtimestamp(float(cast("float", value)) / parts, UTC)))
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _of_one(error: SourceError, channel: dict[str, Any]) -> SkipPart:
    return SkipPart(
        error.thing, place=f"{error.place}, channel {channel['id']}", next_step=error.next_step
    )


def _changed(thing: Message, place: str) -> SkipPart:
    return SkipPart(
        thing,
        place=place,
        next_step=Message(
            "{vendor} has changed its format: look for a newer version of this program",
            vendor="Slack",
        ),
    )


def _hidden(source: str) -> SkipPart:
    return SkipPart(
        Message("the free plan shows no messages older than {number} days", number=_SHOWN_DAYS),
        place=f"source {source}",
        next_step=Message("set `since` to a later day, or take a paid plan"),
    )


def connect(settings: SourceSettings, *, now: Callable[[], datetime] | None = None) -> Slack:
    """Build the connector without any request."""
    return Slack(cast("Settings", settings), now or (lambda: datetime.now(UTC)))
