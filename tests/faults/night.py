"""A small source whose responses follow from a seed, and a night that reads it.

Run as a program, it is the process that the tests kill or starve:
`python tests/faults/night.py WAREHOUSE TODAY [--rows N] [--slice-days N] [--die-after N]`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract.shape import to_table
from connectors.contract.shapes import USE
from connectors.contract.streams import Batch, Stream, Window
from connectors.roster.identity import Gate, Key
from connectors.roster.roster_model import Alias, Assignment, Period, Roster, Section
from warehouse.facts.landing import land_slice
from warehouse.facts.ledger import due_windows
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store

SINCE = date(2026, 1, 1)
STAFF = 8
KEY = Key(1, b"k" * 32)


def stream(**changes: object) -> Stream:
    """Return the source's stream, with attributes replaced by `changes`."""
    return Stream(**({"name": "drive", "shape": USE, "fields": (), "tools": ("files",)} | changes))


def roster(staff: int = STAFF) -> Roster:
    """Return a roster with staff 0 to `staff` - 1 in one section, each with one account."""
    always = Period(date(2020, 4, 1), None)
    return Roster(
        tuple(Assignment(f"{number}", "0101", always) for number in range(staff)),
        tuple(Alias(f"s{number}@town.example", f"{number}", always) for number in range(staff)),
        (Section("0101", "総務課", always, None),),
    )


def gate(staff: int = STAFF) -> Gate:
    """Return Gate 1 with a fixed key, so that two warehouses have equal pseudonyms."""
    return Gate(roster(staff), KEY)


def rows_of(day_on: date, count: int) -> list[dict[str, object]]:
    """Return `count` rows of a day; every call returns the same."""
    chance = random.Random(day_on.toordinal())
    start = datetime.combine(day_on, datetime.min.time(), UTC)
    return [
        {
            "event": f"{day_on} {number}",
            "day_on": day_on,
            "occurred_at": start + timedelta(seconds=chance.randrange(54_000)),
            "account": f"s{chance.randrange(STAFF)}@town.example",
            "tool": "files",
            "action": "viewed",
            "vendor_action": "view",
            "document": f"document {chance.randrange(50)}",
            "uses": 1,
        }
        for number in range(count)
    ]


def batches(window: Window, count: int = 20) -> Iterator[Batch]:
    """Yield one batch per day of the window."""
    for day_on in window.days:
        yield Batch(day_on, to_table(USE, rows_of(day_on, count)))


def at(today: date) -> datetime:
    """Return 02:30 in Tokyo on that day, in UTC."""
    return datetime.combine(today, datetime.min.time(), UTC) - timedelta(hours=6, minutes=30)


def read_night(
    store: Store, today: date, *, of: Stream | None = None, count: int = 20, since: date = SINCE
) -> Iterator[Window]:
    """Read the windows that the ledger lists as due; yield each once it has landed.

    Args:
        store: the warehouse.
        today: the night's day; it is not read.
        of: the stream; the source's own if None.
        count: rows per day.
        since: the first day to read.
    """
    one, door = of or stream(), gate()
    for window in due_windows(
        store, "drive-log", one, since=since, today=today, gate_fingerprint=door.fingerprint
    ):
        land_slice(
            store,
            "drive-log",
            "synthetic",
            one,
            window,
            batches(window, count),
            gate=door,
            fetched_at=at(today),
        )
        yield window


def content(store: Store) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return the rows of facts and ledger, sorted, without fetch times and reasons of failure."""
    ledger = "source, stream, day_on, rows, hash, state, unmatched, gate"
    return (
        store.rows("from raw.use order by all"),
        store.rows(f"select {ledger} from ledger.source_day order by all"),
    )


def main() -> int:
    """Read one night and return the exit code; print `ready` once the warehouse is open."""
    words = argparse.ArgumentParser()
    words.add_argument("warehouse", type=Path)
    words.add_argument("today", type=date.fromisoformat)
    words.add_argument("--rows", type=int, default=20)
    words.add_argument("--slice-days", type=int, default=31)
    words.add_argument("--die-after", type=int, default=-1)
    asked = words.parse_args()
    with open_store(asked.warehouse) as store:
        print("ready", flush=True)  # noqa: T201 - the parent process waits for this word
        nights = read_night(
            store, asked.today, of=stream(slice_days=asked.slice_days), count=asked.rows
        )
        for number, _ in enumerate(nights, start=1):
            if number == asked.die_after:
                os.kill(os.getpid(), signal.SIGKILL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
