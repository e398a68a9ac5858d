"""The steps of a night as plain functions, in the order in which a night takes them.

The ledger says which source-days are missing or not yet final → each is fetched, pseudonymised and
landed in one transaction → models are built → the release is cut and checked → pages are drawn into
a new folder and swapped in → what asks for attention is told. `flows.nightly` wraps these steps in Prefect tasks.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.contract import day_of
from connectors.errors import SourceError, StopSource
from connectors.identity import Gate, open_key
from connectors.registry import connect
from connectors.roster import read_roster
from dashboards.words import Words
from flows.alerts import send_alerts
from flows.mail import MailError
from flows.served import told_of, undecided
from warehouse.backup import back_up_of_today
from warehouse.build import build_models
from warehouse.closing import expire, retention
from warehouse.disclosure import cut_release
from warehouse.landing import land_roster, land_slice
from warehouse.ledger import due_windows, record_failure
from warehouse.personal_data import forgotten
from warehouse.rekey import key_version, note_key
from warehouse.sources import register_source, retire_sources
from warehouse.store import StoreBusy, StoreFull, open_store, write_afresh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from connectors.contract import Connector, Stream, Window
    from connectors.errors import SkipPart
    from connectors.keys import Key
    from connectors.people import Roster
    from flows.settings import Settings
    from warehouse.landing import Landed
    from warehouse.release import Release
    from warehouse.store import Store

    Tell = Callable[[str], None]


class Night:
    """What every step of one night shares. Not a dataclass: Prefect would walk into its fields."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        roster: Roster,
        gate: Gate,
        now: datetime,
        tell: Tell,
    ) -> None:
        """`now` is the night's clock, `tell` takes a line for the operator."""
        self.settings = settings
        self.store = store
        self.roster = roster
        self.gate = gate
        self.now = now
        self.tell = tell
        self.connected: dict[str, Connector] = {}
        """The sources that were built to be read tonight, by name."""
        self.has_deleted = False

    @property
    def today(self) -> date:
        """The day of the night in Asia/Tokyo; it is not over and is not read."""
        return day_of(self.now)


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading one source came to."""

    source: str
    days: int = 0
    rows: int = 0
    unmatched: int = 0
    skipped: tuple[SkipPart, ...] = ()

    def with_slice(self, landed: Landed) -> Reading:
        """This reading and one more slice; a part left out twice is told once."""
        told = {str(skip) for skip in self.skipped}
        is_new = landed.skipped is not None and str(landed.skipped) not in told
        return Reading(
            self.source,
            self.days + landed.days,
            self.rows + landed.rows,
            self.unmatched + landed.unmatched,
            (*self.skipped, landed.skipped) if landed.skipped and is_new else self.skipped,
        )

    def __str__(self) -> str:
        """Counts and days, never records."""
        parts = [f"{self.source}: {self.days} days, {self.rows:,} rows"]
        if self.unmatched:
            parts.append(f"{self.unmatched:,} rows of accounts that no roster line explains")
        return ", ".join([*parts, *(f"left out: {word}" for word in self.skipped)])


@contextmanager
def open_night(settings: Settings, now: datetime, tell: Tell) -> Iterator[Night]:
    """Open the warehouse, bring the roster and the key, and close again.

    Raises:
        RosterError, KeyProblem, StoreBusy, StoreDamaged: told with place and next step.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    roster = read_roster(settings.staff, settings.sections)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        land_roster(store, roster, key)
        named = {source.name for source in settings.sources}
        for name in retire_sources(store, named):
            tell(f"{name}: the settings no longer name this source; what it told stays")
        night = Night(settings, store, roster, Gate(roster, key, forgotten(store)), now, tell)
        yield night
    if night.has_deleted:
        # Deleted rows would stay in the file's free blocks; what was published stands either way.
        try:
            write_afresh(settings.warehouse)
        except (StoreBusy, StoreFull) as error:
            tell(f"the file holds what was deleted until the next deletion: {error}")


def key_of(settings: Settings, store: Store) -> Key:
    """Return the key that goes with the warehouse; made at first use.

    Raises:
        KeyRefused: it is missing, damaged, of another version or open to others.
    """
    has_pseudonyms = store.has_pseudonyms()
    key = open_key(settings.key, has_pseudonyms=has_pseudonyms, version=key_version(store))
    note_key(store, key)
    return key


