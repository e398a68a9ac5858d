"""Two connectors, one of files and one of HTTP, judged by the Singer SDK's standard tests of a tap.

What those cannot judge is in README.md beside this file, and shown below.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
import singer_sdk
from singer_sdk.testing import SuiteConfig, get_tap_test_class
from singer_sdk.testing.runners import TapTestRunner

from tests.contract import rules
from tests.contract.peers import mattermost, nextcloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from connectors.contract.streams import Batch, Connector, Finding, Stream, Window
    from tests.contract.peer import Peer

PEERS = {"nextcloud": nextcloud.AuditLogPeer, "mattermost": mattermost.Peer}
JSON_OF = {
    pa.string(): {"type": ["string", "null"]},
    pa.int64(): {"type": ["integer", "null"]},
    pa.bool_(): {"type": ["boolean", "null"]},
    pa.date32(): {"type": "string", "format": "date"},
    pa.timestamp("us", tz="UTC"): {"type": ["string", "null"], "format": "date-time"},
}
"""Type of a shape's column → its JSON schema."""


class _Records(singer_sdk.Stream):
    """One stream of ours as Singer's: its rows as records, told apart by `event`."""

    primary_keys = ("event",)

    def __init__(
        self, tap: singer_sdk.Tap, connector: Connector, ours: Stream, window: Window
    ) -> None:
        self._connector, self._ours, self._window = connector, ours, window
        columns = {column.name: JSON_OF[column.type] for column in ours.shape.columns}
        super().__init__(tap, schema={"type": "object", "properties": columns}, name=ours.name)

    def get_records(self, context: object) -> Iterable[dict[str, Any]]:
        """Yield what the connector yields."""
        del context
        for batch in self._connector.fetch(self._ours, self._window):
            for row in batch.rows.to_pylist():
                yield {
                    name: value.isoformat() if hasattr(value, "isoformat") else value
                    for name, value in row.items()
                }


def judge(connector: Connector, window: Window) -> list[str]:
    """Run every standard test of a tap on the connector; return those that ran."""

    class Tap(singer_sdk.Tap):
        name = f"tap-{connector.name}"
        config_jsonschema = {"type": "object", "properties": {}}  # noqa: RUF012 - as the SDK wants it

        def discover_streams(self) -> list[singer_sdk.Stream]:
            """Return the connector's streams."""
            return [_Records(self, connector, stream, window) for stream in connector.streams]

    suite = SuiteConfig(max_records_limit=None)
    tests = get_tap_test_class(Tap, config={}, suite_config=suite, parse_env_config=False)
    runner = TapTestRunner(Tap, config={}, suite_config=suite, parse_env_config=False)
    runner.sync_all()
    ran = []
    for name, run in vars(tests).items():
        if name.startswith("test_"):
            for asked in tests.params.get(name, [None]):
                run(suite, None, runner, **(asked.values._asdict() if asked else {}))
                ran.append(name)
    return ran


@pytest.fixture(params=PEERS)
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Peer]:
    made = PEERS[request.param](tmp_path)
    made.tell()
    yield made
    made.close()


def test_the_connector_passes_the_standard_tests_of_a_tap(peer: Peer) -> None:
    """Discovery, connection, schemas, keys, and each column's type."""
    ran = judge(peer.connector(), peer.window)
    assert {"test_tap_discovery", "test_tap_stream_connections"} <= set(ran)
    assert {"test_tap_stream_returns_record", "test_tap_stream_primary_keys"} <= set(ran)
    assert len(ran) > 12


class LosesTwoThirds:
    """A connector as ours that yields one row in three."""

    def __init__(self, right: Connector) -> None:
        self._right = right
        self.name, self.streams = right.name, right.streams

    def first_day(self, stream: Stream) -> object:
        return self._right.first_day(stream)

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        """Lose rows in silence."""
        for batch in self._right.fetch(stream, window):
            kept = batch.rows.take(pa.array(range(0, batch.rows.num_rows, 3), pa.int64()))
            yield replace(batch, rows=kept)

    def check(self) -> Iterator[Finding]:
        yield from self._right.check()


def test_what_passes_there_is_caught_here(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that loses two thirds of its rows passes the standard tests, and fails ours."""
    lossy: Any = LosesTwoThirds(peer.connector())
    assert judge(lossy, peer.window)
    monkeypatch.setattr(peer, "connector", lambda: lossy)
    with pytest.raises(AssertionError, match="lost"):
        rules.tells_the_truth_and_all_of_it(peer)
