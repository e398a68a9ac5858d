"""The rules that every connector keeps. Each is a function of a peer that asserts one of them.

They look only at what a connector yields or raises. `test_planted.py` holds, for each rule, a wrong
connector that breaks it and nothing else, so that a rule that has gone blind is noticed.
"""

from __future__ import annotations

import itertools
import os
import random
import time
import traceback
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import Retry, SkipPart, SourceError, StopSource
from connectors.contract.streams import Handling, Window
from tests.contract.peer import CANARY, FilePeer, ServerPeer
from tests.loopback import RETRY_AFTER_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from connectors.contract.streams import Connector, Stream
    from tests.contract.peer import Peer, Truth

_MOST_TRIES = 20
_ENORMOUS_BYTES = 65 * 1024 * 1024
MAX_WAIT_SECONDS = 12.0
"""A fetch under test that takes longer than this waits for ever."""


def read(
    connector: Connector, stream: Stream, window: Window
) -> tuple[dict[str, dict[str, object]], set[date], set[date]]:
    """Return the distinct rows by event, the days vouched for and the partial days."""
    rows: dict[str, dict[str, object]] = {}
    days: set[date] = set()
    partial: set[date] = set()
    for batch in connector.fetch(stream, window):
        assert batch.rows.schema == stream.shape.arriving, f"{stream.name}: not the shape's schema"
        assert window.holds(batch.day_on), f"{stream.name}: a batch outside of the window"
        days.add(batch.day_on)
        if batch.is_partial:
            partial.add(batch.day_on)
        for row in batch.rows.to_pylist():
            assert row["event"], f"{stream.name}: a row without identity"
            assert row["day_on"] == batch.day_on, f"{stream.name}: a row filed under another day"
            known = rows.setdefault(row["event"], row)
            assert known == row, f"{stream.name}: one identity, two different rows"
    return rows, days, partial


def told(rows: Iterable[dict[str, object]], truth: Truth) -> Counter[tuple[object, ...]]:
    """Return the rows by the columns in which the truth is told."""
    return Counter(tuple(row[column] for column in truth.columns) for row in rows)


def _assert_truth(peer: Peer, connector: Connector | None = None) -> None:
    connector = connector or peer.connector()
    truths = peer.truth()
    assert {stream.name for stream in connector.streams} == set(truths), "streams without a truth"
    for stream in connector.streams:
        truth = truths[stream.name]
        rows, days, partial = read(connector, stream, peer.window)
        missing = truth.rows - told(rows.values(), truth)
        further = told(rows.values(), truth) - truth.rows
        assert not missing, f"{stream.name}: lost {missing.total()} rows"
        assert not further, f"{stream.name}: made up {further.total()} rows"
        assert days == truth.days, f"{stream.name}: vouches for other days than it should"
        assert partial == truth.partial, f"{stream.name}: wrong days are partial"


def tells_the_truth_and_all_of_it(peer: Peer) -> None:
    """Every page, file and row arrives once, filed under its day in Asia/Tokyo, in the shape's schema."""
    peer.tell()
    _assert_truth(peer)


def is_built_without_its_source(peer: Peer) -> None:
    """Before there is a file, and without a request: the ledger has to know the streams of a source that is gone."""
    connector = peer.connector()
    assert connector.name
    assert connector.streams
    assert not isinstance(peer, ServerPeer) or not peer.server.seen, "asked while it was built"


def an_interrupted_slice_is_read_from_its_beginning(peer: Peer) -> None:
    """Broken off by its reader or by its server and read again by the same connector, a slice is whole."""
    peer.tell()
    connector = peer.connector()
    for stream in connector.streams:
        next(iter(connector.fetch(stream, peer.window)), None)
        if isinstance(peer, ServerPeer):
            peer.server.faults = [None, *["503"] * _MOST_TRIES]
            with suppress(SourceError):
                list(connector.fetch(stream, peer.window))
            peer.server.faults.clear()
    _assert_truth(peer, connector)


