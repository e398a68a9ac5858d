"""Reads one source: every source-day that the ledger lists as missing or not final, stream by stream.

An error that ends one stream does not end the streams after it. Only an error that makes everything from a source
untrustworthy (its credentials, its address) ends the reading of that source. No message may hold a record.
"""

from __future__ import annotations

import traceback
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from connectors.contract.errors import Mendable, NotYet, Retry, SourceError, StopSource, StopStream
from connectors.contract.messages import Message, enumerated
from connectors.contract.streams import Remarks
from connectors.io.logs.unrecognised import CountsUnrecognised
from connectors.vendors.registry import connect
from flows.night.doubted_days import doubted
from flows.night.source_coverage import told_of
from warehouse.facts.doubts import Doubt
from warehouse.facts.landing import land_slice
from warehouse.facts.ledger import due_windows, record_failure
from warehouse.facts.sources import note_unrecognised, register_source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from connectors.contract.errors import SkipPart
    from connectors.contract.streams import Connector, Stream, Window
    from flows.night.steps import Night
    from warehouse.facts.landing import Landed
    from warehouse.facts.store import Store

_Error = TypeVar("_Error", bound=SourceError)


@dataclass(frozen=True, slots=True)
class Reading:
    """Outcome of reading one source: counts of days and rows, and what was left out, stopped or doubted."""

    source: str
    days: int = 0
    rows: int = 0
    unmatched: int = 0
    """Rows of accounts that are not on the roster."""
    skipped: tuple[SkipPart, ...] = ()
    """Parts that were left out; the rest of their stream was read."""
    stopped: tuple[SourceError, ...] = ()
    """Errors that ended a stream, or the whole source."""
    doubted: tuple[SourceError, ...] = ()
    """Days whose reading was doubted; one problem per stream and kind of doubt."""

    @property
    def problems(self) -> tuple[SourceError, ...]:
        """Everything that the operator has to know; a `NotYet` is not, since that day usually arrives later."""
        left_out = [part for part in self.skipped if not isinstance(part, NotYet)]
        return (*left_out, *self.stopped, *self.doubted)

    @property
    def again(self) -> Retry | None:
        """The first error that may pass if the source is asked again tonight."""
        return next((error for error in self.stopped if isinstance(error, Retry)), None)

    def with_slice(self, landed: Landed) -> Reading:
        """Return this reading with one more slice; a part left out twice is listed once."""
        return replace(
            self,
            days=self.days + landed.days,
            rows=self.rows + landed.rows,
            unmatched=self.unmatched + landed.unmatched,
            skipped=_with(self.skipped, landed.skipped) if landed.skipped else self.skipped,
        )

    def with_doubts(self, stream: Stream, doubts: Mapping[date, Doubt], today: date) -> Reading:
        """Return this reading with the doubted days of a stream."""
        return replace(
            self, doubted=(*self.doubted, *doubted(self.source, stream.name, doubts, today))
        )

    def with_stop(self, error: SourceError) -> Reading:
        """Return this reading with an error that ended a stream; the same error of two streams is listed once."""
        return replace(self, stopped=_with(self.stopped, error))

    @property
    def message(self) -> Message:
        """The lines on this reading for the operator: counts and days, never records."""
        parts = [
            Message(
                "{source}: {days} days, {count:,} rows",
                source=self.source,
                days=self.days,
                count=self.rows,
            )
        ]
        if self.unmatched:
            parts.append(
                Message(
                    "{count:,} rows of accounts that are not in the roster", count=self.unmatched
                )
            )
        return enumerated([*parts, *map(_left_out, self.skipped)])


def _left_out(part: SkipPart) -> Message:
    if isinstance(part, NotYet):
        return Message("not there yet: {word}", word=part.message)
    return Message("left out: {word}", word=part.message)


def _with(errors: tuple[_Error, ...], error: _Error) -> tuple[_Error, ...]:
    return errors if str(error) in map(str, errors) else (*errors, error)


