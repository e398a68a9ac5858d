"""Stops pagination that does not end by itself.

A server may repeat pages in a cycle, return a fresh token for ever, or return empty pages. What was read of such a
sequence is incomplete and must not be used: the slice is read again later.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_EMPTY = 50
"""Maximum empty pages in a row; servers do return some empty pages between full ones."""


class EndlessPages(Retry):
    """Pagination does not end. If it concerns one channel, host or meeting, the others can still be read."""


class Pages:
    """Limits for one paginated read; call `turn` before requesting each further page."""

    def __init__(
        self,
        place: str,
        *,
        most_pages: int = 5000,
        most_bytes: int = 2 * 1024**3,
        most_seconds: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Start the time limit.

        Args:
            place: the place shown in error messages.
            most_pages: maximum number of pages; more than any real sequence has.
            most_bytes: maximum total size of all pages, in bytes.
            most_seconds: maximum total duration, waits included.
            clock: a monotonic clock, in seconds.
        """
        self._place = place
        self._left = most_pages
        self._bytes_left = most_bytes
        self._clock = clock
        self._ends = clock() + most_seconds
        self._seen: set[str] = set()
        self._empty = 0

    def turn(self, token: object, *, records: int, size: int = 0) -> None:
        """Record a page that refers to a further page.

        Args:
            token: the token or address of the further page.
            records: number of records on the page.
            size: size of the page in bytes.

        Raises:
            EndlessPages: a limit is exceeded, a token repeats, or the token is not a string.
        """
        if not isinstance(token, str):
            raise self._endless(Message("the next page has no name"))
        if token in self._seen:
            raise self._endless(Message("a page came twice"))
        self._seen.add(token)
        self._left -= 1
        self._bytes_left -= size
        self._empty = 0 if records else self._empty + 1
        if self._left <= 0:
            raise self._endless(Message("too many pages"))
        if self._bytes_left < 0:
            raise self._endless(Message("too many bytes"))
        if self._empty >= _MOST_EMPTY:
            raise self._endless(Message("page after page is empty"))
        if self._clock() > self._ends:
            raise self._endless(Message("it takes too long"))

    def _endless(self, why: Message) -> EndlessPages:
        return EndlessPages(
            Message("the sequence of pages does not end ({why})", why=why),
            place=self._place,
            next_step=Message("the slice starts again later; if it stays so, ask the vendor"),
        )
