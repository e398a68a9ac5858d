"""Damage to the warehouse's file: a truncated log, a flipped byte, lost rows."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.faults.night import SINCE, content, read_night
from tests.faults.test_processes import SLICES, expected, finish, start
from warehouse.facts.backup import BackupRefused, back_up, restore
from warehouse.facts.integrity.verify import verify_store
from warehouse.facts.store import StoreDamaged, StoreFull, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.facts.store import Store

NIGHT = SINCE + timedelta(days=20)


def heal(store: Store) -> None:
    list(read_night(store, NIGHT))


def calm(folder: Path) -> tuple[list[tuple[object, ...]], ...]:
    with open_store(folder / "calm.duckdb") as store:
        heal(store)
        return content(store)


def test_a_log_cut_short_is_said_loudly_and_mended(tmp_path: Path) -> None:
    """A truncated log is reported at the next start, and the next night restores everything."""
    undisturbed = expected(tmp_path, *SLICES)
    chance = random.Random(7)
    for trial in range(4):
        warehouse = tmp_path / f"{trial}.duckdb"
        assert finish(start(warehouse, *SLICES, "--die-after", "8"))[0] < 0
        log = warehouse.with_name(f"{warehouse.name}.wal")
        whole = log.read_bytes()
        log.write_bytes(whole[: int(len(whole) * chance.uniform(0.2, 0.8))])
        with open_store(warehouse) as store:
            assert any("has lost its last" in finding.thing for finding in store.findings)
            assert verify_store(store, deep=True) == ()
        assert finish(start(warehouse, *SLICES))[0] == 0
        with open_store(warehouse) as store:
            assert store.findings == ()
            assert content(store) == undisturbed


def test_facts_that_are_not_as_the_ledger_says_are_read_again(tmp_path: Path) -> None:
    """Days that lost rows, gained rows or have no ledger row are found, marked as failed and read again."""
    warehouse = tmp_path / "warehouse.duckdb"
    with open_store(warehouse) as store:
        heal(store)
        for offset, harm in enumerate(
            (
                "delete from raw.use where day_on = ? and uses = 1",
                "insert into raw.use from raw.use where day_on = ?",
                "delete from ledger.source_day where day_on = ?",
            )
        ):
            store.execute(harm, [SINCE + timedelta(days=offset)])
    with open_store(warehouse) as store:
        assert [finding.thing for finding in store.findings] == [
            "the records of 3 days differ from the ledger, 2026-01-01 … 2026-01-03"
        ]
        heal(store)
        assert verify_store(store, deep=True) == ()
        assert content(store) == calm(tmp_path)


def test_a_changed_cell_is_found_by_the_deep_look(tmp_path: Path) -> None:
    """Row counts cannot show a changed cell; the day's hash can."""
    with open_store(tmp_path / "warehouse.duckdb") as store:
        heal(store)
        store.execute("update raw.use set uses = 2 where day_on = ?", [SINCE])
        assert verify_store(store) == ()
        assert len(verify_store(store, deep=True)) == 1
        heal(store)
        assert content(store) == calm(tmp_path)


