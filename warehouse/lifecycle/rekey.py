"""Changes every pseudonym in the warehouse to a new version of the key, or to new staff numbers.

If the process is killed at any point, warehouse and key file are both old or both new: the new key is written beside
the old one first, one transaction renames everything and notes the new version, and only then the files are switched.
A start that finds the warehouse ahead of the key file finishes the switch. No published number may change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.shapes import SHAPES
from connectors.roster.keys import KeyRefused, switch_key, write_next_key
from connectors.roster.staff_numbers import spellings
from warehouse.engine.changes import keep_noted
from warehouse.facts.schema import content_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from connectors.roster.keys import Key
    from warehouse.facts.store import Store

PSEUDONYMS = frozenset(
    {"staff"}
    | {column.name for shape in SHAPES for column in shape.columns if column.kind == "thing"}
)
"""Names of columns that hold pseudonyms if they are texts."""


class NotedKey(NamedTuple):
    """Version and fingerprint of the key behind the stored pseudonyms; None where never noted."""

    version: int | None = None
    fingerprint: str | None = None


def noted_key(store: Store) -> NotedKey:
    """Return what the ledger notes of the key; a warehouse of a version without fingerprints has none."""
    columns = {
        name
        for (name,) in store.rows(
            "select column_name from duckdb_columns() where schema_name = 'ledger' and table_name = 'key'"
        )
    }
    fingerprint = "fingerprint" if "fingerprint" in columns else "null"
    rows = store.rows(f"select version, {fingerprint} from ledger.key") if columns else []
    return NotedKey(*rows[0]) if rows else NotedKey()


def key_version(store: Store) -> int | None:
    """Return the version of the key behind the stored pseudonyms; None if it was never noted."""
    return noted_key(store).version


def hold_key(store: Store, key: Key, path: Path, staff_nos: Callable[[], Iterable[str]]) -> None:
    """Note the key in use; without a noted fingerprint, accept it only if somebody is known by it.

    Args:
        store: the warehouse.
        key: the key in use, as `open_key` gave it.
        path: the key file.
        staff_nos: returns the roster's staff numbers; called only if no fingerprint is noted.

    Raises:
        KeyRefused: this key makes no pseudonym of anybody on the roster that the warehouse knows.
    """
    if noted_key(store) == (key.version, key.fingerprint):
        return
    known = {staff for (staff,) in store.rows("select distinct staff from raw.assignment")}
    if (
        store.has_pseudonyms()
        and noted_key(store).fingerprint is None
        and known
        and known.isdisjoint(map(key.pseudonym, staff_nos()))
    ):
        raise KeyRefused(
            Message("with this key, no one on the roster matches the records in the warehouse"),
            place=str(path),
            next_step=Message(
                "put back the key file that goes with this warehouse; if it is the right one, put back the roster of the last night for one night"
            ),
        )
    with store.transaction():
        _note(store, key)


def _note(store: Store, key: Key) -> None:
    store.execute("delete from ledger.key")
    store.append("ledger.key", [(key.version, key.fingerprint)])


def rekey(store: Store, path: Path, key: Key) -> tuple[Key, int]:
    """Make a new version of the key and rename all pseudonyms to it.

    Args:
        store: the warehouse.
        path: the key file.
        key: the key in use, as `open_key` gave it.

    Returns:
        The new key, and the number of different pseudonyms renamed.
    """
    new = key.following()
    write_next_key(path, new)
    with store.transaction(), keep_noted(store):
        renamed = _rename(store, new)
        _note(store, new)
    switch_key(path)
    return new, renamed


class Renumbered(Mendable):
    """The list of old and new staff numbers would merge two people into one."""


def pseudonym_columns(store: Store) -> list[tuple[str, str]]:
    """Return each (table, column) that holds pseudonyms; views are left out, because they store nothing."""
    return [
        (f"{schema}.{table}", column)
        for schema, table, column in store.rows(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "join duckdb_tables() using (schema_name, table_name) "
            "where data_type = 'VARCHAR' and not duckdb_tables.temporary order by all"
        )
        if column in PSEUDONYMS or (schema, table, column) == ("ledger", "source_day", "gate")
    ]


def _rename(store: Store, key: Key) -> int:
    columns = pseudonym_columns(store)
    every = " union ".join(f'select "{column}" as old from {table}' for table, column in columns)
    olds = [old for (old,) in store.rows(f"select old from ({every}) where old is not null")]
    names = pa.table(
        {"old": pa.array(olds, pa.string()), "new": pa.array(map(key.taken_on, olds), pa.string())}
    )
    _swap(store, names, columns)
    return len(olds)


def renumber(store: Store, key: Key, numbers: Mapping[str, str], place: Path) -> int:
    """Move everything that is held under old staff numbers to the new ones.

    Args:
        store: the warehouse.
        key: the key in use.
        numbers: old number (in any spelling) → new number.
        place: the file with the numbers, for messages.

    Returns:
        The number of people who were known under their old number.

    Raises:
        Renumbered: a new number belongs to somebody who keeps it, or two people get the same one; nothing was changed.
    """
    known = {staff for (staff,) in store.rows("select distinct staff from raw.assignment")}
    renamed = {
        old: key.pseudonym(new)
        for number, new in numbers.items()
        if (
            old := next(
                (one for one in map(key.pseudonym, spellings(number)) if one in known), None
            )
        )
    }
    taken = set(renamed.values()) & (known - renamed.keys())
    if taken or len(set(renamed.values())) < len(renamed):
        raise Renumbered(
            Message(
                "{count} new staff numbers already belong to somebody else", count=len(taken) or 1
            ),
            place=str(place),
            next_step=Message("write each old number once, with its own new number"),
        )
    names = pa.table(
        {
            "old": pa.array(list(renamed), pa.string()),
            "new": pa.array(list(renamed.values()), pa.string()),
        }
    )
    with store.transaction(), keep_noted(store):
        _swap(store, names, [one for one in pseudonym_columns(store) if one[1] == "staff"])
    return len(renamed)


def _swap(store: Store, names: pa.Table, columns: Sequence[tuple[str, str]]) -> None:
    """Replace old pseudonyms (`names`: columns `old`, `new`) in the columns, and update the ledger's hashes."""
    with store.registered("renamed", names):
        for table, column in columns:
            store.execute(
                f'update {table} set "{column}" = renamed.new from renamed '
                f'where {table}."{column}" = renamed.old'
            )
    for shape in SHAPES:
        store.execute(
            f"""
            update ledger.source_day set hash = found.hash
            from (
                select source, stream, day_on, {content_hash(shape)} as hash
                from raw.{shape.name} group by source, stream, day_on
            ) as found
            where source_day.source = found.source and source_day.stream = found.stream
                and source_day.day_on = found.day_on
            """
        )
