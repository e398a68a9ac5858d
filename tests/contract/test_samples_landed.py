"""Real logs through the real connectors, Gate 1 and the landing: each event once, true sheets."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from connectors import nextcloud
from connectors.contract import Window
from connectors.google_workspace.streams import REPORTS
from connectors.printing import cups
from tests.contract.loopback import Answer, Loopback
from tests.contract.reports_api import reports_api
from tests.faults.night import gate
from warehouse.landing import land_slice
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract import Connector
    from warehouse.store import Store

SAMPLES = Path(
    os.environ.get("HIROGARI_SAMPLES", Path(__file__).parents[2] / "../shared/samples")
).resolve()
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no samples in {SAMPLES}")
NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "warehouse.duckdb") as opened:
        yield opened


def land(store: Store, connector: Connector, kind: str, window: Window) -> None:
    for stream in connector.streams:
        batches = connector.fetch(stream, window)
        land_slice(
            store,
            connector.name,
            kind,
            stream,
            window,
            batches,
            gate=gate(),
            fetched_at=NOW,
        )


def test_real_activities_land_once_each_however_often_they_are_read(store: Store) -> None:
    """Drive two, Meet two, Chat one, Calendar one; three readings are one."""
    found: dict[str, list[dict[str, object]]] = {}
    for path in sorted((SAMPLES / "google_reports").glob("test_*.json")):
        one = json.loads(path.read_text(encoding="utf-8"))
        found.setdefault(one["id"]["applicationName"], []).append(one)
    with reports_api(**{name: found[name] for name in REPORTS}) as api:
        for _ in range(3):
            window = Window(date(2014, 1, 1), date(2026, 1, 1))
            land(store, api.connector(), "google_workspace", window)
    uses = store.rows("select stream, count(*) from raw.use group by stream order by stream")
    assert uses == [("calendar", 1), ("chat", 1), ("drive", 2)]
    assert store.rows("select stream, count(*) from raw.attendance group by stream") == [
        ("meet", 2)
    ]


def test_the_true_sheets_of_a_real_cupsd_land(store: Store) -> None:
    """Where `sides` is logged, the sheets that came out: 10, 10, 10, 4 and 1; else unknown."""
    log = SAMPLES / "cups" / "page_log.formatC_tabs_duplex_oddpages.log"
    connector = cups.connect(cups.Settings(name="cups", files=(log,)))
    window = Window(date(2026, 11, 1), date(2026, 12, 1))
    for _ in range(2):
        land(store, connector, "cups", window)
    sheets = store.rows("select sheets, quality from raw.print_job order by sheets, quality")
    assert sheets == [
        (1, "derived"),
        (4, "derived"),
        (10, "derived"),
        (10, "derived"),
        (10, "derived"),
        (None, "unknown"),
        (None, "unknown"),
        (None, "unknown"),
    ]


def test_the_standard_log_of_a_real_cupsd_lands(store: Store) -> None:
    """Thirteen jobs in the format that every cupsd has."""
    log = SAMPLES / "cups" / "page_log.formatA_default.log"
    connector = cups.connect(cups.Settings(name="cups", files=(log,)))
    land(store, connector, "cups", Window(date(2026, 11, 1), date(2026, 12, 1)))
    assert store.count("select count(distinct event) from raw.print_job") == 13


def test_the_server_information_of_a_real_nextcloud_lands(store: Store) -> None:
    """Five people in 24 hours, for the whole town hall; of everything else in it nothing is kept."""
    body = (SAMPLES / "nextcloud" / "serverinfo_example.json").read_bytes()
    with Loopback(lambda _request: Answer(body)) as server:
        settings = nextcloud.Settings(
            name="cloud", endpoint=server.url, token_file=SecretStr("token")
        )
        connector = nextcloud.connect(
            settings, now=lambda: datetime(2026, 11, 30, 17, 30, tzinfo=UTC)
        )
        land(store, connector, "nextcloud", Window(date(2026, 11, 30), date(2026, 12, 1)))
    rows = store.rows("select day_on, section, tool, uses, people from raw.section_use")
    assert rows == [(date(2026, 11, 30), None, "files", None, 5)]
