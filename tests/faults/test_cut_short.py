"""A new file that a full disk truncates is removed: the next run would take it for a complete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from connectors.contract.errors import SystemRefused
from connectors.roster.keys import make_key
from flows.scheduler import prefect_server
from tests.command import hirogari
from tests.faults.test_files_refused import require_told, small_disk, with_room
from tests.retention.conftest import read_once, settings

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["read_once", "settings"]


def test_no_half_of_a_key_is_left(tmp_path: Path) -> None:
    """After a failed write neither the key file nor any part of the secret is left."""
    with small_disk(tmp_path / "keys", 4) as disk:
        (disk / "fill").write_bytes(b"0" * 4096)
        with pytest.raises(SystemRefused, match="the disk is full"):
            make_key(disk / "hirogari.key", version=1)
        assert [one.name for one in disk.iterdir()] == ["fill"]


def test_the_schedulers_password_is_never_empty(tmp_path: Path) -> None:
    """A server started on a full disk, or killed while writing the file, would otherwise admit everybody."""
    home = tmp_path / "prefect"
    with small_disk(home, 4):
        (home / "fill").write_bytes(b"0" * 4096)
        with pytest.raises(SystemRefused, match="the disk is full"):
            prefect_server._auth_string(home)
        assert not (home / "auth").exists()
        with_room(home)
        (home / "auth").touch()
        assert len(prefect_server._auth_string(home)) > 24


def test_a_service_that_could_not_note_its_address_is_not_there(tmp_path: Path) -> None:
    """An empty address file means that no service runs, so that `run` works without it."""
    (tmp_path / "api").touch()
    assert prefect_server.running_api(tmp_path) is None


@pytest.mark.parametrize("free", [4, 24, 40])
def test_templates_are_written_all_or_none(tmp_path: Path, free: int) -> None:
    """After a failed `init` nothing is left, so that a second one does not find settings already there."""
    with small_disk(tmp_path / "disk", free) as disk:
        town = disk / "town"
        require_told(hirogari("init", town), str(town))
        assert [one for one in town.rglob("*") if one.is_file()] == []
        with_room(disk)
        done = hirogari("init", town)
        assert done.returncode == 0, done.stdout + done.stderr


def test_half_of_what_is_held_on_a_person_is_not_left(settings: Path) -> None:
    """After a failed `about-me` no file is left, so that the same name can be used again."""
    with small_disk(settings.parent / "out", 4) as disk:
        (disk / "fill").write_bytes(b"0" * 4096)
        letter = ("about-me", "003", "--out", disk / "me.md", "-s", settings)
        require_told(hirogari(*letter), str(disk))
        assert not (disk / "me.md").exists()
        with_room(disk)
        assert hirogari(*letter).returncode == 0
