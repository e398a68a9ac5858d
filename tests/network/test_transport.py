"""The HTTP client returns a complete response or an error that says what to do next."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, StopSource
from connectors.io.http.retry import RateLimiter, RetryPolicy, asked_to_wait
from connectors.io.http.transport import Limits, Transport
from tests.loopback import Answer, Request, loopback

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def _retry_policy(waits: list[float], tries: int = 3) -> RetryPolicy:
    return RetryPolicy(tries=tries, sleep=waits.append, chance=lambda: 0.0, now=lambda: NOW)


def _in_turn(*replies: Answer) -> Callable[[Request], Answer]:
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


BUSY = Answer(status=429, headers={"Retry-After": "7"})


def test_retry_after_is_kept() -> None:
    """The client waits the seconds that the vendor asks for, then gets the response."""
    waits: list[float] = []
    with loopback(_in_turn(BUSY, Answer(body=b"[1]"))) as url:
        transport = Transport("x", url, retry_policy=_retry_policy(waits))
        assert transport.get("/a").json() == [1]
        transport.close()
    assert waits == [7.0]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("Sun, 22 Nov 2026 00:01:00 GMT", 60.0),
        ("Sat, 21 Nov 2026 00:01:00 GMT", 0.0),
        ("2026-11-22T00:02:00Z", 120.0),
        ("soon", 0.0),
        (None, 0.0),
    ],
)
def test_retry_after_is_read_in_each_form(header: str | None, seconds: float) -> None:
    """Seconds, an HTTP date and an ISO instant are understood; anything else asks for no wait."""
    assert asked_to_wait(header, NOW) == seconds


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_tries_are_bounded(status: int) -> None:
    """Repeated failures end in `Retry`, which carries the wait that the vendor asked for."""
    waits: list[float] = []
    with loopback(lambda _: Answer(status=status, headers={"Retry-After": "7"})) as url:
        transport = Transport("x", url, retry_policy=_retry_policy(waits))
        with pytest.raises(Retry) as caught:
            transport.get("/a")
        transport.close()
    assert waits == [7.0, 7.0]
    assert caught.value.after_seconds == 7.0


def test_nobody_waits_an_hour() -> None:
    """A long Retry-After is raised at once as `Retry` instead of holding the night."""
    with loopback(lambda _: Answer(status=429, headers={"Retry-After": "3600"})) as url:
        transport = Transport("x", url, retry_policy=_retry_policy([]))
        with pytest.raises(Retry) as caught:
            transport.get("/a")
        transport.close()
    assert caught.value.after_seconds == 3600.0


def test_a_web_page_at_200_is_not_an_answer() -> None:
    """A log-in page is refused, whatever its content type."""
    page = Answer(body=b"\xef\xbb\xbf\n <!DOCTYPE html><title>Sign in</title>")
    with loopback(lambda _: page) as url:
        transport = Transport("x", url)
        with pytest.raises(StopSource, match="web page"):
            transport.get("/a")
        transport.close()


def test_a_body_cut_short_is_not_an_answer() -> None:
    """Fewer bytes than announced are requested again, then raise `Retry`."""
    with loopback(lambda _: Answer(body=b"a,1\nb,2", announce=100)) as url:
        transport = Transport("x", url, retry_policy=_retry_policy([]))
        with pytest.raises(Retry, match="cut short"):
            transport.get("/a")
        transport.close()


def test_a_drip_ends() -> None:
    """A slow body does not hold the night longer than the time limit."""
    drip = Answer(body=b"x" * 1000, drip=(lambda: time.sleep(0.02), 1))
    started = time.monotonic()
    with loopback(lambda _: drip) as url:
        limits = Limits(total_seconds=0.2)
        transport = Transport("x", url, retry_policy=_retry_policy([], tries=1), limits=limits)
        with pytest.raises(Retry, match="in time"):
            transport.get("/a")
        transport.close()
    assert time.monotonic() - started < 5


def test_an_answer_without_end_is_refused() -> None:
    """The size limit bounds memory, whatever the vendor sends."""
    with loopback(lambda _: Answer(body=b"x" * 100_000)) as url:
        transport = Transport("x", url, limits=Limits(most_bytes=1000))
        with pytest.raises(SkipPart, match="larger"):
            transport.get("/a")
        transport.close()


def test_a_refusal_names_the_next_step_and_no_query() -> None:
    """A 403 says what to do, without the query, which may hold an account."""
    with loopback(lambda _: Answer(status=403)) as url:
        transport = Transport("x", url, next_steps={403: "grant the scope audit.read"})
        with pytest.raises(StopSource, match=r"grant the scope audit\.read") as caught:
            transport.get("/a", params={"user": "canary@example.jp"})
        transport.close()
    assert "canary" not in str(caught.value)


def test_a_status_may_be_an_answer() -> None:
    """A status listed in `also` is returned: 404 can mean "no such day"."""
    with loopback(lambda _: Answer(status=404)) as url:
        transport = Transport("x", url)
        assert transport.get("/a", also=(404,)).status == 404
        transport.close()


def test_the_token_does_not_follow_to_another_host() -> None:
    """A redirect to a download on another host gets no Authorization header."""
    seen: list[Request] = []

    def other(asked: Request) -> Answer:
        seen.append(asked)
        return Answer(body=b"data")

    with loopback(other) as there:
        moved = there.replace("127.0.0.1", "localhost")
        with loopback(lambda _: Answer(status=302, headers={"Location": f"{moved}/file"})) as url:
            transport = Transport("x", url, authorise=lambda: {"Authorization": "Bearer canary"})
            assert transport.get("/a").body == b"data"
            transport.close()
    assert "authorization" not in seen[0].headers


def test_a_vendor_that_is_gone_is_asked_again_later() -> None:
    """A refused connection raises `Retry`."""
    transport = Transport("x", "http://127.0.0.1:9", retry_policy=_retry_policy([]))
    with pytest.raises(Retry, match="cannot be reached"):
        transport.get("/a")
    transport.close()


def test_the_rate_limit_is_kept() -> None:
    """The third request waits until the first has left the window; a longer wait than allowed raises an error."""
    clock = [0.0]
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    retry_policy = RetryPolicy(sleep=sleep, longest_wait_seconds=100)
    rate_limiter = RateLimiter(2, 60, retry_policy=retry_policy, clock=lambda: clock[0])
    for at in (0.0, 10.0, 20.0):
        clock[0] = at
        rate_limiter.spend(place="x")
    assert waits == [40.0]
    tight = RateLimiter(1, 600, retry_policy=retry_policy, clock=lambda: clock[0])
    tight.spend(place="x")
    with pytest.raises(Retry) as caught:
        tight.spend(place="x")
    assert caught.value.after_seconds == 600.0
