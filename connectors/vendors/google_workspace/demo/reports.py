"""The demo town's Reports API: `activities.list` with everything that makes it hard to read.

Newest first, pages of at most 1000, no `items` on an empty page, int64 as strings, partial responses, and some
429 responses. Google does not say whether `endTime` is included. Here both ends are, which is the harder case:
an activity at midnight appears in both of two neighbouring windows.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING, Any

import orjson

from connectors.demo_town.for_vendors.contract import Answer
from connectors.demo_town.simulate.identifiers import random_int64
from connectors.demo_town.simulate.workdays import DAY_MS, midnight_ms
from connectors.vendors.google_workspace.demo.activities import APPLICATIONS, Activities
from connectors.vendors.google_workspace.demo.field_mask import (
    Mask,
    MaskError,
    parse_mask,
    projector,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.demo_town.for_vendors.town import DemoTown

_MAX_RESULTS = 1000
_REACH_DAYS = 180
"""How many days back a response reaches without `endTime`."""
_ANSWERED = frozenset({"startTime", "endTime", "maxResults", "pageToken", "fields", "eventName",
                       "customerId", "alt", "prettyPrint", "key", "quotaUser"})  # fmt: skip
_REFUSES_EVERY = (120, 220)
"""Range from which the number of requests up to the next 429 is drawn."""
_RETRY_AFTER_SECONDS = 1
_LATE_DAYS = 3


class BadRequest(ValueError):
    """Google would reject this request; the text is Google's message."""


class Reports:
    """All activities of a town, ready for requests."""

    def __init__(self, town: DemoTown, *, late_share: float = 0.0) -> None:
        """Hold back `late_share` of the last three days' activities until `settle` is called."""
        self._activities = {name: Activities(town, name) for name in APPLICATIONS}
        self._now_ms = midnight_ms(town.today)
        self._late = int(late_share * 1000)
        self._seed = town.seed
        self._rng = Random(f"{town.seed}/throttle")  # noqa: S311 - a simulation, not a secret
        self._until_refusal = self._rng.randint(*_REFUSES_EVERY)

    def settle(self) -> None:
        """Release the late activities."""
        self._late = 0

    def answer(self, application: str, query: Mapping[str, str]) -> Answer:
        """Answer one `activities.list`."""
        self._until_refusal -= 1
        if self._until_refusal <= 0:
            self._until_refusal = self._rng.randint(*_REFUSES_EVERY)
            return refuse(
                429,
                "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute'",
                "rateLimitExceeded",
                {"Retry-After": str(_RETRY_AFTER_SECONDS)},
            )
        try:
            return self._page(application, query)
        except (BadRequest, MaskError) as error:
            return refuse(400, str(error), "invalid")

    def _page(self, application: str, query: Mapping[str, str]) -> Answer:
        unknown = sorted(query.keys() - _ANSWERED)
        if unknown:
            raise BadRequest(f"The demo town does not answer the parameter {unknown[0]}")
        if application not in self._activities:
            raise BadRequest(f"Invalid value {application!r} for applicationName")
        activities = self._activities[application]
        low, high = self._span(activities.times, query)
        count = _whole(query.get("maxResults", str(_MAX_RESULTS)), "maxResults")
        if not 1 <= count <= _MAX_RESULTS:
            raise BadRequest(f"Invalid value {count} for maxResults: it lies between 1 and 1000")
        top = _turn_page(query.get("pageToken"), application, low, high)
        mask = parse_mask(query.get("fields"))
        items: list[dict[str, Any]] = []
        while top > low and len(items) < count:
            top -= 1
            if self._has_arrived(activities, top):
                activity = activities.write(top)
                if _has_event(activity, query.get("eventName")):
                    items.append(activity)
        return self._write(items, _page_token(application, low, high, top), mask)

    def _write(self, items: list[dict[str, Any]], token: str | None, mask: Mask) -> Answer:
        page: dict[str, Any] = {
            "kind": "admin#reports#activities",
            "etag": f'"{random_int64(self._seed, token, len(items)) & 0xFFFFFFFFFFFF:x}"',
        }
        if items:
            page["items"] = items
        if token is not None:
            page["nextPageToken"] = token
        return Answer(200, orjson.dumps(projector(mask)(page)), {})

    def _span(self, times: list[int], query: Mapping[str, str]) -> tuple[int, int]:
        """Return the half-open index range in `times` between the two requested times."""
        end_ms = _instant(query["endTime"], "endTime") if "endTime" in query else self._now_ms
        if "startTime" in query:
            start_ms = _instant(query["startTime"], "startTime")
        else:
            start_ms = end_ms - _REACH_DAYS * DAY_MS
        if start_ms > end_ms:
            raise BadRequest("startTime can not be later than endTime")
        if "endTime" not in query:
            start_ms = max(start_ms, end_ms - _REACH_DAYS * DAY_MS)
        return bisect_left(times, start_ms), bisect_right(times, end_ms)

    def _has_arrived(self, activities: Activities, index: int) -> bool:
        if not self._late or activities.times[index] < self._now_ms - _LATE_DAYS * DAY_MS:
            return True
        return random_int64(self._seed, "late", activities.application, index) % 1000 >= self._late


def refuse(
    status: int, message: str, reason: str, headers: Mapping[str, str] | None = None
) -> Answer:
    """Return an error in Google's form.

    Args:
        status: the HTTP status.
        message: Google's error text.
        reason: Google's reason code.
        headers: further response headers.
    """
    error = {
        "code": status,
        "message": message,
        "errors": [{"message": message, "domain": "global", "reason": reason}],
    }
    return Answer(status, orjson.dumps({"error": error}), headers or {})


def _whole(text: str, name: str) -> int:
    if not text.isascii() or not text.isdecimal():
        raise BadRequest(f"Invalid value for {name}")
    return int(text)


def _instant(text: str, name: str) -> int:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"Invalid value for {name}: it is not an RFC 3339 time") from None
    if instant.tzinfo is None:
        raise BadRequest(f"Invalid value for {name}: it is not an RFC 3339 time")
    return int((instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)


def _has_event(activity: dict[str, Any], name: str | None) -> bool:
    return name is None or any(event["name"] == name for event in activity["events"])


def _page_token(application: str, low: int, high: int, top: int) -> str | None:
    if top <= low:
        return None
    return urlsafe_b64encode(orjson.dumps([application, low, high, top])).decode()


def _turn_page(token: str | None, application: str, low: int, high: int) -> int:
    """Return the index below which the page begins; a token is valid only for the query that created it."""
    if token is None:
        return high
    try:
        asked = orjson.loads(urlsafe_b64decode(token))
    except (BadBase64, orjson.JSONDecodeError):
        raise BadRequest("Invalid value for pageToken") from None
    if not isinstance(asked, list) or asked[:3] != [application, low, high]:
        raise BadRequest("Invalid value for pageToken")
    return min(max(int(asked[3]), low), high)
