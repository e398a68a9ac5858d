"""Stages one slice of a stream on disk, removes duplicate events, and swaps it in.

No fact changes before `Slice.swap_in`, which the caller runs inside the ledger's transaction. Memory holds one
batch, or a few days of moderate size, never the whole slice.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message
from warehouse.facts.ledger import DayRead, source_days_of, state_of
from warehouse.facts.schema import NO_CONTENT, content_hash, fact_columns, row_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from types import TracebackType

    from connectors.contract.streams import Batch, Stream, Window
    from warehouse.facts.store import Store

ROWS_TOGETHER = 50_000
"""Maximum rows per query over several days; a single day may have more."""


class Admits(Protocol):
    """The part of Gate 1 that landing needs."""

    @property
    def fingerprint(self) -> str:
        """A value that changes when the aliases do."""

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows in the form that may be stored (pseudonymised), with the column `is_unmatched`."""

    def strangers(self, stream: Stream, rows: pa.Table, day_on: date) -> set[str]:
        """Return the accounts in the rows that are missing from the roster."""


class _Digest(NamedTuple):
    """Summary of one day's staged rows."""

    rows: int
    events: int
    unmatched: int
    people: int
    content: str


_NOTHING = _Digest(0, 0, 0, 0, NO_CONTENT)
_NOBODY = 5
"""Maximum people that a day's rows without an account (a printer's jobs, guests) count as."""


