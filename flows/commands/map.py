"""Proposes the settings that read an export, for `hirogari map`, compared with the roster if there is one.

Prints only; writes no file.
"""

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
    """Yield the proposed entries of the settings and, as comments, what they would read.

    Raises:
        SkipPart: nothing can be proposed; the message says why and what to do.
    """
    accounts, why = _accounts(file, settings)
    proposal = propose_mapping(file, accounts)
    yield proposal.settings
    for note in (*proposal.notes, *why):
        yield f"# {terminal.said(note)}"


def _accounts(file: Path, settings: Path) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """Return the roster's accounts, from the settings given or from those beside the export.

    Without settings the accounts are None; if the roster cannot be read, they are None with the reason.
    """
    found = next((one for one in (settings, file.parent / settings.name) if one.is_file()), None)
    if found is None:
        return None, ()
    try:
        loaded = load(found)
        roster = read_roster(loaded.staff, loaded.sections)
    except Mendable as error:
        # The note has one line, so it names only the first problem.
        reason = error.thing
        if isinstance(error, RosterError):
            reason = error.problems[0].message
        elif isinstance(error, SettingsError):
            reason = error.problems[0]
        return None, (Message("the roster could not be read: {reason}", reason=reason),)
    return frozenset(alias.account for alias in roster.aliases), ()
