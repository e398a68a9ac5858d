"""A full disk, a read-only place or another account's file gives an error with a next step, wherever it happens.

The existing pages and back-up stay as they were, and once there is room the next night is normal.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.command import Done, hirogari
from tests.retention.conftest import read_once, settings
from tests.retention.town_hall import people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["read_once", "settings"]

NIGHT = ("run", "--today", "2026-05-03")


@contextmanager
def small_disk(folder: Path, free: int) -> Iterator[Path]:
    """Mount a disk over a folder, with the folder's files and `free` kilobytes of room; skip if that is not allowed."""
    held = folder.with_name(f"{folder.name}.held")
    folder.mkdir(exist_ok=True)
    shutil.copytree(folder, held)
    mount = ["mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a small tmpfs")
    try:
        shutil.copytree(held, folder, dirs_exist_ok=True)
        disk = os.statvfs(folder)
        used = (disk.f_blocks - disk.f_bfree) * disk.f_frsize // 1024
        with_room(folder, f"{used + free}k")
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def with_room(folder: Path, size: str = "400m") -> None:
    """Resize the disk mounted at a folder."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return relative path → bytes for each file below a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def require_told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert exit code 2, a next step, no traceback, and each of the words in the output."""
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert "→" in done.stderr, said
    assert "Traceback" not in said, said
    for word in words:
        assert word in said, said


def with_paths(settings: Path, entry: str) -> None:
    """Add an entry to the settings' `[paths]`."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f"{text}\n[paths]\n{entry}\n", encoding="utf-8")


@pytest.mark.parametrize("free", [4, 80])
def test_no_room_for_new_pages_leaves_the_old(settings: Path, free: int) -> None:
    """New pages are drawn beside the old ones; unfinished ones are removed."""
    disk = settings.parent / "disk"
    disk.mkdir()
    with_paths(settings, 'site = "disk/site"')
    shutil.copytree(settings.parent / "site", disk / "site")
    with small_disk(disk, free):
        before = contents(disk)
        require_told(hirogari(*NIGHT, "-s", settings))
        assert contents(disk) == before
        with_room(disk)
        assert hirogari(*NIGHT, "-s", settings).returncode == 0
        assert [one.name for one in disk.iterdir()] == ["site"]


@pytest.mark.parametrize("free", [4, 64])
def test_no_room_for_a_back_up_leaves_the_last_one(settings: Path, free: int) -> None:
    """The night's pages are published by then; the night reports that it has no back-up."""
    aside = settings.parent / "aside"
    with small_disk(aside, free):
        before = contents(aside)
        require_told(hirogari(*NIGHT, "-s", settings))
        assert contents(aside) == before
        with_room(aside)
        assert hirogari(*NIGHT, "-s", settings).returncode == 0
        assert [one.name for one in aside.iterdir()] == ["2026-05-03"]


@pytest.mark.parametrize("free", [4, 64, 400])
def test_no_room_at_the_start_or_while_landing(settings: Path, free: int) -> None:
    """A first night fails on a disk that is full at once or soon after; with room it then ends normally."""
    shutil.rmtree(settings.parent / "data")
    # The new warehouse has a new key, so that these back-ups would be another warehouse's.
    shutil.rmtree(settings.parent / "aside")
    settings.parent.joinpath("hirogari.key").unlink()
    pages = contents(settings.parent / "site")
    with small_disk(settings.parent / "data", free):
        require_told(hirogari("run", "--today", "2026-05-02", "-s", settings))
        assert contents(settings.parent / "site") == pages
        with_room(settings.parent / "data")
        assert hirogari("run", "--today", "2026-05-02", "-s", settings).returncode == 0
        assert len(people(settings)["jobs"]) > 100


_FORM = 0x20080522
"""The version of the structures that the kernel reads and writes."""
_OVERRIDE = 1 << 1 | 1 << 2 | 1 << 3
"""CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER."""


def bound(*arguments: str | Path) -> Done:
    """Run the command as an account to which file modes apply: root without the capabilities that override them."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        # Capabilities are a thread's own, and end with it.
        thread.submit(_give_up_override).result()
        return thread.submit(hirogari, *arguments).result()


def _give_up_override() -> None:
    libc = ctypes.CDLL(None)
    if os.getuid() == 0 and not hasattr(libc, "capset"):
        pytest.skip("root passes over every mode, and this system has no capabilities")
    if os.getuid() == 0:
        # Effective, permitted and inheritable capabilities, in two words each: first the low ones, then the high ones.
        header, held = (ctypes.c_uint32 * 2)(_FORM, 0), (ctypes.c_uint32 * 6)()
        assert libc.capget(header, held) == 0
        left = (ctypes.c_uint32 * 6)(*(word & ~_OVERRIDE for word in held[:3]), *held[3:])
        assert libc.capset(header, left) == 0


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("data/warehouse.duckdb", 0o000),
        ("data/warehouse.duckdb", 0o400),
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
def test_what_may_not_be_read_or_written_is_told(settings: Path, path: str, mode: int) -> None:
    """The error names the path and the next step, the old pages stay, and the next night is normal."""
    closed, site = settings.parent / path, settings.parent / "site"
    if path == "newsletter":
        closed.mkdir()
    before, was = contents(site), closed.stat().st_mode
    closed.chmod(mode)
    done = bound(*NIGHT, "-s", settings)
    closed.chmod(was)
    require_told(done, path)
    assert contents(site) == before
    assert hirogari(*NIGHT, "-s", settings).returncode == 0


@pytest.mark.parametrize("command", ["export", "init", "about-me", "demo", "newsletter"])
def test_a_folder_that_may_not_be_written_is_told_by_every_command(
    settings: Path, command: str
) -> None:
    """Each command reports the folder into which it was to write."""
    closed = settings.parent / "closed"
    closed.mkdir()
    with_paths(settings, 'newsletter = "closed/letters"')
    arguments: dict[str, tuple[str | Path, ...]] = {
        "export": (closed / "tables", "-s", settings),
        "init": (closed / "town",),
        "about-me": ("003", "--out", closed / "me.md", "-s", settings),
        "demo": ("--out", closed / "demo"),
        "newsletter": ("--month", "2026-04", "-s", settings),
    }
    closed.chmod(0o500)
    done = bound(command, *arguments[command])
    closed.chmod(0o700)
    require_told(done, "closed")
    assert list(closed.iterdir()) == []
