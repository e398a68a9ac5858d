"""`hirogari restore`, the version of a warehouse's form, and a service that has been silent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb
import pytest

from connectors.contract.streams import day_of
from connectors.roster.keys import make_key
from tests.command import hirogari, hirogari_process
from tests.retention.town_hall import at_terminal, key_file, people, warehouse
from warehouse.facts.schema import SCHEMA
from warehouse.facts.store import StoreNewer, open_store

if TYPE_CHECKING:
    from pathlib import Path


def truncate(file: Path, share: float) -> None:
    """Leave a share of the file."""
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])


@pytest.mark.parametrize("share", [0, 0.3, 0.9])
def test_a_truncated_warehouse_says_the_command_and_the_command_works(
    settings: Path, share: float
) -> None:
    """Told without a traceback; the damaged file is put aside whole, and a night goes on from the back-up."""
    before = people(settings)
    truncate(warehouse(settings), share)
    done = hirogari("run", "-s", settings, "--today", "2026-05-03")
    assert done.returncode == 2
    assert "hirogari restore" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    checked = hirogari("check", "-s", settings)
    told = checked.stdout.splitlines()
    assert (checked.returncode, checked.stderr) == (2, "")
    assert len([line for line in told if "hirogari restore" in line]) == 1
    assert any("source printers" in line for line in told)
    damaged = warehouse(settings).read_bytes()
    done = hirogari("restore", "--yes", "-s", settings)
    assert done.returncode == 0, done.stderr
    (aside,) = warehouse(settings).parent.glob("warehouse.duckdb.of-*T??????")
    assert str(aside) in done.stdout
    assert aside.read_bytes() == damaged
    assert people(settings) == before
    assert hirogari("run", "-s", settings, "--today", "2026-05-03").returncode == 0


def test_a_trial_run_and_no_answer_change_nothing(settings: Path) -> None:
    """Nor does another word than the one asked for; at the terminal the right word does it."""
    file = warehouse(settings)
    before, there = file.read_bytes(), sorted(file.parent.iterdir())
    done = hirogari("restore", "2026-05-02", "--dry-run", "-s", settings)
    assert done.returncode == 0, done.stderr
    assert "2026-05-02" in done.stdout
    assert hirogari("restore", "-s", settings).returncode == 2
    assert at_terminal("no", "restore", "-s", settings)[0] == 2
    assert (file.read_bytes(), sorted(file.parent.iterdir())) == (before, there)
    assert at_terminal("yes", "restore", "-s", settings)[0] == 0
    assert len(sorted(file.parent.iterdir())) > len(there)


def test_a_night_without_a_back_up_is_told_with_those_there_are(settings: Path) -> None:
    """And so is a back-up that is not whole, or of another key."""
    done = hirogari("restore", "2026-04-30", "--yes", "-s", settings)
    assert done.returncode == 2
    assert "2026-05-02" in done.stderr
    aside = settings.parent / "aside/2026-05-02"
    ours = key_file(settings).read_bytes()
    key_file(settings).unlink()
    make_key(key_file(settings), version=1)
    before = people(settings)
    done = hirogari("restore", "--yes", "-s", settings)
    assert done.returncode == 2
    assert "hirogari.key" in done.stderr
    key_file(settings).write_bytes(ours)
    truncate(aside / "raw.print_job.parquet", 0.5)
    done = hirogari("restore", "--yes", "-s", settings)
    assert done.returncode == 2
    assert "raw.print_job" in done.stderr
    assert people(settings) == before


def test_a_warehouse_in_use_is_not_restored_over(settings: Path) -> None:
    """The lock is asked of the file itself, which may be too damaged to be opened."""
    with open_store(warehouse(settings)):
        done = hirogari_process("restore", "--yes", "-s", settings)
    assert done.returncode == 2
    assert not list(warehouse(settings).parent.glob("*.of-*"))


def test_a_warehouse_of_a_newer_version_is_refused_and_an_older_one_brought_forward(
    tmp_path: Path,
) -> None:
    """Before anything in it is changed; an older one gets what it lacks in one transaction."""
    file = tmp_path / "warehouse.duckdb"
    with open_store(file) as store:
        store.execute("update ledger.moves set schema = ?", [SCHEMA + 1])
        store.execute("drop table ledger.night")
    before = file.read_bytes()
    for is_read_only in (True, False):
        with pytest.raises(StoreNewer), open_store(file, read_only=is_read_only):
            pass
    assert file.read_bytes() == before
    with duckdb.connect(file) as old:
        old.execute("alter table ledger.moves drop column schema")
        old.execute("alter table ledger.key drop column fingerprint")
    with open_store(file) as store:
        assert store.rows("select schema from ledger.moves") == [(SCHEMA,)]
        assert store.rows("select fingerprint from ledger.key") == []
        assert store.rows("from ledger.night") == []
        assert store.findings == ()


def test_what_lies_where_the_file_is_written_anew_is_not_deleted(settings: Path) -> None:
    """A night that deleted says so and leaves a stranger's file alone."""
    laid = warehouse(settings).with_name(".warehouse.duckdb.afresh")
    laid.write_bytes(b"somebody's notes")
    hirogari("run", "-s", settings, "--today", "2026-05-06")
    assert laid.read_bytes() == b"somebody's notes"


def test_status_says_when_a_night_last_published(settings: Path) -> None:
    """With exit code 2 when that is more than three days ago; the data of --json are data."""
    for today, code in (("2026-05-02", 0), ("2026-05-05", 0), ("2026-05-06", 2)):
        done = hirogari("status", "-s", settings, "--today", today)
        assert done.returncode == code, done.stdout
        assert "2026-05-02 02:30" in done.stdout
    assert hirogari("status", "-s", settings, "--json").returncode == 0
    now = datetime.now(UTC)
    run = ("run", "-s", settings, "--clock-is-right", "--today", f"{day_of(now)}")
    assert hirogari(*run).returncode in {0, 1, 2}
    assert hirogari("status", "-s", settings).returncode == 0
