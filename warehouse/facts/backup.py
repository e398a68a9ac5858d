"""Puts facts and ledger aside as Parquet, and builds a warehouse anew from them.

A live DuckDB file is never copied: some copies do not open. The key is not among what is put aside:
a back-up without it says nothing about anybody.
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
from warehouse.folders.folder_mark import Kind, files_in, read_mark
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
    """Whether a folder without a mark is a back-up of before there were marks."""
    names = files_in(folder)
    return set(names) >= _ALWAYS and all(
        _TABLE_FILE.fullmatch(name) and _is_parquet(folder / name) for name in names
    )


def _is_parquet(path: Path) -> bool:
    if path.is_symlink():
        return False
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


BACK_UP = Kind("back-up", "[backup] folder", _is_of_before)
"""A back-up of one night, and the folder that holds them."""


class BackupRefused(Mendable):
    """There is no whole back-up, or something stands where it would be restored."""


def require_back_ups(folder: Path) -> None:
    """Refuse a folder in which anything lies that is not a back-up of ours.

    Raises:
        FolderRefused: it does, or may not be written.
    """
    require_real_folder(folder, BACK_UP)
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if one.name == _FILE_SYSTEMS_OWN:
            continue
        if not (_is_a_nights(one) or _is_between(one)):
            raise FolderRefused(
                Message(
                    "this is not of Hirogari's making, and back-ups lie in a folder of their own"
                ),
                place=str(one),
                next_step=Message(
                    "move it elsewhere, or name a folder of its own ({key})", key=BACK_UP.named_by
                ),
            )
        require_only_ours(one, BACK_UP)


def _is_a_nights(folder: Path) -> bool:
    return bool(_NIGHT.fullmatch(folder.name)) and is_ours(folder, BACK_UP)


def _is_between(folder: Path) -> bool:
    """Whether it is what a night that was killed while it put a back-up in place left behind."""
    return bool(re.fullmatch(rf"\.{_NIGHT.pattern}\.(new|old)", folder.name))


def back_up(store: Store, folder: Path) -> None:
    """Write what cannot be made again into a new folder and swap it in for the last back-up.

    That is `raw` and `ledger`, what was kept of closed months, and what releases have shown. Models are
    left out: they are made again from these. What was written is read again and counted.

    Raises:
        FolderRefused: what is there is no back-up of ours.
        BackupRefused: what was written is not what is in the warehouse.
    """
    rows: dict[str, int] = {}
    told = {"rows": rows, "of": _own_name(store)}
    with replaced(folder, BACK_UP, told) as new, store.cursor() as own, own.snapshot():
        for table, columns in (*tables(), *_made_since(own)):
            schema, batches = own.batches(f"select {', '.join(columns)} from {table}")
            with pq.ParquetWriter(new / f"{table}.parquet", schema) as file:
                for batch in batches:
                    file.write_batch(batch)
            rows[table] = own.count(f"select count(*) from {table}")
        _require_whole(new, rows)


def back_up_of_today(store: Store, folder: Path, today: date, *, keep: int) -> Path:
    """Write the back-up of a day below a folder, leave the newest `keep` there, and return its own.

    Raises:
        BackupRefused: a back-up of another warehouse lies there, which would be replaced or pruned.
    """
    for one in back_ups_in(folder):
        if not _is_of(one, store):
            raise BackupRefused(
                Message("this is the back-up of another warehouse"),
                place=str(one),
                next_step=Message(
                    "name a folder for each warehouse, or delete what nobody needs any more ({key})",
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
    """Whether it is a back-up of this warehouse, or of before warehouses had a name."""
    mark = read_mark(folder, BACK_UP)
    return mark is None or mark.told.get("of") in {None, _own_name(store)}


def back_ups_in(folder: Path) -> list[Path]:
    """Return the back-ups of ours in a folder, oldest first."""
    return sorted(one for one in folder.iterdir() if _is_a_nights(one)) if folder.is_dir() else []


def _require_whole(folder: Path, rows: dict[str, int]) -> None:
    """Read every file again, to its last row.

    Raises:
        BackupRefused: a file cannot be read, or has other rows than the warehouse.
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
                Message("the back-up of {table} is not whole", table=table),
                place=str(path),
                next_step=Message("look after the disk it lies on, then take another back-up"),
            )


def restore(folder: Path, path: Path) -> None:
    """Build a warehouse at `path` from a back-up; what it lacks is then read again by itself.

    Raises:
        BackupRefused: the back-up is not whole, or `path` exists.
    """
    present = _require_restorable(folder)
    if path.exists():
        raise BackupRefused(
            Message("there is a warehouse already"),
            place=str(path),
            next_step=Message("move it and its .wal aside first"),
        )
    with open_store(path) as store, store.transaction():
        store.execute("delete from ledger.moves")
        for table, columns in present.items():
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


def _require_restorable(folder: Path) -> dict[str, dict[str, str]]:
    """Return the tables of `layout` that the back-up has, with their columns; refuse one that is not whole."""
    mark = read_mark(folder, BACK_UP)
    rows: dict[str, int] = dict(mark.told.get("rows", {})) if mark else {}
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
                "take another back-up, or start without one: everything is read again"
            ),
        )
    _require_whole(folder, rows)
    # A back-up of an earlier version lacks tables that were added since: they stay empty.
    return {
        table: columns for table, columns in tables() if (folder / f"{table}.parquet").is_file()
    }


def _made_since(store: Store) -> list[tuple[str, list[str]]]:
    """Return the tables of closed months and of releases, which come with use, and their columns."""
    return [
        (f"{schema}.{table}", [f'"{column}"' for column in columns])
        for schema, table, columns in store.rows(
            "select schema_name, table_name, list(column_name order by column_index) "
            "from duckdb_columns() where schema_name in ('kept', 'release') group by all order by all"
        )
    ]
