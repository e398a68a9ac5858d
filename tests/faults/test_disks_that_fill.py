"""Disks that fill up during a run: the error names the folder and a next step, and once there is room all is normal."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import of_system
from flows.messages import in_language
from tests.command import PROGRAM, hirogari, hirogari_process
from tests.faults.test_files_refused import (
    NIGHT,
    contents,
    require_told,
    small_disk,
    with_paths,
    with_room,
)
from tests.retention.conftest import read_once, settings
from tests.retention.town_hall import warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_once", "settings"]


@pytest.fixture
def served(settings: Path) -> Iterator[Path]:
    """Yield the settings of a town whose service is running, with its data on a small disk."""
    with small_disk(settings.parent / "data", 30_000) as data:
        command = [PROGRAM, "serve", "-s", str(settings)]
        with (settings.parent / "serve.log").open("wb") as log:
            service = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 180
            while not (data / "prefect/api").exists():
                assert service.poll() is None
                assert time.monotonic() < until, "the service is not up"
                time.sleep(0.5)
            yield settings
            assert service.poll() is None, "the service has died"
        finally:
            service.send_signal(signal.SIGTERM)
            service.wait(timeout=60)


def test_a_disk_that_fills_under_the_scheduler_costs_no_later_night(served: Path) -> None:
    """The disk is full at once, or once Prefect has recorded the start: no traceback, and exit code 0 after both."""
    data = served.parent / "data"
    night = ("run", "--today", "2026-05-03", "-s", served)
    for free in (0, 64 * 1024):
        disk = os.statvfs(data)
        (data / "fill").write_bytes(b"0" * (disk.f_bavail * disk.f_frsize - free))
        done = hirogari_process(*night)
        said = done.stdout + done.stderr
        assert done.returncode == 2, said
        assert str(data) in said
        assert "nanobind" not in said
        assert "Traceback" not in said
        assert "Internal Server Error" not in said
        (data / "fill").unlink()
    done = hirogari_process(*night)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("free", [4, 80])
def test_no_room_for_the_newsletter_leaves_nothing_half_written(settings: Path, free: int) -> None:
    """The error names the folder, unfinished files are removed, and with room the newsletter is written."""
    with_paths(settings, 'newsletter = "letters"')
    letter = ("newsletter", "--month", "2026-04", "-s", settings)
    with small_disk(settings.parent / "letters", free) as letters:
        require_told(hirogari(*letter), str(letters), "the disk is full")
        assert contents(letters) == {}
        with_room(letters)
        assert hirogari(*letter).returncode == 0
        assert contents(letters) != {}


def test_what_was_deleted_leaves_the_file_as_soon_as_there_is_room(settings: Path) -> None:
    """A night that deletes rows but has no room to rewrite the file says so; the next night rewrites it."""
    file = warehouse(settings)
    pages = settings.parent / "site"
    before = contents(pages)
    with small_disk(file.parent, 2_000):
        require_told(
            hirogari(*NIGHT, "-s", settings), str(file.parent), "still holds the deleted records"
        )
        assert contents(pages) != before, "what was published stands"
        halves = [one for one in file.parent.iterdir() if "afresh" in one.name]
        assert [(one.name, one.stat().st_size) for one in halves] == [(f".{file.name}.afresh", 0)]
        with_room(file.parent)
        was = file.stat().st_ino
        assert hirogari(*NIGHT, "-s", settings).returncode == 0
        assert file.stat().st_ino != was, "the file was not written anew"
        assert [one.name for one in file.parent.iterdir() if "afresh" in one.name] == []


_USUAL = [
    "ENOSPC",
    "EDQUOT",
    "EFBIG",
    "EACCES",
    "EPERM",
    "EROFS",
    "ENOENT",
    "EISDIR",
    "ENOTDIR",
    "EEXIST",
    "ENOTEMPTY",
    "ENAMETOOLONG",
    "ELOOP",
    "EIO",
    "ESTALE",
    "EBUSY",
    "ETXTBSY",
    "EAGAIN",
    "EMFILE",
    "ENFILE",
    "ENOMEM",
    "EXDEV",
    "EPROTO",
]


@pytest.mark.parametrize("name", _USUAL)
def test_the_systems_own_english_is_never_told(name: str) -> None:
    """Common error numbers have our own text in both languages; an uncommon one is shown by name, not in English."""
    number = getattr(errno, name)
    told = of_system(OSError(number, os.strerror(number)), Path("/a/folder"))
    assert told.place == "/a/folder"
    said = in_language(told.message, "ja")
    assert os.strerror(number) not in said
    left = re.sub(r"\[.*?\]|\(E[A-Z]+\)", "", said)
    assert not re.search("[A-Za-z]", left), said


def test_check_looks_on_where_the_key_is_a_folder(settings: Path) -> None:
    """Key or warehouse being a folder is a finding of its own, and the sources after it are still checked."""
    for path in (settings.parent / "hirogari.key", warehouse(settings)):
        path.unlink()
        path.mkdir()
        done = hirogari("check", "-s", settings)
        said = done.stdout + done.stderr
        assert done.returncode == 2, said
        assert said.count("NG ") >= 1
        assert [line for line in said.splitlines() if str(path) in line and "→" in line] != []
        assert "source printers" in said, said
        assert "Traceback" not in said
