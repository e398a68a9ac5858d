"""A full disk, a place that may not be written, another account's file: told with a next step, wherever it happens.

The pages and the back-up that were there stay as they were, and with room again the next night is as any other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.people.conftest import read_once, settings
from tests.people.town_hall import hirogari, people

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_once", "settings"]

NIGHT = ("run", "--today", "2026-05-03")
NOBODY = 65_534


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of a few kilobytes at a folder, with what was in the folder; skips where one may not be mounted."""
    held = folder.with_name(f"{folder.name}.held")
    folder.mkdir(exist_ok=True)
    shutil.copytree(folder, held)
    options = ("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    if subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small tmpfs")
    try:
        shutil.copytree(held, folder, dirs_exist_ok=True)
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def size(folder: Path) -> int:
    """How many kilobytes a folder takes, by whole pages of memory."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    return sum(-(-one.stat().st_size // 4096) * 4 for one in files) + 4 * len(files) + 64


def contents(folder: Path) -> dict[str, bytes]:
    """Each file below a folder with its bytes."""
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def require_told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 2, a next step, and no traceback."""
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert "→" in done.stderr, said
    assert "Traceback" not in said, said
    for word in words:
        assert word in said, said


def with_paths(settings: Path, entry: str) -> None:
    """Say in the settings where pages and the like go."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[paths]\n{entry}\n", encoding="utf-8")


@pytest.mark.parametrize("share", [0.05, 0.6])
def test_no_room_for_new_pages_leaves_the_old(settings: Path, share: float) -> None:
    """Pages are drawn beside the old ones; what was drawn in vain is cleared away again."""
    disk = settings.parent / "disk"
    disk.mkdir()
    with_paths(settings, 'site = "disk/site"')
    shutil.copytree(settings.parent / "site", disk / "site")
    with small_disk(disk, int(size(disk) * (1 + share))):
        before = contents(disk)
        require_told(hirogari(*NIGHT, "-s", settings))
        assert contents(disk) == before
        subprocess.run(["mount", "-o", "remount,size=400m", str(disk)], check=True)
        assert hirogari(*NIGHT, "-s", settings).returncode == 0
        assert [one.name for one in disk.iterdir()] == ["site"]


def test_no_room_for_a_back_up_leaves_the_last_one(settings: Path) -> None:
    """The pages of the night are out by then; the night says that it has no back-up."""
    aside = settings.parent / "aside"
    with small_disk(aside, size(aside) + 32):
        before = contents(aside)
        require_told(hirogari(*NIGHT, "-s", settings))
        assert contents(aside) == before
        subprocess.run(["mount", "-o", "remount,size=400m", str(aside)], check=True)
        assert hirogari(*NIGHT, "-s", settings).returncode == 0
        assert [one.name for one in aside.iterdir()] == ["2026-05-03"]


@pytest.mark.parametrize("kilobytes", [64, 1024])
def test_no_room_at_the_start_or_while_landing(settings: Path, kilobytes: int) -> None:
    """A first night on a disk that is full at once, or soon: with room it ends as if nothing had been."""
    shutil.rmtree(settings.parent / "data")
    settings.parent.joinpath("hirogari.key").unlink()
    pages = contents(settings.parent / "site")
    with small_disk(settings.parent / "data", kilobytes):
        require_told(hirogari("run", "--today", "2026-05-02", "-s", settings))
        assert contents(settings.parent / "site") == pages
        subprocess.run(
            ["mount", "-o", "remount,size=400m", str(settings.parent / "data")], check=True
        )
        assert hirogari("run", "--today", "2026-05-02", "-s", settings).returncode == 0
        assert len(people(settings)["jobs"]) > 100


def as_nobody(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command as an account that owns nothing here; skips where one may not become another."""
    if os.getuid():
        pytest.skip("only root can become another account")
    return subprocess.run(
        [str(Path(sys.executable).with_name("hirogari")), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env=os.environ | {"HOME": "/nonexistent"},
    )


@pytest.fixture
def for_nobody(settings: Path) -> Path:
    """The town in the hands of an account without rights."""
    for one in (settings.parent, *settings.parent.rglob("*")):
        os.chown(one, NOBODY, NOBODY)
    for above in settings.parents[1:4]:
        above.chmod(0o755)
    if as_nobody("status", "-s", settings, "--today", "2026-05-02").returncode:
        pytest.skip("this account cannot run the program")
    return settings


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("data/warehouse.duckdb", 0o000),
        ("data", 0o500),
        ("site", 0o500),
        ("site/static", 0o500),
        ("site/index.html", 0o000),
        ("aside", 0o500),
        ("aside/2026-05-02", 0o000),
        ("hirogari.key", 0o000),
        ("staff.csv", 0o000),
        ("newsletter", 0o500),
    ],
)
def test_what_another_account_closed_is_told(for_nobody: Path, path: str, mode: int) -> None:
    """With the path and what to do; the pages that were there stay."""
    closed = for_nobody.parent / path
    closed.mkdir(exist_ok=True) if path == "newsletter" else None
    site = for_nobody.parent / "site"
    before = contents(site)
    os.chown(closed, 0, 0)
    closed.chmod(mode)
    done = as_nobody(*NIGHT, "-s", for_nobody)
    require_told(done, path.split("/", maxsplit=1)[0])
    closed.chmod(0o700)
    assert contents(site) == before
    os.chown(closed, NOBODY, NOBODY)
    assert as_nobody(*NIGHT, "-s", for_nobody).returncode == 0


@pytest.mark.parametrize("command", ["export", "init", "about-me"])
def test_a_folder_of_another_account_is_told_by_every_command(
    for_nobody: Path, command: str
) -> None:
    """Where they are to write."""
    closed = for_nobody.parent / "closed"
    closed.mkdir(mode=0o755)
    arguments: dict[str, tuple[str | Path, ...]] = {
        "export": (closed / "tables", "-s", for_nobody),
        "init": (closed / "town",),
        "about-me": ("003", "--out", closed / "me.md", "-s", for_nobody),
    }
    require_told(as_nobody(command, *arguments[command]), "closed")
    assert list(closed.iterdir()) == []
