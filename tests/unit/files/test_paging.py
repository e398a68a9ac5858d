"""A sequence of pages that does not end by itself is ended, whatever keeps it going."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry
from connectors.io.http.paging import Pages

if TYPE_CHECKING:
    from collections.abc import Callable


def _turn_for_ever(
    pages: Pages, token: Callable[[int], str], *, records: int, size: int
) -> tuple[int, str]:
    for number in count():
        try:
            pages.turn(token(number), records=records, size=size)
        except Retry as error:
            return number, error.thing
        assert number < 10_000
    raise AssertionError


@pytest.mark.parametrize(
    ("token", "records", "size", "turns", "why"),
    [
        (lambda number: str(number % 3), 1, 0, 3, "a page came twice"),
        (str, 1, 0, 99, "too many pages"),
        (str, 1, 100, 10, "too many bytes"),
        (str, 0, 0, 49, "page after page is empty"),
    ],
)
def test_it_ends(
    token: Callable[[int], str], records: int, size: int, turns: int, why: str
) -> None:
    """A circle, fresh tokens, large pages, empty pages."""
    pages = Pages("x", most_pages=100, most_bytes=1000)
    ended = _turn_for_ever(pages, token, records=records, size=size)
    assert ended == (turns, f"the sequence of pages does not end ({why})")


def test_it_ends_in_time() -> None:
    """However few pages there are, a night has an end."""
    ticks = count(step=10)
    pages = Pages("x", most_seconds=100, clock=lambda: float(next(ticks)))
    assert _turn_for_ever(pages, str, records=1, size=0)[0] == 10


def test_empty_pages_between_full_ones_are_usual() -> None:
    """Slack and Google give them."""
    pages = Pages("x")
    for number in range(1000):
        pages.turn(str(number), records=number % 20)
