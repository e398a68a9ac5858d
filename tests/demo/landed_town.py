"""The demo town read through the real connectors into a real warehouse, as a night does it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.demo_town.simulation import simulate_town
from connectors.roster.identity import Gate, open_key
from connectors.roster.roster import read_roster
from connectors.vendors.books.demo import BOOKS
from connectors.vendors.google_workspace.demo import CREDENTIALS
from connectors.vendors.registry import module_of
from warehouse.facts.landing import land_roster, land_slice
from warehouse.facts.ledger import due_windows
from warehouse.facts.sources import register_source
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from connectors.demo_town.for_vendors.town import DemoTown
    from warehouse.facts.store import Store


@contextmanager
def landed_town(
    folder: Path, *, seed: int, months: int, today: date
) -> Iterator[tuple[DemoTown, Store, dict[str, str]]]:
    """Yield the town, its warehouse with everything landed, and pseudonym → staff number."""
    town = simulate_town(seed, months, today)
    write_town_files(town, folder)
    with ExitStack() as open_:
        server = open_.enter_context(TownServer(town))
        store = open_.enter_context(open_store(folder / "warehouse.duckdb"))
        roster = read_roster(folder / "staff.csv", folder / "sections.csv")
        key = open_key(folder / "key", has_pseudonyms=False)
        land_roster(store, roster, key)
        gate = Gate(roster, key)
        for source in _sources(town, folder, server):
            _land(store, source, gate, town)
        known = {key.pseudonym(person.staff_no): person.staff_no for person in town.staff}
        yield town, store, known


def _sources(town: DemoTown, folder: Path, server: TownServer) -> list[dict[str, object]]:
    server.write_access(folder)
    google = {
        "name": "google",
        "kind": "google_workspace",
        "credentials": folder / CREDENTIALS,
        "subject": ADMINISTRATOR,
        "endpoint": server.url,
        "since": town.since,
    }
    return [
        google,
        {"name": "printers", "kind": "cups", "files": folder / "cups/page_log*"},
        {
            "name": "copiers",
            "kind": "papercut",
            "files": folder / "papercut/papercut-print-log-*.csv",
        },
        {"name": "paper", "kind": "paper_bought", "file": folder / "paper_bought.xlsx"},
        *(
            {"name": f"book of {kind}", "kind": kind, "file": folder / path}
            for kind, path in BOOKS.items()
        ),
    ]


def _land(store: Store, source: dict[str, object], gate: Gate, town: DemoTown) -> None:
    module = module_of(str(source["kind"]))
    connector = module.connect(module.Settings.model_validate(source))
    name, kind = str(source["name"]), str(source["kind"])
    now = datetime.combine(town.today + timedelta(days=10), datetime.min.time(), UTC)
    since = {
        stream.name: connector.first_day(stream) or town.launched_on for stream in connector.streams
    }
    register_source(store, name, kind, connector.streams, since, today=town.launched_on)
    # Twice, as a night does it: the first silent days are judged when the days after them are known.
    for stream in (*connector.streams, *connector.streams):
        for window in due_windows(
            store,
            name,
            stream,
            since=since[stream.name],
            today=town.today,
            gate_fingerprint=gate.fingerprint,
        ):
            land_slice(
                store,
                name,
                kind,
                stream,
                window,
                connector.fetch(stream, window),
                gate=gate,
                fetched_at=now,
            )
