"""Waiting for Prefect's server: the operator is told of a long wait, and of the next step if it fails."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from flows.scheduler import prefect_server

if TYPE_CHECKING:
    from pathlib import Path


def test_a_slow_start_is_told_once_and_its_end_says_to_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For a process that never answers, the wait is reported once and then ends with an error."""
    monkeypatch.setattr(prefect_server, "START_SECONDS", 1.5)
    monkeypatch.setattr(prefect_server, "PATIENT_SECONDS", 0.1)
    command = [sys.executable, "-c", "input()"]
    told: list[str] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        silent = prefect_server.Server(tmp_path, "http://127.0.0.1:9/api", process)
        with pytest.raises(prefect_server.SchedulerDown) as raised:
            silent.wait(told.append)
        process.kill()
    assert [line.partition(",")[0] for line in told] == ["still waiting for the scheduler"]
    assert raised.value.next_step.startswith("run it again")


def test_a_start_on_a_full_disk_says_that_the_disk_is_full(tmp_path: Path) -> None:
    """The message does not point to the log, which could not be written either."""
    home = tmp_path / "prefect"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(home)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small tmpfs")
    try:
        prefect_server._auth_string(home)
        (home / "filler").write_bytes(b"0" * (2 * 1024 * 1024 - 64 * 1024))
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            ended = prefect_server.Server(home, "http://127.0.0.1:9/api", process)
            with pytest.raises(prefect_server.SchedulerDown, match="the disk is full"):
                ended.wait(lambda _: None)
    finally:
        subprocess.run(["umount", "-l", str(home)], check=True)