def read_source(night: Night, name: str) -> Reading:
    """Fetch and land every source-day that the ledger lists as missing or not final.

    Each slice lands in a transaction of its own, so an interruption loses at most one slice. If a stream is refused,
    busy or in another format, the ledger records it as failed and the next stream is read.

    Raises:
        Retry, StopSource: the source could not be connected.
        Mendable: the warehouse cannot be written, for example because its disk is full.
    """
    try:
        settings = night.settings.source(name)
        connector = connect(settings, lambda: night.now)
        night.connected[name] = connector
        with night.store.cursor() as store:
            since = {stream.name: _since(night, connector, stream) for stream in connector.streams}
            register_source(
                store,
                name,
                settings.kind,
                connector.streams,
                since,
                today=night.today,
                sections=told_of(settings, connector, night.roster),
            )
            reading = Reading(name)
            for stream in connector.streams:
                reading = _read_stream(night, store, connector, stream, reading, since[stream.name])
                if reading.stopped and _ends_all(reading.stopped[-1]):
                    break
            _tell_remarks(night, connector)
    except Mendable:
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold a record, so it must not leave here
        raise _scrubbed(error, name) from None
    return reading


def _tell_remarks(night: Night, connector: Connector) -> None:
    if isinstance(connector, Remarks):
        for one in connector.remarks():
            night.tell(Message("{thing} [{place}]", thing=one.thing, place=one.place))


def _ends_all(error: SourceError) -> bool:
    return isinstance(error, StopSource) and not isinstance(error, StopStream)


def _read_stream(
    night: Night, store: Store, connector: Connector, stream: Stream, reading: Reading, since: date
) -> Reading:
    doubts: dict[date, Doubt] = {}
    windows: list[Window] = []
    try:
        for window in due_windows(
            store,
            connector.name,
            stream,
            since=since,
            today=night.today,
            gate_fingerprint=night.gate.fingerprint,
        ):
            windows.append(window)
            landed = _land(night, store, connector, stream, window)
            reading = reading.with_slice(landed)
            doubts |= landed.doubts
            night.tell(
                Message(
                    "{source} {stream} {first}..{last}: {count:,} rows",
                    source=connector.name,
                    stream=stream.name,
                    first=window.start,
                    last=window.days[-1],
                    count=landed.rows,
                )
            )
        for window in _silent_before(windows, doubts):
            again = _land(night, store, connector, stream, window)
            doubts = {day: why for day, why in doubts.items() if not window.holds(day)}
            doubts |= again.doubts
    except SourceError as error:
        reading = reading.with_stop(error)
    if isinstance(connector, CountsUnrecognised) and (counts := connector.tally.of(stream.name)):
        note_unrecognised(store, connector.name, stream.name, counts)
    return reading.with_doubts(stream, doubts, night.today)


def _silent_before(windows: list[Window], doubts: Mapping[date, Doubt]) -> list[Window]:
    """Return the windows with empty days that were followed by another window tonight.

    They are read and judged again, since the ledger now holds the days after them. This happens in a first reading
    and when nights are caught up; on other nights a window with empty days stands alone and is read once.
    """
    return [
        window
        for window, after in pairwise(windows)
        if window.end == after.start and any(doubts.get(one) == Doubt.EMPTY for one in window.days)
    ]


def _land(
    night: Night, store: Store, connector: Connector, stream: Stream, window: Window
) -> Landed:
    kind = night.settings.source(connector.name).kind
    try:
        return land_slice(
            store,
            connector.name,
            kind,
            stream,
            window,
            connector.fetch(stream, window),
            gate=night.gate,
            fetched_at=night.now,
            closures=night.settings.closures,
        )
    except SourceError as error:
        record_failure(store, connector.name, stream, window, error, night.now)
        raise
    except Mendable:
        raise
    except Exception as error:  # noqa: BLE001 - its text may hold a record, so it must not leave here
        scrubbed = _scrubbed(error, connector.name)
        record_failure(store, connector.name, stream, window, scrubbed, night.now)
        raise scrubbed from None


def _since(night: Night, connector: Connector, stream: Stream) -> date:
    return connector.first_day(stream) or night.settings.town.launched_on


def _scrubbed(error: Exception, source: str) -> StopStream:
    """Reduce an unforeseen error to its type, file and line, since its text may hold a record."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return StopStream(
        Message("unexpected error ({kind})", kind=type(error).__name__),
        place=f"source {source}; {Path(frame.filename).name}:{frame.lineno}",
        next_step=Message(
            "this is a fault of the program: report this message, which contains no data"
        ),
    )