def declares_every_field(peer: Peer) -> None:
    """Fields are declared once, with words; things and accounts are never declared to be kept as they are."""
    for stream in peer.connector().streams:
        names = [field.name for field in stream.fields]
        assert names, f"{stream.name} declares no field"
        assert len(set(names)) == len(names), f"{stream.name} declares a field twice"
        assert all(field.words.strip() for field in stream.fields), f"{stream.name}: no words"
        if any(column.kind == "account" for column in stream.shape.columns):
            assert any(field.handling is Handling.PSEUDONYMISE for field in stream.fields), (
                f"{stream.name} yields accounts and declares none"
            )


def a_new_field_stops_or_is_left_unread(peer: Peer) -> None:
    """A field nobody declared stops the stream with its name, or changes nothing, as declared."""
    if peer.new_field is None:
        pytest.skip("its records have no names of fields")
    peer.tell(new_field=True)
    connector = peer.connector()
    for stream in connector.streams:
        if stream.undeclared == "stop":
            with pytest.raises(StopSource) as stopped:
                read(connector, stream, peer.window)
            assert peer.new_field in str(stopped.value), "the message does not name the field"
    if all(stream.undeclared == "drop" for stream in connector.streams):
        _assert_truth(peer, connector)


def fetched_twice_is_the_same(peer: Peer) -> None:
    """Two fetches, and a fetch by a fresh connector, yield the same identities and rows."""
    peer.tell()
    first, second = peer.connector(), peer.connector()
    for stream in first.streams:
        once = read(first, stream, peer.window)
        assert read(first, stream, peer.window) == once, f"{stream.name}: the second fetch differs"
        assert read(second, stream, peer.window) == once, f"{stream.name}: a restart differs"


def any_order_is_the_same(peer: Peer) -> None:
    """The order in which records arrive changes nothing, identities included."""
    peer.tell()
    connector = peer.connector()
    before = {stream.name: read(connector, stream, peer.window) for stream in connector.streams}
    for seed in (1, 2):
        peer.tell(order=random.Random(seed))
        connector = peer.connector()
        for stream in connector.streams:
            assert read(connector, stream, peer.window) == before[stream.name], (
                f"{stream.name}: another order, another result"
            )


def windows_meet_at_midnight_in_tokyo(peer: Peer) -> None:
    """Fetched day by day, each row falls into one window, and together they are the whole."""
    peer.tell()
    connector = peer.connector()
    for stream in connector.streams:
        whole, days, partial = read(connector, stream, peer.window)
        parts: dict[str, dict[str, object]] = {}
        part_days: set[date] = set()
        part_partial: set[date] = set()
        for window in _pieces(stream, peer.window):
            rows, some_days, some_partial = read(connector, stream, window)
            assert not parts.keys() & rows.keys(), f"{stream.name}: a row in two windows"
            parts |= rows
            part_days |= some_days
            part_partial |= some_partial
        assert parts == whole, f"{stream.name}: days together are not the whole"
        assert (part_days, part_partial) == (days, partial), f"{stream.name}: other days by day"


def _pieces(stream: Stream, window: Window) -> list[Window]:
    if stream.grain == "day":
        return [Window(day, day + timedelta(days=1)) for day in window.days]
    firsts = [day for day in window.days if day.day == 1] + [window.end]
    return [Window(start, end) for start, end in itertools.pairwise(firsts)]


def hostile_strings_are_only_strings(peer: Peer) -> None:
    """Names with scripts, formulas, direction marks, quotes and rare signs arrive as they are."""
    assert any(peer.hostile), "the peer tells no hostile string"
    peer.tell()
    seen: set[str] = set()
    connector = peer.connector()
    for stream in connector.streams:
        for row in read(connector, stream, peer.window)[0].values():
            seen |= {value for value in row.values() if isinstance(value, str)}
    lost = [text for text in peer.hostile if not any(text in value for value in seen)]
    assert not lost, f"{len(lost)} hostile strings did not arrive as they were"


def says_what_it_found(peer: Peer) -> None:
    """`check` on a good source finds at least one thing, all well, and shows nothing of the content."""
    peer.tell()
    findings = list(peer.connector().check())
    assert findings, "check says nothing"
    bad = [finding.thing for finding in findings if not finding.is_ok]
    assert not bad, f"check is not content with a good source: {bad}"
    assert CANARY not in repr(findings), "check shows content"


