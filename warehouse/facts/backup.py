"""Backs up facts and ledger as Parquet files, and restores a warehouse from them.

It never copies a live DuckDB file, because some copies do not open. It never backs up the key: without the key,
the pseudonyms in a back-up cannot be linked to anybody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from warehouse.facts.schema import tables
from warehouse.facts.store import open_store
from warehouse.folders.folder_mark import FolderKind, files_in, read_mark
from warehouse.folders.owned_folder import (
    FolderRefused,
    is_ours,
    remove,
    replaced,
    require_only_ours,
    require_real_folder,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from warehouse.facts.store import Store

_TABLE_FILE = re.compile(r"(raw|ledger|kept|release)\.[a-z0-9_]+\.parquet")
_ALWAYS = {"raw.assignment.parquet", "ledger.source_day.parquet", "ledger.moves.parquet"}
_MAGIC = b"PAR1"
_NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}")
_FILE_SYSTEMS_OWN = "lost+found"


def _is_of_before(folder: Path) -> bool:
    """Whether a folder without a mark is a back-up that a version without marks wrote."""
    names = files_in(folder)
    return set(names) >= _ALWAYS and all(
        _TABLE_FILE.fullmatch(name) and _is_parquet(folder / name) for name in names
    )


def _is_parquet(path: Path) -> bool:
    if path.is_symlink():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


BACK_UP = FolderKind("back-up", "[backup] folder", _is_of_before)
"""The kind of folder that holds the back-up of one night."""


class BackupRefused(Mendable):
    """The back-up is incomplete or of another warehouse, or the restore target exists already."""


def require_back_ups(folder: Path) -> None:
    """Refuse a folder that contains anything but our own back-ups.

    Raises:
        FolderRefused: it contains something else, or cannot be written.
    """
    require_real_folder(folder, BACK_UP)
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if one.name == _FILE_SYSTEMS_OWN:
            continue
        if not (_is_a_nights(one) or _is_between(one)):
            raise FolderRefused(
                Message("Hirogari did not write this, and back-ups need a folder of their own"),
                place=str(one),
                next_step=Message(
                    "move it elsewhere, or name a folder of its own ({key})", key=BACK_UP.named_by
                ),
            )
        require_only_ours(one, BACK_UP)


def _is_a_nights(folder: Path) -> bool:
    return bool(_NIGHT.fullmatch(folder.name)) and is_ours(folder, BACK_UP)


def _is_between(folder: Path) -> bool:
    """Whether this is a leftover of a run that was killed while it swapped a back-up in."""
    return bool(re.fullmatch(rf"\.{_NIGHT.pattern}\.(new|old)", folder.name))


def back_up(store: Store, folder: Path) -> None:
    """Write everything that cannot be rebuilt into a new folder and swap it in for the previous back-up.

    That is the schemas `raw`, `ledger`, `kept` (rows of closed months) and `release` (what releases have shown).
    Models are left out, because they are rebuilt from these. Every file is read again and its rows are counted.

    Raises:
        FolderRefused: `folder` exists and is not one of our back-ups.
        BackupRefused: a written file is unreadable, or has another number of rows than the warehouse.
    """
    rows: dict[str, int] = {}
    notes = {"rows": rows, "of": _own_name(store)}
    with replaced(folder, BACK_UP, notes) as new, store.cursor() as own, own.snapshot():
        for table, columns in (*tables(), *_made_since(own)):
            schema, batches = own.batches(f"select {', '.join(columns)} from {table}")
            with pq.ParquetWriter(new / f"{table}.parquet", schema) as file:
                for batch in batches:
                    file.write_batch(batch)
            rows[table] = own.count(f"select count(*) from {table}")
        _require_whole(new, rows)


def back_up_of_today(store: Store, folder: Path, today: date, *, keep: int) -> Path:
    """Write today's back-up into a subfolder and delete all but the newest back-ups.

    Args:
        store: the warehouse.
        folder: the folder that holds the back-ups, one subfolder a day.
        today: the day in Tokyo; the subfolder is named after it.
        keep: how many back-ups remain, today's included.

    Returns:
        The folder of today's back-up.

    Raises:
        BackupRefused: a back-up of another warehouse is in `folder` and would be replaced or pruned; or as `back_up`.
        FolderRefused: as `back_up`.
    """
    for one in back_ups_in(folder):
        if not _is_of(one, store):
            raise BackupRefused(
                Message("this is the back-up of another warehouse"),
                place=str(one),
                next_step=Message(
                    "name one back-up folder for each warehouse, or delete back-ups that are no longer needed ({key})",
                    key=BACK_UP.named_by,
                ),
            )
    own = folder / today.isoformat()
    back_up(store, own)
    for old in back_ups_in(folder)[:-keep]:
        remove(old, BACK_UP)
    return own


def _own_name(store: Store) -> str:
    return str(store.rows("select own_name from ledger.moves")[0][0])


def _is_of(folder: Path, store: Store) -> bool:
    """Whether it is a back-up of this warehouse, or was written before warehouses had a name."""
    mark = read_mark(folder, BACK_UP)
    return mark is None or mark.notes.get("of") in {None, _own_name(store)}


def back_ups_in(folder: Path) -> list[Path]:
    """Return our back-ups in a folder, oldest first."""
    return sorted(one for one in folder.iterdir() if _is_a_nights(one)) if folder.is_dir() else []


def _require_whole(folder: Path, rows: dict[str, int]) -> None:
    """Read every file to its last row and compare the number of rows.

    Raises:
        BackupRefused: a file cannot be read, or has another number of rows than `rows` says.
    """
    for table, count in rows.items():
        path = folder / f"{table}.parquet"
        try:
            with pq.ParquetFile(path) as file:
                found = sum(batch.num_rows for batch in file.iter_batches())
        except (OSError, pa.ArrowInvalid):
            found = -1
        if found != count:
            raise BackupRefused(
                Message("the back-up of {table} is incomplete", table=table),
                place=str(path),
                next_step=Message("check the disk that it is on, then make another back-up"),
            )


def restore(folder: Path, path: Path) -> None:
    """Build a warehouse at `path` from a back-up; the next night reads again what is newer than the back-up.

    Raises:
        BackupRefused: the back-up is incomplete, or `path` exists.
    """
    present = _require_restorable(folder)
    if path.exists():
        raise BackupRefused(
            Message("a warehouse already exists there"),
            place=str(path),
            next_step=Message("move it and its .wal aside first"),
        )
    with open_store(path) as store, store.transaction():
        store.execute("delete from ledger.moves")
        for table, columns in present.items():
            with pq.ParquetFile(folder / f"{table}.parquet") as file:
                # A back-up of an earlier version lacks later columns: they stay null.
                names = ", ".join(name for name in columns if name in file.schema_arrow.names)
                for batch in file.iter_batches():
                    with store.registered("given", batch):
                        store.execute(f"insert into {table} ({names}) select {names} from given")
        for file_name in sorted(
            [*folder.glob("kept.*.parquet"), *folder.glob("release.*.parquet")]
        ):
            with store.registered("given", pq.read_table(file_name)):
                store.execute(f"create or replace table {file_name.stem} as from given")


def _require_restorable(folder: Path) -> dict[str, dict[str, str]]:
    """Return the tables of `schema.tables` that the back-up has, with their columns; refuse an incomplete back-up."""
    mark = read_mark(folder, BACK_UP)
    rows: dict[str, int] = dict(mark.notes.get("rows", {})) if mark else {}
    listed = rows or {name.removesuffix(".parquet"): -1 for name in _ALWAYS}
    shapes = {table for table, _ in tables() if table.startswith("raw.")}
    absent = sorted(
        table
        for table in ({*listed} if rows else {*listed, *shapes})
        if not (folder / f"{table}.parquet").is_file()
    )
    if absent:
        raise BackupRefused(
            Message("the back-up has no {table}", table=absent[0]),
            place=str(folder),
            next_step=Message(
                "use another back-up, or start without one: everything is read again"
            ),
        )
    _require_whole(folder, rows)
    # A back-up of an earlier version lacks later tables: they stay empty.
    return {
        table: columns for table, columns in tables() if (folder / f"{table}.parquet").is_file()
    }


def _made_since(store: Store) -> list[tuple[str, list[str]]]:
    """Return the tables of `kept` and `release` with their columns: most of them are created only at run time."""
    return [
        (f"{schema}.{table}", [f'"{column}"' for column in columns])
        for schema, table, columns in store.rows(
            "select schema_name, table_name, list(column_name order by column_index) "
            "from duckdb_columns() where schema_name in ('kept', 'release') group by all order by all"
        )
    ]
