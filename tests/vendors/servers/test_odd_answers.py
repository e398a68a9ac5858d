"""What no vendor should answer and some do: none of it ends the program, and none of it is taken for a whole answer."""

from __future__ import annotations

import gzip
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, SourceError, StopStream
from connectors.contract.streams import MOST_OF_A_DAY, TOKYO, as_instant, count_of_a_day
from connectors.io.http import transport
from connectors.io.http.json_text import read_json
from connectors.io.http.paging import EndlessPages, Pages
from connectors.io.http.retry import RetryPolicy, may_pass
from connectors.io.http.transport import Transport
from connectors.io.http.web_pages import is_web_page
from connectors.io.tables.responses import read_answer
from connectors.io.tables.times import local_instant
from tests.loopback import Answer, loopback
from tests.network.clients import ask_by_google, ask_by_graph, ask_by_our_own

if TYPE_CHECKING:
    from collections.abc import Callable

CLIENTS = [ask_by_our_own, ask_by_google, ask_by_graph]
ONCE = RetryPolicy(tries=1)
BLOCKED = Answer(status=403, body=b"<!-- filter -->\n<HTML><body>blocked</body></HTML>")


def _asked(reply: Answer) -> SourceError:
    with (
        loopback(lambda _: reply) as url,
        closing(Transport("x", url, retry_policy=ONCE)) as http,
        pytest.raises(SourceError) as caught,
    ):
        http.get("/a")
    return caught.value


@pytest.mark.parametrize("ask", CLIENTS)
def test_a_part_of_an_answer_is_no_answer(ask: Callable[[str], None]) -> None:
    """206 without having been asked for a part: a proxy broke off."""
    with loopback(lambda _: Answer(status=206, body=b'{"items": []}')) as url, pytest.raises(Retry):
        ask(url)


@pytest.mark.parametrize(
    ("status", "passes"), [(520, True), (507, True), (425, True), (501, False)]
)
def test_a_relays_own_numbers_are_asked_again(status: int, *, passes: bool) -> None:
    """What stands before a vendor has numbers of its own for trouble that passes; only "not implemented" stays."""
    assert may_pass(status) is passes
    assert isinstance(_asked(Answer(status=status)), Retry) is passes


def test_a_filters_page_is_told_as_what_stands_in_between() -> None:
    """A refusal that is a web page is most often no vendor's."""
    error = _asked(BLOCKED)
    assert isinstance(error, StopStream)
    assert "web page" in error.thing
    assert "filter" in error.next_step


@pytest.mark.parametrize(
    ("body", "is_page"),
    [
        (b"\xef\xbb\xbf <!-- a\nb --> <?xml version='1.0'?><!DOCTYPE html>", True),
        (b"<html>", True),
        (b"<?xml version='1.0'?><Error/>", False),
        (b"a,b\n<html>", False),
        (b"<!--" * 5000, False),
    ],
)
def test_a_page_is_known_by_its_beginning(body: bytes, *, is_page: bool) -> None:
    """Whatever comments stand before it; and no XML is one."""
    assert is_web_page(body) is is_page


def test_half_of_a_sign_is_read() -> None:
    """A name that was cut within an emoji can be hashed and stored; whole emojis stay."""
    told = read_json(rb'{"n\ud83d": ["a\ud83d", "\ud83d\ude00", "\\ud83d"]}')
    assert told == {"n\ufffd": ["a\ufffd", "\U0001f600", "\\ud83d"]}


@pytest.mark.parametrize("token", [["x"], {"a": 1}, 5])
def test_a_page_that_has_no_name_ends_the_sequence(token: object) -> None:
    """What is no text cannot be asked for."""
    with pytest.raises(EndlessPages, match="no name"):
        Pages("here").turn(token, records=1)


@pytest.mark.parametrize(
    "value", [10**30, float("inf"), float("nan"), -1, 1.5, True, "5", None, [], MOST_OF_A_DAY + 1]
)
def test_what_is_no_count_is_refused(value: object) -> None:
    """A number that nobody can reach is another kind of number."""
    with pytest.raises(ValueError, match="count"):
        count_of_a_day(value)


def test_counts_are_read() -> None:
    """As JSON writes them."""
    assert [count_of_a_day(5), count_of_a_day(5.0), count_of_a_day(0)] == [5, 5, 0]


@pytest.mark.parametrize(
    "text", ["0001-01-01 00:00:00+09:00", "9999-12-31 23:59:59-09:00", "1601-01-01 00:00:00"]
)
def test_the_edges_of_the_calendar_are_no_time_of_a_record(text: str) -> None:
    """No other zone can be reckoned there: it is a ValueError, as for any time that cannot be read."""
    with pytest.raises(ValueError, match="record"):
        local_instant(text, ("%Y-%m-%d %H:%M:%S",), TOKYO)


def test_a_time_without_a_zone_is_not_guessed() -> None:
    """Where nobody says in which zone it was written."""
    with pytest.raises(ValueError, match="record"):
        as_instant(datetime(2026, 6, 9))  # noqa: DTZ001 - that is the point


def test_what_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small body that unpacks to a large one, through the library that reads answers itself."""
    limits = transport.Limits(most_bytes=100_000)
    monkeypatch.setattr(transport, "Limits", lambda: limits)
    packed = gzip.compress(b"0" * 10_000_000)
    answer = Answer(body=packed, headers={"Content-Encoding": "gzip"})
    token = Answer(body=b'{"access_token": "t", "expires_in": 3600}')
    with (
        loopback(lambda asked: token if "token" in asked.path else answer) as url,
        pytest.raises(SkipPart, match="larger"),
    ):
        ask_by_graph(url)


@pytest.mark.parametrize(
    "body",
    [
        'when,who,what\r\n1,a,"x"\r\n2,b,"y',
        'when,who,what\r\n1,a,"x\r\n2,b,y\r\n3,c,z\r\n',
        f'when,who,what\r\n1,a,"{"x" * 200_000}"\r\n',
        '{"code": "x"}',
        "[]",
    ],
)
def test_a_table_that_ends_within_a_cell_is_not_whole(body: str) -> None:
    """However many columns its last row has."""
    with pytest.raises(SkipPart):
        list(read_answer(body.encode(), ("when", "who"), place="here"))


def test_a_lone_quote_within_a_cell_is_read() -> None:
    """It opens nothing."""
    table = b'when,who,what\r\n1,a,5" disk\r\n2,b,y\r\n'
    assert len(list(read_answer(table, ("when", "who"), place="here"))) == 2
