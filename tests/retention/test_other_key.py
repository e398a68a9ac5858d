"""Another town's key, of the same version: refused by name, in every command that would use it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from connectors.roster.keys import Key, make_key, next_file, open_key, write_next_key
from tests.command import hirogari
from tests.retention.town_hall import key_file, people, warehouse
from warehouse.facts.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EACH = [
    ("run", "--today", "2026-05-03"),
    ("expire", "--today", "2026-05-03"),
    ("forget", "003", "--yes", "--today", "2026-05-03"),
    ("about-me", "003"),
    ("rekey", "--yes"),
    ("check",),
]
BEFORE = ["fingerprint = null", "version = null, fingerprint = null"]


def another(settings: Path) -> bytes:
    """Put another town's key in the place of the key; return what was there."""
    file = key_file(settings)
    ours = file.read_bytes()
    file.unlink()
    make_key(file, version=1)
    return ours


@pytest.mark.parametrize("command", EACH, ids=lambda one: one[0])
def test_another_towns_key_is_refused_and_changes_nothing(
    settings: Path, command: tuple[str, ...]
) -> None:
    """Exit code 2, the key file named; with the right key the night goes on as if nothing had been."""
    before = people(settings)
    ours = another(settings)
    done = hirogari(*command, "-s", settings)
    said = done.stdout + done.stderr
    assert done.returncode == 2, said
    assert str(key_file(settings)) in said
    assert "Traceback" not in said
    assert people(settings) == before
    key_file(settings).write_bytes(ours)
    if command[0] == "run":
        assert hirogari(*command, "-s", settings).returncode == 0


def test_after_a_change_of_keys_the_old_and_any_other_are_refused(settings: Path) -> None:
    """The fingerprint moves on with the key; a stranger's key of version 2 that waits is not switched to."""
    assert hirogari("rekey", "--yes", "-s", settings).returncode == 0
    ours = key_file(settings).read_bytes()
    stranger = Key(2, b"s" * 32, (b"t" * 32,))
    write_next_key(key_file(settings), stranger)
    assert hirogari("run", "--today", "2026-05-03", "-s", settings).returncode == 0
    assert key_file(settings).read_bytes() == ours
    next_file(key_file(settings)).replace(key_file(settings))
    assert hirogari("run", "--today", "2026-05-03", "-s", settings).returncode == 2


@pytest.mark.parametrize("noted", BEFORE)
def test_a_warehouse_of_before_fingerprints_takes_the_key_that_knows_its_people(
    settings: Path, noted: str
) -> None:
    """Another is refused; the right one is noted, and then whoever is on the roster may be others."""
    with open_store(warehouse(settings)) as store:
        store.execute(f"update ledger.key set {noted}")
    ours = another(settings)
    done = hirogari("run", "--today", "2026-05-03", "-s", settings)
    assert done.returncode == 2
    key_file(settings).write_bytes(ours)
    assert hirogari("run", "--today", "2026-05-03", "-s", settings).returncode == 0
    key = open_key(key_file(settings), has_pseudonyms=False)
    with open_store(warehouse(settings)) as store:
        assert store.rows("from ledger.key") == [(1, key.fingerprint)]


def test_the_fingerprint_gives_nothing_of_the_key_away() -> None:
    """It is no pseudonym of anything that a town could have, and not the secret."""
    key = Key(1, b"k" * 32)
    assert key.fingerprint != Key(1, b"l" * 32).fingerprint
    assert key.fingerprint != key.following().fingerprint
    assert key.fingerprint not in {key.secret.hex(), key.pseudonym("hirogari-key-fingerprint")}


def no_key(file: Path) -> None:
    """The file is gone."""
    file.unlink()


def a_folder(file: Path) -> None:
    """A folder stands in its place."""
    file.unlink()
    file.mkdir()


def a_pipe(file: Path) -> None:
    """A pipe that nobody writes into."""
    file.unlink()
    os.mkfifo(file)


def emptied(file: Path) -> None:
    """Nothing is left of it."""
    file.write_bytes(b"")


def cut(file: Path) -> None:
    """Half of it is left."""
    file.write_bytes(file.read_bytes()[:40])


def staff_list(file: Path) -> None:
    """Another file was laid there, which everybody may read."""
    file.write_text("staff_no,section\n", encoding="utf-8")
    file.chmod(0o644)


@pytest.mark.parametrize("broken", [no_key, a_folder, a_pipe, emptied, cut, staff_list])
def test_check_tells_what_the_night_would_refuse(
    settings: Path, broken: Callable[[Path], None]
) -> None:
    """The same words in the evening as at night, each thing after it looked at too, and no rights of another file changed."""
    broken(key_file(settings))
    checked = hirogari("check", "-s", settings)
    assert checked.returncode == 2, checked.stdout
    (told,) = [line for line in checked.stdout.splitlines() if str(key_file(settings)) in line]
    assert told.startswith("NG")
    assert "source printers" in checked.stdout
    night = hirogari("run", "-s", settings, "--today", "2026-05-03")
    assert night.returncode == 2
    assert told.removeprefix("NG").strip() in night.stderr
    assert "Traceback" not in night.stderr
    assert ("chmod" in told) is False


def test_before_the_first_night_a_broken_key_is_told_and_a_missing_one_is_none(
    settings: Path,
) -> None:
    """Nothing depends on a key yet; what lies in its place will be refused all the same."""
    shutil.rmtree(warehouse(settings).parent)
    emptied(key_file(settings))
    assert hirogari("check", "-s", settings).returncode == 2
    no_key(key_file(settings))
    assert hirogari("check", "-s", settings).returncode == 0
    assert not key_file(settings).exists()


@pytest.mark.parametrize(
    "named", ["staff.csv", "sections.csv", "./page_log", "hirogari.toml", "data/warehouse.duckdb"]
)
def test_a_key_that_is_another_file_of_the_settings_is_refused_by_them(
    settings: Path, named: str
) -> None:
    """Nobody is told to change that file's rights or to put it back."""
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}\n[paths]\nkey = "{named}"\n', encoding="utf-8")
    for command in ("check", "run"):
        done = hirogari(command, "-s", settings)
        assert done.returncode == 2
        assert "[paths] key and" in done.stderr
        assert "chmod" not in done.stdout + done.stderr
