"""A command loads only the modules that it needs: `hirogari --help` is quick, an unused vendor costs nothing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

VENDORS_OWN = (
    "googleapiclient", "google.auth", "msgraph", "msgraph_core", "kiota_abstractions", "azure", "jwt",
    "cryptography", "httpx", "pysnmp", "evtx", "openpyxl",
)  # fmt: skip
"""Modules that only one vendor or one kind of file needs."""


OF_OTHER_COMMANDS = ("prefect", "altair", "vl_convert", "scipy", "typst", "docx")
"""Modules that run the nights, draw the pages and write the newsletter."""


def loaded_by(*arguments: str | Path, of: tuple[str, ...]) -> str:
    """Run a command in a process of its own; return the list of the given modules that it imported, as text."""
    probe = (
        "import sys; from flows.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"sys.stderr.write(repr([name for name in {of!r} if name in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stderr.splitlines()[-1]


def test_help_is_quick_to_load() -> None:
    """`--help` imports neither the warehouse, the charts, the scheduler nor a vendor."""
    of = (*VENDORS_OWN, *OF_OTHER_COMMANDS, "duckdb", "pyarrow", "numpy", "pydantic")
    assert loaded_by("--help", of=of) == "[]"


def test_a_vendor_that_nobody_uses_costs_nothing(town_hall: Path) -> None:
    """With only a printer log and a book in CSV, neither `status` nor `check` imports a vendor's library."""
    of = (*VENDORS_OWN, *OF_OTHER_COMMANDS)
    assert loaded_by("check", "--settings", town_hall, of=of) == "[]"
    (town_hall.parent / "data").mkdir()
    with open_store(town_hall.parent / "data" / "warehouse.duckdb"):
        pass
    assert loaded_by("status", "--settings", town_hall, of=of) == "[]"


def test_settings_that_name_a_vendor_cost_nothing_until_it_is_asked(town_hall: Path) -> None:
    """With Mattermost in the settings, `status` imports no HTTP client."""
    (town_hall.parent / "token").write_text("t", encoding="utf-8")
    source = (
        '\n[[sources]]\nname = "chat"\nkind = "mattermost"\nendpoint = "http://127.0.0.1:9"\n'
        'token_file = "token"\nteams = { soumu = "t" }\n'
    )
    town_hall.write_text(town_hall.read_text(encoding="utf-8") + source, encoding="utf-8")
    (town_hall.parent / "data").mkdir()
    with open_store(town_hall.parent / "data" / "warehouse.duckdb"):
        pass
    assert loaded_by("status", "--settings", town_hall, of=VENDORS_OWN) == "[]"
