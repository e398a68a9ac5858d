"""The town's own file servers, read by the real connectors: the same truth as Google Drive's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from connectors.contract.shapes import USE_ACTIONS
from connectors.contract.streams import Window
from connectors.demo_town import DemoTown, expected, simulate_town
from connectors.demo_town.files import write_town_files
from connectors.vendors import nextcloud
from connectors.vendors.samba import connector as samba

if TYPE_CHECKING:
    from pathlib import Path

    from connectors.contract.streams import Connector

TODAY = date(2026, 5, 13)


def raised(vendor: str, folder: Path) -> DemoTown:
    """Return a town of four months round an April 1 that keeps its files on one server."""
    town = simulate_town(11, 4, TODAY, [vendor])
    write_town_files(town, folder)
    return town


def active_days(town: DemoTown, connector: Connector) -> set[tuple[date, str, str]]:
    """Return day, staff number and tool of every use that the connector yields."""
    owner = {person.logon: person.staff_no for person in town.staff}
    (stream,) = connector.streams
    found = set()
    for batch in connector.fetch(stream, Window(town.since, town.today)):
        for row in batch.rows.select(["day_on", "account", "tool", "action"]).to_pylist():
            if row["action"] in USE_ACTIONS:
                found.add((row["day_on"], owner[row["account"]], row["tool"]))
    return found


@pytest.fixture(scope="module")
def files_truth() -> set[tuple[date, str, str]]:
    """Return the true active days with files, as the town with Google's Drive has them."""
    town = simulate_town(11, 4, TODAY)
    return {cell for cell in expected.active_days(town) if cell[2] == "files"}


def test_samba_tells_the_same_active_days(
    tmp_path: Path, files_truth: set[tuple[date, str, str]]
) -> None:
    """From vfs_full_audit lines in pieces come exactly the days on which each member used files."""
    town = raised("samba", tmp_path)
    settings = samba.Settings(name="share", kind="samba", files=(tmp_path / "samba/audit.log*",))
    assert active_days(town, samba.connect(settings)) == files_truth


def test_nextcloud_tells_the_same_active_days_in_both_formats(
    tmp_path: Path, files_truth: set[tuple[date, str, str]]
) -> None:
    """From audit lines of before and after an update come exactly the same days."""
    town = raised("nextcloud", tmp_path)
    files = (tmp_path / "nextcloud/audit.log*",)
    settings = nextcloud.Settings(name="cloud", kind="nextcloud", files=files)
    assert active_days(town, nextcloud.connect(settings)) == files_truth
    times = {
        line.partition('"time": "')[2][:1]
        for path in (tmp_path / "nextcloud").iterdir()
        for line in path.read_text("utf-8").splitlines()
    }
    assert "2" in times
    assert times - {"2"}
