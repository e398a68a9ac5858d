"""Opens the DuckDB file for one writer, locks it down, and checks it at every start.

Only this module, `rewrite` and `store_errors` import duckdb. Code in another thread uses its own `Store.cursor()`;
code that changes facts or ledger does so inside `Store.transaction()`.
"""

from __future__ import annotations

import logging
import threading
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

import duckdb

from connectors.contract.messages import Message
from connectors.contract.streams import Finding
from warehouse.facts.integrity.commit_count import read_commit_count, write_commit_count
from warehouse.facts.integrity.rewrite import (
    delete_unfinished,
    is_rewrite_owed,
    owe_rewrite,
    rewrite,
)
from warehouse.facts.integrity.store_errors import (
    StoreBusy,
    StoreClosed,
    StoreDamaged,
    StoreFull,
    StoreNewer,
    translated_errors,
)
from warehouse.facts.integrity.verify import verify_store
from warehouse.facts.integrity.whole_file import require_whole, whole_length
from warehouse.facts.schema import SCHEMA, missing_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreDamaged",
    "StoreFull",
    "StoreNewer",
    "is_rewrite_owed",
    "open_store",
    "owe_rewrite",
    "rewrite",
]

_log = logging.getLogger(__name__)
_IDLE_OPTIMIZERS = ("statistics_propagation", "common_subplan")
"""Planner passes that cost more time than they save on a town hall's data; results do not depend on them."""


class Store:
    """One connection to the warehouse; not thread-safe: each thread takes its own `cursor`."""

    def __init__(
        self, path: Path, connection: duckdb.DuckDBPyConnection, turn: threading.RLock
    ) -> None:
        """`turn` is the lock that all cursors of one file share: one of them writes at a time."""
        self.path = path
        self.findings: tuple[Finding, ...] = ()
        self._connection = connection
        self._turn = turn

    @property
    def engine(self) -> str:
        """The engine's version."""
        return duckdb.__version__

    @contextmanager
    def cursor(self) -> Iterator[Store]:
        """Yield another connection to the same file, for one thread; its temporary tables end with it."""
        connection = self._connection.cursor()
        try:
            yield Store(self.path, connection, self._turn)
        finally:
            connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block as one transaction, one at a time; an exception inside rolls everything back."""
        with self._turn:
            self.execute("begin")
            try:
                yield
                self.execute("update ledger.moves set moves = moves + 1")
                moves = self.count("select moves from ledger.moves")
                self.execute("commit")
            except BaseException:
                self.abandon()
                raise
            with self.translated_errors():
                write_commit_count(self.path, moves)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let every query in the block see the same state, whatever other cursors commit meanwhile."""
        self.execute("begin")
        try:
            yield
        finally:
            self.abandon()

    def translated_errors(self) -> AbstractContextManager[None]:
        """Translate errors of the engine or the disk in the block into errors with a next step."""
        return translated_errors(self.path)

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement."""
        with self.translated_errors():
            self._connection.execute(sql, list(parameters))

    def append(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert a few rows; use Arrow (`registered`) for thousands of facts."""
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            places = ", ".join(f"({marks})" for _ in rows)
            self.execute(f"insert into {table} values {places}", [*chain.from_iterable(rows)])

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Run a query and return its rows."""
        with self.translated_errors():
            return self._connection.execute(sql, list(parameters)).fetchall()

    def count(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Run a query and return its single number."""
        return int(self.rows(sql, parameters)[0][0])

    def table(self, sql: str) -> pa.Table:
        """Run a query and return the result as an Arrow table."""
        with self.translated_errors():
            return self._connection.sql(sql).to_arrow_table()

    def batches(self, sql: str, rows: int = 65_536) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """Run a query; return its schema and an iterator that reads Arrow batches of at most `rows` rows on demand."""
        with self.translated_errors():
            reader = self._connection.sql(sql).to_arrow_reader(rows)
        return reader.schema, self._read(reader)

    def _read(self, reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        while True:
            with self.translated_errors():
                batch = next(reader, None)
            if batch is None:
                return
            yield batch

    @contextmanager
    def registered(self, name: str, table: pa.Table | pa.RecordBatch) -> Iterator[None]:
        """Let this cursor's SQL read an Arrow table as `name` inside the block."""
        self._connection.register(name, table)
        try:
            yield
        finally:
            self._connection.unregister(name)

    def has_pseudonyms(self) -> bool:
        """Whether the warehouse holds anything that was made with the key."""
        return any(
            self.rows(f"from {table} limit 1")
            for table in ("raw.assignment", "ledger.source_day where rows > 0", "ledger.forgotten")
        )

    def abandon(self) -> None:
        """Roll back the open transaction, if there is one."""
        try:
            self._connection.execute("rollback")
        except duckdb.Error:
            # The commit itself failed: there is no transaction left to roll back.
            _log.debug("nothing to roll back")


@contextmanager
def open_store(
    path: Path, *, read_only: bool = False, memory_limit: str = "1GB", threads: int = 1
) -> Iterator[Store]:
    """Open the warehouse, create missing tables and columns, and check the ledger against the facts.

    `store.findings` lists what differed; those days are marked failed, so they are read again.

    Args:
        path: the DuckDB file; it is created if absent.
        read_only: create, check and change nothing.
        memory_limit: the engine's limit, as in `1GB`.
        threads: the engine's own threads. One is enough for a town hall's data, and sources land in parallel anyway;
            more cost memory while landing.

    Raises:
        StoreBusy: another process has the file open.
        StoreDamaged: the file or its log cannot be read.
        StoreNewer: a newer version wrote the file; nothing was changed.
        StoreClosed: this account may not read or write the file.
        StoreFull: there is no room on disk or in memory.
    """
    with translated_errors(path):
        if not read_only:
            delete_unfinished(path)
        length = whole_length(path)
        connection = duckdb.connect(
            path, read_only=read_only, config=_config(memory_limit, threads)
        )
    try:
        with translated_errors(path):
            connection.execute("set global TimeZone = 'UTC'")
            connection.execute("set global lock_configuration = true")
        store = Store(path, connection, threading.RLock())
        require_whole(store, length)
        _require_known_schema(store)
        if not read_only:
            _make_ready(store)
        yield store
    finally:
        connection.close()


def _config(memory_limit: str, threads: int) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": memory_limit,
        "threads": str(threads),
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "disabled_optimizers": ",".join(_IDLE_OPTIMIZERS),
    }


