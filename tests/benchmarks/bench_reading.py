"""What reading, landing and building add to the bare work; the demo town of three months is the data."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import httpx

from connectors.contract.streams import Window
from connectors.demo_town import simulate_town
from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.roster.identity import Gate, open_key
from connectors.roster.roster import read_roster
from connectors.vendors.google_workspace import Settings, connect
from connectors.vendors.google_workspace.demo import CREDENTIALS
from tests.benchmarks.measured import Ratio
from warehouse.engine.build import build_models
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.sources import register_source
from warehouse.facts.store import open_store
from warehouse.town import Town

if TYPE_CHECKING:
    from connectors.contract.streams import Batch, Connector
    from connectors.demo_town import DemoTown as SimulatedTown
    from warehouse.facts.store import Store

TODAY = date(2026, 5, 12)
NOW = datetime(2026, 5, 11, 17, 30, tzinfo=UTC)
WINDOW = Window(date(2026, 4, 1), date(2026, 5, 1))
ROUNDS = 5


def in_turn(a: Callable[[], object], b: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds of A and of B, run in turn after one round that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for work, taken in zip((a, b), times, strict=True):
            gc.collect()
            started = perf_counter()
            work()
            if number:
                taken.append(perf_counter() - started)
    return median(times[0]), median(times[1])


def measure() -> Iterator[Ratio]:
    """Yield the ratios of reading, landing and building."""
    town = simulate_town(1, 3, TODAY)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        write_town_files(town, folder)
        server = stack.enter_context(TownServer(town))
        server.write_access(folder)
        source = _google(folder, server.url)
        batches = list(source.fetch(source.streams[0], WINDOW))
        yield _reading(source, batches, server.url)
        store = stack.enter_context(open_store(folder / "warehouse.duckdb"))
        yield _landing(source, batches, store, folder, town)
        yield _building(store, town)


def _google(folder: Path, endpoint: str) -> Connector:
    return connect(
        Settings.model_validate(
            {
                "name": "google",
                "credentials": str(folder / CREDENTIALS),
                "subject": ADMINISTRATOR,
                "endpoint": endpoint,
            },
            context={"base": folder},
        )
    )


def _reading(source: Connector, batches: list[Batch], endpoint: str) -> Ratio:
    rows = sum(batch.rows.num_rows for batch in batches)
    with httpx.Client(base_url=endpoint) as empty:
        return Ratio(
            f"reading {rows:,} events by Google's client ÷ bare HTTP requests",
            *in_turn(
                lambda: list(source.fetch(source.streams[0], WINDOW)),
                lambda: [empty.get("/") for _ in range(rows // 1000 + 2)],
            ),
        )


def _landing(
    source: Connector, batches: list[Batch], store: Store, folder: Path, town: SimulatedTown
) -> Ratio:
    roster = read_roster(folder / "staff.csv", folder / "sections.csv")
    key = open_key(folder / "key", has_pseudonyms=False)
    gate = Gate(roster, key)
    drive = source.streams[0]
    land_roster(store, roster, key)
    register_source(
        store,
        "google",
        "google_workspace",
        source.streams,
        {stream.name: town.since for stream in source.streams},
        today=town.since,
    )

    def land() -> None:
        land_slice(
            store,
            "google",
            "google_workspace",
            drive,
            WINDOW,
            iter(batches),
            gate=gate,
            fetched_at=NOW,
        )

    return Ratio(
        "landing them with pseudonyms and ledger ÷ pseudonyms alone",
        *in_turn(land, lambda: [gate.admit(drive, one.rows, one.day_on) for one in batches]),
    )


def _building(store: Store, town: SimulatedTown) -> Ratio:
    about = Town(town.name, town.launched_on, 4)

    def build(*, full: bool) -> None:
        build_models(store, town=about, closures=(), today=TODAY, full=full)

    return Ratio(
        "a night in which nothing changed ÷ building every month anew",
        *in_turn(lambda: build(full=False), lambda: build(full=True)),
        most=1,
    )
