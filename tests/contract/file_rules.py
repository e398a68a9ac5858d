"""The rule that every connector of files keeps: a broken file is never success."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from connectors.contract.errors import SkipPart, StopSource
from tests.contract.rows_read import assert_says_nothing, read, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.contract.peer import FilePeer

_ENORMOUS_BYTES = 65 * 1024 * 1024


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
                assert_says_nothing(error)
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
