"""Puts facts and ledger aside as Parquet, and builds a warehouse anew from them.

A live DuckDB file is never copied: some copies do not open. The key is not among what is put aside:
a back-up without it says nothing about anybody.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from connectors.errors import Mendable
from warehouse.layout import tables
from warehouse.store import open_store

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from warehouse.store import Store


class BackupRefused(Mendable):
    """There is no whole back-up, or something stands where it would be restored."""


def back_up(store: Store, folder: Path) -> None:
    """Write what cannot be made again into a new folder and swap it in for the last back-up.

    That is `raw` and `ledger`, what was kept of closed months, and what releases have shown. Models are
    left out: they are made again from these.
    """
    aside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    with store.cursor() as own, own.snapshot():
        for table, columns in (*tables(), *_made_since(own)):
            batches = own.batches(f"select {', '.join(columns)} from {table}")
            with pq.ParquetWriter(aside / f"{table}.parquet", batches.schema) as file:
                for batch in batches:
                    file.write_batch(batch)
    before = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(before, ignore_errors=True)
    if folder.exists():
        folder.rename(before)
    aside.rename(folder)
    shutil.rmtree(before, ignore_errors=True)


def back_up_of_today(store: Store, folder: Path, today: date, *, keep: int) -> Path:
    """Write the back-up of a day below a folder, leave the newest `keep` there, and return its own."""
    own = folder / today.isoformat()
    back_up(store, own)
    dated = sorted(one for one in folder.glob("????-??-??") if one.is_dir())
    for old in dated[:-keep]:
        shutil.rmtree(old)
    return own


def restore(folder: Path, path: Path) -> None:
    """Build a warehouse at `path` from a back-up; what it lacks is then read again by itself.

    Raises:
        BackupRefused: a table is missing from the back-up, or `path` exists.
    """
    absent = [table for table, _ in tables() if not (folder / f"{table}.parquet").exists()]
    if absent:
        raise BackupRefused(
            f"the back-up has no {absent[0]}",
            place=str(folder),
            next_step="take another back-up, or start without one: everything is read again",
        )
    if path.exists():
        raise BackupRefused(
            "there is a warehouse already",
            place=str(path),
            next_step="move it and its .wal aside first",
        )
    with open_store(path) as store, store.transaction():
        store.execute("delete from ledger.moves")
        for table, columns in tables():
            with pq.ParquetFile(folder / f"{table}.parquet") as file:
                # A back-up of an earlier version lacks columns that were added since: they stay null.
                names = ", ".join(name for name in columns if name in file.schema_arrow.names)
                for batch in file.iter_batches():
                    with store.lent("given", batch):
                        store.execute(f"insert into {table} ({names}) select {names} from given")
        for file_name in sorted(
            [*folder.glob("kept.*.parquet"), *folder.glob("release.*.parquet")]
        ):
            with store.lent("given", pq.read_table(file_name)):
                store.execute(f"create or replace table {file_name.stem} as from given")


def _made_since(store: Store) -> list[tuple[str, list[str]]]:
    """Return the tables of closed months and of releases, which come with use, and their columns."""
    return [
        (f"{schema}.{table}", [f'"{column}"' for column in columns])
        for schema, table, columns in store.rows(
            "select schema_name, table_name, list(column_name order by column_index) "
            "from duckdb_columns() where schema_name in ('kept', 'release') group by all order by all"
        )
    ]