def keeps_secrets_out_of_its_face(peer: Peer) -> None:
    """The connector's `repr` shows neither secrets nor content."""
    peer.tell()
    assert CANARY not in repr(peer.connector()), "repr shows a secret"


def _owes_error_or_truth(peer: Peer, *, allowed: tuple[type[SourceError], ...]) -> None:
    """Either the whole truth or one of the named errors with a next step, in bounded time, without content."""
    connector = peer.connector()
    for stream in connector.streams:
        began = time.monotonic()
        try:
            rows, _days, partial = read(connector, stream, peer.window)
        except allowed as error:
            _assert_says_nothing(error)
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


def _assert_says_nothing(error: SourceError) -> None:
    assert error.next_step.strip(), "an error without a next step"
    assert error.place.strip(), "an error without a place"
    assert CANARY not in "".join(traceback.format_exception(error)), "an error shows content"


def _assert_recovers(peer: ServerPeer) -> None:
    peer.server.faults.clear()
    peer.server.always = None
    _assert_truth(peer)


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
    _assert_says_nothing(raised.value)
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
            _assert_says_nothing(raised.value)
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
    _assert_says_nothing(raised.value)
    _assert_recovers(peer)


def a_broken_file_is_never_success(peer: FilePeer) -> None:
    """An empty, cut, foreign, wrongly encoded or enormous file is set aside or stops the source."""
    for spoil in SPOILS:
        if spoil is not _web_page and spoil is not _emptied and not peer.holds_text:
            continue
        peer.tell()
        for path in peer.files:
            spoil(path)
        if spoil is _cut and peer.can_end_anywhere:
            _owes_what_is_whole(peer)
            continue
        connector = peer.connector()
        for stream in connector.streams:
            try:
                _rows, days, _partial = read(connector, stream, peer.window)
            except (SkipPart, StopSource) as error:
                _assert_says_nothing(error)
            else:
                # A log may be empty for a while: then it vouches for nothing.
                assert spoil is _emptied, f"success with a file that was {spoil.__name__}"
                assert not days, "an empty file vouches for days"
        findings = list(connector.check())
        assert any(not f.is_ok and f.next_step for f in findings), f"check misses {spoil.__name__}"


def _owes_what_is_whole(peer: FilePeer) -> None:
    """A log that is being written ends in mid-line: its last line is not there yet, and never another one."""
    connector = peer.connector()
    for stream in connector.streams:
        truth = peer.truth()[stream.name]
        rows, _days, _partial = read(connector, stream, peer.window)
        found = told(rows.values(), truth)
        assert not found - truth.rows, f"{stream.name}: made up of half a line"
        lost = (truth.rows - found).total()
        assert lost <= len(peer.files), f"{stream.name}: lost {lost} rows with half a line"


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _web_page(path: Path) -> None:
    path.write_bytes(b"<!DOCTYPE html>\n<html><body>Sign in</body></html>\n")


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def _foreign_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\x81\xff\xfe\n")


def _enormous(path: Path) -> None:
    # Sparse: it takes no room. No table that people keep is that large, and no log has such a line.
    os.truncate(path, _ENORMOUS_BYTES)


SPOILS = (_emptied, _web_page, _cut, _foreign_bytes, _enormous)

EVERY: tuple[Callable[[Peer], None], ...] = (
    is_built_without_its_source,
    tells_the_truth_and_all_of_it,
    an_interrupted_slice_is_read_from_its_beginning,
    declares_every_field,
    a_new_field_stops_or_is_left_unread,
    fetched_twice_is_the_same,
    any_order_is_the_same,
    windows_meet_at_midnight_in_tokyo,
    hostile_strings_are_only_strings,
    says_what_it_found,
    keeps_secrets_out_of_its_face,
)
SERVER: tuple[Callable[[ServerPeer], None], ...] = (
    waits_when_asked_to,
    a_storm_ends_in_retry,
    a_reset_loses_nothing,
    a_drip_is_not_waited_for,
    a_login_page_is_not_data,
    a_token_may_expire_in_mid_slice,
)
FILE: tuple[Callable[[FilePeer], None], ...] = (a_broken_file_is_never_success,)
