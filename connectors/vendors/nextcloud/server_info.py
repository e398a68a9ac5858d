"""Nextcloud's server information: the number of users in the last 24 hours, without names.

It is requested once a night and filed under the day before. Past values cannot be requested: a missed night
stays missing.
"""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.findings import try_out
from connectors.contract.messages import Message
from connectors.contract.shape import to_table
from connectors.contract.shapes import SECTION_USE
from connectors.contract.streams import (
    Batch,
    Field,
    Handling,
    Stream,
    count_of_a_day,
    day_just_ended,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from connectors.contract.streams import Finding, Window
    from connectors.vendors.nextcloud.settings import Settings

_STREAM = Stream(
    "active_users",
    SECTION_USE,
    (Field("last24hours", Handling.KEEP, "how many people used the server in the last 24 hours"),),
    counts="files",
    settle_days=0,
    retention_days=1,
    slice_days=1,
    # The response also describes memory, disks and PHP; only one number is read.
    undeclared="drop",
)
_PATH = "/ocs/v2.php/apps/serverinfo/api/v1/info"
_SET_ONE = Message(
    "set a token with `occ config:app:set serverinfo token --value …` and put the same into the file that token_file names"
)
_NEXT_STEPS: dict[int, Message] = {
    HTTPStatus.UNAUTHORIZED: _SET_ONE,
    HTTPStatus.FORBIDDEN: _SET_ONE,
    HTTPStatus.NOT_FOUND: Message(
        "look at `endpoint`, and whether the app Monitoring (serverinfo) is switched on"
    ),
}


_REFUSED = {"997", "401", "403"}
"""OCS status codes of a request without permission."""
_WELL = {"100", "200"}
_MOST_DIGITS = 20
"""A number with more digits is not a plausible count."""


class ServerInfo:
    """One Nextcloud server as a source, through its server information."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        """Keep the settings without any request."""
        self.name = settings.name
        self.streams = (_STREAM,)
        self._settings = settings
        self._now = now

    def first_day(self, stream: Stream) -> date | None:  # noqa: ARG002 - there is one stream
        """Return `since` from the settings."""
        return self._settings.since

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Yield yesterday's batch if called by noon; no other day can be read.

        Raises:
            Retry: the server is busy or unreachable.
            StopSource: the token is wrong, or the app is switched off.
        """
        day = day_just_ended(self._now(), window)
        if day is None:
            return
        row: dict[str, object] = {
            "event": f"{self.name}|{day}",
            "day_on": day,
            "tool": "files",
            "people": self._people(),
        }
        yield Batch(day, to_table(stream.shape, [row]))

    def _people(self) -> int:
        from connectors.io.http import transport  # noqa: PLC0415 - imported only when the source is used

        mine = self._settings
        token = mine.token_file.get_secret_value().strip() if mine.token_file else ""
        with closing(
            transport.Transport(
                self.name,
                mine.endpoint or "",
                authorise=lambda: {"NC-Token": token, "OCS-APIRequest": "true"},
                next_steps=_NEXT_STEPS,
            )
        ) as http:
            answer = http.get(_PATH, params={"format": "json"})
        body = answer.json()
        # The older API address reports a refusal with status 200.
        if str(_within(body, "ocs", "meta", "statuscode")) in _REFUSED:
            raise StopSource(
                Message("the server refuses the token"), place=answer.place, next_step=_SET_ONE
            )
        code = _within(body, "ocs", "meta", "statuscode")
        if code is not None and str(code) not in _WELL:
            raise SkipPart(
                Message("the server answers with an error of its own"),
                place=answer.place,
                next_step=Message(
                    "look whether it is in maintenance, and whether the app Monitoring (serverinfo) is switched on"
                ),
            )
        people = _count_of(_within(body, "ocs", "data", "activeUsers", "last24hours"))
        if people is None:
            raise StopSource(
                Message("the server information holds no number of active users"),
                place=answer.place,
                next_step=Message("look whether the app Monitoring (serverinfo) is up to date"),
            )
        return people

    def check(self) -> Iterator[Finding]:
        """Send the request once."""
        yield from try_out(
            Message("the server information answers"), f"source {self.name}", self._people
        )


def _within(body: object, *names: str) -> object:
    for name in names:
        body = body.get(name) if isinstance(body, dict) else None
    return body


def _count_of(value: object) -> int | None:
    """Return a count given as a number, or as digits in a string (some versions); None if it is neither."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:_MOST_DIGITS])
    try:
        return count_of_a_day(value)
    except ValueError:
        return None