def test_a_flipped_byte_is_never_taken_for_data(tmp_path: Path) -> None:
    """Either the engine's checksums refuse the file, or the byte was unused; the tables are never different."""
    warehouse = tmp_path / "warehouse.duckdb"
    with open_store(warehouse) as store:
        heal(store)
        whole = content(store)
    data = warehouse.read_bytes()
    refused = 0
    for place in range(9, len(data), len(data) // 40):
        harmed = tmp_path / "harmed.duckdb"
        harmed.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            with open_store(harmed) as store:
                verify_store(store, deep=True)
                assert content(store) == whole
        except StoreDamaged:
            refused += 1
    assert refused > 20


def test_a_damaged_block_is_told_where_a_back_up_first_reads_it(tmp_path: Path) -> None:
    """Damage found while reading batch by batch gives the same error, and the previous back-up stays."""
    warehouse, kept = tmp_path / "warehouse.duckdb", tmp_path / "kept"
    with open_store(warehouse) as store:
        store.execute(
            "insert into raw.use (source, stream, staff, event) "
            "select 's', 't', md5(i::text), md5((i * 7)::text) from range(100000) t(i)"
        )
        store.execute("insert into ledger.source_day (source, stream, rows) values ('s', 't', 0)")
        back_up(store, kept)
    before = {file.name: file.read_bytes() for file in kept.iterdir()}
    data = warehouse.read_bytes()
    middle = len(data) // 2
    warehouse.write_bytes(data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :])
    with pytest.raises(StoreDamaged, match="hirogari restore"), open_store(warehouse) as store:
        back_up(store, kept)
    assert {file.name: file.read_bytes() for file in kept.iterdir()} == before


def test_a_file_that_is_no_warehouse_is_named(tmp_path: Path) -> None:
    """The error has a next step instead of the engine's traceback."""
    (tmp_path / "warehouse.duckdb").write_bytes(b"<html>log in</html>" * 1000)
    with (
        pytest.raises(StoreDamaged, match="restore the last back-up"),
        open_store(tmp_path / "warehouse.duckdb"),
    ):
        pass


def test_too_little_memory_is_said_as_such(tmp_path: Path) -> None:
    """The engine's error becomes a message with problem, place and next step."""
    with (
        open_store(tmp_path / "warehouse.duckdb", memory_limit="24MB") as store,
        pytest.raises(StoreFull),
    ):
        store.rows("select list(i) from range(30000000) t(i)")


def test_the_warehouse_is_locked_down(tmp_path: Path) -> None:
    """SQL can reach no file, no extension and no setting."""
    with open_store(tmp_path / "warehouse.duckdb") as store:
        for sql in (
            "from read_csv('/etc/passwd')",
            "copy raw.use to 'out.parquet'",
            "install httpfs",
            "attach 'other.duckdb'",
            "set enable_external_access = true",
            "set memory_limit = '9GB'",
        ):
            with pytest.raises(Exception, match=r"disabled|locked|Cannot|can only"):
                store.execute(sql)
        assert store.rows("select current_setting('TimeZone')") == [("UTC",)]
        with store.cursor() as own:
            assert own.rows("select current_setting('TimeZone')") == [("UTC",)]


def test_a_back_up_gives_the_warehouse_back_without_the_key(tmp_path: Path) -> None:
    """Facts and ledger are restored equal; the folder holds nothing else, and a second back-up does no harm."""
    with open_store(tmp_path / "warehouse.duckdb") as store:
        heal(store)
        whole = content(store)
        back_up(store, tmp_path / "kept")
        back_up(store, tmp_path / "kept")
    assert {file.suffix for file in (tmp_path / "kept").iterdir()} == {".parquet", ".json"}
    assert not list(tmp_path.glob(".kept*"))
    restore(tmp_path / "kept", tmp_path / "again.duckdb")
    with open_store(tmp_path / "again.duckdb") as store:
        assert verify_store(store, deep=True) == ()
        assert content(store) == whole
    with pytest.raises(BackupRefused, match="a warehouse already"):
        restore(tmp_path / "kept", tmp_path / "again.duckdb")
    (tmp_path / "kept" / "raw.use.parquet").unlink()
    with pytest.raises(BackupRefused, match=r"has no raw\.use"):
        restore(tmp_path / "kept", tmp_path / "third.duckdb")


def test_a_shapes_new_column_reaches_a_warehouse_made_before(tmp_path: Path) -> None:
    """The column is added when the warehouse is opened, null in rows that landed before."""
    with open_store(tmp_path / "warehouse.duckdb") as store:
        store.execute("alter table raw.counter drop column maker")
    with open_store(tmp_path / "warehouse.duckdb") as store:
        assert store.rows("select maker from raw.counter") == []
