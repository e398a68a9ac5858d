"""The schedule creates a run on a real server, and the run lands rows."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.settings.settings import load_settings
from warehouse.facts.ledger import read_source_days
from warehouse.facts.store import open_store

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


def test_the_schedule_creates_a_run_that_lands_rows(town_hall: Path) -> None:
    """With a schedule of every minute, `serve` runs the night by itself and publishes."""
    text = town_hall.read_text(encoding="utf-8")
    town_hall.write_text(text.replace("30 2 * * *", "* * * * *"), encoding="utf-8")
    log = town_hall.parent / "serve.log"
    with log.open("w", encoding="utf-8") as out:
        served = subprocess.Popen(
            [str(Path(sys.executable).with_name("hirogari")), "serve", "-s", str(town_hall)],
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(log, "* * * * *", 120)
        wait_for(log, "published:", 180)
    finally:
        served.send_signal(signal.SIGTERM)
        served.wait(timeout=60)
    settings = load_settings(town_hall)
    with open_store(settings.warehouse) as store:
        days = read_source_days(store).to_pylist()
    assert sum(day["rows"] for day in days if day["source"] == "printers") == 360
    assert (settings.site / "index.html").exists()