class Slice:
    """The admitted batches of one window, in an unnamed temporary file that ends with the process."""

    def __init__(self, store: Store, stream: Stream, window: Window) -> None:
        """`store` must be a cursor that nobody else uses."""
        self._store = store
        self._stream = stream
        self._days = frozenset(source_days_of(stream, window))
        self._columns = ", ".join(fact_columns(stream.shape))
        self._partial: dict[date, bool] = {}
        self.proven: set[date] = set()
        """The days that the source proves complete, even if empty."""
        # Hashes only: no account name stays in memory longer than its batch.
        self._strangers: dict[date, set[int]] = {}
        self._rows: dict[date, int] = {}
        self._places: dict[date, list[int]] = {}

    def __enter__(self) -> Self:
        # Beside the warehouse: /tmp may be in memory.
        self._file = TemporaryFile(dir=self._store.path.parent)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def fill(self, batches: Iterable[Batch], gate: Admits) -> SkipPart | None:
        """Pass every batch through Gate 1 and stage it; return what the source skipped, if anything.

        Raises:
            ValueError: a batch is of a day outside the window.
        """
        try:
            for batch in batches:
                if batch.day_on not in self._days:
                    raise ValueError(f"stream {self._stream.name} gave a day outside its window")
                was_partial = self._partial.get(batch.day_on, False)
                self._partial[batch.day_on] = was_partial or batch.is_partial
                if batch.is_proven:
                    self.proven.add(batch.day_on)
                admitted = gate.admit(self._stream, batch.rows, batch.day_on)
                if pc.any(admitted["is_unmatched"]).as_py():
                    names = gate.strangers(self._stream, batch.rows, batch.day_on)
                    self._strangers.setdefault(batch.day_on, set()).update(map(hash, names))
                self._put(batch.day_on, admitted)
        except SkipPart as left_out:
            return left_out
        return None

    def keep_reported(self, source: str) -> None:
        """Add to each day its landed rows whose event has not arrived again."""
        for day_on in sorted(self._rows):
            which = {"source": [source], "stream": [self._stream.name], "day_on": [day_on]}
            with (
                self._store.registered("arrived", self._get([day_on])),
                self._store.registered("this_day", pa.table(which)),
            ):
                kept = self._store.table(
                    f"""
                    select {self._columns} from raw.{self._stream.shape.name}
                    semi join this_day using (source, stream, day_on) anti join arrived using (event)
                    """
                )
            self._put(day_on, kept.cast(self._schema()))

    def _put(self, day_on: date, rows: pa.Table) -> None:
        self._rows[day_on] = self._rows.get(day_on, 0) + rows.num_rows
        places = self._places.setdefault(day_on, [])
        if rows.num_rows:
            with self._store.translated_errors():
                places.append(self._file.seek(0, 2))
                with pa.ipc.new_stream(self._file, rows.schema) as stream:
                    stream.write_table(rows)

    def _get(self, days: list[date]) -> pa.Table:
        tables = [self._schema().empty_table()]
        for day_on in days:
            for place in self._places.get(day_on, ()):
                self._file.seek(place)
                with pa.ipc.open_stream(self._file) as stream:
                    tables.append(stream.read_all())
        return pa.concat_tables(tables)

    def _schema(self) -> pa.Schema:
        return self._stream.shape.landed.append(pa.field("is_unmatched", pa.bool_()))

    def read(self, fetched_at: datetime) -> dict[date, DayRead]:
        """Return each delivered day's `DayRead`, after removing duplicate events.

        Raises:
            StopSource: a row has no identity, so a repetition could not be recognised.
        """
        read: dict[date, DayRead] = {}
        for days in self._together(sorted(self._rows)):
            found = self._digests(days)
            if any(one.rows != one.events for one in found.values()):
                self._keep_one_of_each(days)
                found = self._digests(days)
            for day_on in days:
                one = found.get(day_on, _NOTHING)
                if one.rows != one.events:
                    raise StopSource(
                        Message("rows without an identity"),
                        place=f"stream {self._stream.name}, day {day_on}",
                        next_step=Message("this is a fault of the program: report this message"),
                    )
                is_partial = self._partial[day_on]
                state = state_of(self._stream, day_on, fetched_at, is_partial=is_partial)
                strangers = len(self._strangers.get(day_on, ()))
                read[day_on] = DayRead(
                    day_on,
                    fetched_at,
                    one.rows,
                    one.content,
                    state,
                    one.unmatched,
                    one.people + strangers,
                    strangers,
                )
        return read

    def _together(self, days: Iterable[date]) -> Iterator[list[date]]:
        """Yield groups of days with at most `ROWS_TOGETHER` rows together, or a single larger day."""
        handful: list[date] = []
        rows = 0
        for day_on in days:
            if handful and rows + self._rows[day_on] > ROWS_TOGETHER:
                yield handful
                handful, rows = [], 0
            handful.append(day_on)
            rows += self._rows[day_on]
        if handful:
            yield handful

    def _digests(self, days: list[date]) -> dict[date, _Digest]:
        with self._store.registered("arrived", self._get(days)):
            rows = self._store.rows(
                f"""
                select day_on, count(*), count(distinct event), count_if(is_unmatched), {self._people()},
                    {content_hash(self._stream.shape)}
                from arrived group by day_on
                """
            )
        return {day_on: _Digest(*figures) for day_on, *figures in rows}

    def _people(self) -> str:
        """Return the SQL that counts known people; rows of nobody count as at most `_NOBODY`."""
        if "staff" not in self._columns.split(", "):
            return "count(*)"
        nobody = "count(*) filter (where staff is null and not is_unmatched)"
        return f"count(distinct staff) + least({nobody}, {_NOBODY})"

    def _keep_one_of_each(self, days: list[date]) -> None:
        """Keep one row per event; the choice does not depend on the order of arrival."""
        for day_on in days:
            with self._store.registered("arrived", self._get([day_on])):
                single = self._store.table(
                    f"""
                    select {self._columns} from arrived
                    qualify event is null or row_number() over (
                        partition by event order by {row_text(self._stream.shape)}
                    ) = 1
                    """
                )
            self._rows[day_on], self._places[day_on] = 0, []
            self._put(day_on, single.cast(self._schema()))

    def swap_in(self, source: str, kind: str, days: list[date]) -> None:
        """Replace these days' facts by the staged rows, inside the transaction that writes the ledger."""
        if not days:
            return
        table = f"raw.{self._stream.shape.name}"
        name = self._stream.name
        self._store.execute(
            f"delete from {table} where source = ? and stream = ? "
            "and list_contains(?::date[], day_on)",
            [source, name, days],
        )
        batches = (batch for day_on in days for batch in self._get([day_on]).to_batches(20_000))
        reader = pa.RecordBatchReader.from_batches(self._schema(), batches)
        with self._store.registered("arrived", reader):
            self._store.execute(
                f"insert into {table} (source, kind, stream, {self._columns}) "
                f"select ?, ?, ?, {self._columns} from arrived",
                [source, kind, name],
            )


def nothing_read(stream: Stream, day_on: date, fetched_at: datetime) -> DayRead:
    """Return the reading of a day that is empty as expected."""
    state = state_of(stream, day_on, fetched_at, is_partial=False)
    return DayRead(day_on, fetched_at, 0, NO_CONTENT, state, 0, 0, 0)