def read_source(night: Night, name: str) -> Reading:
    """Fetch and land every source-day that the ledger finds missing or not final.

    Each slice lands by itself, so that an interruption loses at most one slice.

    Raises:
        Retry, StopSource: what the source did; the slice is in the ledger as failed.
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
                for window in due_windows(
                    store,
                    name,
                    stream,
                    since=since[stream.name],
                    today=night.today,
                    gate_fingerprint=night.gate.fingerprint,
                ):
                    landed = _land(night, store, connector, stream, window)
                    reading = reading.with_slice(landed)
                    night.tell(f"{name} {stream.name} {window}: {landed.rows:,} rows")
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, its text may hold a record
        raise _scrubbed(error, name) from None
    return reading


def _land(
    night: Night, store: Store, connector: Connector, stream: Stream, window: Window
) -> Landed:
    kind = night.settings.source(connector.name).kind
    batches = connector.fetch(stream, window)
    try:
        return land_slice(
            store,
            connector.name,
            kind,
            stream,
            window,
            batches,
            gate=night.gate,
            fetched_at=night.now,
        )
    except SourceError as error:
        record_failure(store, connector.name, stream, window, error, night.now)
        raise


def _since(night: Night, connector: Connector, stream: Stream) -> date:
    return connector.first_day(stream) or night.settings.town.launched_on


def _scrubbed(error: Exception, source: str) -> StopSource:
    """What is left of an unforeseen error: its kind and where, for its text may hold a record."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return StopSource(
        f"unforeseen {type(error).__name__}",
        place=f"source {source}; {Path(frame.filename).name}:{frame.lineno}",
        next_step="this is a fault of the program: report these words, they hold no data",
    )


def publish(night: Night) -> Release:
    """Build the models, cut the release and swap in the new pages.

    Raises:
        ReleaseStopped, ReleaseRefused: a check failed; the old pages stay.
    """
    # Altair and the fonts take half a second to import: only a night that publishes pays for it.
    from dashboards.pages import write_site  # noqa: PLC0415 - see above
    from warehouse.estimates import has_estimates, write_estimates  # noqa: PLC0415 - SciPy is slow to import too

    settings = night.settings
    _tell_undecided(night)
    built = build_models(
        night.store,
        town=settings.town,
        closures=settings.closures,
        today=night.today,
        measures=settings.measures,
    )
    night.tell(f"models: {built}")
    if not has_estimates(night.store):
        write_estimates(night.store)
    release = cut_release(
        night.store,
        town=settings.town,
        today=night.today,
        released_at=night.now,
        floors=settings.floors,
    )
    night.tell("release: cut and checked")
    write_site(release, settings.site)
    night.tell(f"pages: {settings.site / 'index.html'}")
    return release


def _tell_undecided(night: Night) -> None:
    """Say of which tools no section is told, and what to write so that they are."""
    sources = [(night.settings.source(name), one) for name, one in night.connected.items()]
    for finding in undecided(sources, Words(night.settings.town.language)):
        night.tell(f"NOT TOLD: {finding.thing} [{finding.place}] → {finding.next_step}")


def tell_alerts(night: Night) -> MailError | None:
    """Send the alerts that are new; return why they could not be sent: the pages stand all the same."""
    try:
        for line in send_alerts(night.store, night.settings.mail, night.now):
            night.tell(line)
    except MailError as error:
        return error
    return None


def delete_by_age(night: Night) -> None:
    """Delete what is older than the settings allow, and back up what is left.

    Only after publishing, which still needs it.
    """
    kept = retention(
        night.today,
        raw_days=night.settings.raw_days,
        person_months=night.settings.person_months,
    )
    expired = expire(night.store, kept)
    night.has_deleted = bool(expired.facts + expired.people)
    night.tell(f"retention: {expired}")
    if night.settings.backup is not None:
        # Only now, so that what was too old is in no back-up either.
        own = back_up_of_today(
            night.store, night.settings.backup, night.today, keep=night.settings.backups_kept
        )
        night.tell(f"back-up: {own}")
