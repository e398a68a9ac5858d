"""The rules that every connector keeps. Each is a function of a peer that asserts one of them.

They look only at what a connector yields or raises. `test_planted.py` holds, for each rule, a wrong
connector that breaks it and nothing else, so that a rule that has gone blind is noticed.
"""

from __future__ import annotations

import itertools
import random
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SourceError, StopSource
from connectors.contract.streams import Handling, Window
from tests.contract.file_rules import a_broken_file_is_never_success
from tests.contract.peer import CANARY, FilePeer, ServerPeer
from tests.contract.rows_read import assert_truth, read
from tests.contract.server_rules import (
    a_drip_is_not_waited_for,
    a_login_page_is_not_data,
    a_reset_loses_nothing,
    a_storm_ends_in_retry,
    a_token_may_expire_in_mid_slice,
    waits_when_asked_to,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from connectors.contract.streams import Stream
    from tests.contract.peer import Peer

_MOST_TRIES = 20


def tells_the_truth_and_all_of_it(peer: Peer) -> None:
    """Every page, file and row arrives once, filed under its day in Asia/Tokyo, in the shape's schema."""
    peer.tell()
    assert_truth(peer)


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
    assert_truth(peer, connector)


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
        assert_truth(peer, connector)


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
