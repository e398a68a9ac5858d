"""What an operator does with a small town hall, and where its files are."""

from __future__ import annotations

import os
import pty
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.command import PROGRAM
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

TODAY = "2026-05-02"


def at_terminal(typed: str, *arguments: str | Path) -> tuple[int, str]:
    """Run the command at a terminal of its own and type a line; return exit code and what was on the screen."""
    command = [PROGRAM, *map(str, arguments)]
    near, far = pty.openpty()
    in_english = os.environ | {"HIROGARI_TOWN__LANGUAGE": "en"}
    with subprocess.Popen(
        command, stdin=far, stdout=far, stderr=far, close_fds=True, env=in_english
    ) as running:
        os.close(far)
        os.write(near, f"{typed}\n".encode())
        said = b""
        # Linux tells the end of a terminal as an error.
        with suppress(OSError):
            while more := os.read(near, 4096):
                said += more
        code = running.wait(timeout=120)
    os.close(near)
    return code, said.decode()


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
