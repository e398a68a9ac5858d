"""A town hall small enough to read in full: two sections, one printer, one purchase book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flows import orchestrator

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
    staff = [
        f"{number:03d},{'soumu' if number < 6 else 'zeimu'},2026-04-01,,user{number}"
        for number in range(12)
    ]
    (tmp_path / "staff.csv").write_text(
        "\n".join(["staff_no,section,from,to,accounts", *staff, ""]), encoding="utf-8"
    )
    (tmp_path / "sections.csv").write_text(
        "section,name,from,to,successor\nsoumu,総務課,2020-04-01,,\nzeimu,税務課,2020-04-01,,\n",
        encoding="utf-8",
    )
    jobs = [
        f"mfp1 user{number} {number + 100 * day} [{day:02d}/Apr/2026:10:00:0{number % 10} +0900] "
        f"total {number + 1} - localhost 起案書{number} A4 one-sided"
        for day in range(1, 31)
        for number in range(12)
    ]
    (tmp_path / "page_log").write_text("\n".join([*jobs, ""]), encoding="utf-8")
    (tmp_path / "paper.csv").write_text(
        "section,month,sheets\nsoumu,2026-04,2500\nzeimu,2026-04,5000\n", encoding="utf-8"
    )
    settings = tmp_path / "hirogari.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    return settings


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run Prefect's real server for the tests of this process; yields its folder."""
    home = tmp_path_factory.mktemp("prefect")
    server = orchestrator.start_server(home)
    server.wait(print)
    yield home
    server.stop()
