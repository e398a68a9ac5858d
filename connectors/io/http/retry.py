"""Retry with bounded exponential backoff and jitter, and rate limits for vendors with a quota.

A request is never repeated without a limit, and never earlier than a source's Retry-After asks for.
"""

from __future__ import annotations

import random
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable


_BUSY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
_NEVER = {HTTPStatus.NOT_IMPLEMENTED, HTTPStatus.HTTP_VERSION_NOT_SUPPORTED}


def may_pass(status: int) -> bool:
    """Whether an HTTP error status is temporary: busy, or a server error, including those of relays such as 520."""
    return status in _BUSY or (status >= HTTPStatus.INTERNAL_SERVER_ERROR and status not in _NEVER)


def asked_to_wait(header: str | None, now: datetime) -> float:
    """Return the wait in seconds that a Retry-After header asks for; 0 if there is none or it is unreadable.

    The value is a number of seconds, an HTTP date or, against the standard, an ISO instant (Zoom's daily limit).
    """
    if not header:
        return 0.0
    words = header.strip()
    if words.isascii() and words.isdigit():
        return float(words[:9])
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            until = read(words)
        except ValueError:
            continue
        break
    else:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())


_ASKED_LATER = Message("it is asked again later; if it lasts for days, ask the vendor")


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Bounded retries: waits as long as Retry-After asks; without it, waits double with jitter. Times in seconds."""

    tries: int = 5
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 120.0
    """If a source asks for more, `Retry` is raised instead of waiting."""
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def wait(
        self,
        attempt: int,
        header: str | None,
        *,
        thing: Message,
        place: str,
        next_step: Message = _ASKED_LATER,
    ) -> None:
        """Wait after a failed attempt, so that the request can be repeated.

        Args:
            attempt: number of the failed attempt, from 1.
            header: the value of Retry-After; None if there was none.
            thing: what went wrong, for the error.
            place: where, for the error.
            next_step: what to do, for the error.

        Raises:
            Retry: no attempt is left, or the source asks for more than `longest_wait_seconds`.
        """
        asked = asked_to_wait(header, self.now())
        if attempt >= self.tries or asked > self.longest_wait_seconds:
            raise Retry(
                thing,
                place=place,
                next_step=next_step,
                after_seconds=asked,
            )
        doubled = min(self.longest_wait_seconds, self.first_wait_seconds * 2 ** (attempt - 1))
        # Jitter only lengthens the wait that the source asked for.
        self.sleep(asked + self.chance() if asked else doubled * (0.5 + self.chance() / 2))


class RateLimiter:
    """Allows at most `requests` requests in any period of `seconds`, for vendors with a quota."""

    def __init__(
        self,
        requests: int,
        seconds: float,
        *,
        retry_policy: RetryPolicy | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start with the whole quota unused.

        Args:
            requests: maximum number of requests within `seconds`.
            seconds: length of the sliding period.
            retry_policy: its longest wait and its `sleep` are used when the quota is exhausted.
            clock: a monotonic clock, in seconds.
        """
        self._requests = requests
        self._seconds = seconds
        self._retry_policy = retry_policy or RetryPolicy()
        self._clock = clock
        self._spent: deque[float] = deque()

    def spend(self, *, place: str) -> None:
        """Take one request from the quota; wait until it is available if the wait is short.

        Raises:
            Retry: the wait would exceed `longest_wait_seconds`; `after_seconds` holds its length.
        """
        now = self._clock()
        while self._spent and self._spent[0] <= now - self._seconds:
            self._spent.popleft()
        if len(self._spent) >= self._requests:
            wait = self._spent[0] + self._seconds - now
            if wait > self._retry_policy.longest_wait_seconds:
                raise Retry(
                    Message(
                        "the limit of {requests} requests in {seconds:g} s is reached",
                        requests=self._requests,
                        seconds=self._seconds,
                    ),
                    place=place,
                    next_step=Message("the rest is read when the limit allows it again"),
                    after_seconds=wait,
                )
            self._retry_policy.sleep(wait)
            self._spent.popleft()
            now = self._clock()
        self._spent.append(now)
