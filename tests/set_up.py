"""Set up .venv from requirements.lock with uv, which is fetched into .venv where it is missing.

Run with any Python 3.11 or newer and nothing installed: `python3 tests/set_up.py`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


def main() -> None:
    """Create the environment, install exactly the lock file, then the project itself."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]} → make PYTHON=python3.11 …"
        )
    print("setting up .venv (once) …", flush=True)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    uv = shutil.which("uv", path=str(VENV / "bin")) or shutil.which("uv")
    if uv is None:
        uv = fetch_uv()
    pip = (uv, "pip")
    quietly = ("--quiet", "--python", str(PYTHON))
    run(*pip, "sync", *quietly, "--require-hashes", ROOT / "requirements.lock")
    run(*pip, "install", *quietly, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    # Once here instead of at the first start of each command, or at every start where Python may
    # write no byte code. Microsoft's client is 16,000 generated files, of which a few are used.
    skipped = r"[/\\](tests|generated)[/\\]"
    run(PYTHON, "-m", "compileall", "-q", "-j", "0", "-x", skipped, VENV / "lib")


def fetch_uv() -> str:
    """Install uv alone, at the lock file's version and with its hashes checked."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.search(r"^uv==.*(?:\n .*)*", lock, re.MULTILINE)
    if pinned is None:
        sys.exit("requirements.lock pins no uv → make lock")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as only_uv:
        only_uv.write(pinned.group() + "\n")
        only_uv.flush()
        pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "--no-deps", "-r", only_uv.name)
    return str(VENV / "bin" / "uv")


def run(*command: str | Path) -> None:
    """Run one step and end with its exit code if it fails."""
    done = subprocess.run([str(part) for part in command], check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
