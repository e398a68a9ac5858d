"""What an operator does with a roster that a night refused: look at what is gone, and take it all the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.contract import Finding, day_of
from connectors.errors import Mendable
from connectors.identity import open_key
from connectors.roster import read_roster
from connectors.sayings import in_language
from flows.arguments import require_answer
from flows.steps import key_of
from warehouse.landing import land_roster
from warehouse.rekey import noted_key
from warehouse.roster_change import change_of, require_known_people
from warehouse.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from connectors.people import Roster
    from flows.settings import Settings


def known_people(settings: Settings, roster: Roster) -> Iterator[Finding]:
    """Yield what the roster was read as, and whether it tells of the people that the warehouse knows."""
    for note in roster.notes:
        yield Finding(is_ok=True, thing=note, place=str(settings.staff))
    if not (settings.warehouse.exists() and settings.key.exists()):
        return
    try:
        with open_store(settings.warehouse, read_only=True) as store:
            key = open_key(settings.key, has_pseudonyms=True, **noted_key(store)._asdict())
            _, change = change_of(store, roster, key, day_of(datetime.now(UTC)))
            require_known_people(change, settings.staff)
    except Mendable as error:
        yield Finding(is_ok=False, thing=error.thing, place=error.place, next_step=error.next_step)
        return
    for line in change.lines():
        yield Finding(is_ok=True, thing=line, place=str(settings.staff))


def run_accept(
    settings: Settings, now: datetime, tell: Callable[[str], None], *, is_meant: bool
) -> None:
    """Land the roster as it is; the nights after hold theirs against this one.

    Raises:
        RosterError: it has mistakes.
        NotConfirmed: nobody said that it is meant; nothing was done.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    roster = read_roster(settings.staff, settings.sections)
    with open_store(settings.warehouse) as store:
        key = key_of(settings, store)
        roster, change = change_of(store, roster, key, day_of(now))
        for line in change.lines():
            tell(line)
        what = "A number that is not known yet is a new person. Type yes if the roster is right"
        require_answer(
            in_language(what, settings.town.language),
            "yes",
            place="hirogari accept-roster",
            is_given=is_meant,
        )
        land_roster(store, roster, key)
    tell("the roster is taken; next: hirogari run")
