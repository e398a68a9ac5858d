"""What `hirogari restore` does: builds the warehouse anew from a back-up and puts the one that was there aside."""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from connectors.roster.identity import open_key
from flows.command_line.arguments import require_answer
from warehouse.facts.backup import back_ups_in, restore
from warehouse.facts.store import StoreBusy, open_store
from warehouse.folders.folder_mark import Kind, write_mark
from warehouse.folders.owned_folder import remove, require_real_folder
from warehouse.lifecycle.rekey import noted_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from flows.settings.settings import Settings

    Tell = Callable[[Message], None]

_RESTORE = Kind("restore", "[paths] data")
_BESIDE = (".wal", ".mark", "")
"""What belongs to a warehouse: its log first, for a file that met another's log would be damaged."""


class NoBackup(Mendable):
    """There is no back-up of that night, or of any."""


def run_restore(
    settings: Settings,
    night: str | None,
    now: datetime,
    tell: Tell,
    *,
    is_dry_run: bool,
    is_meant: bool,
) -> None:
    """Build the warehouse from the back-up of a night, or from the newest; a trial run leaves all as it is.

    Raises:
        NoBackup: there is none, or none of that night; those that are there are named.
        BackupRefused, KeyRefused: it is not whole, or of another key than the key file.
        NotConfirmed: nobody said that it is meant.
    """
    chosen = _choose(settings, night)
    new = settings.data / ".restored"
    require_real_folder(settings.data.resolve(), _RESTORE)
    settings.data.mkdir(parents=True, exist_ok=True)
    _require_unused(settings.warehouse)
    remove(new, _RESTORE)
    new.mkdir()
    write_mark(new, _RESTORE, None)
    try:
        built = new / settings.warehouse.name
        restore(chosen, built)
        tell(
            Message(
                "the back-up of {night} is whole: {held}",
                night=chosen.name,
                held=_told(built, settings.key),
            )
        )
        if is_dry_run:
            tell(Message("trial run: nothing was changed"))
            return
        what = Message(
            "The warehouse becomes that of {night}; the one that is there is put aside. Type yes",
            night=chosen.name,
        )
        require_answer(what, "yes", place="hirogari restore", is_given=is_meant)
        _put_aside(settings.warehouse, now, tell)
        _move_in(built, settings.warehouse)
    finally:
        remove(new, _RESTORE)
    tell(Message("restored: {place}", place=settings.warehouse))
    tell(Message("next: hirogari run, which reads again what the sources still have since then"))
    tell(
        Message(
            "who has asked to be forgotten since that night is in it again: hirogari forget, once more"
        )
    )


def _move_in(built: Path, warehouse: Path) -> None:
    """Put a built warehouse in its place: its mark first, for a file without one is of an older version."""
    for suffix in (".mark", ""):
        built.with_name(built.name + suffix).rename(warehouse.with_name(built.name + suffix))


def _choose(settings: Settings, night: str | None) -> Path:
    if settings.backup is None:
        raise NoBackup(
            Message("the settings name no folder of back-ups"),
            place=f"{settings.file}, [backup] folder",
            next_step=Message(
                "name it; without any back-up, move the warehouse and its .wal aside, and a night reads again what the sources still have"
            ),
        )
    there = {one.name: one for one in back_ups_in(settings.backup)}
    if not there:
        raise NoBackup(
            Message("there is no back-up in this folder"),
            place=str(settings.backup),
            next_step=Message(
                "move the warehouse and its .wal aside, and a night reads again what the sources still have"
            ),
        )
    if night is not None and night not in there:
        raise NoBackup(
            Message("there is no back-up of {night}", night=night),
            place=str(settings.backup),
            next_step=Message(
                "name one of: {nights}", nights=", ".join(sorted(there, reverse=True))
            ),
        )
    return there[night or max(there)]


def _told(warehouse: Path, key: Path) -> Message:
    """Return what a restored warehouse holds; refuse one that the key file does not go with."""
    with open_store(warehouse) as store:
        if store.has_pseudonyms():
            open_key(key, has_pseudonyms=True, **noted_key(store)._asdict())
        days, first, last = store.rows(
            "select count(*), min(day_on), max(day_on) from ledger.source_day"
        )[0]
        problems = len(store.findings)
    held = Message("{count:,} source-days, {first} … {last}", count=days, first=first, last=last)
    if not problems:
        return held
    return Message("{held}; {count} parts of it are read again", held=held, count=problems)


def _require_unused(warehouse: Path) -> None:
    """Refuse while another process has the warehouse open, whether or not it can be read.

    Raises:
        StoreBusy: one has.
    """
    if not warehouse.is_file():
        return
    with warehouse.open("rb+") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(
                Message("another process has the warehouse open"),
                place=str(warehouse),
                next_step=Message("wait until the other run has ended, then start again"),
            ) from None


def _put_aside(warehouse: Path, now: datetime, tell: Tell) -> None:
    """Rename the warehouse that is there, with its log and mark, to a name with the time in it."""
    name = f"{warehouse.name}.of-{now.astimezone(TOKYO):%Y-%m-%dT%H%M%S}"
    for suffix in _BESIDE:
        part, aside = (warehouse.with_name(f"{one}{suffix}") for one in (warehouse.name, name))
        if aside.exists():
            raise FileExistsError(17, "File exists", str(aside))
        if part.exists():
            part.rename(aside)
    if warehouse.with_name(name).exists():
        tell(
            Message(
                "what was there lies in {place} now: delete it once nobody needs it, for it is not aged away",
                place=warehouse.with_name(name),
            )
        )
