"""Takes every pseudonym in the warehouse to a new version of the key, in one transaction.

Killed at any point, warehouse and key file are both the old or both the new: the new key is written
beside the old one first, the transaction notes its version in the warehouse, and only then the files
are switched; a start that finds the warehouse ahead of the key file finishes the switch.
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
"""The names of columns that hold pseudonyms, wherever they are texts."""


class NotedKey(NamedTuple):
    """What the warehouse knows of the key behind what it holds; None where it was never noted."""

    version: int | None = None
    fingerprint: str | None = None


def noted_key(store: Store) -> NotedKey:
    """Return what is noted of the key; a warehouse that was made before fingerprints has none."""
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
    """Return the version of the key behind what the warehouse holds; None if it was never noted."""
    return noted_key(store).version


def hold_key(store: Store, key: Key, path: Path, staff_nos: Callable[[], Iterable[str]]) -> None:
    """Note the key in use, where it is not noted; a key of before fingerprints must know somebody here.

    Args:
        store: the warehouse.
        key: the key in use, as `open_key` gave it.
        path: the key file.
        staff_nos: gives the roster's staff numbers; asked only where no fingerprint is noted.

    Raises:
        KeyRefused: nobody on the roster has a pseudonym here that this key makes.
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
            Message("nobody on the roster is known to the warehouse by this key"),
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
    """Make a new version of the key and take everything on to it.

    Args:
        store: the warehouse.
        path: the key file.
        key: the key in use, as `open_key` gave it.

    Returns:
        The new key, and how many different pseudonyms were renamed.
    """
    new = key.following()
    write_next_key(path, new)
    with store.transaction(), keep_noted(store):
        renamed = _rename(store, new)
        _note(store, new)
    switch_key(path)
    return new, renamed


class Renumbered(Mendable):
    """The list of old and new staff numbers would make one person of two."""


def pseudonym_columns(store: Store) -> list[tuple[str, str]]:
    """Return each (table, column) that holds pseudonyms; views hold nothing of their own."""
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
    """Let people go on under new staff numbers: whatever is held under the old ones is theirs.

    Args:
        store: the warehouse.
        key: the key in use.
        numbers: old number → new one; the old ones in any spelling.
        place: the file that they come from, for messages.

    Returns:
        How many people were known under their old number.

    Raises:
        Renumbered: a new number is known already as somebody who keeps it; nothing was changed.
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
                "{count} new staff numbers belong to somebody else already", count=len(taken) or 1
            ),
            place=str(place),
            next_step=Message("write each old number once beside its own new number"),
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
    """Put the new names in the place of the old ones, all at once, and note the facts' new hashes."""
    with store.lent("renamed", names):
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
