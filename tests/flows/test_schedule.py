"""The schedule creates a run on a real server, and the run lands rows."""

from __future__ import annotations

import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from flows.settings.settings import load_settings
from tests.command import PROGRAM
from tests.flows.unit_filter import HAS_SYSTEMD, UNIT, started
from warehouse.facts.ledger import read_source_days
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("scheduler")


def wait_for(log: Path, words: str, seconds: float) -> str:
    """Wait until the log holds the words and return its text; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        text = log.read_text(encoding="utf-8")
        if words in text:
            return text
        time.sleep(0.5)
    pytest.fail(f"{words!r} did not appear in {seconds} s:\n{log.read_text(encoding='utf-8')}")


def serve(settings: Path, log: Path) -> subprocess.Popen[bytes]:
    """Start `serve` as the systemd unit does: under its filter of system calls, where systemd can tell what that is."""
    (command,) = re.findall(r"^ExecStart=\S+/hirogari (\S+) ", UNIT, re.MULTILINE)
    if HAS_SYSTEMD:
        return started(UNIT, command, "-s", settings, out=log)
    with log.open("wb") as out:
        return subprocess.Popen([PROGRAM, command, "-s", str(settings)], stdout=out, stderr=out)


def test_the_schedule_creates_a_run_that_lands_rows(town_hall: Path) -> None:
    """With a schedule of every minute, the unit's own command runs the night by itself, publishes and ends on SIGTERM.

    Every library of the scheduler and of a night, database engine and charts included, works with the calls that the
    unit refuses.
    """
    text = town_hall.read_text(encoding="utf-8")
    town_hall.write_text(text.replace("30 2 * * *", "* * * * *"), encoding="utf-8")
    log = town_hall.parent / "serve.log"
    served = serve(town_hall, log)
    try:
        wait_for(log, "* * * * *", 120)
        wait_for(log, "published:", 180)
        assert served.poll() is None
    finally:
        served.send_signal(signal.SIGTERM)
        code = served.wait(timeout=60)
    assert code in {0, -signal.SIGTERM}
    settings = load_settings(town_hall)
    with open_store(settings.warehouse) as store:
        days = read_source_days(store).to_pylist()
    assert sum(day["rows"] for day in days if day["source"] == "printers") == 360
    assert (settings.site / "index.html").exists()
