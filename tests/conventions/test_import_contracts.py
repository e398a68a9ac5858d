"""Each import contract of pyproject.toml holds, and has been seen to fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("connectors", "warehouse", "dashboards", "flows")

PLANTED = {
    "flows → dashboards → warehouse → connectors; nothing points back": (
        "connectors/contract/streams.py",
        "import warehouse.release.tables.release",
    ),
    "DuckDB is imported in the warehouse's store alone": (
        "flows/settings/settings.py",
        "import duckdb",
    ),
    "Prefect is imported in flows alone": ("warehouse/release/tables/release.py", "import prefect"),
    "Altair and vl-convert are imported in dashboards alone": (
        "flows/settings/settings.py",
        "import altair",
    ),
    "Inside connectors: served town → vendors that do not know each other → simulated town → roster → io → contract": (
        "connectors/io/http/transport.py",
        "import connectors.vendors.zoom",
    ),
    "A connector does not know the demo town: a vendor's demo alone does": (
        "connectors/vendors/samba/connector.py",
        "import connectors.demo_town.simulate.days",
    ),
    "No vendor knows another": (
        "connectors/vendors/samba/connector.py",
        "import connectors.vendors.zoom",
    ),
    "A vendor's library is imported in that vendor's folder alone": (
        "connectors/io/http/transport.py",
        "import googleapiclient",
    ),
    "Inside dashboards: pages | newsletter → cards → sentences | charts → read → text": (
        "dashboards/read/series/cells.py",
        "import dashboards.cards.card.figure",
    ),
    "Inside flows: cli → commands → checks | night → scheduler → settings → mail": (
        "flows/settings/folders.py",
        "import flows.night.reading",
    ),
    "Inside warehouse: lifecycle → release → statistics → engine → facts": (
        "warehouse/facts/ledger.py",
        "import warehouse.release.tables.release",
    ),
    "Inside the release: cut → derived | history → audit → rules → lower bounds → context → groups → tables": (
        "warehouse/release/tables/cells.py",
        "import warehouse.release.audit.audit",
    ),
    "Dashboards see the release tables and nothing else": (
        "dashboards/__init__.py",
        "import warehouse.facts.store",
    ),
}


def contracts() -> list[str]:
    """The names of the contracts in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [
            contract["name"] for contract in tomllib.load(file)["tool"]["importlinter"]["contracts"]
        ]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a copy of the project."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )


def test_every_contract_has_a_planted_violation() -> None:
    """A contract that nobody has seen fail is not a contract."""
    assert set(PLANTED) == set(contracts())


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_violation_is_caught(name: str, tmp_path: Path) -> None:
    """The violation makes exactly its own contract (and none silently) break."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    file, line = PLANTED[name]
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode == 1
    # The runner wraps long names at 80 columns.
    assert "".join(f"{name} BROKEN".split()) in "".join(done.stdout.split())
