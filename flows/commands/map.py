"""What `hirogari map` writes: the proposal, held against the roster where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from connectors.roster.roster import RosterError, read_roster
from connectors.vendors.mapped_csv.mapping import propose_mapping
from flows.command_line.terminal import load, terminal
from flows.settings.settings_file import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def proposed(file: Path, settings: Path) -> Iterator[str]:
    """Yield the entries of settings and, as comments, what they would read.

    Raises:
        SkipPart: nothing can be proposed; says why and what to do.
    """
    accounts, why = _accounts(file, settings)
    proposal = propose_mapping(file, accounts)
    yield proposal.settings
    for note in (*proposal.notes, *why):
        yield f"# {terminal.said(note)}"


def _accounts(file: Path, settings: Path) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """Return the roster's accounts by the settings named, or by those beside the export; or why there are none."""
    found = next((one for one in (settings, file.parent / settings.name) if one.is_file()), None)
    if found is None:
        return None, ()
    try:
        loaded = load(found)
        roster = read_roster(loaded.staff, loaded.sections)
    except Mendable as error:
        # One line: the first mistake of many.
        reason = error.thing
        if isinstance(error, RosterError):
            reason = error.problems[0].message
        elif isinstance(error, SettingsError):
            reason = error.problems[0]
        return None, (Message("the roster could not be looked at: {reason}", reason=reason),)
    return frozenset(alias.account for alias in roster.aliases), ()
