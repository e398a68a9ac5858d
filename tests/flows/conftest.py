"""A town hall small enough to read in full: two sections, one printer, one purchase book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows.scheduler import prefect_server
from tests.twelve import write_twelve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SETTINGS = """\
[town]
name = "試験町"
launched_on = 2026-04-01
fiscal_year_start = 4

[paths]
data = "data"
site = "site"
newsletter = "newsletter"

[site]
opened_on = 2026-04-01

[roster]
staff = "staff.csv"
sections = "sections.csv"

[schedule]
nightly = "30 2 * * *"

[[sources]]
name = "printers"
kind = "cups"
files = ["page_log"]
since = 2026-04-01

[[sources]]
name = "paper"
kind = "paper_bought"
file = "paper.csv"
"""


@pytest.fixture
def town_hall(tmp_path: Path) -> Path:
    """Write the small town hall and return its settings file."""
    write_twelve(tmp_path)
    (tmp_path / "paper.csv").write_text(
        "section,month,sheets\nsoumu,2026-04,2500\nzeimu,2026-04,5000\n", encoding="utf-8"
    )
    settings = tmp_path / "hirogari.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    return settings


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run Prefect's real server for the tests of this process; yield its folder."""
    home = tmp_path_factory.mktemp("prefect")
    server = prefect_server.start_server(home)
    server.wait(print)
    yield home
    server.stop()
