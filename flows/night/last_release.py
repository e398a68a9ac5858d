"""Reads the last release, or says what has to run before there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.contract.errors import Mendable
from connectors.contract.messages import Message
from warehouse.facts.store import open_store
from warehouse.release.tables.release import read_release

if TYPE_CHECKING:
    from flows.settings.settings import Settings
    from warehouse.release.tables.release import Release


class NothingYet(Mendable):
    """There is no warehouse or no release yet."""


def last_release(settings: Settings) -> Release:
    """Read the last release.

    Raises:
        NothingYet: nothing has been released.
    """
    require_warehouse(settings)
    with open_store(settings.warehouse, read_only=True) as store:
        release = read_release(store)
    if release is None:
        raise nothing_yet(Message("released"), settings)
    return release


def require_warehouse(settings: Settings) -> None:
    """Refuse to go on if nothing has been read yet.

    Raises:
        NothingYet: there is no warehouse.
    """
    if not settings.warehouse.exists():
        raise nothing_yet(Message("read"), settings)


def nothing_yet(done: str, settings: Settings) -> NothingYet:
    """Return the error to raise if nothing has been `read` or `released` (the `done`) yet."""
    return NothingYet(
        Message("nothing has been {done} yet", done=done),
        place=str(settings.warehouse),
        next_step=Message("hirogari run"),
    )
