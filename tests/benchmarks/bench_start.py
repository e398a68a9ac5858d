"""What a command costs before it does anything: Python's own start, `--help`, and `status` of an empty town.

In processor time of the whole process, beside that of `python -c pass`, so that it holds when the machine is
busy. A start of Python takes 12 ms: 40 of them are half a second, 80 are one.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.measured import Ratio
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMES = 7
MOST_HELP = 40
MOST_STATUS = 80
HIROGARI = Path(sys.executable).with_name("hirogari")


def measure() -> Iterator[Ratio]:
    """Yield the best of some runs of each command beside the best of as many starts of Python."""
    with tempfile.TemporaryDirectory() as folder:
        town = Path(folder) / "town"
        subprocess.run([HIROGARI, "init", town], check=True, capture_output=True)
        (town / "data").mkdir()
        with open_store(town / "data" / "warehouse.duckdb"):
            pass
        status = [HIROGARI, "status", "--settings", town / "hirogari.toml"]
        commands = ([sys.executable, "-c", "pass"], [HIROGARI, "--help"], status)
        # In turn, so that all of them meet the same load.
        spent = [[_processor_seconds(command) for command in commands] for _ in range(TIMES)]
    start, help_, told = (min(column) for column in zip(*spent, strict=True))
    yield Ratio("hirogari --help beside a start of Python", help_, start, MOST_HELP)
    yield Ratio("hirogari status beside a start of Python", told, start, MOST_STATUS)


def _processor_seconds(command: list[str | Path]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
