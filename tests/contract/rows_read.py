"""Read a connector as the rules do, and hold it against the truth of its peer."""

from __future__ import annotations

import traceback
from collections import Counter
from typing import TYPE_CHECKING

from tests.contract.peer import CANARY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from connectors.contract.errors import SourceError
    from connectors.contract.streams import Connector, Stream, Window
    from tests.contract.peer import Peer, Truth

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


def assert_truth(peer: Peer, connector: Connector | None = None) -> None:
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


def assert_says_nothing(error: SourceError) -> None:
    assert error.next_step.strip(), "an error without a next step"
    assert error.place.strip(), "an error without a place"
    assert CANARY not in "".join(traceback.format_exception(error)), "an error shows content"
