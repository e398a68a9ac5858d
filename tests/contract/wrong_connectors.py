"""Connectors that each break one rule and keep the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from connectors.contract.errors import Retry, StopSource
from connectors.contract.shape import to_table
from connectors.contract.streams import Batch, Field, Finding, Handling, Window
from connectors.io.http import transport
from connectors.io.http.retry import RetryPolicy
from tests.contract import rules
from tests.contract.peer import CANARY
from tests.contract.peers import kairan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.contract.streams import Stream

Right = kairan.module().Kairan
_numbers = count()


class LosesAPage(Right):
    """Stops after the second page."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        for number, record in enumerate(super()._records(window)):
            if number < 8:
                yield record


class AsksWhenBuilt(Right):
    """Looks at its source as soon as it is built."""

    def __init__(self, settings: object) -> None:
        super().__init__(settings)
        list(self.check())


class GoesOnWhereItStopped(Right):
    """Keeps its place in mind, and not in the ledger's."""

    _place = 0

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        for number, record in enumerate(super()._records(window)):
            if number >= self._place:
                self._place = number + 1
                yield record
        self._place = 0


class MakesUp(Right):
    """Counts what stands on two pages twice."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        for batch in super().fetch(stream, window):
            yield batch
            rows = [row | {"event": row["event"] + "again"} for row in batch.rows.to_pylist()]
            yield Batch(batch.day_on, to_table(stream.shape, rows[:1]))


class FilesUtcDays(Right):
    """Takes the UTC date for the day."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        for batch in super().fetch(stream, window):
            for row in batch.rows.to_pylist():
                day = row["occurred_at"].date()
                if window.holds(day):
                    yield Batch(day, to_table(stream.shape, [row | {"day_on": day}]))
            yield replace(batch, rows=batch.rows.slice(0, 0))


class ForgetsQuietDays(Right):
    """Yields no batch for a day without records: the day would be missing for ever."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        yield from (batch for batch in super().fetch(stream, window) if batch.rows.num_rows)


class AnySchema(Right):
    """Leaves a column out."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        for batch in super().fetch(stream, window):
            yield replace(batch, rows=batch.rows.drop_columns(["document"]))


class DeclaresNobody(Right):
    """Declares the account to be kept as it is."""

    def __init__(self, settings: object) -> None:
        super().__init__(settings)
        fields = [replace(field, handling=Handling.KEEP) for field in self.streams[0].fields]
        self.streams = (replace(self.streams[0], fields=tuple(fields)),)


class DeclaresTwice(Right):
    """Declares a field twice."""

    def __init__(self, settings: object) -> None:
        super().__init__(settings)
        fields = (*self.streams[0].fields, Field("id", Handling.KEEP, "again"))
        self.streams = (replace(self.streams[0], fields=fields),)


class TakesAnything(Right):
    """Says that a new field stops it, and reads on."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        quiet = replace(stream, undeclared="drop")
        yield from super().fetch(quiet, window)


class NumbersRows(Right):
    """Makes up a fresh identity at every fetch."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        for batch in super().fetch(stream, window):
            rows = [row | {"event": f"e{next(_numbers)}"} for row in batch.rows.to_pylist()]
            yield replace(batch, rows=to_table(stream.shape, rows))


class NumbersByPlace(Right):
    """Takes the place in the answer for the identity."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        for number, record in enumerate(super()._records(window)):
            yield record | {"id": f"e{number}"}


class ClosedWindow(Right):
    """Takes the window's end for a day of its own."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        longer = Window(window.start, window.end + timedelta(days=1))
        for batch in super().fetch(stream, longer):
            last = min(batch.day_on, window.days[-1])
            rows = [row | {"day_on": last} for row in batch.rows.to_pylist()]
            yield Batch(last, to_table(stream.shape, rows))


