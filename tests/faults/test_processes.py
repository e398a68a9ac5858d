"""Real processes that are killed, run twice at once, use many threads, or lack disk space or memory."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.contract.streams import Window
from tests.faults.night import SINCE, at, batches, content, gate, stream
from warehouse.facts.integrity.verify import verify_store
from warehouse.facts.landing import land_slice
from warehouse.facts.store import StoreBusy, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warehouse.facts.store import Store

ROOT = Path(__file__).parents[2]
TODAY = SINCE + timedelta(days=60)
SLICES = ("--slice-days", "2", "--rows", "200")


def start(warehouse: Path, *words: str) -> subprocess.Popen[str]:
    """Start a night as a process and wait until it has the warehouse open."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.night", str(warehouse), str(TODAY), *words],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = process.communicate(timeout=120)
    return process.returncode, errors


def expected(folder: Path, *words: str) -> tuple[list[tuple[object, ...]], ...]:
    """Return facts and ledger after an undisturbed night."""
    code, errors = finish(start(folder / "calm.duckdb", *words))
    assert code == 0, errors
    with open_store(folder / "calm.duckdb") as store:
        return content(store)


def test_killed_again_and_again_the_tables_are_those_of_a_calm_night(tmp_path: Path) -> None:
    """After a SIGKILL at a random moment the next start needs no repair."""
    chance = random.Random(20260122)
    calm = expected(tmp_path, *SLICES)
    warehouse = tmp_path / "killed.duckdb"
    kills = 0
    for _ in range(12):
        process = start(warehouse, *SLICES)
        time.sleep(chance.uniform(0.0, 0.12))
        process.kill()
        kills += finish(process)[0] < 0
        with open_store(warehouse) as store:
            # There is nothing to repair, since facts and ledger are written in one transaction.
            assert store.findings == ()
            assert verify_store(store, deep=True) == ()
    code, errors = finish(start(warehouse, *SLICES))
    assert code == 0, errors
    assert kills >= 6
    with open_store(warehouse) as store:
        assert store.findings == ()
        assert content(store) == calm


def test_of_two_runs_at_once_one_wins_and_the_other_says_so(tmp_path: Path) -> None:
    """The second run ends with `StoreBusy`; the first is not disturbed."""
    warehouse = tmp_path / "warehouse.duckdb"
    with open_store(warehouse) as store:
        code, errors = finish(start(warehouse))
        assert code != 0
        assert "StoreBusy: another process has the warehouse open" in errors
        assert store.count("select moves from ledger.moves") == 0
    process = start(warehouse, "--rows", "3000")
    with (
        pytest.raises(StoreBusy, match="wait until the other run has ended"),
        open_store(warehouse),
    ):
        pass
    assert finish(process)[0] == 0


def test_sources_land_side_by_side_from_threads(tmp_path: Path) -> None:
    """Six sources with ten slices each land without conflict, each as if it were alone."""
    failures: list[Exception] = []
    whole = Window(SINCE, SINCE + timedelta(days=10))

    def read(store: Store, source: str) -> None:
        try:
            with store.cursor() as own:
                for day_on in whole.days:
                    window = Window(day_on, day_on + timedelta(days=1))
                    land_slice(
                        own,
                        source,
                        "synthetic",
                        stream(),
                        window,
                        batches(window, 200),
                        gate=gate(),
                        fetched_at=at(TODAY),
                    )
        except Exception as error:  # noqa: BLE001 - any error in a thread must fail the test
            failures.append(error)

    with open_store(tmp_path / "warehouse.duckdb") as store:
        threads = [threading.Thread(target=read, args=(store, f"s{n}")) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert verify_store(store, deep=True) == ()
        hashes = store.rows(
            "select day_on, count(*), count(distinct hash), sum(rows) from ledger.source_day "
            "group by day_on"
        )
        assert {tuple(row[1:]) for row in hashes} == {(6, 1, 1200)}
        assert len(hashes) == 10
        assert store.count("select moves from ledger.moves") == 60


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a file system of 8 MB; skip if this user may not mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_ends_the_night_and_room_mends_it(tmp_path: Path, small_disk: Path) -> None:
    """The night exits non-zero and says that there is no room; with room the tables equal an undisturbed night's."""
    words = ("--slice-days", "10", "--rows", "4000")
    warehouse = small_disk / "warehouse.duckdb"
    code, errors = finish(start(warehouse, *words))
    assert code != 0
    assert "there is no room left for the warehouse" in errors
    subprocess.run(["mount", "-o", "remount,size=400m", str(small_disk)], check=True)
    code, errors = finish(start(warehouse, *words))
    assert code == 0, errors
    calm = expected(tmp_path, *words)
    with open_store(warehouse) as store:
        assert store.findings == ()
        assert content(store) == calm


MEMORY = """
import sys
from datetime import date, datetime, timedelta, UTC
from pathlib import Path
import numpy as np
import pyarrow as pa
from connectors.contract.streams import Batch, Window
from connectors.contract.shapes import USE
from tests.faults.night import SINCE, gate, stream
from warehouse.facts.landing import land_slice
from warehouse.facts.store import open_store

window = Window(SINCE, SINCE + timedelta(days=30))

def batches(each=20_000, parts=5):
    for day_on in window.days:
        for part in range(parts):
            numbers = np.arange(each).astype(str)
            event = np.char.add(f"{day_on} {part} ", numbers)
            columns = {
                "event": pa.array(event),
                "day_on": pa.repeat(pa.scalar(day_on), each),
                "account": pa.array(np.char.add("s", (np.arange(each) % 90).astype(str))),
                "tool": pa.repeat("files", each),
                "action": pa.repeat("viewed", each),
                "vendor_action": pa.repeat("view", each),
                "document": pa.array(np.char.add("d", (np.arange(each) % 700).astype(str))),
                "uses": pa.repeat(pa.scalar(1, pa.int64()), each),
            }
            rows = pa.table({
                field.name: columns.get(field.name, pa.nulls(each, field.type))
                for field in USE.arriving
            })
            yield Batch(day_on, rows.cast(USE.arriving))

def peak():
    # Not ru_maxrss: that begins with the size of the process this one was forked from.
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

door = gate(90)
with open_store(Path(sys.argv[1])) as store:
    land_slice(store, "warm", "up", stream(), window, [], gate=door, fetched_at=datetime.now(UTC))
    before = peak()
    landed = land_slice(
        store, "s", "k", stream(), window, batches(), gate=door, fetched_at=datetime.now(UTC)
    )
    after = peak()
print(landed.rows, (after - before) // 1024)
"""


def test_three_million_rows_land_in_256_megabytes(tmp_path: Path) -> None:
    """The resident memory of a whole process grows by at most that over one slice, Gate 1 included."""
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(tmp_path / "warehouse.duckdb")],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    rows, grown = map(int, done.stdout.split())
    assert rows == 3_000_000
    assert grown < 256, f"grew by {grown} MB"
