"""The shipped systemd unit can start the program, and stays hardened; `test_schedule.py` serves under its filter."""

from __future__ import annotations

import re
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.flows.unit_filter import HAS_SYSTEMD, UNIT, UNIT_FILE, started

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not HAS_SYSTEMD, reason="Debian's systemd is not installed")


def test_without_an_error_number_the_program_is_killed(town_hall: Path, tmp_path: Path) -> None:
    """A past fault of the unit: an allocator asks for the memory policy, and a filter that kills ends the program."""
    unit = UNIT.replace("SystemCallErrorNumber=EPERM\n", "")
    log = tmp_path / "run.log"
    night = started(unit, "run", "-s", town_hall, "--today", "2026-05-02", out=log)
    assert night.wait(timeout=300) == -signal.SIGSYS


def test_the_unit_stays_hardened() -> None:
    """Systemd's own exposure rating of the unit is at most 2.0."""
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT_FILE)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = re.search(r"exposure level[^:]*: (\d+\.\d+)", told)
    assert found is not None, told
    assert float(found[1]) <= 2.0
