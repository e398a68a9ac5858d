"""The shipped systemd unit can start the program: the real command runs under the unit's system call filter.

A container has no systemd to run units, so the filter is built from the unit's text: systemd-analyze expands the
groups, libseccomp loads the filter, and then the command is executed.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

UNIT = Path(__file__).resolve().parents[2] / "flows/systemd/hirogari.service"
HIROGARI = Path(sys.executable).with_name("hirogari")

pytestmark = [
    pytest.mark.xdist_group("scheduler"),
    pytest.mark.skipif(
        shutil.which("systemd-analyze") is None, reason="Debian's systemd is not installed"
    ),
]

FILTERED = """\
import json, os, sys
import pyseccomp as seccomp
told = json.loads(sys.argv[1])
refused = seccomp.ERRNO(told["errno"]) if told["errno"] else seccomp.KILL_PROCESS
filter_ = seccomp.SyscallFilter(refused)
for name in told["allowed"]:
    try:
        filter_.add_rule(seccomp.ALLOW, name)
    except (ValueError, OSError):
        pass  # a system call of another machine's architecture
filter_.load()
os.execv(sys.argv[2], sys.argv[2:])
"""


def group(name: str) -> set[str]:
    """Return the system calls of a systemd group, with nested groups expanded."""
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    ).stdout
    names = {line.strip() for line in told.splitlines() if line.startswith("    ")}
    below = {one for one in names if one.startswith("@")}
    calls = {one for one in names if re.fullmatch(r"[a-z0-9_]+", one)}
    return calls.union(*map(group, below))


def filter_of(unit: str) -> dict[str, object]:
    """Return the calls that a unit's text allows, applied in systemd's order: a list adds, a list with ~ removes.

    `errno` is 1 (EPERM) if refused calls fail, 0 if they kill the process.
    """
    allowed: set[str] = set()
    for line in re.findall(r"^SystemCallFilter=(.+)$", unit, re.MULTILINE):
        names = set().union(
            *(
                group(one) if one.startswith("@") else {one}
                for one in line.removeprefix("~").split()
            )
        )
        allowed = allowed - names if line.startswith("~") else allowed | names
    number = 1 if "SystemCallErrorNumber=EPERM" in unit else 0
    return {"allowed": sorted(allowed), "errno": number}


def started(unit: str, *command: str | Path, out: Path) -> subprocess.Popen[bytes]:
    """Start the command under the filter of a unit's text."""
    import json

    told = json.dumps(filter_of(unit))
    with out.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", FILTERED, told, str(HIROGARI), *map(str, command)],
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def test_the_night_reads_and_publishes_under_the_units_filter(
    town_hall: Path, tmp_path: Path
) -> None:
    """Every library that a night imports, database engine and charts included, works with the refused calls."""
    log = tmp_path / "run.log"
    night = started(
        UNIT.read_text(encoding="utf-8"), "run", "-s", town_hall, "--today", "2026-05-02", out=log
    )
    assert night.wait(timeout=300) == 0, log.read_text(encoding="utf-8")
    assert (town_hall.parent / "site/index.html").exists()


def test_the_units_own_command_starts_under_its_filter(town_hall: Path, tmp_path: Path) -> None:
    """`serve` starts the scheduler and ends on SIGTERM."""
    unit = UNIT.read_text(encoding="utf-8")
    (command,) = re.findall(r"^ExecStart=\S+/hirogari (\S+) ", unit, re.MULTILINE)
    log = tmp_path / "serve.log"
    served = started(unit, command, "-s", town_hall, out=log)
    try:
        deadline = time.monotonic() + 300
        while "30 2 * * *" not in log.read_text(encoding="utf-8"):
            assert served.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.5)
    finally:
        served.send_signal(signal.SIGTERM)
        code = served.wait(timeout=60)
    assert code in {0, -signal.SIGTERM}


def test_without_an_error_number_the_program_is_killed(town_hall: Path, tmp_path: Path) -> None:
    """A past fault of the unit: an allocator asks for the memory policy, and a filter that kills ends the program."""
    unit = UNIT.read_text(encoding="utf-8").replace("SystemCallErrorNumber=EPERM\n", "")
    log = tmp_path / "run.log"
    night = started(unit, "run", "-s", town_hall, "--today", "2026-05-02", out=log)
    assert night.wait(timeout=300) == -signal.SIGSYS


def test_the_unit_stays_hardened() -> None:
    """Systemd's own exposure rating of the unit is at most 2.0."""
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = re.search(r"exposure level[^:]*: (\d+\.\d+)", told)
    assert found is not None, told
    assert float(found[1]) <= 2.0
