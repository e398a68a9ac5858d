"""Sets up .venv with uv, which is installed into .venv if it is missing.

Run it with any Python 3.11 or newer and nothing installed. `python3 tests/set_up.py` installs the run-time packages
(requirements.lock); `python3 tests/set_up.py tests` also those of checks and tests (requirements-test.lock). It
needs uv or any pip: Debian and Ubuntu have neither until python3-venv or python3-pip is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TESTED = VENV / "ready-for-tests"
"""Marker file that exists once the tests' packages are installed, so that a later set-up keeps them."""


def main(asked: list[str]) -> None:
    """Create the environment, install exactly the packages of a lock file, then the project itself."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]} → make PYTHON=python3.11 …"
        )
    print("setting up .venv (once) …", flush=True)
    has_tests = "tests" in asked or TESTED.exists()
    python = environment(VENV)
    pip = (installer(python), "pip")
    quietly = ("--quiet", "--python", str(python))
    lock = "requirements-test.lock" if has_tests else "requirements.lock"
    run(*pip, "sync", *quietly, "--require-hashes", ROOT / lock)
    run(*pip, "install", *quietly, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    # Compiled once here instead of at the first start of each command, or at every start if Python may not
    # write byte code. Microsoft's client is 16,000 generated files, of which few are used, so it is left out.
    skipped = r"[/\\](tests|generated)[/\\]"
    run(python, "-m", "compileall", "-q", "-j", "0", "-x", skipped, VENV / "lib")
    (VENV / "ready").touch()
    if has_tests:
        TESTED.touch()


def environment(folder: Path) -> Path:
    """Return the Python of the environment in `folder`; a half-made environment is deleted and made again.

    The environment has no pip: without Debian's python3-venv, creating it with pip fails half-way.
    """
    python = folder / "bin" / "python"
    if folder.exists() and not _runs(python, "-c", "import encodings, site"):
        if not (folder / "pyvenv.cfg").exists() and any(folder.iterdir()):
            sys.exit(f"{folder} is no environment of Python's → move it away, then the same again")
        shutil.rmtree(folder)
    if not python.exists():
        try:
            venv.create(folder, with_pip=False)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"the environment cannot be made: {error} → look at {folder}")
    return python


def installer(python: Path) -> str:
    """Return the path of uv: the environment's, the machine's, or one installed by any pip that is found."""
    own = python.parent / "uv"
    if own.exists():
        return str(own)
    if found := shutil.which("uv"):
        return found
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as only_uv:
        only_uv.write(_pinned_uv() + "\n")
        only_uv.flush()
        run(
            *_pip(python), "install", "--quiet", "--require-hashes", "--no-deps", "-r", only_uv.name
        )
    return str(own)


def _pip(python: Path) -> tuple[str | Path, ...]:
    """Return a pip command that installs into the environment; without any pip, exit with one line that says so."""
    if _runs(python, "-m", "pip", "--version"):
        return (python, "-m", "pip")
    if _runs(sys.executable, "-m", "pip", "--python", python, "--version"):
        return (sys.executable, "-m", "pip", "--python", python)
    if _runs(python, "-m", "ensurepip", "--default-pip"):
        return (python, "-m", "pip")
    return sys.exit(
        "neither uv nor pip is here → on Debian or Ubuntu: apt install python3-venv (else install uv), then the same again"
    )


def _pinned_uv() -> str:
    """Return the lock file's entry of uv: its version and hashes."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.search(r"^uv==.*(?:\n .*)*", lock, re.MULTILINE)
    return pinned.group() if pinned else sys.exit("requirements.lock pins no uv → make lock")


def _runs(*command: str | Path) -> bool:
    """Whether a command exists and exits with code 0."""
    try:
        done = subprocess.run(
            [str(part) for part in command], check=False, capture_output=True, env=_environment()
        )
    except OSError:
        return False
    return done.returncode == 0


def _environment() -> dict[str, str]:
    """Return the environment with pip's notice of newer versions switched off."""
    return os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(*command: str | Path) -> None:
    """Run one command; if it fails, exit with its exit code."""
    done = subprocess.run([str(part) for part in command], check=False, env=_environment())
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main(sys.argv[1:])
