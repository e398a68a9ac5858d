"""What an operator does with a small town hall, and where its files are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from warehouse.store import open_store

TODAY = "2026-05-02"


def hirogari(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as an operator does."""
    return subprocess.run(
        [str(Path(sys.executable).with_name("hirogari")), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def warehouse(settings: Path) -> Path:
    """The DuckDB file."""
    return settings.parent / "data/warehouse.duckdb"


def key_file(settings: Path) -> Path:
    """The key file."""
    return settings.parent / "hirogari.key"


def people(settings: Path) -> dict[str, list[tuple[object, ...]]]:
    """Facts of printing by person, the ledger's words on them, and the roster."""
    with open_store(warehouse(settings)) as store:
        assert store.findings == ()
        return {
            "jobs": store.rows("select staff, printer, event from raw.print_job order by all"),
            "ledger": store.rows("select day_on, hash, gate from ledger.source_day order by all"),
            "roster": store.rows("from raw.assignment order by all"),
        }
