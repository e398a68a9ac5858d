"""The rules that every connector of a server keeps: waits, storms, resets, drips, login pages, tokens."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource
from tests.contract.rows_read import (
    MAX_WAIT_SECONDS,
    assert_says_nothing,
    assert_truth,
    read,
    told,
)
from tests.loopback import RETRY_AFTER_SECONDS

if TYPE_CHECKING:
    from datetime import date

    from connectors.contract.streams import Stream
    from tests.contract.peer import Peer, ServerPeer, Truth


def _owes_error_or_truth(peer: Peer, *, allowed: tuple[type[SourceError], ...]) -> None:
    """Either the whole truth or one of the named errors with a next step, in bounded time, without content."""
    connector = peer.connector()
    for stream in connector.streams:
        began = time.monotonic()
        try:
            rows, _days, partial = read(connector, stream, peer.window)
        except allowed as error:
            assert_says_nothing(error)
        except SourceError as error:
            raise AssertionError(f"{type(error).__name__} instead of {allowed}: {error}") from error
        except Exception as error:
            if isinstance(error, AssertionError):
                raise
            raise AssertionError(f"not an error of a source: {type(error).__name__}") from error
        else:
            _assert_owes_nothing(peer, stream, rows, partial)
        assert time.monotonic() - began < MAX_WAIT_SECONDS, "waited without end"


def _assert_owes_nothing(
    peer: Peer, stream: Stream, rows: dict[str, dict[str, object]], partial: set[date]
) -> None:
    truth = peer.truth()[stream.name]
    held = told((row for row in rows.values() if row["day_on"] not in partial), truth)
    owed = Counter(
        {key: count for key, count in truth.rows.items() if _day_in(key, truth) not in partial}
    )
    assert held == owed, f"{stream.name}: success with {owed.total() - held.total()} rows less"


def _day_in(key: tuple[object, ...], truth: Truth) -> object:
    return key[truth.columns.index("day_on")]


def _assert_recovers(peer: ServerPeer) -> None:
    peer.server.faults.clear()
    peer.server.always = None
    assert_truth(peer)


def waits_when_asked_to(peer: ServerPeer) -> None:
    """429 is waited out as long as asked, or handed on as a Retry that says how long; nothing is lost."""
    for fault in ("429", "429_date"):
        peer.tell()
        peer.server.seen.clear()
        peer.server.faults = [None, fault]
        began = time.monotonic()
        connector = peer.connector()
        stream = connector.streams[0]
        try:
            rows, _days, partial = read(connector, stream, peer.window)
        except Retry as error:
            after = error.after_seconds
            assert after >= RETRY_AFTER_SECONDS * 0.5, "Retry-After is not handed on"
        else:
            _assert_owes_nothing(peer, stream, rows, partial)
            if not peer.server.faults:
                waited = time.monotonic() - began
                # An HTTP date has whole seconds: up to one of them is gone when it arrives.
                least = RETRY_AFTER_SECONDS * (0.9 if fault == "429" else 0.0)
                assert waited >= least, "Retry-After is not kept"
        _assert_recovers(peer)


def a_storm_ends_in_retry(peer: ServerPeer) -> None:
    """A server that answers 503 to everything is asked a few times, then left with a Retry."""
    peer.tell()
    peer.server.always = "503"
    peer.server.seen.clear()
    connector = peer.connector()
    with pytest.raises(Retry) as raised:
        read(connector, connector.streams[0], peer.window)
    assert_says_nothing(raised.value)
    assert len(peer.server.data_seen()) <= 10, "asked without end"
    _assert_recovers(peer)


def a_reset_loses_nothing(peer: ServerPeer) -> None:
    """A connection cut in mid-body is asked again or ends in a Retry: half a body is never a whole."""
    for faults in (["reset"], [None, "reset"], ["reset"] * 9):
        peer.tell()
        peer.server.faults = list(faults)
        _owes_error_or_truth(peer, allowed=(Retry,))
        _assert_recovers(peer)


def a_drip_is_not_waited_for(peer: ServerPeer) -> None:
    """A body that comes byte by byte is given up in bounded time."""
    peer.tell()
    peer.server.always = "drip"
    _owes_error_or_truth(peer, allowed=(Retry,))
    _assert_recovers(peer)


def a_login_page_is_not_data(peer: ServerPeer) -> None:
    """HTML with status 200 stops the source, and says so; an empty body is not a day of nothing."""
    for fault in ("html", "empty"):
        peer.tell()
        peer.server.always = fault
        connector = peer.connector()
        for stream in connector.streams:
            with pytest.raises((StopSource, Retry, SkipPart)) as raised:
                read(connector, stream, peer.window)
            assert_says_nothing(raised.value)
            if fault == "html":
                assert isinstance(raised.value, StopSource), (
                    "a log-in page does not stop the source"
                )
        _assert_recovers(peer)


def a_token_may_expire_in_mid_slice(peer: ServerPeer) -> None:
    """A token that expires between two pages is fetched anew; one that never works stops the source."""
    if not peer.has_tokens:
        pytest.skip("its token does not expire")
    peer.tell()
    peer.server.faults = [None, "expired"]
    _owes_error_or_truth(peer, allowed=(Retry,))
    peer.server.faults = []
    peer.server.always = "expired"
    connector = peer.connector()
    with pytest.raises(StopSource) as raised:
        read(connector, connector.streams[0], peer.window)
    assert_says_nothing(raised.value)
    _assert_recovers(peer)
