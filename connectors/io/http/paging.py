"""The end of another's sequence of pages, where it does not end by itself.

A server may turn in a circle, give a fresh token for ever, or give pages in which nothing stands. What was read of
such a sequence is no whole of anything: the slice is read again later.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from connectors.contract.errors import Retry
from connectors.contract.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_EMPTY = 50
"""Servers do give empty pages between full ones, but not so many in a row."""


class EndlessPages(Retry):
    """A sequence of pages does not end. Where it is of one channel, host or meeting, the others can be read."""


class Pages:
    """One sequence of pages; tell it of each further page before asking for it."""

    def __init__(
        self,
        place: str,
        *,
        most_pages: int = 5000,
        most_bytes: int = 2 * 1024**3,
        most_seconds: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare.

        Args:
            place: where, for the message.
            most_pages: more than any real sequence has.
            most_bytes: of all its pages together.
            most_seconds: of all its pages together, waits included.
            clock: seconds that only go forward.
        """
        self._place = place
        self._left = most_pages
        self._bytes_left = most_bytes
        self._clock = clock
        self._ends = clock() + most_seconds
        self._seen: set[str] = set()
        self._empty = 0

    def turn(self, token: object, *, records: int, size: int = 0) -> None:
        """Note a page that names a further one.

        Args:
            token: the token or address of the further page.
            records: how many records the page held.
            size: its bytes.

        Raises:
            EndlessPages: the sequence does not end, or names no further page that could be asked for.
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
