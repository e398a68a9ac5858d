"""Canaries in every field of every source: none is in the warehouse, the export, a message or a traceback."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SourceError
from connectors.roster.identity import Gate, Key
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section, comparable
from dashboards.export import write_csv
from tests.contract.peer import CANARY, UNDECLARED
from tests.contract.test_conformance import PEERS
from tests.privacy.canary_search import find_words
from warehouse.engine.build import build_models
from warehouse.facts.backup import back_up
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.store import open_store
from warehouse.release.cut import cut_release
from warehouse.town import Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.contract.streams import Batch, Connector, Stream
    from tests.contract.peer import Peer

SHORT = 4
"""A shorter value may stand anywhere by chance."""


class _Kept:
    """Passes batches on, and keeps what identifies people and things in them."""

    def __init__(self) -> None:
        self.values: set[str] = {CANARY, UNDECLARED, "alert(", "/C calc"}
        self.plain: set[str] = set()
        """What is declared to be kept: a book's section or training, as the office wrote it."""

    def of(self, stream: Stream, batches: Iterator[Batch]) -> Iterator[Batch]:
        hidden = [one.name for one in stream.shape.columns if one.kind != "plain"]
        for batch in batches:
            for column in stream.shape.columns:
                if column.kind == "plain":
                    self.plain.update(map(str, batch.rows[column.name].to_pylist()))
            for name in hidden:
                cells = batch.rows[name].to_pylist()
                self.values.update(cell for cell in cells if cell and len(cell) > SHORT)
            yield batch


def _roster(connector: Connector, window: object) -> Roster:
    """Everybody and every section that the source names, so that their rows land."""
    accounts: set[str] = set()
    sections: set[str] = set()
    for stream in connector.streams:
        for batch in connector.fetch(stream, window):  # type: ignore[arg-type] # the peer's window
            if "account" in batch.rows.column_names:
                accounts.update(one for one in batch.rows["account"].to_pylist() if one)
            if "section" in batch.rows.column_names:
                sections.update(one for one in batch.rows["section"].to_pylist() if one)
    always = Period(None, None)
    return Roster(
        tuple(Assignment(f"{number}", "A", always) for number in range(len(accounts))),
        tuple(
            Alias(account, f"{number}", always)
            for number, account in enumerate(sorted({comparable(one) for one in accounts}))
        ),
        tuple(Section(one, one, always, None) for one in sections),
    )


def _land(peer: Peer, data: Path, now: datetime, kept: _Kept) -> str:
    """Land what the peer tells and back it up; return what the connector and its errors say."""
    peer.tell()
    connector = peer.connector()
    if all(stream.undeclared == "drop" for stream in connector.streams):
        peer.tell(new_field=peer.new_field is not None)
    told, rows = repr(connector), 0
    roster = _roster(connector, peer.window)
    key = Key(1, b"k" * 32)
    with open_store(data / "warehouse.duckdb") as store:
        land_roster(store, roster, key)
        for stream in connector.streams:
            try:
                rows += land_slice(
                    store,
                    connector.name,
                    peer.kind,
                    stream,
                    peer.window,
                    kept.of(stream, connector.fetch(stream, peer.window)),
                    gate=Gate(roster, key),
                    fetched_at=now,
                ).rows
            except SourceError as error:
                told += "".join(traceback.format_exception(error))
        back_up(store, data / "back-up")
    assert rows
    return told


def _export(data: Path, launched_on: date, now: datetime) -> None:
    """Cut a release from what has landed and write it as `hirogari export` does.

    The models' own words go into the database with it, and some are what a peer calls a thing.
    """
    town, today = Town("町", launched_on, 4), now.date()
    with open_store(data / "warehouse.duckdb") as store:
        build_models(store, town=town, closures=(), today=today)
        assert write_csv(
            cut_release(store, town=town, today=today, released_at=now), data / "export"
        )


@pytest.mark.parametrize("name", sorted(PEERS))
def test_no_canary_of_any_source_is_kept(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The database's bytes, its log, its back-up, the export, logs and errors hold no account or title."""
    caplog.set_level(logging.DEBUG)
    (tmp_path / "peer").mkdir()
    (tmp_path / "data").mkdir()
    peer = PEERS[name](tmp_path / "peer")
    kept = _Kept()
    now = datetime.combine(peer.window.end + timedelta(days=90), datetime.min.time(), UTC)
    try:
        told = _land(peer, tmp_path / "data", now, kept)
    finally:
        peer.close()
    left = {
        path.relative_to(tmp_path): path.read_bytes()
        for path in (tmp_path / "data").rglob("*")
        if path.is_file()
    }
    declared = "\n".join(kept.plain)
    _export(tmp_path / "data", peer.window.start, now)
    # What was declared to be kept may stand there; what nobody declared is not, wherever it was put.
    hidden = {one for one in kept.values if one == UNDECLARED or one not in declared}
    assert find_words(tmp_path / "data/export", hidden) == {}, (
        "the export names a person or a thing"
    )
    for canary in kept.values:
        assert canary not in told + caplog.text, "a message shows content"
        if canary not in hidden:
            continue
        found = [str(path) for path, content in left.items() if canary.encode() in content]
        assert not found, f"what {name} told stands in {found}"
