"""The warehouse's file, written anew, is the same to whoever asks and holds nothing that was deleted."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from warehouse.facts.store import open_store, rewrite

CANARY = "canary-deleted-4711"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A warehouse in which thousands of rows were deleted, in a folder with a quote in its name."""
    path = tmp_path / "the town's" / "warehouse.duckdb"
    path.parent.mkdir()
    with open_store(path) as store:
        store.execute("create schema if not exists raw")
        store.execute(
            f"create table raw.fact as select '{CANARY}' || i as staff, i from range(9000) r(i)"
        )
        store.execute("create view raw.seen as select count(*) as facts from raw.fact")
    with open_store(path) as store:
        store.execute("delete from raw.fact where i > 0")
        store.execute("update raw.fact set staff = 'kept'")
    path.chmod(0o640)
    return path


def test_what_was_deleted_is_gone_from_the_file(file: Path) -> None:
    """The rows that are left, the views, the file's mode stay; the old bytes do not."""
    assert CANARY.encode() in file.read_bytes(), "the engine cleared it away by itself"
    rewrite(file)
    assert CANARY.encode() not in file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    with open_store(file) as store:
        assert store.findings == ()
        assert store.rows("from raw.fact") == [("kept", 0)]
        assert store.rows("from raw.seen") == [(1,)]


def test_what_is_killed_before_the_switch_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost, and the next time succeeds."""
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _die)
        with pytest.raises(KeyboardInterrupt):
            rewrite(file)
    with open_store(file) as store:
        assert store.rows("from raw.fact") == [("kept", 0)]
    rewrite(file)
    assert CANARY.encode() not in file.read_bytes()
    assert {one.name for one in file.parent.iterdir()} == {file.name, f"{file.name}.mark"}


def _die(*_: object) -> None:
    raise KeyboardInterrupt
