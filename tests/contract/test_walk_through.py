"""The folder that connectors/README.md shows is all that adds a vendor: nothing else names it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.contract.peers import kairan

ROOT = Path(__file__).parents[2]
PROGRAM = """
import tomllib
from datetime import date, datetime
from pathlib import Path
from connectors.contract.streams import TOKYO, Window
from connectors.demo_town import expected, simulate_town
from connectors.demo_town.files import write_town_files
from connectors.demo_town.server import TownServer
from connectors.io.tables.known_exports import ExportTable
from connectors.vendors.mapped_csv.proposals import known_draft
from connectors.vendors.registry import KINDS, connect, module_of

folder = Path("town")
(example,) = KINDS["kairan"].examples
(Path("secrets")).mkdir()
(Path("secrets") / "kairan").write_text("x")
entry = tomllib.loads(example)["sources"][0]
module_of("kairan").Settings.model_validate(entry, context={"base": Path()})
town = simulate_town(1, 1, date(2026, 5, 13), ["google", "kairan"])
write_town_files(town, folder)
with TownServer(town) as server:
    server.write_access(folder)
    entries = tomllib.loads((folder / "sources.toml").read_text())["sources"]
    entry = next(one for one in entries if one["kind"] == "kairan")
    settings = module_of("kairan").Settings.model_validate(entry, context={"base": Path()})
    connector = connect(settings, lambda: datetime(2026, 5, 13, tzinfo=TOKYO))
    window = Window(town.since, town.today)
    rows = [row for batch in connector.fetch(connector.streams[0], window) for row in batch.rows.to_pylist()]
staff = {person.logon: person.staff_no for person in town.staff}
found = {(row["day_on"], staff[row["account"]], row["tool"]) for row in rows}
assert len(found) > 20, len(found)
assert found == expected.active_days(town, ["kairan"])
draft = known_draft(ExportTable(Path("saved.csv"), ("回覧日", "回覧者"), ()))
assert draft.entries[0]["columns"] == {"time": "回覧日", "account": "回覧者"}
"""
EXPORTS = """
from connectors.io.tables.known_exports import Draft, KnownExport, mapped

EXPORTS = (
    KnownExport(
        (("回覧日", "回覧者"),),
        lambda table: Draft([mapped(table, "chat", {"time": "回覧日", "account": "回覧者"}, action="viewed")]),
    ),
)
"""


def test_the_walk_throughs_folder_is_found_read_and_served(tmp_path: Path) -> None:
    """Declaration, connector, demo and known export in a copy of the connectors: every active day of its town is read."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "connectors", tmp_path / "connectors", ignore=ignored)
    folder = tmp_path / "connectors" / "vendors" / "kairan"
    folder.mkdir()
    for file in kairan.FILES:
        (folder / file).write_text(kairan.code(file), encoding="utf-8")
    (folder / "exports.py").write_text(EXPORTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