class Washes(Right):
    """Makes names safe in the wrong place."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        for record in super()._records(window):
            yield record | {"user": record["user"].replace("<", "").replace("=", "")}


class SaysNothing(Right):
    """Checks nothing."""

    def check(self) -> Iterator[Finding]:
        return iter(())


class ShowsItsKey(Right):
    """Shows its key in its face."""

    def __repr__(self) -> str:
        return f"Kairan(key={self._settings.key.get_secret_value()})"


class HurriesOn(Right):
    """Takes 429 for the end of the pages."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        import httpx

        page: int | None = 1
        while page:
            query = {"from": window.start_at.isoformat(), "to": window.end_at.isoformat()}
            url = f"{self._settings.endpoint}/records"
            answer = httpx.get(url, params=query | {"page": page}, timeout=60.0)
            if answer.status_code != 200:
                return
            told = answer.json()
            yield from told["records"]
            page = told["next"]


class ForgetsTheHour(Right):
    """Hands a Retry on without saying when."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        kept_retry_policy = transport.RetryPolicy
        transport.RetryPolicy = lambda: RetryPolicy(tries=1)
        try:
            yield from super().fetch(stream, window)
        except Retry as error:
            raise Retry(error.thing, place=error.place, next_step=error.next_step) from None
        finally:
            transport.RetryPolicy = kept_retry_policy


class AsksForEver(Right):
    """Asks fifty times."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        for _try in range(12):
            try:
                yield from list(super().fetch(stream, window))
            except Retry:
                continue
            return
        yield from super().fetch(stream, window)


class KeepsHalf(Right):
    """Takes what came before a cut for the whole."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._records(window)
        except Retry:
            return


class TakesPagesForNothing(Right):
    """Takes a log-in page, or no body, for a day of nothing."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._records(window)
        except (StopSource, ValueError):
            return


class TellsTheTitle(Right):
    """Shows a record's content in an error."""

    def fetch(self, stream: Stream, window: Window) -> Iterator[Batch]:
        try:
            yield from super().fetch(stream, window)
        except Retry as error:
            raise Retry(f"after {CANARY}", place=error.place, next_step="wait") from error


class OneTokenForAll(Right):
    """Never renews its token."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._records(window)
        except StopSource:
            return


class RaisesAnything(Right):
    """Lets a library's own error out."""

    def _records(self, window: Window) -> Iterator[dict[str, Any]]:
        try:
            yield from super()._records(window)
        except Retry as error:
            raise ConnectionError(CANARY) from error


PLANTED: dict[Callable[[Any], None], tuple[type[Any], ...]] = {
    rules.is_built_without_its_source: (AsksWhenBuilt,),
    rules.an_interrupted_slice_is_read_from_its_beginning: (GoesOnWhereItStopped,),
    rules.tells_the_truth_and_all_of_it: (
        LosesAPage, MakesUp, FilesUtcDays, ForgetsQuietDays, AnySchema,
    ),
    rules.declares_every_field: (DeclaresNobody, DeclaresTwice),
    rules.a_new_field_stops_or_is_left_unread: (TakesAnything,),
    rules.fetched_twice_is_the_same: (NumbersRows,),
    rules.any_order_is_the_same: (NumbersByPlace,),
    rules.windows_meet_at_midnight_in_tokyo: (ClosedWindow,),
    rules.hostile_strings_are_only_strings: (Washes,),
    rules.says_what_it_found: (SaysNothing,),
    rules.keeps_secrets_out_of_its_face: (ShowsItsKey,),
    rules.waits_when_asked_to: (HurriesOn, ForgetsTheHour),
    rules.a_storm_ends_in_retry: (AsksForEver, TellsTheTitle, KeepsHalf),
    rules.a_reset_loses_nothing: (KeepsHalf, RaisesAnything),
    rules.a_drip_is_not_waited_for: (HurriesOn,),
    rules.a_login_page_is_not_data: (TakesPagesForNothing,),
    rules.a_token_may_expire_in_mid_slice: (OneTokenForAll,),
}  # fmt: skip