def _require_known_schema(store: Store) -> None:
    """Refuse a warehouse that a newer version wrote, before anything in it is read or changed."""
    if not _has_schema(store):
        return
    made_by = store.rows("select max(schema) from ledger.moves")[0][0]
    if made_by is not None and made_by > SCHEMA:
        raise StoreNewer(
            Message(
                "a newer version of Hirogari made this warehouse (schema {made}; this version supports {known})",
                made=made_by,
                known=SCHEMA,
            ),
            place=str(store.path),
            next_step=Message("install that version or a later one; nothing was changed"),
        )


def _has_schema(store: Store) -> bool:
    return ("schema",) in store.rows(
        "select column_name from duckdb_columns() where schema_name = 'ledger' and table_name = 'moves'"
    )


def _make_ready(store: Store) -> None:
    present = store.rows("select schema_name, table_name, column_name from duckdb_columns()")
    # Not `Store.transaction`: it increments the number of transactions, which is checked below.
    store.execute("begin")
    try:
        for statement in missing_from({(schema, table, name) for schema, table, name in present}):
            store.execute(statement)
        store.execute("commit")
    except BaseException:
        store.abandon()
        raise
    store.findings = (*_lost_transactions(store), *verify_store(store))
    for finding in store.findings:
        _log.error("%s [%s] → %s", finding.thing, finding.place, finding.next_step)
    write_commit_count(store.path, store.count("select moves from ledger.moves"))


def _lost_transactions(store: Store) -> Iterator[Finding]:
    lost = read_commit_count(store.path) - store.count("select moves from ledger.moves")
    if lost > 0:
        yield Finding(
            is_ok=False,
            thing=Message("the warehouse has lost its last {count} transactions", count=lost),
            place=str(store.path),
            next_step=Message("their records are read again automatically; check the disk"),
        )
