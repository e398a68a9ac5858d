"""A whole town read through the real connectors equals what truly happened in it."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pydantic import SecretStr

from connectors.contract.streams import Window
from connectors.demo_town import simulate_town
from connectors.demo_town.expected import bought_months, print_months
from connectors.demo_town.server import TownServer
from connectors.demo_town.simulate.names import ADMINISTRATOR
from connectors.demo_town.simulate.workdays import day_of_ms
from connectors.roster.identity import Gate, Key
from connectors.roster.roster import read_roster
from connectors.vendors.books import paper_bought
from connectors.vendors.cups import connector as cups
from connectors.vendors.google_workspace import Settings, connect
from connectors.vendors.google_workspace.demo import CREDENTIALS
from connectors.vendors.papercut import connector as papercut

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from connectors.contract.streams import Connector
    from connectors.demo_town.for_vendors.town import DemoTown

TODAY = date(2025, 7, 4)
TOOLS = {"drive": "files", "chat": "chat", "calendar": "calendar"}


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """Three months, with April 1 and the merged section in them."""
    return simulate_town(seed=3, months=3, today=TODAY)


@pytest.fixture(scope="module")
def gate(folder: Path) -> Gate:
    """Gate 1 with the town's own roster."""
    return Gate(read_roster(folder / "staff.csv", folder / "sections.csv"), Key(1, bytes(32)))


def _admitted(connector: Connector, gate: Gate, town: DemoTown) -> list[dict[str, Any]]:
    """Read all in slices, as a night does, and let it through Gate 1."""
    rows: list[dict[str, Any]] = []
    for stream in connector.streams:
        cuts = [town.since, date(2025, 4, 30), date(2025, 5, 31), town.today]
        for start, end in pairwise(cuts):
            tables = [
                gate.admit(stream, batch.rows, batch.day_on)
                for batch in connector.fetch(stream, Window(start, end))
            ]
            rows.extend(pa.concat_tables(tables).to_pylist())
    assert len({row["event"] for row in rows}) == len(rows)
    return rows


@contextmanager
def _google(town: DemoTown, folder: Path, *streams: str) -> Iterator[Connector]:
    with TownServer(town) as server:
        server.write_access(folder)
        credentials = (folder / CREDENTIALS).read_text(encoding="utf-8")
        yield connect(
            Settings.model_validate(
                {
                    "name": "google",
                    "credentials": SecretStr(credentials),
                    "subject": ADMINISTRATOR,
                    "endpoint": server.url,
                    "streams": streams,
                }
            )
        )


@pytest.mark.parametrize("stream", ["drive", "chat", "calendar"])
def test_every_act_is_counted_once_for_whoever_did_it(
    town: DemoTown, folder: Path, gate: Gate, stream: str
) -> None:
    """By day, person and the vendor's own word; what merely arrives is not read."""
    staff = {person.staff_no for person in town.staff}
    truth = Counter(
        (day_of_ms(act.at_ms), gate.staff_of(act.who) if act.who in staff else None, act.verb)
        for day in town.days
        for act in day.acts
        if act.tool == TOOLS[stream] and act.verb != "notification_triggered"
    )
    with _google(town, folder, stream) as connector:
        rows = _admitted(connector, gate, town)
    assert Counter((row["day_on"], row["staff"], row["vendor_action"]) for row in rows) == truth
    outsiders = {act.who for day in town.days for act in day.acts} - staff - {""}
    assert any(row["is_unmatched"] for row in rows) == (stream == "drive" and bool(outsiders))


def test_every_connection_to_a_meeting_is_counted_once(
    town: DemoTown, folder: Path, gate: Gate
) -> None:
    """By day, person and minutes; guests are guests, rooms are nobody."""
    truth = Counter(
        (
            day_of_ms(call.left_ms),
            gate.staff_of(call.who) if call.who else None,
            call.is_guest,
            (call.left_ms - call.joined_ms) // 1000,
        )
        for day in town.days
        for call in day.calls
    )
    with _google(town, folder, "meet") as connector:
        rows = _admitted(connector, gate, town)
    found = Counter(
        (
            row["day_on"],
            row["staff"],
            row["is_guest"],
            round((row["ended_at"] - row["started_at"]).total_seconds()),
        )
        for row in rows
    )
    assert found == truth
    meetings = {(day.on, call.meeting) for day in town.days for call in day.calls}
    assert len({row["meeting"] for row in rows}) == len({meeting for _, meeting in meetings})
    assert not any(row["is_unmatched"] for row in rows)


def test_every_sheet_is_counted(town: DemoTown, folder: Path, gate: Gate) -> None:
    """Jobs, printed sides and known sheets of both print servers, by section and month."""
    sources: dict[str, Connector] = {
        "cups": cups.connect(cups.Settings(name="cups", files=(folder / "cups/page_log*",))),
        "papercut": papercut.connect(
            papercut.Settings(name="papercut", files=(folder / "papercut/*.csv",))
        ),
    }
    section_of = {
        (gate.staff_of(person.staff_no), day.on): person.section_on(day.on)
        for person in town.staff
        for day in town.days
    }
    for server, connector in sources.items():
        rows = _admitted(connector, gate, town)
        found: dict[tuple[str | None, date], list[int]] = {}
        for row in rows:
            key = (section_of[row["staff"], row["day_on"]], row["day_on"].replace(day=1))
            counts = found.setdefault(key, [0, 0, 0])
            counts[0] += 1
            counts[1] += row["impressions"]
            counts[2] += row["sheets"] or 0
        truth = print_months(town, servers=(server,), logged_only=True)
        assert found == {
            key: [cell.jobs, cell.impressions, cell.known_sheets] for key, cell in truth.items()
        }


def test_the_lost_night_is_missing_and_no_other_day_is(town: DemoTown, folder: Path) -> None:
    """A day without its file is not a day without printing."""
    connector = papercut.connect(
        papercut.Settings(name="papercut", files=(folder / "papercut/*.csv",))
    )
    window = Window(town.since, town.today)
    days = {batch.day_on for batch in connector.fetch(papercut.STREAM, window)}
    assert set(window.days) - days == {town.lost_on}


@pytest.mark.parametrize("name", ["paper_bought.xlsx", "paper_bought_cp932.csv"])
def test_every_sheet_bought_is_read(town: DemoTown, folder: Path, name: str) -> None:
    """Excel and CP932 give the same book."""
    connector = paper_bought.connect(paper_bought.Settings(name="book", file=folder / name))
    rows = pa.concat_tables(
        batch.rows for batch in connector.fetch(paper_bought.STREAM, Window(town.since, town.today))
    ).to_pylist()
    assert {(row["section"], row["day_on"]): row["sheets"] for row in rows} == bought_months(town)
