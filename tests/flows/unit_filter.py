"""Starts the command under the system call filter of the shipped systemd unit.

A container has no systemd to run units, so the filter is built from the unit's text: systemd-analyze expands the
groups, libseccomp loads the filter, and then the command is executed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.command import PROGRAM

UNIT_FILE = Path(__file__).resolve().parents[2] / "flows/systemd/hirogari.service"
UNIT = UNIT_FILE.read_text(encoding="utf-8")
HAS_SYSTEMD = shutil.which("systemd-analyze") is not None

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
    told = json.dumps(filter_of(unit))
    with out.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", FILTERED, told, PROGRAM, *map(str, command)],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
