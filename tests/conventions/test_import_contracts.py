"""Each import contract of pyproject.toml holds, and has been seen to fail."""

from __future__ import annotations

import re
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


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Each broken contract with what is told of it, of a copy of the project in which every violation is planted.

    One copy and one run of import-linter for all: under a contract's name it tells each import that breaks it.
    """
    folder = tmp_path_factory.mktemp("planted")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for file, line in PLANTED.values():
        with (folder / file).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )
    assert done.returncode == 1, done.stdout + done.stderr
    _, _, report = done.stdout.partition("Broken contracts\n")
    parts = re.split(r"^(.+)\n-+$", report, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_contract_has_a_planted_violation() -> None:
    """A contract that nobody has seen fail is not a contract."""
    assert set(PLANTED) == set(contracts())


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_violation_is_caught(broken: dict[str, str], name: str) -> None:
    """The contract tells of its own violation, not of another that was planted beside it."""
    file, line = PLANTED[name]
    importer = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    imported = line.removeprefix("import ")
    assert re.search(
        rf"^-? *{re.escape(importer)} -> {re.escape(imported)} \(",
        broken.get(name, ""),
        re.MULTILINE,
    ), f"{name}: {broken.get(name)}"
