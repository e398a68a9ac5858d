"""The demo, run for real: its numbers are the simulation's, nothing of a person is left behind."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from connectors.demo_town import DemoTown, simulate_town
from connectors.demo_town.server import TownServer
from connectors.demo_town.vendors import DEFAULT
from flows.demo_settings.settings import write_settings
from flows.settings.settings import load_settings
from tests.command import hirogari
from tests.demo.read_demo import pages, rows, tables
from tests.demo.town_canaries import canaries, secrets, vendor_canaries
from tests.demo.town_marts import COMPARED
from tests.privacy.canary_search import find_in
from warehouse.facts.backup import back_up
from warehouse.facts.store import open_store

pytestmark = pytest.mark.xdist_group("demo")

# Set for a long look at a demo as a user makes it: 24 months take some minutes.
MONTHS = int(os.environ.get("HIROGARI_DEMO_MONTHS", "4"))
SEED, TODAY = 7, date(2026, 5, 12)
HIROGARI = str(Path(sys.executable).with_name("hirogari"))
DEMO = (HIROGARI, "demo", "--months", str(MONTHS), "--seed", str(SEED), "--today", str(TODAY))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demo once, in a folder with a temporary folder and a home of its own."""
    out = tmp_path_factory.mktemp("demo") / "demo"
    for name in ("tmp", "home"):
        (out.parent / name).mkdir()
    done = run_demo(out)
    assert done.returncode == 0, done.stdout + done.stderr
    (out.parent / "said.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    return out


def run_demo(out: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "TMPDIR": str(out.parent / "tmp"),
        "HOME": str(out.parent / "home"),
    }
    return subprocess.run(
        [*DEMO, "--out", str(out)],
        capture_output=True,
        text=True,
        timeout=300 + 60 * MONTHS,
        check=False,
        env=environment,
    )


@pytest.fixture(scope="module")
def town() -> DemoTown:
    """The same town, raised again: what truly happened in it."""
    return simulate_town(SEED, MONTHS, TODAY, DEFAULT)


def test_it_writes_what_the_readme_says(demo: Path, town: DemoTown) -> None:
    """Settings, warehouse, site and the newsletter of the last whole month."""
    assert (demo / "hirogari.toml").exists()
    assert (demo / "warehouse.duckdb").exists()
    assert town.name in (demo / "site/index.html").read_text(encoding="utf-8")
    written = {path.suffix for path in (demo / "newsletter/2026-04").iterdir()}
    assert {".png", ".svg"} <= written


@pytest.mark.parametrize("what", COMPARED)
def test_the_marts_are_the_simulations(demo: Path, town: DemoTown, what: str) -> None:
    """Cell by cell, read in a night and after facts were deleted by age."""
    with open_store(load_settings(demo / "hirogari.toml").warehouse) as store:
        found, expected = COMPARED[what](store, town)
    assert expected
    assert found == expected


def test_the_night_that_was_lost_is_missing_and_not_zero(demo: Path, town: DemoTown) -> None:
    """The PaperCut file that never came is a gap, and its month is incomplete."""
    state = rows(
        demo,
        f"select state from ledger.source_day where source = 'copiers' and day_on = '{town.lost_on}'",
    )
    assert state == [("gap",)]
    month = town.lost_on.replace(day=1)
    states = rows(
        demo,
        "select distinct state from mart.paper_month"
        f" where source = 'copiers' and month = '{month}'",
    )
    assert states == [("incomplete",)]


def test_a_second_run_changes_no_table(demo: Path, town: DemoTown) -> None:
    """The same night again: the marts stay to the last cell, and the site to the last byte, so a third adds nothing.

    It is run without the scheduler, which has no part in what it makes; the next test starts the demo on its own folder.
    """
    before = tables(demo), pages(demo)
    with TownServer(town, folder=demo / "town") as server:
        server.write_access(demo / "town")
        night = ("run", "-s", write_settings(demo, TODAY), "--today", str(TODAY))
        again = hirogari(*night, language=None)
    assert again.returncode == 0, again.stdout + again.stderr
    assert (tables(demo), pages(demo)) == before


def test_killed_again_and_started_again_it_ends_the_same(demo: Path, tmp_path: Path) -> None:
    """SIGKILL while one night reads, and while the start after it builds; the third start ends with the same tables.

    What a start after a kill leaves wrong, no later one reads again. Kills at any moment: `faults/test_processes.py`.
    """
    out = tmp_path / "demo"
    for words in ("google drive 2026-02", "集計:"):
        kill_at(words, *DEMO, "--out", str(out))
    for name in ("tmp", "home"):
        (tmp_path / name).mkdir()
    done = run_demo(out)
    assert done.returncode == 0, done.stdout + done.stderr
    # Staff are pseudonyms under a key of their own in each demo, but sections' numbers are equal.
    assert tables(out) == tables(demo)


def test_the_vendors_that_are_chosen_answer(tmp_path: Path) -> None:
    """`--vendors` decides what the town writes; `test_demo_vendors.py` reads a town of other vendors."""
    out = tmp_path / "demo"
    chosen = ("--months", "1", "--today", str(TODAY), "--vendors", "cups", "--out", str(out))
    kill_at("http://127.0.0.1", HIROGARI, "demo", *chosen)
    assert json.loads((out / ".demo.json").read_text(encoding="utf-8"))["vendors"] == ["cups"]
    assert list((out / "town/cups").iterdir()) != []
    assert not (out / "town/papercut").exists()


def kill_at(words: str, *command: str) -> None:
    """Start a demo and kill it as soon as it says the words."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        deadline = time.monotonic() + 200
        for line in process.stdout:
            if words in line or time.monotonic() > deadline:
                break
        os.kill(process.pid, signal.SIGKILL)
    assert words in line, f"the night ended before it said {words!r}"


@pytest.fixture(scope="module")
def found(demo: Path, town: DemoTown) -> dict[str, set[str]]:
    """Canary or secret → where it stands in what the night, and a back-up after it, left in any packing."""
    with open_store(load_settings(demo / "hirogari.toml").warehouse) as store:
        back_up(store, demo.parent / "back-up")
    searched = left_by_the_night(demo)
    assert {path.suffix for path in searched} >= {
        ".duckdb", ".db", ".html", ".pdf", ".png", ".svg", ".eml", ".docx", ".md", ".log", ".txt", ".parquet",
    }  # fmt: skip
    return find_in(
        searched, canaries(demo, town) | vendor_canaries(town) | secrets(demo), demo.parent
    )


def left_by_the_night(demo: Path) -> list[Path]:
    """Every file of the demo, its temporary folder and its home, but what the vendors hold."""
    everything = [path for path in demo.parent.rglob("*") if path.is_file()]
    return [path for path in everything if demo / "town" not in path.parents]


def test_nothing_of_a_person_is_left_anywhere(
    demo: Path, town: DemoTown, found: dict[str, set[str]]
) -> None:
    """No name, address, title or file name is in the database, pages, logs or Prefect's database."""
    words = canaries(demo, town) | vendor_canaries(town)
    assert len(words) > 1000
    assert any("起案" in word or "@" in word for word in words)
    assert found.keys() - secrets(demo) == set()


def test_no_secret_is_left_but_where_it_is_kept(demo: Path, found: dict[str, set[str]]) -> None:
    """Neither the key of pseudonyms nor the vendors' credentials, and the orchestrator's runs name files only."""
    assert len(secrets(demo)) > 10
    kept = {word: files for word, files in found.items() if word in secrets(demo)}
    assert {file for files in kept.values() for file in files} == {"demo/hirogari.key"}
    with closing(sqlite3.connect(demo / "prefect/prefect.db")) as database:
        runs = database.execute("select parameters from flow_run").fetchall()
    told = [json.loads(parameters) for (parameters,) in runs]
    assert told
    assert all(one.keys() <= {"settings_file", "now"} for one in told), told


def test_every_command_leaves_no_process_behind(demo: Path) -> None:
    """The scheduler and the town end with the demo."""
    assert demo.exists()
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = process.read_bytes().decode(errors="replace")
        except OSError:
            continue
        assert str(demo) not in command


def test_a_folder_that_holds_something_else_is_left_alone(demo: Path) -> None:
    """The demo clears away only what a demo wrote."""
    stranger = demo.parent / "stranger"
    stranger.mkdir()
    (stranger / "letter.txt").write_text("mine", encoding="utf-8")
    done = run_demo(stranger)
    assert done.returncode == 2
    assert (stranger / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert json.loads((demo / ".demo.json").read_text(encoding="utf-8"))["seed"] == SEED
