"""Set-up on the servers that towns have: without python3-venv, after a try that broke off, with nothing to install with."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import set_up

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine that has Python alone: neither pip nor ensurepip can be imported, no uv is there."""
    for name in ("pip", "ensurepip"):
        (tmp_path / "bare" / name).mkdir(parents=True)
        (tmp_path / "bare" / name / "__init__.py").write_text(
            f"raise ModuleNotFoundError('No module named {name}')\n", encoding="utf-8"
        )
    return os.environ | {"PYTHONPATH": str(tmp_path / "bare"), "PATH": "/usr/bin:/bin"}


def tree(folder: Path) -> Path:
    """A checkout with what set-up reads."""
    (folder / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "tests/set_up.py", folder / "tests")
    for lock in ("requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / lock, folder)
    return folder


def run(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tests/set_up.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_pip_and_uv_one_line_says_what_to_install(
    tmp_path: Path, bare: dict[str, str]
) -> None:
    """The same line each time: no traceback at the first try, no other error at the second."""
    folder = tree(tmp_path / "clone")
    for _ in range(2):
        done = run(folder, bare)
        assert done.returncode == 1
        (line,) = done.stderr.splitlines()
        assert "apt install python3-venv" in line


def test_an_environment_that_was_left_half_made_is_made_anew(tmp_path: Path) -> None:
    """What ensurepip leaves behind where it fails, and a Python that was removed since."""
    folder = tmp_path / ".venv"
    for broken in ("empty", "no python", "dead python"):
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")
        if broken == "empty":
            shutil.rmtree(folder)
            folder.mkdir()
        (folder / "bin/python").unlink(missing_ok=True)
        if broken == "dead python":
            (folder / "bin/python").symlink_to(tmp_path / "gone")
        python = set_up.environment(folder)
        assert subprocess.run([python, "-c", ""], check=False).returncode == 0, broken


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    """Somebody else's files are never cleared."""
    folder = tmp_path / ".venv"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="move it away"):
        set_up.environment(folder)
    assert (folder / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_a_whole_environment_is_kept(tmp_path: Path) -> None:
    """A second set-up installs into the one that is there."""
    python = set_up.environment(tmp_path / ".venv")
    (tmp_path / ".venv/mark").touch()
    assert set_up.environment(tmp_path / ".venv") == python
    assert (tmp_path / ".venv/mark").exists()


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_the_lock_file_has_a_line_for_each_python(version: str, tmp_path: Path) -> None:
    """Nothing is resolved anew and nothing fetched: each pinned version says of itself that it fits."""
    uv = Path(sys.executable).with_name("uv")
    done = subprocess.run(
        [
            uv, "pip", "compile", "--universal", "--no-emit-index-url", "--quiet",
            "--python-version", version, "--no-build", "--group", "dev", "pyproject.toml",
            "--constraints", "requirements-test.lock", "-o", tmp_path / "again.lock",
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pins = re.compile(r"^([a-z0-9][^ ]*==\S+)", re.MULTILINE)
    again = set(pins.findall((tmp_path / "again.lock").read_text(encoding="utf-8")))
    assert again <= set(pins.findall((ROOT / "requirements-test.lock").read_text(encoding="utf-8")))


def test_what_runs_is_pinned_alike_for_tests() -> None:
    """A test sees the versions that a town has."""
    pins = re.compile(r"^([a-z0-9][^ ]*==\S+)", re.MULTILINE)
    runs, tests = (
        set(pins.findall((ROOT / lock).read_text(encoding="utf-8")))
        for lock in ("requirements.lock", "requirements-test.lock")
    )
    assert runs
    assert runs < tests
