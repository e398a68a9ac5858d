"""The demo with other vendors: every source that was chosen is read, and the truth is still the town's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town import expected as truth
from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.demo_town.vendors import demo_vendors
from flows.demo_settings.settings import write_settings
from flows.settings.settings import load_settings
from tests.command import hirogari
from tests.demo.read_demo import rows

if TYPE_CHECKING:
    from pathlib import Path

# Beside the other demo: both are heavy.
pytestmark = pytest.mark.xdist_group("demo")

MONTHS, SEED, TODAY = 2, 1, date(2026, 5, 12)
VENDORS = (
    "bigbluebutton", "google", "slack", "logochat", "cybozu", "nextcloud", "windows_files",
    "cups", "windows_print", "ricoh",
)  # fmt: skip


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """The town with these vendors: what truly happens in it."""
    return simulate_town(SEED, MONTHS, TODAY, VENDORS)


@pytest.fixture(scope="module")
def demo(town: DemoTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read it in one night, with the settings that the demo writes; the demo's own command is `test_demo.py`'s."""
    out = tmp_path_factory.mktemp("vendors")
    write_town_files(town, out / "town")
    with TownServer(town) as server:
        server.write_access(out / "town")
        done = hirogari("run", "-s", write_settings(out, TODAY), "--today", str(TODAY))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT READ" not in done.stdout
    return out


def test_every_source_has_rows(demo: Path) -> None:
    """The vendors that were chosen, no other, and the books."""
    found = rows(demo, "select source, stream, sum(rows) from ledger.source_day group by all")
    kinds = {source.name: source.kind for source in load_settings(demo / "hirogari.toml").sources}
    chosen = {demo_vendors()[vendor].kind for vendor in VENDORS}
    assert chosen <= set(kinds.values())
    others = {vendor.kind for vendor in demo_vendors().values()} - chosen
    assert others
    assert not others & set(kinds.values())
    assert {source for source, _, _ in found} == set(kinds)
    assert [cell for cell in found if not cell[2]] == []


def test_a_tool_of_two_vendors_is_one_curve_and_the_simulations(demo: Path, town: DemoTown) -> None:
    """Active days of files, chat, meetings and calendar equal the truth, whoever tells of a section."""
    found = {
        (section, tool, month): (active, assigned)
        for section, tool, month, active, assigned in rows(
            demo, "select section, tool, month, active_days, assigned_days from mart.use_month"
        )
    }
    expected = {
        cell: (use.active_days, use.assigned_days) for cell, use in truth.use_months(town).items()
    }
    assert len(expected) > 80
    assert {cell: found.get(cell) for cell in expected} == expected


def test_handlings_of_two_file_tools_are_counted_once(demo: Path, town: DemoTown) -> None:
    """The pair documents: no file is counted in Drive and again on a server of the town's own."""
    found = {
        (section, month): digital
        for section, month, digital in rows(
            demo,
            "select section, month, digital from mart.paper_digital_month"
            " where pair = 'documents' and digital > 0",
        )
    }
    assert found == truth.handling_months(town)


def test_known_sheets_of_three_print_logs_are_the_simulations(demo: Path, town: DemoTown) -> None:
    """Printed sides and known sheets by section and month; Windows hides the sheets of its sections."""
    found = {
        (section, month): (sides, sheets)
        for section, month, sides, sheets in rows(
            demo,
            "select section, month, sum(impressions), coalesce(sum(sheets), 0) from mart.paper_month"
            " where kind = 'printed' group by all having sum(impressions) > 0",
        )
    }
    expected = {
        cell: (printed.impressions, printed.known_sheets)
        for cell, printed in truth.print_months(town).items()
    }
    assert found == expected


def test_a_vendor_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The message names it and those that there are; nothing is written."""
    done = hirogari("demo", "--out", tmp_path / "demo", "--vendors", "google,kairan")
    assert done.returncode == 2
    assert "'kairan'" in done.stderr
    assert "nextcloud" in done.stderr
    assert not (tmp_path / "demo").exists()
