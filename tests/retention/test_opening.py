"""From a draft to pages that are open, and back for one month that should not have been shown."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.command import hirogari
from tests.retention.town_hall import warehouse

if TYPE_CHECKING:
    from pathlib import Path

NIGHT = ("--today", "2026-05-20")


@pytest.fixture
def unopened(settings: Path) -> Path:
    """The town as it is set up: no night has shown anything."""
    text = settings.read_text(encoding="utf-8").replace("[site]\nopened_on = 2026-04-01\n", "")
    settings.write_text(text, encoding="utf-8")
    shutil.rmtree(settings.parent / "aside")
    warehouse(settings).unlink()
    warehouse(settings).with_name("warehouse.duckdb.mark").unlink()
    return settings


def said(settings: Path) -> str:
    return (settings.parent / "site" / "index.html").read_text(encoding="utf-8")


def reasons(settings: Path) -> set[str]:
    with duckdb.connect(str(warehouse(settings)), read_only=True) as store:
        rows = store.execute(
            "select withheld_because from release.paper_month where month = '2026-04-01'"
        ).fetchall()
    return {reason for (reason,) in rows}


def test_pages_are_a_draft_until_they_are_opened_and_a_month_is_taken_back(unopened: Path) -> None:
    """A draft keeps nothing; what was opened stands; what was taken back is withheld from the next night on."""
    assert hirogari("run", "-s", unopened, *NIGHT).returncode == 0
    assert "This is a draft" in said(unopened)
    assert (unopened.parent / "site" / "index.html").stat().st_mode & 0o077 == 0
    taken = ("unpublish", "sheets printers", "2026-04", "--yes", "-s", unopened)
    early = hirogari(*taken)
    assert early.returncode == 2
    assert "this month of this series was not published" in early.stderr
    assert hirogari("open", "-s", unopened).returncode == 2, "nobody was asked"
    assert hirogari("open", "--yes", "-s", unopened).returncode == 0
    assert hirogari("run", "-s", unopened, *NIGHT).returncode == 0
    assert "This is a draft" not in said(unopened)
    assert "unpublished" not in reasons(unopened)
    assert hirogari(*taken).returncode == 0
    assert hirogari("run", "-s", unopened, *NIGHT).returncode == 0
    assert "unpublished" in reasons(unopened)
