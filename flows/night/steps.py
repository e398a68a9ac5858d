"""The steps of a night as plain functions, which `nightly.py` and `hirogari run` call in their order.

The ledger says which source-days are missing or not yet final → each is fetched, pseudonymised and
landed in one transaction → models are built → the release is cut and checked → pages are drawn into
a new folder and swapped in → what is too old is deleted, and the rest backed up → alerts are sent.
`flows.night.nightly` wraps these steps in Prefect tasks; this module knows nothing of Prefect.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.contract.errors import system_errors_at
from connectors.contract.messages import Message, problem_at
from connectors.contract.streams import day_of
from connectors.roster.identity import Gate
from connectors.roster.roster import read_roster
from dashboards.text.words import Words
from flows.mail import MailError
from flows.night.alert_mail import send_alerts
from flows.night.key import key_of
from flows.night.reading import Reading, read_source
from flows.night.source_coverage import undecided
from flows.settings.folders import require_folders
from warehouse.engine.build import build_models
from warehouse.facts.backup import back_up_of_today
from warehouse.facts.landing import land_roster
from warehouse.facts.roster_change import known_roster
from warehouse.facts.sources import retire_sources
from warehouse.facts.store import StoreBusy, is_rewrite_owed, open_store, owe_rewrite, rewrite
from warehouse.lifecycle.clock import (
    clear_days_to_come,
    is_proven,
    last_change,
    note_night,
    note_published,
    require_steady_clock,
)
from warehouse.lifecycle.opening import is_open
from warehouse.lifecycle.personal_data import forgotten
from warehouse.lifecycle.retention import expire, retention
from warehouse.release.cut import cut_release

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from connectors.contract.streams import Connector
    from connectors.roster.roster_model import Roster
    from flows.settings.settings import Settings
    from warehouse.facts.store import Store
    from warehouse.release.tables.release import Release

    Tell = Callable[[Message], None]

__all__ = [
    "Night",
    "Reading",
    "delete_by_age",
    "key_of",
    "mail_alerts",
    "open_night",
    "publish",
    "read_source",
]


class Night:
    """State shared by the steps of one night. It is no dataclass because Prefect would traverse the fields of one."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        roster: Roster,
        gate: Gate,
        now: datetime,
        tell: Tell,
    ) -> None:
        """Keep what the steps need.

        Args:
            settings: the town's settings.
            store: the open warehouse.
            roster: the roster, with staff numbers as the warehouse spells them.
            gate: pseudonymises rows and drops what may not land.
            now: the night's clock.
            tell: takes each line for the operator.
        """
        self.settings = settings
        self.store = store
        self.roster = roster
        self.gate = gate
        self.now = now
        self.tell = tell
        self.connected: dict[str, Connector] = {}
        """Source name → its connector, for the sources read so far tonight."""

    @property
    def today(self) -> date:
        """The night's day in Tokyo. It is not over, so it is not read."""
        return day_of(self.now)


@contextmanager
def open_night(settings: Settings, now: datetime, tell: Tell) -> Iterator[Night]:
    """Open the warehouse, check the clock, land the roster, and close the warehouse after the block.

    If the night has deleted rows, the file is rewritten after the block.

    Raises:
        ClockJumped: the night's date is far from the last one's; nothing was read.
        FolderRefused: a folder holds files that are not ours; nothing was read.
        StoreFull: the disk has no room to rewrite the file without the deleted rows; what was published stands.
        RosterError, RosterChanged, KeyRefused, StoreBusy, StoreDamaged: the roster, key or warehouse cannot be used.
    """
    require_folders(settings)
    settings.data.mkdir(parents=True, exist_ok=True)
    roster = read_roster(settings.staff, settings.sections)
    changed_at = last_change(settings.warehouse)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        require_steady_clock(store, now, changed_at)
        roster = known_roster(store, roster, key, day_of(now), settings.staff, tell)
        land_roster(store, roster, key)
        named = {source.name for source in settings.sources}
        for name in retire_sources(store, named):
            tell(
                Message(
                    "{name}: the settings no longer name this source; its records stay", name=name
                )
            )
        night = Night(settings, store, roster, Gate(roster, key, forgotten(store)), now, tell)
        clear_days_to_come(store, night.today)
        note_night(store, now)
        yield night
    if is_rewrite_owed(settings.warehouse):
        # Deleted rows stay in the file's free blocks until it is rewritten. What was published stands either way.
        try:
            rewrite(settings.warehouse)
        except StoreBusy as error:
            tell(
                Message(
                    "the file still holds the deleted records until the next night: {reason}",
                    reason=error.message,
                )
            )


def publish(night: Night) -> Release:
    """Build the models, cut the release and swap in the new pages.

    Raises:
        ReleaseStopped, ReleaseRefused: a check failed; the old pages stay.
    """
    # Altair and the fonts take half a second to import, which only a night that publishes has to spend.
    from dashboards.pages import write_site  # noqa: PLC0415 - see above

    settings = night.settings
    _tell_undecided(night)
    built = build_models(
        night.store,
        town=settings.town,
        closures=settings.closures,
        today=night.today,
        measures=settings.measures,
    )
    night.tell(Message("models: {what}", what=built.message))
    release = cut_release(
        night.store,
        town=settings.town,
        today=night.today,
        released_at=night.now,
        policy=settings.policy,
        tell=night.tell,
        is_draft=not is_open(night.store, settings.opened_on, night.today),
    )
    night.tell(Message("release: cut and checked"))
    if release.is_draft:
        night.tell(
            Message(
                "the pages are a draft for the operator alone → once numbers and roster are right: hirogari open"
            )
        )
    with system_errors_at(settings.site):
        write_site(release, settings.site)
    note_published(night.store, night.now)
    night.tell(Message("pages: {path}", path=settings.site / "index.html"))
    return release


def _tell_undecided(night: Night) -> None:
    """Report the tools whose section rates are unpublished, and what to add to the settings."""
    sources = [(night.settings.source(name), one) for name, one in night.connected.items()]
    for finding in undecided(sources, Words(night.settings.town.language)):
        night.tell(
            Message(
                "NOT SHOWN: {problem}",
                problem=problem_at(finding.thing, finding.place, finding.next_step),
            )
        )


def mail_alerts(night: Night) -> MailError | None:
    """Send the new alerts; return the error if they could not be sent, since the pages stand either way."""
    try:
        for line in send_alerts(night.store, night.settings.mail, night.now):
            night.tell(line)
    except MailError as error:
        return error
    return None


def delete_by_age(night: Night) -> None:
    """Delete records older than the settings allow, and back up what is left.

    Run it only after publishing, which still needs those records. Without proof that the clock is right nothing is
    deleted that night.
    """
    if is_proven(night.store, night.now):
        kept = retention(
            night.today,
            raw_days=night.settings.raw_days,
            person_months=night.settings.person_months,
        )
        expired = expire(night.store, kept)
        if expired.facts + expired.people:
            owe_rewrite(night.settings.warehouse)
        night.tell(Message("retention: {what}", what=expired.message))
    else:
        night.tell(
            Message(
                "retention: nothing is deleted until records of the missed nights have been read"
            )
        )
    if night.settings.backup is not None:
        # After deleting, so that no back-up holds records that are too old.
        with system_errors_at(night.settings.backup):
            own = back_up_of_today(
                night.store, night.settings.backup, night.today, keep=night.settings.backups_kept
            )
        night.tell(Message("back-up: {path}", path=own))
