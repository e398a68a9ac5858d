"""Debian's programs, started by a test on loopback: found, run, waited for and ended."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGES = "samba samba-vfs-modules smbclient cups cups-client cups-filters snmpd"


def need(*programs: str, files: str = "") -> None:
    """Skip the test where a program, or a file that a pattern below /usr/lib finds, is not there.

    In CI nothing is skipped: what is missing there is a failure.
    """
    missing = [name for name in programs if not program(name)]
    if files and not any(Path("/usr/lib").glob(files)):
        missing.append(files)
    if missing:
        _do_without(f"not installed: {', '.join(missing)} (Debian: {PACKAGES})")
    if os.geteuid() != 0:
        _do_without("these servers change their user, which only root may")


def _do_without(words: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def program(name: str) -> str | None:
    """Return where a program lies, also one of the administrator's."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def run(*command: object, told: str = "") -> str:
    """Run a program to its good end; return what it wrote."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=60,
        input=told,
        check=False,
    )
    assert done.returncode == 0, f"{command[0]}: {done.stdout} {done.stderr}"
    return done.stdout


def wait_for(is_ready: Callable[[], bool], words: str) -> None:
    """Wait half a minute at most."""
    ends = time.monotonic() + 30
    while not is_ready():
        assert time.monotonic() < ends, words
        time.sleep(0.05)


def listens(port: int) -> bool:
    """Whether somebody listens on a TCP port."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask a server to end, and wait until it has."""
    server.terminate()
    server.wait(timeout=30)
