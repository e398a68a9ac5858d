"""Rebuilds the warehouse from a back-up, for `hirogari restore`. Renames the current warehouse; never deletes it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.contract.streams import TOKYO
from connectors.roster.identity import open_key
from flows.command_line.arguments import require_answer
from warehouse.facts.backup import back_ups_in, restore
from warehouse.facts.store import StoreBusy, open_store
from warehouse.folders.folder_mark import FolderKind, write_mark
from warehouse.folders.owned_folder import remove, require_real_folder
from warehouse.lifecycle.rekey import noted_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from flows.settings.settings import Settings

    Tell = Callable[[Message], None]

_RESTORE = FolderKind("restore", "[paths] data")
_BESIDE = (".wal", ".mark", "")
"""Suffixes of a warehouse's files. The log is first: another warehouse's log would damage the file."""


class NoBackup(Mendable):
    """There is no back-up of the night asked for, or none at all."""


def run_restore(
    settings: Settings,
    night: str | None,
    now: datetime,
    tell: Tell,
    *,
    is_dry_run: bool,
    is_meant: bool,
) -> None:
    """Rebuild the warehouse from a back-up, and rename the current one.

    Args:
        settings: the town's settings.
        night: the back-up's night as YYYY-MM-DD; the newest if None.
        now: the clock; it goes into the name of the warehouse put aside.
        tell: takes each line for the operator.
        is_dry_run: build and check the back-up only; change nothing.
        is_meant: whether `--yes` was given, which skips the question.

    Raises:
        NoBackup: there is none, or none of that night; the message lists those that exist.
        BackupRefused, KeyRefused: the back-up is incomplete, or the key file does not match it.
        StoreBusy: another process has the warehouse open.
        NotConfirmed: the operator did not confirm.
    """
    chosen = _choose(settings, night)
    _require_unused(settings.warehouse)
    with _new_folder(settings) as new:
        built = new / settings.warehouse.name
        restore(chosen, built)
        held = _contents(built, settings.key)
        tell(Message("the back-up of {night} is complete: {held}", night=chosen.name, held=held))
        if is_dry_run:
            tell(Message("trial run: nothing was changed"))
            return
        what = Message(
            "The warehouse is replaced by that of {night}; the current one is kept under another name. Type yes",
            night=chosen.name,
        )
        require_answer(what, "yes", place="hirogari restore", is_given=is_meant)
        _put_aside(settings.warehouse, now, tell)
        _move_in(built, settings.warehouse)
    for line in _next_steps(settings.warehouse):
        tell(line)


@contextmanager
def _new_folder(settings: Settings) -> Iterator[Path]:
    """Make the marked folder that the warehouse is rebuilt in, and delete it after the block."""
    new = settings.data / ".restored"
    require_real_folder(settings.data.resolve(), _RESTORE)
    settings.data.mkdir(parents=True, exist_ok=True)
    remove(new, _RESTORE)
    new.mkdir()
    write_mark(new, _RESTORE, None)
    try:
        yield new
    finally:
        remove(new, _RESTORE)


def _next_steps(warehouse: Path) -> Iterator[Message]:
    yield Message("restored: {place}", place=warehouse)
    yield Message("next: hirogari run, which reads again what the sources still have since then")
    yield Message(
        "the records of people who asked for deletion since that night are back: run hirogari forget again"
    )


def _move_in(built: Path, warehouse: Path) -> None:
    """Move the rebuilt warehouse into place, its mark first: a file without one counts as of an older version."""
    for suffix in (".mark", ""):
        built.with_name(built.name + suffix).rename(warehouse.with_name(built.name + suffix))


def _choose(settings: Settings, night: str | None) -> Path:
    if settings.backup is None:
        raise NoBackup(
            Message("the settings name no back-up folder"),
            place=f"{settings.file}, [backup] folder",
            next_step=Message(
                "name it; without a back-up, move the warehouse and its .wal aside, and the next night reads again what the sources still have"
            ),
        )
    there = {one.name: one for one in back_ups_in(settings.backup)}
    if not there:
        raise NoBackup(
            Message("there is no back-up in this folder"),
            place=str(settings.backup),
            next_step=Message(
                "move the warehouse and its .wal aside; the next night reads again what the sources still have"
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


def _contents(warehouse: Path, key: Path) -> Message:
    """Return a message on what the rebuilt warehouse holds.

    Raises:
        KeyRefused: the key file does not match it.
    """
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
    return Message("{held}; {count} damaged parts are read again", held=held, count=problems)


def _require_unused(warehouse: Path) -> None:
    """Refuse to go on while another process has the warehouse open; works on a damaged file too.

    Raises:
        StoreBusy: another process has it open.
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
    """Rename the current warehouse, with its log and mark, to a name that contains the time in Tokyo."""
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
                "the earlier warehouse is now in {place}: delete it when it is no longer needed, because retention does not delete it",
                place=warehouse.with_name(name),
            )
        )
