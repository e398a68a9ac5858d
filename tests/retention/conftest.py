"""A town hall of twelve with one printer, read one night."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.command import hirogari
from tests.retention.town_hall import TODAY
from tests.twelve import write_twelve

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
[town]
name = "試験町"
launched_on = 2026-04-01

[site]
opened_on = 2026-04-01

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


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town hall of twelve with one printer log, read one night."""
    folder = tmp_path_factory.mktemp("town")
    write_twelve(folder)
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
