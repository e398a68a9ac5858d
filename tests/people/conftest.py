"""A town hall of twelve with one printer, read one night."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.people.town_hall import TODAY, hirogari

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
[town]
name = "試験町"
launched_on = 2026-04-01

[roster]
staff = "staff.csv"
sections = "sections.csv"

[backup]
folder = "aside"
keep = 1

[[sources]]
name = "printers"
kind = "cups"
files = ["page_log"]
since = 2026-04-01
"""


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town hall of twelve with one printer log, read one night."""
    folder = tmp_path_factory.mktemp("town")
    staff = [
        f"{number:03d},{'soumu' if number < 6 else 'zeimu'},2026-04-01,,user{number}"
        for number in range(12)
    ]
    (folder / "staff.csv").write_text(
        "\n".join(["staff_no,section,from,to,accounts", *staff, ""]), encoding="utf-8"
    )
    (folder / "sections.csv").write_text(
        "section,name,from,to,successor\nsoumu,総務課,2020-04-01,,\nzeimu,税務課,2020-04-01,,\n",
        encoding="utf-8",
    )
    jobs = [
        f"mfp1 user{number} {number + 100 * day} [{day:02d}/Apr/2026:10:00:0{number % 10} +0900] "
        f"total {number + 1} - localhost 起案書{number} A4 one-sided"
        for day in range(1, 31)
        for number in range(12)
    ]
    (folder / "page_log").write_text("\n".join([*jobs, ""]), encoding="utf-8")
    file = folder / "hirogari.toml"
    file.write_text(SETTINGS, encoding="utf-8")
    done = hirogari("run", "-s", file, "--today", TODAY)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def settings(read_once: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    folder = tmp_path / "town"
    shutil.copytree(read_once, folder)
    return folder / "hirogari.toml"
