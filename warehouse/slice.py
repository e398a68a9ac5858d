"""One slice of a stream on its way in: staged aside, every event counted once, then swapped in.

Nothing here moves a fact before `Slice.swap_in`, which its caller wraps in the ledger's transaction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyarrow as pa

from connectors.errors import SkipPart, StopSource
from warehouse.layout import content_hash, fact_columns, row_text
from warehouse.ledger import DayRead, days_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from connectors.contract import Batch, Stream, Window
    from warehouse.store import Store

STAGED_AT_ONCE = 50_000
"""Rows gathered before they are staged: enough for speed, few enough for a small memory."""

COMPARED_AT_ONCE = 250_000
"""Rows looked through together for repeated events, where a day alone does not hold more."""


class Admits(Protocol):
    """Gate 1, as far as landing needs it."""

    @property
    def fingerprint(self) -> str:
        """Changes when the aliases do."""

    def admit(self, stream: Stream, rows: pa.Table, day_on: date) -> pa.Table:
        """Return the rows as they may be stored, with `is_unmatched`."""


class Slice:
    """One slice in a temp table of its own cursor, until it is whole."""

    def __init__(self, store: Store, stream: Stream, window: Window) -> None:
        self._store = store
        self._stream = stream
        self._days = days_of(stream, window)
        self._columns = ", ".join(fact_columns(stream.shape))
        self._partial: dict[date, bool] = {}
        self._staged: dict[date, int] = {}
        declared = ", ".join(f"{name} {kind}" for name, kind in fact_columns(stream.shape).items())
        store.execute(f"create temp table staged ({declared})")

    def fill(self, batches: Iterable[Batch], gate: Admits) -> SkipPart | None:
        """Stage every batch behind Gate 1; return what the source left out, if anything."""
        waiting: list[pa.Table] = []
        skipped = None
        try:
            for batch in batches:
                if batch.day_on not in self._days:
                    raise ValueError(f"stream {self._stream.name} gave a day outside its window")
                rows = gate.admit(self._stream, batch.rows, batch.day_on)
                was_partial = self._partial.get(batch.day_on, False)
                self._partial[batch.day_on] = was_partial or batch.is_partial
                self._staged[batch.day_on] = self._staged.get(batch.day_on, 0) + rows.num_rows
                waiting.append(rows)
                if sum(table.num_rows for table in waiting) >= STAGED_AT_ONCE:
                    self._stage(waiting)
                    waiting = []
        except SkipPart as left_out:
            skipped = left_out
        if waiting:
            self._stage(waiting)
        return skipped

    def _stage(self, tables: list[pa.Table]) -> None:
        with self._store.lent("arriving", pa.concat_tables(tables)):
            self._store.execute(f"insert into staged select {self._columns} from arriving")

    def read(self, fetched_at: datetime) -> dict[date, DayRead]:
        """Return each vouched day in short, after making every event count once.

        Raises:
            StopSource: a row has no identity, so that nobody could tell it from a repetition.
        """
        read: dict[date, DayRead] = {}
        for days in self._together():
            found = self._digests(days)
            if any(rows != events for rows, events, *_ in found.values()):
                self._keep_one_of_each(days)
                found = self._digests(days)
            for day_on in days:
                rows, events, unmatched, content = found.get(day_on, (0, 0, 0, "0" * 32))
                if rows != events:
                    raise StopSource(
                        "rows without an identity",
                        place=f"stream {self._stream.name}, day {day_on}",
                        next_step="the connector must say what makes a row itself: report it",
                    )
                state = state_of(self._stream, day_on, fetched_at, is_partial=self._partial[day_on])
                read[day_on] = DayRead(day_on, fetched_at, rows, content, state, unmatched)
        return read

    def _together(self) -> Iterator[list[date]]:
        """Runs of vouched days, few enough rows in each to be compared in a small memory."""
        days: list[date] = []
        rows = 0
        for day_on in sorted(self._staged):
            if days and rows + self._staged[day_on] > COMPARED_AT_ONCE:
                yield days
                days, rows = [], 0
            days.append(day_on)
            rows += self._staged[day_on]
        if days:
            yield days

    def _digests(self, days: list[date]) -> dict[date, tuple[int, int, int, str]]:
        rows = self._store.rows(
            f"""
            select day_on, count(*), count(distinct event), count_if(is_unmatched),
                {content_hash(self._stream.shape)}
            from staged where day_on between ? and ? group by day_on
            """,
            [days[0], days[-1]],
        )
        return {day_on: tuple(figures) for day_on, *figures in rows}

    def _keep_one_of_each(self, days: list[date]) -> None:
        """Of rows with one event keep the same one whatever the order in which they came."""
        between = "day_on between ? and ?"
        self._store.execute(
            f"""
            create or replace temp table single as
            select {self._columns} from staged where {between}
            qualify row_number() over (
                partition by day_on, event order by {row_text(self._stream.shape)}
            ) = 1 or event is null
            """,
            [days[0], days[-1]],
        )
        self._store.execute(f"delete from staged where {between}", [days[0], days[-1]])
        self._store.execute(f"insert into staged select {self._columns} from single")
        self._store.execute("drop table single")

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
        self._store.execute(
            f"insert into {table} (source, kind, stream, {self._columns}) "
            f"select ?, ?, ?, {self._columns} from staged where list_contains(?::date[], day_on)",
            [source, kind, name, days],
        )
