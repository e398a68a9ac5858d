"""One slice of a stream on its way in: put aside on disk, every event counted once, then swapped in.

Nothing here moves a fact before `Slice.swap_in`, which its caller wraps in the ledger's transaction.
Memory holds one batch, or some days of moderate size, and never the slice.
"""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

import pyarrow as pa
import pyarrow.compute as pc

from connectors.contract.errors import SkipPart, StopSource
from connectors.contract.messages import Message
from warehouse.facts.ledger import DayRead, days_of, state_of
from warehouse.facts.schema import NO_CONTENT, content_hash, fact_columns, row_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime
    from types import TracebackType

    from connectors.contract.streams import Batch, Stream, Window
    from warehouse.facts.store import Store

ROWS_TOGETHER = 50_000
"""How many rows are looked at together, where a day alone does not hold more."""


class Admits(Protocol):
    """Gate 1, as far as landing needs it."""

    @property
    def fingerprint(self) -> str:
        """Changes when the aliases do."""

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows as they may be stored, with `is_unmatched`."""

    def strangers(self, stream: Stream, rows: pa.Table, day_on: date) -> set[str]:
        """Return the accounts in them that no roster line explains."""


class _Digest(NamedTuple):
    """One day of what arrived, in short."""

    rows: int
    events: int
    unmatched: int
    people: int
    content: str


_NOTHING = _Digest(0, 0, 0, 0, NO_CONTENT)
_NOBODY = 5
"""Rows without an account (a printer's jobs, guests) stand for at most so many people."""


class Slice:
    """The batches of one window behind Gate 1, in a file without a name that ends with the process."""

    def __init__(self, store: Store, stream: Stream, window: Window) -> None:
        """`store` is a cursor of its own."""
        self._store = store
        self._stream = stream
        self._days = frozenset(days_of(stream, window))
        self._columns = ", ".join(fact_columns(stream.shape))
        self._partial: dict[date, bool] = {}
        self.proven: set[date] = set()
        """The days of which the source proves that it told all, be it nothing."""
        # Hashes, so that no account stays in memory longer than its batch.
        self._strangers: dict[date, set[int]] = {}
        self._rows: dict[date, int] = {}
        self._places: dict[date, list[int]] = {}

    def __enter__(self) -> Self:
        # Beside the warehouse and not in /tmp, which may be memory.
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
        """Take every batch through Gate 1 and put it aside; return what the source left out, if so."""
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

    def keep_told(self, source: str) -> None:
        """Add to each day what the stream told of it before and tells no longer."""
        for day_on in sorted(self._rows):
            which = {"source": [source], "stream": [self._stream.name], "day_on": [day_on]}
            with (
                self._store.lent("arrived", self._get([day_on])),
                self._store.lent("this_day", pa.table(which)),
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
            with self._store.told():
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
        """Return each vouched day in short, after making every event count once.

        Raises:
            StopSource: a row has no identity, so that nobody could tell it from a repetition.
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
                        next_step=Message(
                            "the connector must say what makes a row itself: report it"
                        ),
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
        """Yield days by the handful, few enough rows in each to fit in a small memory."""
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
        with self._store.lent("arrived", self._get(days)):
            rows = self._store.rows(
                f"""
                select day_on, count(*), count(distinct event), count_if(is_unmatched), {self._people()},
                    {content_hash(self._stream.shape)}
                from arrived group by day_on
                """
            )
        return {day_on: _Digest(*figures) for day_on, *figures in rows}

    def _people(self) -> str:
        """Return the SQL of how many known people acted; rows of nobody stand for some, however many they are."""
        if "staff" not in self._columns.split(", "):
            return "count(*)"
        nobody = "count(*) filter (where staff is null and not is_unmatched)"
        return f"count(distinct staff) + least({nobody}, {_NOBODY})"

    def _keep_one_of_each(self, days: list[date]) -> None:
        """Of rows with one event keep the same one whatever the order in which they came."""
        for day_on in days:
            with self._store.lent("arrived", self._get([day_on])):
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
        """Replace these days' facts; inside the transaction that writes the ledger."""
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
        with self._store.lent("arrived", reader):
            self._store.execute(
                f"insert into {table} (source, kind, stream, {self._columns}) "
                f"select ?, ?, ?, {self._columns} from arrived",
                [source, kind, name],
            )


def nothing_read(stream: Stream, day_on: date, fetched_at: datetime) -> DayRead:
    """Return a day of which nothing came and nothing is missed."""
    state = state_of(stream, day_on, fetched_at, is_partial=False)
    return DayRead(day_on, fetched_at, 0, NO_CONTENT, state, 0, 0, 0)
